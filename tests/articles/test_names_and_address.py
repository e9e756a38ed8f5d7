"""What becomes public beside the text has been read by two people as well: names, hidden ones too, and the address."""

import pytest
from django.core.exceptions import PermissionDenied

from briefings.articles import models
from briefings.articles.actions import approve, approve_and_publish, article_saved, move, publish, submit
from briefings.articles.actions.withdrawal import show_byline
from briefings.articles.resolving import resolve
from briefings.history.actions import record
from briefings.history.field_changes import made_by
from briefings.history.models import Event
from briefings.lib.acts import ACTS
from tests import make

from .scenes import refused, seen, submitted, workflow_of
from .typing import act_url, change_url, fields_of, opened

pytestmark = pytest.mark.django_db
APPROVALS = [approve, lambda article, **given: approve_and_publish(article, change_kind="first", **given)]


@pytest.fixture
def named(author, editor):
    """Approved by the editor, with one byline that readers see and one that they do not."""
    article = make.article("Ports", by=author)
    for name, hidden in (("Ana", False), ("Berta", True)):
        article.byline_rows.create(byline=models.Byline.objects.create(name=name, hidden=hidden))
    submit(article, by=author)
    approve(article, by=editor, seen=seen(article))
    return article


def test_byline_renamed_after_approval_is_not_published(named, other_editor, signed_in):
    read, byline = seen(named), models.Byline.objects.get(name="Ana")
    client = signed_in(other_editor)
    client.post(f"/admin/briefings/byline/{byline.pk}/change/", {"name": "Whatever the editor wants"})
    assert models.Byline.objects.get(pk=byline.pk).name == "Whatever the editor wants"
    for given in (read, seen(named)):
        with refused(code="revised"):
            publish(named, by=other_editor, seen=given, change_kind="first")
    with refused(PermissionDenied):
        approve(named, by=other_editor, seen=seen(named))


def test_byline_shown_after_approval_is_not_published(named, other_editor):
    show_byline(models.Byline.objects.get(name="Berta"), by=other_editor)
    with refused(code="revised"):
        publish(named, by=other_editor, seen=seen(named), change_kind="first")


@pytest.mark.parametrize("approving", APPROVALS)
def test_byline_renamed_in_review_is_approved_by_somebody_else(approving, author, editor, other_editor):
    article = make.article("Ports", by=author)
    article.byline_rows.create(byline=models.Byline.objects.create(name="Ana"))
    article_saved(article, by=author)
    submit(article, by=author)
    read, byline = seen(article), models.Byline.objects.get()
    byline.name = "Whatever the editor wants"
    with made_by(editor):
        byline.save()
    with refused(PermissionDenied):
        approving(article, by=editor, seen=seen(article))
    with refused(code="seen"):
        approving(article, by=other_editor, seen=read)
    approving(article, by=other_editor, seen=seen(article))


@pytest.mark.parametrize("approving", APPROVALS)
def test_byline_added_past_the_form_is_not_approved(approving, author, editor):
    article = submitted(make.article("Ports", by=author), by=author)
    article.byline_rows.create(byline=models.Byline.objects.create(name="Ana"))
    with refused(code="submitted"):
        approving(article, by=editor, seen=seen(article))


def test_byline_renamed_while_publishing_stops_it(named, editor, monkeypatch):
    stale = resolve(named)
    models.Byline.objects.filter(name="Ana").update(name="Whatever the editor wants")
    monkeypatch.setattr("briefings.articles.acts.conditions.resolve", lambda *args, **kwargs: stale)
    with refused(code="seen"):
        publish(named, by=editor, seen=stale.signed, change_kind="first")


def test_whoever_approves_reads_the_names_that_are_hidden_too(named, editor, signed_in):
    page = signed_in(editor).get(act_url(named, "publish")).content.decode()
    assert "Ana, Berta (hidden everywhere)</p>" in page


