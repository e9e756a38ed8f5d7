"""A draft that was never submitted is archived by its author, and brought back. No row is deleted."""

import datetime
import json
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from briefings.accounts.models import User
from briefings.addresses.models import Address
from briefings.articles import actions
from briefings.articles.actions.typed_copies import keep_typed
from briefings.articles.admin.labels import linkable
from briefings.articles.checklist import checklist
from briefings.articles.models import Article, Comment, SavedVersion, Workflow
from briefings.articles.models.articles import Stage, free_slug
from briefings.articles.resolving import resolve
from briefings.history.models import Event
from briefings.mail.models import Mail
from briefings.sharing.actions import share
from tests import make
from tests.articles.scenes import offered, opens, refused, rewrite, seen, submitted, workflow_of
from tests.articles.typing import change_url, opened
from tests.people import person

LIST = "/admin/briefings/article/"


@pytest.fixture
def archived(author):
    article = make.article("Ports", by=author)
    actions.archive_article(article, by=author)
    return Article.objects.get(pk=article.pk)


def test_archived_draft_keeps_its_text_and_its_address_is_free(archived, author):
    assert (workflow_of(archived).stage, archived.slug, archived.title) == (Stage.ARCHIVED, "", "Ports")
    assert archived.richtextblock_set.exists() and SavedVersion.objects.filter(article=archived).exists()
    assert free_slug("ports", "en") == "ports"
    event = Event.objects.get(act="archive_article")
    assert (event.by_id, event.detail["slug"]) == (author.pk, "ports")


def test_nobody_gets_mail_about_it(author, editor, settings):
    settings.SENDS_MAIL = True
    article = make.article("Ports", by=author)
    actions.assign_editor(article, by=editor, editor=editor)
    actions.archive_article(article, by=author)
    actions.bring_back(article, by=author)
    assert not Mail.objects.exists()


def test_archived_draft_is_brought_back_with_an_address_of_its_title(archived, author):
    make.article("Ports", by=author)
    actions.bring_back(archived, by=author)
    article = Article.objects.get(pk=archived.pk)
    assert (workflow_of(article).stage, article.slug, article.version) == (Stage.DRAFT, "ports-2", 2)
    newest = SavedVersion.objects.filter(article=article).latest("number")
    assert (newest.act, newest.content["slug"]) == ("bring_back", "ports-2")
    assert seen(submitted(article, by=author)) == workflow_of(article).submitted_hash


def test_archived_draft_without_title_comes_back_without_address(author):
    article = actions.begin(Article(language="en"), by=author)
    actions.archive_article(article, by=author)
    actions.bring_back(article, by=author)
    assert Article.objects.get().slug == ""


def test_what_was_submitted_or_published_cannot_be_archived(author, editor):
    article = submitted(make.article("Ports", by=author), by=author)
    with refused(code="stage"):
        actions.archive_article(article, by=author)
    actions.take_back(article, by=author)
    with refused(code="submitted"):
        actions.archive_article(article, by=author)
    edition = make.edition("Gangs", by=author, approver=editor)
    with refused(code="submitted"):
        actions.archive_article(edition.article, by=author)
    assert "archive_article" not in offered(article, author) + offered(edition.article, author)


def test_database_keeps_archived_and_submitted_apart(author):
    article = submitted(make.article("Ports", by=author), by=author)
    with pytest.raises(IntegrityError), transaction.atomic():
        Workflow.objects.filter(article=article).update(stage=Stage.ARCHIVED)


def test_owner_can_only_bring_it_back_and_an_editor_only_give_it_away(archived, author, editor):
    assert offered(archived, author) == ["bring_back"]
    assert offered(archived, editor) == ["reassign"]


def test_nobody_writes_in_it_or_comments_on_it(archived, author, editor):
    other = make.article("Gangs", by=author)
    acts = [
        lambda by: rewrite(archived, by=by, html="<p>New.</p>"),
        lambda by: actions.plan(archived, by=by, planned_on=None),
        lambda by: actions.add_topic(archived, by=by, topic=make.topic()),
        lambda by: actions.restore_version(archived, version=1, by=by, seen_version=1),
        lambda by: actions.comment(archived, by=by, text="Who counted?"),
        lambda by: keep_typed(archived, by=by, token="abc", entries=json.dumps([["title", "New"]])),
        lambda by: share(archived, by=by, for_whom="Ana"),
    ]
    for act in acts:
        for by in (author, editor):
            with pytest.raises(PermissionDenied, match="archived"), transaction.atomic():
                act(by)
    assert other.slug == "gangs"


