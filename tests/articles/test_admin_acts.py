"""The buttons: each act's page asks, acts, and says what was wrong without losing what was typed."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone
from django.utils.formats import date_format

from briefings.articles.actions import cancel, hold, return_to_author, submit
from briefings.articles.models import Article, Edition
from briefings.articles.resolving import resolve
from tests import make
from tests.articles.typing import act_url, change_url, fields_of, opened
from tests.kinds import DataTableBlock, RichTextBlock


@pytest.fixture
def in_review(author):
    article = make.article("Ports", by=author)
    submit(article, by=author)
    return article


def links(response):
    """The act that the page offers as the next step, and the names of the others."""
    names = [url.rstrip("/").rsplit("/", 1)[1] for url, _words, _grave in response.context["offers"]["more"]]
    following = response.context["offers"]["next"]
    return following and following[0].rstrip("/").rsplit("/", 1)[1], names


def form_of(client, article, act):
    response = client.get(act_url(article, act))
    assert response.status_code == 200
    return fields_of(response.content.decode(), None)


def post_form(client, article, act, **changed):
    return client.post(act_url(article, act), form_of(client, article, act) | changed)


def messages_of(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_buttons_are_those_that_the_person_may_use_now(in_review, author, editor, signed_in):
    assert links(signed_in(author).get(change_url(in_review))) == (None, ["take_back", "start_translation", "plan"])
    others = ["return_to_author", "approve", "start_translation", "plan", "assign_editor", "reassign"]
    assert links(signed_in(editor).get(change_url(in_review))) == ("approve_and_publish", others)


def test_author_saves_and_submits_at_once(author, signed_in):
    article = make.article("Ports", by=author)
    client = signed_in(author)
    fields = opened(client, article) | {"title": ["Three ports"], "_submit": "1"}
    client.post(change_url(article), fields)
    article = Article.objects.get()
    assert (article.title, article.workflow.stage, article.workflow.submitted_by) == (
        "Three ports",
        "in_review",
        author,
    )


def test_new_article_can_be_saved_and_submitted_at_once(author, signed_in):
    client = signed_in(author)
    fields = opened(client) | {"title": ["Ports"], "slug": ["ports"], "_submit": "1"}
    client.post("/admin/briefings/article/add/", fields)
    assert Article.objects.get().workflow.stage == "in_review"


def test_editor_approves_and_publishes_from_one_page(in_review, editor, signed_in):
    client = signed_in(editor)
    fields = form_of(client, in_review, "approve_and_publish")
    assert fields["change_kind"] == ["first"]
    response = client.post(act_url(in_review, "approve_and_publish"), fields)
    assert response.url == change_url(in_review)
    assert Edition.objects.public().get().title == "Ports"


def test_page_says_what_keeps_the_text_from_being_published(author, editor, signed_in):
    table = make.data_table("Secret table", public=False)
    article = make.article(by=author, blocks=[(DataTableBlock, {"table": table})])
    submit(article, by=author)
    client = signed_in(editor)
    response = client.get(act_url(article, "approve"))
    assert "“Secret table” is not public yet." in response.content.decode()
    refused = client.post(act_url(article, "approve"), form_of(client, article, "approve"))
    assert refused.context["form"].non_field_errors()
    article.workflow.refresh_from_db()
    assert article.workflow.stage == "in_review"


def test_text_that_changed_after_the_page_was_opened_is_not_approved(in_review, author, editor, signed_in):
    client = signed_in(editor)
    fields = form_of(client, in_review, "approve")
    RichTextBlock.objects.update(html="<p>Four ports.</p>")
    response = client.post(act_url(in_review, "approve"), fields)
    assert "it has changed in the meantime" in response.content.decode()
    in_review.workflow.refresh_from_db()
    assert in_review.workflow.stage == "in_review"


def test_what_was_typed_stays_when_an_act_is_refused(author, editor, signed_in):
    edition = make.edition(by=author, approver=editor)
    article = edition.article
    RichTextBlock.objects.update(html="<p>Four ports, 17 ships.</p>")
    submit(article, by=author)
    client = signed_in(editor)
    fields = form_of(client, article, "approve_and_publish") | {"change_kind": ["minor"], "note": ["Typed with care."]}
    response = client.post(act_url(article, "approve_and_publish"), fields)
    assert "Not a minor change" in response.content.decode()
    assert "Typed with care." in response.content.decode()
    assert Edition.objects.count() == 1


def test_minor_fix_takes_four_clicks(author, editor, signed_in):
    """Save and send (1), accept the changes (2), publish… (3), the button on that page (4)."""
    make.edition(by=author, approver=editor)
    article = Article.objects.get()
    desk, own = signed_in(editor), signed_in(author)

    fields = opened(desk, article) | {"richtextblock_set-0-html": ["<p>Three harbours.</p>"], "_send": "1"}
    desk.post(change_url(article), fields)
    article.workflow.refresh_from_db()
    assert article.workflow.stage == "in_review"

    page = own.get(change_url(article))
    assert [piece.heading for piece in page.context["editors_fix"].pieces] == ["text"]
    accepted = own.post(act_url(article, "accept"), {"seen": page.context["fix_seen"]})
    assert accepted.url == change_url(article)

    fields = form_of(desk, article, "publish")
    assert fields["change_kind"] == ["minor"]
    desk.post(act_url(article, "publish"), fields)
    assert Edition.objects.public().order_by("-number").first().number == 2
    assert Edition.objects.filter(number=2, change_kind="minor").exists()


def test_fix_that_changed_again_is_not_accepted_unseen(in_review, author, editor, signed_in):
    desk, own = signed_in(editor), signed_in(author)
    desk.post(change_url(in_review), opened(desk, in_review) | {"title": ["Harbours"], "_send": "1"})
    seen = own.get(change_url(in_review)).context["fix_seen"]
    desk.post(change_url(in_review), opened(desk, in_review) | {"title": ["Havens"], "_send": "1"})
    response = own.post(act_url(in_review, "accept"), {"seen": seen})
    assert response.status_code == 200
    in_review.workflow.refresh_from_db()
    assert (in_review.workflow.stage, in_review.workflow.submitted_by) == ("in_review", editor)


def test_editor_returns_with_a_comment_that_the_author_sees(in_review, author, editor, signed_in):
    client = signed_in(editor)
    empty = client.post(act_url(in_review, "return_to_author"), {"comment": ""})
    assert empty.context["form"].errors["comment"]
    client.post(act_url(in_review, "return_to_author"), {"comment": "Name <b>the</b> source."})
    html = signed_in(author).get(change_url(in_review)).content.decode()
    assert "Name &lt;b&gt;the&lt;/b&gt; source." in html


def test_edition_is_scheduled_held_released_moved_and_cancelled(in_review, editor, signed_in):
    client = signed_in(editor)
    when = timezone.localtime() + datetime.timedelta(days=3)
    fields = form_of(client, in_review, "approve_and_publish") | {"publish_at": [f"{when:%Y-%m-%dT%H:%M}"]}
    said = messages_of(client.post(act_url(in_review, "approve_and_publish"), fields))
    edition = Edition.objects.get()
    appears = date_format(timezone.localtime(edition.publish_at), "DATETIME_FORMAT")
    assert said == f"“Ports” is approved. Readers see it from {appears}."
    assert timezone.localtime(edition.publish_at).strftime("%Y-%m-%d %H:%M") == f"{when:%Y-%m-%d %H:%M}"

    later = when + datetime.timedelta(days=1)
    post_form(client, in_review, "reschedule", publish_at=[f"{later:%Y-%m-%dT%H:%M}"])
    post_form(client, in_review, "hold")
    edition.refresh_from_db()
    assert edition.held_at
    assert timezone.localtime(edition.publish_at).day == later.day
    post_form(client, in_review, "release")
    edition.refresh_from_db()
    assert not edition.held_at
    post_form(client, in_review, "cancel")
    assert not Edition.objects.exists()


def test_date_in_the_past_is_refused_beside_its_field(in_review, editor, signed_in):
    client = signed_in(editor)
    fields = form_of(client, in_review, "approve_and_publish") | {"publish_at": ["2020-01-01T10:00"]}
    response = client.post(act_url(in_review, "approve_and_publish"), fields)
    assert "This time has passed" in str(response.context["form"].errors["publish_at"])


def test_waiting_edition_is_replaced_only_when_ticked(author, editor, signed_in):
    soon = timezone.now() + datetime.timedelta(days=3)
    article = make.edition(by=author, approver=editor, publish_at=soon).article
    RichTextBlock.objects.update(html="<p>Harbours.</p>")
    submit(article, by=author)
    client = signed_in(editor)
    fields = form_of(client, article, "approve_and_publish") | {"change_kind": ["first"]}
    refused = client.post(act_url(article, "approve_and_publish"), fields)
    assert "replace" in refused.context["form"].errors
    client.post(act_url(article, "approve_and_publish"), fields | {"replace": ["on"]})
    assert "Harbours" in Edition.objects.get().document


@pytest.mark.parametrize("act", ["reschedule", "hold", "release", "cancel", "approve_and_publish"])
def test_page_acts_on_the_edition_that_it_showed_and_on_no_other(act, author, editor, other_editor, signed_in):
    soon = timezone.now() + datetime.timedelta(days=3)
    shown = make.edition("Ports", by=author, approver=editor, publish_at=soon)
    article, client = shown.article, signed_in(editor)
    if act == "release":
        hold(shown, by=editor)
    if act == "approve_and_publish":
        submit(make.reword(article), by=author)
    fields = form_of(client, article, act) | {"replace": ["on"]}
    cancel(shown, by=other_editor)
    article.refresh_from_db()
    if article.workflow.stage == "in_review":
        return_to_author(article, by=other_editor, comment="Not yet.")
    other = make.edition(article=article, by=author, approver=other_editor, publish_at=soon)
    if act == "release":
        hold(other, by=other_editor)
    if act == "approve_and_publish":
        article.refresh_from_db()
        submit(make.reword(article), by=author)
        fields["seen"] = form_of(client, article, act)["seen"]
    assert other.number == shown.number
    stored = Edition.objects.filter(pk=other.pk).values().get()
    refused = client.post(act_url(article, act), fields)
    assert "This edition does not wait any more" in refused.content.decode()
    assert Edition.objects.filter(pk=other.pk).values().get() == stored
    assert client.post(act_url(article, act), {**fields, "waiting": ["9" * 20]}).status_code == 200
    again = fields_of(refused.content.decode(), None)
    assert again["waiting"] == [str(other.pk)]
    assert client.post(act_url(article, act), again).status_code == 302


def test_withdrawing_needs_a_reason_and_can_be_undone(author, editor, signed_in):
    article = make.edition(by=author, approver=editor).article
    client = signed_in(editor)
    assert client.post(act_url(article, "withdraw"), {"reason": " "}).context["form"].errors["reason"]
    client.post(act_url(article, "withdraw"), {"reason": "The source took it back."})
    article.workflow.refresh_from_db()
    assert article.workflow.withdrawn_at
    client.post(act_url(article, "restore"), {"reason": ""})
    article.workflow.refresh_from_db()
    assert not article.workflow.withdrawn_at


def test_move_to_an_address_that_was_anothers_is_refused(author, editor, signed_in):
    article = make.edition("One", by=author, approver=editor).article
    make.edition("Two", by=author, approver=editor)
    response = signed_in(editor).post(act_url(article, "move"), {"slug": "two"})
    assert response.status_code == 200
    assert response.context["form"].errors["slug"]


def test_translation_shows_the_originals_text_beside_each_block(author, signed_in):
    article = make.article("Ports", by=author)
    client = signed_in(author)
    response = client.post(act_url(article, "start_translation"), {"language": "es"})
    translation = Article.objects.get(language="es")
    assert response.url == change_url(translation)
    RichTextBlock.objects.filter(parent=translation).update(html="<p>Tres puertos.</p>")
    html = client.get(change_url(translation)).content.decode()
    assert "Tres puertos." in html
    assert "<p>Three ports.</p></div>" in html.replace("\n", "")
    assert messages_of(response)


def test_comparison_escapes_both_texts(in_review, author, editor, signed_in):
    desk = signed_in(editor)
    desk.post(change_url(in_review), opened(desk, in_review) | {"title": ["<script>alert(1)</script>"], "_send": "1"})
    html = signed_in(author).get(change_url(in_review)).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_preview_and_act_pages_resolve_the_same_document(in_review, editor, signed_in):
    fields = form_of(signed_in(editor), in_review, "approve")
    assert fields["seen"] == [resolve(in_review).signed]


def test_accepted_fix_that_is_published_is_not_offered_again(in_review, author, editor, signed_in):
    desk, own = signed_in(editor), signed_in(author)
    desk.post(change_url(in_review), opened(desk, in_review) | {"title": ["Harbours"], "_send": "1"})
    own.post(act_url(in_review, "accept"), {"seen": own.get(change_url(in_review)).context["fix_seen"]})
    desk.post(act_url(in_review, "publish"), form_of(desk, in_review, "publish"))
    assert "editors_fix" not in own.get(change_url(in_review)).context


def test_form_says_what_readers_have_and_what_waits(author, editor, signed_in):
    article = make.edition(by=author, approver=editor).article
    soon = timezone.now() + datetime.timedelta(days=3)
    make.edition(article=article, by=author, approver=editor, publish_at=soon)
    html = signed_in(editor).get(change_url(article)).content.decode()
    assert f'href="/en/briefings/{article.slug}/"' in html
    assert "Edition 1, public since" in html
    assert "Edition 2 is waiting" in html