@pytest.mark.parametrize("what", ["byline", "slug"])
def test_page_of_the_act_does_not_publish_names_and_address_that_came_later(what, author, editor, signed_in):
    """The author changes them while the editor reads."""
    article = submitted(make.article("Ports", by=author), by=author)
    client = signed_in(editor)
    fields = fields_of(client.get(act_url(article, "approve_and_publish")).content.decode(), None)
    if what == "byline":
        article.byline_rows.create(byline=models.Byline.objects.create(name="Whatever the author wants"))
    else:
        models.Article.objects.update(slug="whatever-the-author-wants")
    assert article_saved(article, by=author)
    answer = client.post(act_url(article, "approve_and_publish"), fields)
    assert "it has changed in the meantime" in answer.content.decode()
    assert not models.Edition.objects.exists()


def test_address_is_settled_by_the_first_publication(named, author, editor):
    """Nothing is left to accept, and a move afterwards takes nothing out of review."""
    publish(named, by=editor, seen=seen(named), change_kind="first")
    assert workflow_of(named).submitted_hash == seen(named)
    submit(make.reword(models.Article.objects.get(pk=named.pk)), by=author)
    move(named, slug="harbours", by=editor)
    approve(named, by=editor, seen=seen(named))


def _fixed(article, author, editor, signed_in, *, change):
    """What the author is shown once the editor has changed something beside the text, and sent it back."""
    desk = signed_in(editor)
    fields = opened(desk, article) | change | {"_send": "1"}
    assert desk.post(change_url(article), fields).status_code == 302
    pages = [signed_in(author).get(url) for url in (change_url(article), f"{change_url(article)[:-7]}fix/")]
    said = [[(one.heading, words_of(one)) for one in page.context["editors_fix"].pieces] for page in pages]
    assert said[0] == said[1]
    assert all("Nothing differs" not in page.content.decode() for page in pages)
    return said[0]


def words_of(piece):
    return [(kind, text) for part in piece.parts for one in part.paragraphs for kind, text in one.runs]


def test_fix_of_bylines_alone_says_which(author, editor, signed_in):
    article = make.article("Ports", by=author)
    article.byline_rows.create(byline=models.Byline.objects.create(name="Ana"))
    submit(article, by=author)
    hidden = models.Byline.objects.create(name="Berta", hidden=True)
    said = _fixed(article, author, editor, signed_in, change={"byline_choice": [str(hidden.pk)]})
    assert [heading for heading, _words in said] == ["bylines"]
    assert dict(said[0][1]) == {"gone": "Ana", "new": "Berta (hidden everywhere)"}


def test_fix_of_the_address_alone_says_both(author, editor, signed_in):
    article = submitted(make.article("Ports", by=author), by=author)
    said = _fixed(article, author, editor, signed_in, change={"slug": ["harbours"]})
    assert said == [("address", [("gone", "ports"), ("new", "harbours")])]


def test_fix_of_related_briefings_alone_says_which(author, editor, signed_in):
    article = submitted(make.article("Ports", by=author), by=author)
    other = make.edition("Prisons", by=author, approver=editor).article
    said = _fixed(article, author, editor, signed_in, change={"related": [str(other.pk)]})
    assert said == [("related briefings", [("new", "Prisons")])]


def test_whoever_approves_sees_which_names_and_address_came_later(named, editor, signed_in):
    models.Byline.objects.filter(name="Ana").update(name="Whatever the editor wants")
    page = signed_in(editor).get(act_url(named, "publish"))
    assert [piece.heading for piece in page.context["since_review"].pieces] == ["bylines"]


def test_submission_from_before_names_were_kept_compares_the_text(author, editor, signed_in):
    article = submitted(make.article("Ports", by=author), by=author)
    event = Event.objects.filter(act="submit").get()
    detail = {name: event.detail[name] for name in ("hash", "document")}
    record(by=author, act=ACTS["submit"], target=article, realm="articles", detail=detail)
    said = _fixed(article, author, editor, signed_in, change={"title": ["Harbours"]})
    assert said == [("title", [("gone", "Ports"), ("new", "Harbours")])]