def test_page_of_an_archived_draft_only_shows_it_and_brings_it_back(archived, author, signed_in):
    desk = signed_in(author)
    page = desk.get(change_url(archived))
    assert page.status_code == 200 and 'id="article_form"' not in page.text and "Archived" in page.text
    url, words, _grave = page.context["offers"]["next"]
    assert page.context["offers"]["more"] == []
    assert url == reverse("admin:briefings_article_act", args=[archived.pk, "bring_back"])
    assert words == "Bring back from the archive…"
    desk.post(url, {})
    assert workflow_of(archived).stage == Stage.DRAFT
    assert 'id="article_form"' in desk.get(change_url(archived)).text


def test_form_that_was_open_meanwhile_is_refused_with_the_reason(author, signed_in):
    article, desk = make.article("Ports", by=author), signed_in(author)
    fields = opened(desk, article) | {"title": ["Harbours"]}
    actions.archive_article(article, by=author)
    answer = desk.post(change_url(article), fields)
    assert answer.status_code == 403 and "This draft is archived." in answer.text
    assert Article.objects.get().title == "Ports"


def test_archived_draft_is_in_no_list_but_that_of_its_stage(author, editor, signed_in):
    article = make.article("Harbour watch", by=author)
    Comment.objects.create(article=article, text="Who counted?", by=editor, at=timezone.now())
    actions.plan(article, by=author, planned_on=timezone.localdate() + datetime.timedelta(days=1))
    actions.assign_editor(article, by=editor, editor=editor)
    month = f"/admin/calendar/?month={workflow_of(article).planned_on:%Y-%m}"
    search = reverse("admin:autocomplete") + ("?term=harbour&app_label=briefings&model_name=article&field_name=related")
    pages = ["/admin/", LIST, f"{LIST}?q=harbour", month, search, f"{LIST}?desk=drafts", f"{LIST}?desk=comments"]

    def shown(people, pages):
        return {
            (by.username, page) for by in people for page in pages if "Harbour watch" in signed_in(by).get(page).text
        }

    people = [author, editor]
    of_editor = {(editor.username, page) for page in ("/admin/", LIST, f"{LIST}?q=harbour", month, search)}
    of_author = {(author.username, page) for page in pages}
    assert shown(people, pages) == of_author | of_editor
    actions.archive_article(article, by=author)
    assert {page for _name, page in shown(people, pages)} <= {"/admin/"}  # only as what was done to it, for the author
    sections = signed_in(author).get("/admin/").context["sections"]
    named = [section.title for section in sections for row in section.rows if "Harbour watch" in row.words]
    assert set(named) <= {"What changed lately in my articles"}
    only = [f"{LIST}?stage=archived", f"{LIST}?stage=archived&q=harbour"]
    assert shown(people, only) == {(by.username, page) for by in people for page in only}
    assert not linkable(editor).filter(pk=article.pk).exists()


def test_share_link_of_an_archived_draft_is_closed_until_it_is_brought_back(author):
    article = make.article("Ports", by=author)
    link = share(article, by=author, for_whom="Ana")
    actions.archive_article(article, by=author)
    assert not opens(link)
    actions.bring_back(article, by=author)
    assert opens(link)


def test_archived_translation_does_not_keep_others_from_translating(author, other_author, editor):
    original = make.article("Ports", by=author)
    first = actions.start_translation(original, language="es", by=author)
    actions.archive_article(first, by=author)
    assert any("no article in Spanish" in item.words for item in checklist(original, resolve(original)).items)
    second = actions.start_translation(Article.objects.get(pk=original.pk), language="es", by=editor)
    assert second.group_id == original.group_id
    actions.bring_back(first, by=author)
    first = Article.objects.get(pk=first.pk)
    assert first.group_id != original.group_id and workflow_of(first).stage == Stage.DRAFT
    assert first.slug and first.slug != Article.objects.get(pk=second.pk).slug


def test_draft_of_somebody_who_left_is_given_to_another_who_brings_it_back(archived, author, editor):
    nadia = person("nadia", "Author")
    User.objects.filter(pk=author.pk).update(is_active=False)
    actions.reassign(archived, to=nadia, by=editor)
    actions.bring_back(archived, by=nadia)
    assert (workflow_of(archived).owner, workflow_of(archived).stage) == (nadia, Stage.DRAFT)


def test_going_back_before_the_migration_makes_drafts_of_what_is_archived(archived):
    import_module("briefings.migrations.0032_archived_drafts").make_drafts(apps, None)
    assert workflow_of(archived).stage == Stage.DRAFT and not Address.objects.filter(kind="briefing").exists()


def test_author_of_an_archived_translation_changes_the_language_of_the_original(author, signed_in):
    original, desk = make.article("Ports", by=author), signed_in(author)
    translation = actions.start_translation(original, language="es", by=author)
    assert "language" not in opened(desk, original)
    actions.archive_article(translation, by=author)
    desk.post(change_url(original), opened(desk, original) | {"language": ["es"]})
    original = Article.objects.get(pk=original.pk)
    assert original.language == "es"
    actions.bring_back(translation, by=author)
    translation = Article.objects.get(pk=translation.pk)
    assert translation.language == "es" and translation.group_id != original.group_id
