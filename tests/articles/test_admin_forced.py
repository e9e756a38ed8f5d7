"""Publishing alone in the desk: its page, the second look, and how often it happens."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefings.articles.actions import force_publish, look_again
from briefings.articles.models import Edition
from briefings.desk import forced_editions
from tests import make
from tests.articles.scenes import seen, submitted
from tests.articles.typing import act_url, change_url, fields_of

REASON = "Nobody else is there, and it cannot wait."
FORCED = "/admin/briefings/edition/forced/"


def forced(by, **options):
    article = make.article(by=by)
    return force_publish(article, by=by, seen=seen(article), reason=REASON, change_kind="first", **options)


def look_url(edition):
    return f"/admin/briefings/edition/{edition.pk}/second-look/"


def test_it_is_the_last_of_the_other_acts_and_is_grave(editor, signed_in):
    article = make.article("Ports", by=editor)
    page = signed_in(editor).get(change_url(article))
    more = [url for url, _words, _grave in page.context["offers"]["more"]]
    assert more[-1] == act_url(article, "force_publish") and page.context["offers"]["next"][0] != more[-1]
    assert f'<a href="{act_url(article, "force_publish")}" class="grave">' in page.content.decode()


def test_author_is_not_offered_it(author, signed_in):
    article = make.article("Ports", by=author)
    assert "force_publish" not in signed_in(author).get(change_url(article)).content.decode()


def test_page_explains_names_who_else_could_and_publishes(editor, other_editor, signed_in):
    article = submitted(make.article("Ports", by=editor), by=editor)
    client = signed_in(editor)
    page = client.get(act_url(article, "force_publish")).content.decode()
    assert "These people could review it instead: Esteban" in page
    assert 'class="default grave"' in page
    fields = fields_of(page, None)
    refused = client.post(act_url(article, "force_publish"), fields | {"reason": "Urgent."})
    assert "reason" in refused.context["form"].errors
    client.post(act_url(article, "force_publish"), fields | {"reason": REASON})
    assert Edition.objects.needing_second_look().get().forced_reason == REASON


def test_second_look_is_one_button_under_the_reason_and_the_text(editor, other_editor, signed_in):
    edition = forced(editor)
    client = signed_in(other_editor)
    page = client.get(look_url(edition))
    assert REASON in page.content.decode()
    assert "Three ports." in page.content.decode()
    fields = fields_of(page.content.decode(), None)
    assert client.post(look_url(edition), fields | {"seen": "0" * 64}).context["form"].non_field_errors()
    assert client.post(look_url(edition), fields | {"note": "Fine."}).status_code == 302
    assert edition.second_look.by == other_editor
    assert "Second look by Esteban" in client.get(look_url(edition)).content.decode()


def test_second_look_is_not_offered_before_the_edition_has_appeared(editor, other_editor, signed_in):
    edition = forced(editor, publish_at=timezone.now() + datetime.timedelta(days=1))
    client = signed_in(other_editor)
    page = client.get(look_url(edition)).content.decode()
    assert "This edition has not appeared yet" in page
    assert "Confirm the second look" not in page
    posted = client.post(look_url(edition), {"seen": edition.content_hash})
    assert "not appeared yet" in str(posted.context["form"].non_field_errors())


def test_whoever_published_alone_is_not_offered_the_second_look(editor, signed_in):
    edition = forced(editor)
    client = signed_in(editor)
    page = client.get(look_url(edition)).content.decode()
    assert "Somebody else has to take the second look" in page
    assert "Confirm the second look" not in page
    assert client.post(look_url(edition), {"seen": edition.content_hash}).status_code == 403
    assert Edition.objects.needing_second_look().exists()


def test_others_read_it_and_press_nothing(editor, auditor, analyst, author, signed_in):
    edition = forced(editor)
    for somebody in (auditor, analyst):
        client = signed_in(somebody)
        assert "Confirm the second look" not in client.get(look_url(edition)).content.decode()
        assert client.post(look_url(edition), {"seen": edition.content_hash}).status_code == 403
    assert signed_in(author).get(look_url(edition)).status_code in (403, 404)


def test_auditor_sees_the_share_and_every_case(author, editor, other_editor, auditor, signed_in):
    for _number in range(2):
        make.edition(by=author, approver=editor)
    edition = forced(editor)
    page = signed_in(auditor).get(FORCED)
    (month, *numbers), everything = page.context["shares"]
    assert (month.month, numbers) == (timezone.localtime(edition.created_at).month, ["3", "1", "33.3%"])
    assert everything == (None, "3", "1", "33.3%")
    assert REASON in page.content.decode()
    assert "needed" in page.content.decode()
    look_again(edition, by=other_editor, seen=edition.content_hash)
    assert "needed" not in signed_in(auditor).get(FORCED).content.decode()


def test_months_are_counted_without_reading_editions(editor, auditor, signed_in):
    """Whose rows are large: of 17,000 that took 41 of the page's 50 ms."""
    forced(editor)
    client = signed_in(auditor)
    with CaptureQueriesContext(connection) as queries:
        client.get(FORCED)
    counting = [query["sql"] for query in queries if "COUNT(" in query["sql"]]
    assert ["COUNT(*)" in sql and " FILTER " not in sql for sql in counting] == [True, True]


def test_every_case_is_on_a_page(editor, auditor, signed_in, monkeypatch):
    monkeypatch.setattr(forced_editions, "PER_PAGE", 2)
    titles = [str(forced(editor)) for _number in range(3)]
    client = signed_in(auditor)
    first, second = client.get(FORCED).text, client.get(f"{FORCED}?page=2").text
    assert [title in first for title in titles] == [False, True, True]
    assert [title in second for title in titles] == [True, False, False]
    assert 'href="?page=2"' in first and 'rel="next"' not in second


def test_page_stands_before_anything_was_published(auditor, signed_in):
    page = signed_in(auditor).get(FORCED)
    assert page.context["shares"] == [(None, "0", "0", "–")]
    assert "Nobody has published without a second person so far." in page.content.decode()


@pytest.mark.parametrize("name", ["author", "analyst", "administrator"])
def test_others_do_not_see_the_share(name, request, signed_in):
    assert signed_in(request.getfixturevalue(name)).get(FORCED).status_code in (403, 404)


def test_cost_of_the_share_does_not_grow(editor, auditor, signed_in):
    client = signed_in(auditor)

    def cost():
        with CaptureQueriesContext(connection) as caught:
            client.get(FORCED)
        return len(caught)

    forced(editor)
    cost()
    few = cost()
    for days in range(3):
        forced(editor, publish_at=timezone.now() + datetime.timedelta(days=days + 1))
    assert cost() == few


def test_article_says_that_one_person_alone_has_read_its_edition(editor, other_editor, signed_in):
    edition = forced(editor)
    address = f"/admin/briefings/article/{edition.article_id}/change/"
    shown = signed_in(other_editor).get(address).text
    assert "without a second person" in shown
    assert f"/admin/briefings/edition/{edition.pk}/second-look/" in shown
    look_again(edition, by=other_editor, seen=edition.content_hash)
    assert f"/admin/briefings/edition/{edition.pk}/second-look/" not in signed_in(other_editor).get(address).text


def test_desk_leads_auditors_to_what_was_published_alone(auditor, author, signed_in):
    assert 'href="/admin/briefings/edition/forced/"' in signed_in(auditor).get("/admin/").text
    assert 'href="/admin/briefings/edition/forced/"' not in signed_in(author).get("/admin/").text
