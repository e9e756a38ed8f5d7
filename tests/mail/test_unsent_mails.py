"""The desk of an administrator says what could not be sent, and tries again."""

import pytest

from briefings.accounts.acts import RESET_SECOND_FACTOR
from briefings.articles.acts.review import SUBMIT
from briefings.history.models import Event
from briefings.mail.actions import queue, try_again
from briefings.mail.models import Mail
from briefings.roles import NotAllowed
from tests import make

LIST = "/admin/briefings/mail/"


@pytest.fixture
def failed(author):
    queue(RESET_SECOND_FACTOR, [author.pk], target=author)
    Mail.objects.update(state="failed", attempts=10, problem="recipient", code=550)
    return Mail.objects.get()


def post_again(client, *mails):
    form = {"action": "try_selected_again", "_selected_action": [mail.pk for mail in mails]}
    return client.post(LIST, form, follow=True)


def test_desk_names_person_and_problem(failed, administrator, signed_in):
    home = signed_in(administrator).get("/admin/").text
    assert "Mails that could not be sent" in home
    assert "Second factor taken away → Amaya" in home
    assert "The mail server refuses the address. (550) given up after 10 attempts" in home


def test_desk_says_nothing_while_mail_works(author, administrator, signed_in):
    queue(RESET_SECOND_FACTOR, [author.pk], target=author)
    client = signed_in(administrator)
    assert "Second factor taken away" not in client.get("/admin/").text
    assert "Amaya" not in client.get(LIST).text


def test_mail_that_will_be_tried_again_is_listed_with_its_time(failed, administrator, signed_in):
    Mail.objects.update(state="waiting", attempts=2)
    assert "next attempt:" in signed_in(administrator).get(LIST).text


def test_trying_again_makes_it_due_and_is_recorded(failed, administrator, signed_in, sent_mails):
    page = post_again(signed_in(administrator), failed)
    assert "1 mail will be tried within a minute." in page.text
    assert [mail.to for mail in sent_mails()] == [[failed.person.email]]
    event = Event.objects.get(act="try_mail_again")
    assert (event.by_name, event.target_id, event.realm) == (administrator.username, failed.pk, "users")


def test_mail_that_was_sent_meanwhile_is_not_sent_again(failed, administrator, signed_in, sent_mails):
    again = Mail.objects.get(pk=failed.pk)
    client = signed_in(administrator)
    try_again(again, by=administrator)
    sent_mails()
    post_again(client, failed)
    assert len(sent_mails()) == 1


def test_only_administrators_see_and_try(failed, author, editor, signed_in):
    for person in (author, editor):
        assert signed_in(person).get(LIST).status_code == 403
        with pytest.raises(NotAllowed):
            try_again(failed, by=person)


def test_title_of_a_draft_is_not_shown(author, editor, administrator, signed_in):
    article = make.article("Ports", by=author)
    queue(SUBMIT, [editor.pk], target=article, who="Amaya")
    Mail.objects.update(attempts=1, problem="unreachable")
    page = signed_in(administrator).get(LIST).text
    assert f"Article {article.pk}" in page and "Ports" not in page


def test_list_costs_the_same_with_many_rows(failed, author, administrator, signed_in, django_assert_max_num_queries):
    queue(RESET_SECOND_FACTOR, [author.pk] * 40, target=author)
    Mail.objects.update(attempts=1)
    client = signed_in(administrator)
    client.get(LIST)
    with django_assert_max_num_queries(8):
        client.get(LIST)
