"""In every stage and situation somebody can do something that leads on, and what they do ends in an edition."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from briefings.accounts.models import User
from briefings.articles import actions
from briefings.articles.access import is_archived
from briefings.articles.models import Article
from briefings.statistics.actions import record_values
from briefings.statistics.entering.validation import Value
from tests import kinds, make
from tests.people import person

from .scenes import offered, rewrite, seen, submitted, workflow_of
from .test_who_may import tomorrow

pytestmark = pytest.mark.django_db
REASON = "Nobody else is there, and it cannot wait."
NUMBER = {"n": 0}


def _words(article, by):
    NUMBER["n"] += 1
    rewrite(article, by=by, html=f"<p>Text number {NUMBER['n']}.</p>")


def _draft(cast):
    series = make.series()
    make.recorded(series, {"2022": "4886"})
    figure = (kinds.KeyFigureBlock, {"series": series, "period": "2022"})
    return make.article("Ports", by=cast["author"], blocks=[(kinds.RichTextBlock, {"html": "<p>Ports.</p>"}), figure])


def _archived(cast):
    article = _draft(cast)
    actions.archive_article(article, by=cast["author"])
    return article


def _in_review(cast):
    return submitted(_draft(cast), by=cast["author"])


def _changed_in_review(cast):
    article = _in_review(cast)
    _words(article, cast["editor"])
    return article


def _sent_to_the_author(cast):
    article = _changed_in_review(cast)
    actions.send_fix(article, by=cast["editor"], seen=seen(article))
    return article


def _returned(cast):
    article = _changed_in_review(cast)
    actions.return_to_author(article, by=cast["editor"], comment="Shorter.")
    return article


def _taken_back(cast):
    article = _in_review(cast)
    actions.take_back(article, by=cast["author"])
    return article


def _approved(cast):
    article = _in_review(cast)
    actions.approve(article, by=cast["editor"], seen=seen(article))
    return article


def _changed_after_approval(cast):
    article = _approved(cast)
    _words(article, cast["editor"])
    return article


def _published(cast):
    article = _approved(cast)
    actions.publish(article, by=cast["editor"], seen=seen(article), change_kind="first")
    return article


def _changed_after_publication(cast):
    article = _published(cast)
    _words(article, cast["editor"])
    return article


def _submitted_by_the_editor(cast):
    article = _changed_after_publication(cast)
    actions.submit(article, by=cast["editor"], seen=seen(article))
    return article


def _withdrawn(cast):
    article = _published(cast)
    actions.withdraw(article, by=cast["editor"], reason="Wrong.")
    return article


def _taken_down(cast):
    article = _published(cast)
    actions.take_down(article, by=cast["editor"], reason="Wrong.")
    return article


def _scheduled(cast):
    article = _approved(cast)
    actions.publish(article, by=cast["editor"], seen=seen(article), change_kind="first", publish_at=tomorrow())
    return article


def _held(cast):
    article = _scheduled(cast)
    actions.hold(article.editions.get(), by=cast["editor"])
    return article


def _cancelled(cast):
    article = _scheduled(cast)
    actions.cancel(article.editions.get(), by=cast["editor"])
    return article


def _forced(cast):
    article = _draft(cast)
    actions.force_publish(article, by=cast["editor"], seen=seen(article), reason=REASON, change_kind="first")
    return article


STAGES = [
    _draft, _archived, _in_review, _changed_in_review, _sent_to_the_author, _returned, _taken_back, _approved,
    _changed_after_approval, _published, _changed_after_publication, _submitted_by_the_editor, _withdrawn, _taken_down,
    _scheduled, _held, _cancelled, _forced,
]  # fmt: skip


def _gone(*names):
    def happens(cast, article):
        for name in names:
            User.objects.filter(pk=cast[name].pk).update(is_active=False)

    return happens


def _revised(cast, article):
    series = article.keyfigureblock_set.get().series
    series.observations.update(cited=False)  # so that nobody else has to look at the revision
    row = Value(period=make.period("2022"), value=make.decimal("4900"), status="A")
    make.settled(record_values(
        series, [row], release=None, known_on=datetime.date(2024, 3, 1), kind="update", reason={"en": "Later."},
        by=make.recorder(),
    ))  # fmt: skip


def _author_writes_on(cast, article):
    _words(article, cast["author"])


def _both_editors_write(cast, article):
    _words(article, cast["editor"])
    _words(article, cast["other_editor"])


def _one_editor_writes(cast, article):
    _gone("other_editor")(cast, article)
    _words(article, cast["editor"])


def _author_left_and_both_editors_write(cast, article):
    _both_editors_write(cast, article)
    _gone("author")(cast, article)


def _given_to_the_first_editor(cast, article):
    if not is_archived(article):
        actions.reassign(article, to=cast["editor"], by=cast["editor"])


def _one_editor_becomes_the_author(cast, article):
    _gone("other_editor")(cast, article)
    _given_to_the_first_editor(cast, article)


SITUATIONS = {
    "nothing else": lambda cast, article: None,
    "author left": _gone("author"),
    "first editor left": _gone("editor"),
    "one editor": _gone("other_editor"),
    "one editor, author left": _gone("author", "other_editor"),
    "figure revised": _revised,
    "author writes on": _author_writes_on,
    "both editors write": _both_editors_write,
    "one editor writes": _one_editor_writes,
    "given to the first editor": _given_to_the_first_editor,
    "one editor, who becomes the author": _one_editor_becomes_the_author,
    "author left, both editors write": _author_left_and_both_editors_write,
}
# What leads to an edition, the best first. Giving the article to another author and publishing alone are for need.
LEADS_ON = ["bring_back", "approve_and_publish", "publish", "approve", "accept", "submit", "unhold", "restore"]
IN_NEED = ["reassign", "force_publish", "cancel"]


def _do(act, article, by, cast):
    waiting = article.editions.waiting().first()
    is_first = not article.editions.exclude(pk=waiting and waiting.pk).exists()
    terms = {"change_kind": "first" if is_first else "update", "note": "" if is_first else "New.", "replace": waiting}
    match act:
        case "approve_and_publish" | "publish":
            getattr(actions, act)(article, by=by, seen=seen(article), **terms)
        case "force_publish":
            actions.force_publish(article, by=by, seen=seen(article), reason=REASON, **terms)
        case "unhold":
            actions.unhold(article.editions.waiting().get(), by=by)
        case "cancel":
            actions.cancel(article.editions.waiting().get(), by=by)
        case "restore" | "bring_back":
            getattr(actions, act)(article, by=by)
        case "reassign":
            actions.reassign(article, to=cast["new_author"], by=by)
        case _:
            getattr(actions, act)(article, by=by, seen=seen(article))


def _is_at_rest(article):
    """What is written is public, or has its date: there is nothing to lead on."""
    workflow = workflow_of(article)
    return (
        workflow.unchanged_since_edition
        and not (workflow.withdrawn_at or workflow.taken_down_at)
        and not any(edition.held_at for edition in article.editions.all())
    )


@pytest.fixture
def cast(author, editor, other_editor):
    return {
        "author": author, "editor": editor, "other_editor": other_editor, "new_author": person("nadia", "Author")
    }  # fmt: skip


def _lead_on(article, cast):
    """Do the first of the acts that somebody is offered; what was done and by whom."""
    people = [User.objects.get(pk=cast[name].pk) for name in ("author", "new_author", "editor", "other_editor")]
    shown = {by: set(offered(article, by)) for by in people if by.is_active}
    for act in LEADS_ON + IN_NEED:
        for by, acts in shown.items():
            if act in acts:
                _do(act, Article.objects.get(pk=article.pk), by, cast)
                return act, by.username
    raise AssertionError("nobody can do anything that leads on")


# Where the only ones who could approve have written themselves, one of them has to publish alone.
MAY_END_ALONE = {"one editor, author left", "author left, both editors write"}


def _steps_to_an_edition(article, cast):
    done = []
    while not _is_at_rest(Article.objects.get(pk=article.pk)):
        assert len(done) < 8, (done, workflow_of(article).stage)
        done.append(_lead_on(article, cast))
    return done


@pytest.mark.slow
@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__.strip("_"))
def test_somebody_can_lead_every_text_on_to_an_edition(stage, cast):
    article = stage(cast)
    for situation, happens in SITUATIONS.items():
        with transaction.atomic():
            if stage is _archived and "write" in situation:
                with pytest.raises(PermissionDenied):  # nobody can, before it is brought back
                    happens(cast, Article.objects.get(pk=article.pk))
                transaction.set_rollback(True)
                continue
            happens(cast, Article.objects.get(pk=article.pk))
            done = _steps_to_an_edition(article, cast)
            assert article.editions.exists()
            alone = [act for act, _name in done if act == "force_publish"]
            assert not alone or situation in MAY_END_ALONE, (situation, done)
            transaction.set_rollback(True)
