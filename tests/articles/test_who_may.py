"""Every act by every role, and in every stage that is not its own."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from briefings.accounts.models import User
from briefings.articles import access, actions
from briefings.articles.acts import OFFERED
from briefings.articles.models import Article
from briefings.articles.models.articles import Stage
from briefings.roles import ADMINISTRATOR, ANALYST, AUDITOR, AUTHOR, EDITOR

from .. import make
from ..people import person
from .scenes import NEW_FIGURES, offered, put_off, refused, rewrite, seen, submitted, translated, workflow_of

pytestmark = pytest.mark.django_db

PEOPLE = [
    "author", "other_author", "editor", "other_editor", "analyst", "administrator", "auditor", "superuser",
    "inactive_editor", "inactive_superuser", "everybody_at_once", "nobody", "anonymous",
]  # fmt: skip
EDITORS = {"editor", "other_editor", "superuser", "everybody_at_once"}
# The article is the author's and was approved by the editor. Superusers may do what editors may.
ALLOWED = {
    "begin": {"author", "other_author", "editor", "other_editor", "analyst", "superuser", "everybody_at_once"},
    "save": {"author"} | EDITORS,
    "submit": {"author"},
    "accept": {"author"},
    "take_back": {"author"},
    "return_to_author": EDITORS,
    "approve": EDITORS,
    "approve_and_publish": EDITORS,
    "publish": EDITORS,
    "reschedule": EDITORS,
    "hold": EDITORS,
    "unhold": EDITORS,
    "approve_new_figures": EDITORS,
    "cancel": EDITORS,
    "withdraw": EDITORS,
    "take_down": EDITORS,
    "restore": EDITORS,
    "move": EDITORS,
    "start_translation": {"author", "analyst"} | EDITORS,
    "needs_no_revision": EDITORS,
    "plan": {"author"} | EDITORS,
    "assign_editor": EDITORS,
    "reassign": EDITORS,
    "archive_article": {"author"},
    "bring_back": {"author"},
    "add_topic": {"author"} | EDITORS,
    "comment": {"author", "analyst"} | EDITORS,
    "resolve_comment": {"author", "analyst"} | EDITORS,
    "reopen_comment": {"author", "analyst"} | EDITORS,
    "send_fix": EDITORS,
    "force_publish": EDITORS,
    "look_again": EDITORS - {"editor"},
    "restore_version": {"author"} | EDITORS,
}


@pytest.fixture
def cast(author, other_author, editor, other_editor, analyst, administrator, auditor, superuser):
    return dict(locals()) | {
        "inactive_editor": person("ines", EDITOR, is_staff=True, is_active=False),
        "inactive_superuser": person("iris", is_superuser=True, is_active=False),
        "everybody_at_once": person("zoe", AUTHOR, EDITOR, ANALYST, ADMINISTRATOR, AUDITOR, is_staff=True),
        "nobody": person("nobody", is_staff=True),
        "anonymous": AnonymousUser(),
    }


def tomorrow():
    return timezone.now() + datetime.timedelta(days=1)


def _named(username):
    return User.objects.get(username=username)


def _draft(cast):
    return make.article("Ports", by=cast["author"])


def _archived(cast):
    article = _draft(cast)
    actions.archive_article(article, by=cast["author"])
    return article


def _in_review(cast):
    return submitted(_draft(cast), by=cast["author"])


def _changed_in_review(cast):
    article = _in_review(cast)
    rewrite(article, by=cast["other_editor"], html="<p>Four ports.</p>")
    return article


def _approved(cast):
    return make.approved("Ports", by=cast["author"], approver=cast["editor"])


def _published(cast):
    return make.edition("Ports", by=cast["author"], approver=cast["editor"]).article


def _waiting(cast):
    return make.edition("Ports", by=cast["author"], approver=cast["editor"], publish_at=tomorrow()).article


def _held(cast):
    article = _waiting(cast)
    actions.hold(article.editions.get(), by=cast["editor"])
    return article


def _withdrawn(cast):
    article = _published(cast)
    actions.withdraw(article, by=cast["editor"], reason="Wrong.")
    return article


def _publishing(act):
    return lambda article, by: act(article, by=by, seen=seen(article), change_kind="first")


def _commented(cast):
    article = _draft(cast)
    actions.comment(article, by=cast["editor"], text="Who counted?")
    return article


def _resolved(cast):
    article = _commented(cast)
    actions.resolve_comment(article.comments.get(), by=cast["editor"])
    return article


def _forcing(article, by):
    reason = "Nobody else is there, and it cannot wait."
    return actions.force_publish(article, by=by, seen=seen(article), change_kind="first", reason=reason)


def _forced(cast):
    return _forcing(_draft(cast), cast["editor"]).article


def _looking(article, by):
    edition = article.editions.get()
    return actions.look_again(edition, by=by, seen=edition.content_hash)


# Where each act makes sense, and the act.
ACTS = {
    "begin": (_draft, lambda article, by: actions.begin(Article(title="New", slug="new", language="en"), by=by)),
    "save": (_draft, lambda article, by: actions.article_saved(article, by=by)),
    "submit": (_draft, lambda article, by: actions.submit(article, by=by)),
    "accept": (_changed_in_review, lambda article, by: actions.accept(article, by=by, seen=seen(article))),
    "take_back": (_in_review, lambda article, by: actions.take_back(article, by=by)),
    "return_to_author": (_in_review, lambda article, by: actions.return_to_author(article, by=by, comment="Shorter.")),
    "approve": (_in_review, lambda article, by: actions.approve(article, by=by, seen=seen(article))),
    "approve_and_publish": (_in_review, _publishing(actions.approve_and_publish)),
    "publish": (_approved, _publishing(actions.publish)),
    "reschedule": (_waiting, put_off),
    "hold": (_waiting, lambda article, by: actions.hold(article.editions.get(), by=by)),
    "unhold": (_held, lambda article, by: actions.unhold(article.editions.get(), by=by)),
    "approve_new_figures": NEW_FIGURES,
    "cancel": (_waiting, lambda article, by: actions.cancel(article.editions.get(), by=by)),
    "withdraw": (_published, lambda article, by: actions.withdraw(article, by=by, reason="Wrong.")),
    "take_down": (_published, lambda article, by: actions.take_down(article, by=by, reason="Wrong.")),
    "restore": (_withdrawn, lambda article, by: actions.restore(article, by=by)),
    "move": (_published, lambda article, by: actions.move(article, by=by, slug="harbours")),
    "start_translation": (_draft, lambda article, by: actions.start_translation(article, by=by, language="es")),
    "needs_no_revision": (
        lambda cast: translated(by=cast["author"], approver=cast["editor"], then="correction").article,
        lambda article, by: actions.needs_no_revision(article, by=by, seen=2),
    ),
    "plan": (_draft, lambda article, by: actions.plan(article, by=by, planned_on=tomorrow().date())),
    "assign_editor": (_draft, lambda article, by: actions.assign_editor(article, by=by, editor=_named("elena"))),
    "reassign": (_draft, lambda article, by: actions.reassign(article, by=by, to=_named("andres"))),
    "archive_article": (_draft, lambda article, by: actions.archive_article(article, by=by)),
    "bring_back": (_archived, lambda article, by: actions.bring_back(article, by=by)),
    "add_topic": (_draft, lambda article, by: actions.add_topic(article, by=by, topic=make.topic())),
    "comment": (_draft, lambda article, by: actions.comment(article, by=by, text="Who counted?")),
    "resolve_comment": (_commented, lambda article, by: actions.resolve_comment(article.comments.get(), by=by)),
    "reopen_comment": (_resolved, lambda article, by: actions.reopen_comment(article.comments.get(), by=by)),
    "send_fix": (_draft, lambda article, by: actions.send_fix(article, by=by)),
    "force_publish": (_draft, _forcing),
    "look_again": (_forced, _looking),
    "restore_version": (_draft, lambda article, by: actions.restore_version(article, version=1, by=by, seen_version=1)),
}


def test_table_names_every_act():
    offered = {name for name, value in vars(actions).items() if callable(value)}
    assert offered == set(ACTS) - {"save"} | {"article_saved"}


@pytest.mark.parametrize("act", ACTS)
def test_those_who_may_do_it_can_and_nobody_else(act, cast):
    prepare, do = ACTS[act]
    article, done = prepare(cast), set()
    shown = {name for name in PEOPLE if act in offered(article, cast[name])}
    for name in PEOPLE:
        if name not in ALLOWED[act]:
            with refused(PermissionDenied):
                do(article, cast[name])
            continue
        with transaction.atomic():
            do(Article.objects.get(pk=article.pk), cast[name])
            done.add(name)
            transaction.set_rollback(True)
    assert done == ALLOWED[act]
    assert shown == (ALLOWED[act] if act in {offered_act.name for offered_act in OFFERED} else set())


IN_STAGES = {Stage.DRAFT: _draft, Stage.IN_REVIEW: _in_review, Stage.APPROVED: _approved, Stage.ARCHIVED: _archived}
OWN_STAGES = {
    "submit": {Stage.DRAFT},
    "accept": {Stage.IN_REVIEW},
    "take_back": {Stage.IN_REVIEW, Stage.APPROVED},
    "return_to_author": {Stage.IN_REVIEW, Stage.APPROVED},
    "approve": {Stage.IN_REVIEW},
    "approve_and_publish": {Stage.IN_REVIEW},
    "publish": {Stage.APPROVED},
    "force_publish": {Stage.DRAFT, Stage.IN_REVIEW},
    "start_translation": {Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED},
    "assign_editor": {Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED},
    "archive_article": {Stage.DRAFT},
    "bring_back": {Stage.ARCHIVED},
}
OF_THE_AUTHOR = ("submit", "accept", "take_back", "archive_article", "bring_back")


@pytest.mark.parametrize(
    ("act", "stage"), [(act, stage) for act in OWN_STAGES for stage in Stage if stage not in OWN_STAGES[act]]
)
def test_act_out_of_its_stage_is_refused(act, stage, cast):
    article = IN_STAGES[stage](cast)
    by = cast["author"] if act in OF_THE_AUTHOR else cast["other_editor"]
    with refused(code="stage"):
        ACTS[act][1](article, by)
    assert act not in offered(article, by)


@pytest.mark.parametrize("act", ["withdraw", "take_down", "restore", "move"])
@pytest.mark.parametrize("stage", list(Stage))
def test_what_was_never_published_cannot_be_taken_back_or_moved(act, stage, cast):
    article = IN_STAGES[stage](cast)
    with refused():
        ACTS[act][1](article, cast["editor"])
    assert act not in offered(article, cast["editor"])


@pytest.mark.parametrize("act", ["approve", "approve_and_publish"])
@pytest.mark.parametrize("name", ["editor", "superuser", "everybody_at_once"])
def test_nobody_approves_what_they_submitted(act, name, cast):
    own = submitted(make.article("Own", by=cast[name]), by=cast[name])
    with refused(PermissionDenied):
        ACTS[act][1](own, cast[name])
    assert act not in offered(own, cast[name])
    ACTS[act][1](own, cast["other_editor"])


@pytest.mark.parametrize("name", ["editor", "superuser", "everybody_at_once"])
def test_nobody_submits_for_the_author(name, cast):
    article = _draft(cast)
    with refused(PermissionDenied):
        actions.submit(article, by=cast[name])


def test_editor_publishes_own_article_that_another_approved(editor, other_editor):
    article = make.approved("Own", by=editor, approver=other_editor)
    edition = actions.publish(article, by=editor, seen=seen(article), change_kind="first")
    assert (edition.submitted_by, edition.approved_by, edition.by) == (editor, other_editor, editor)


def test_reading_and_editing_drafts(cast):
    article = _draft(cast)
    may_read = {name for name in PEOPLE if access.may_read(article, cast[name])}
    may_edit = {name for name in PEOPLE if access.may_edit(article, cast[name])}
    assert may_edit == {"author"} | EDITORS
    assert may_read == {"author", "analyst", "auditor"} | EDITORS


def test_somebody_who_lost_their_role_may_do_nothing(author, editor, cast):
    article = _in_review(cast)
    editor.groups.clear()
    editor = User.objects.get(pk=editor.pk)
    with refused(PermissionDenied):
        actions.approve(article, by=editor, seen=seen(article))
    assert workflow_of(article).stage == Stage.IN_REVIEW
