"""What is published as it is, or waits to be, is not handed over for review once more."""

import datetime

import pytest

from briefings.articles.actions import approve_and_publish, cancel, force_publish, hold, withdraw
from briefings.articles.models import Article, Byline
from briefings.statistics.actions import record_values
from briefings.statistics.entering.validation import Value
from tests import make
from tests.kinds import KeyFigureBlock

from .scenes import reason_against, seen, submitted
from .test_who_may import tomorrow
from .typing import act_url

pytestmark = pytest.mark.django_db
REASON = "Nobody else is there, and it cannot wait."


def refused_words(article, by):
    reason = reason_against("submit", article, by)
    return " ".join(reason.messages) if reason else ""


def test_published_text_that_has_not_changed_is_not_submitted_again(author, editor, signed_in):
    article = make.edition("Ports", by=author, approver=editor).article
    assert "Nothing has changed since edition 1, which readers have." in refused_words(article, author)
    client = signed_in(author)
    assert act_url(article, "submit") not in client.get(f"/admin/briefings/article/{article.pk}/change/").text
    answer = client.post(act_url(article, "submit"), {"seen": seen(article)})
    assert "Nothing has changed since edition 1" in answer.content.decode()
    listed = client.post(
        "/admin/briefings/article/", {"action": "submit_selected", "_selected_action": [article.pk]}, follow=True
    ).content.decode()
    assert "Not done:<ul><li>Ports: Nothing has changed since edition 1" in listed and "Done:<ul>" not in listed
    article.workflow.refresh_from_db()
    assert article.workflow.stage == "draft"


def test_edition_that_waits_says_so(author, editor):
    article = make.edition("Ports", by=author, approver=editor, publish_at=tomorrow()).article
    assert "which waits to appear" in refused_words(article, author)
    hold(article.editions.get(), by=editor)
    assert "which waits to appear" in refused_words(article, author)


def test_withdrawn_text_is_restored_and_not_published_once_more(author, editor):
    article = make.edition("Ports", by=author, approver=editor).article
    withdraw(article, by=editor, reason="Wrong.")
    assert "Undo withdrawal" in refused_words(article, author)


def _cancelled(article, author, editor):
    waiting = make.edition(by=author, approver=editor, article=article, publish_at=tomorrow())
    cancel(waiting, by=editor)


def _byline(article, author, editor):
    article.byline_rows.create(byline=Byline.objects.create(name="A. Reporter"))


CHANGES = {
    "text": lambda article, author, editor: make.reword(article),
    "byline": _byline,
    "topic": lambda article, author, editor: article.topics.add(make.topic()),
    "waiting edition cancelled": _cancelled,
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_readers_would_see_otherwise_is_a_change(what, author, editor):
    article = make.edition("Ports", by=author, approver=editor).article
    CHANGES[what](article, author, editor)
    assert refused_words(article, author) == ""


def test_text_brought_back_to_what_is_published_is_no_change(author, editor):
    article = make.edition("Ports", by=author, approver=editor).article
    before = article.summary
    make.reword(article)
    Article.objects.update(summary=before)
    assert "Nothing has changed since edition 1" in refused_words(article, author)


def test_figure_that_was_revised_since_is_a_change(author, editor, analyst):
    series = make.series()
    make.recorded(series, {"2022": "4886"})
    article = make.edition(
        by=author, approver=editor, blocks=[(KeyFigureBlock, {"series": series, "period": "2022"})]
    ).article
    assert refused_words(article, author)
    series.observations.update(cited=False)  # so that nobody else has to look at the revision
    row = Value(period=make.period("2022"), value=make.decimal("4900"), status="A")
    make.settled(record_values(
        series, [row], release=None, known_on=datetime.date(2024, 3, 1), kind="update", reason={"en": "Later."},
        by=analyst,
    ))  # fmt: skip
    assert refused_words(article, author) == ""


def test_translation_of_an_older_edition_may_be_confirmed_as_it_is(author, editor):
    original = make.edition("Ports", by=author, approver=editor).article
    translation = make.edition(
        "Puertos", by=author, approver=editor, language="es", group=original.group, slug="puertos"
    ).article
    assert "Nothing has changed" in refused_words(translation, author)
    make.edition(by=author, approver=editor, article=original)
    assert refused_words(translation, author) == ""


def test_text_that_was_published_alone_may_be_handed_to_a_second_person(editor, other_editor):
    article = make.article("Ports", by=editor)
    force_publish(article, by=editor, seen=seen(article), change_kind="first", reason=REASON)
    assert refused_words(article, editor) == ""
    submitted(article, by=editor)
    approve_and_publish(article, by=other_editor, seen=seen(article), change_kind="minor")
    assert "Nothing has changed since edition 2" in refused_words(article, editor)


def test_another_order_of_names_is_a_change(author, editor):
    article = make.article("Ports", by=author)
    names = [Byline.objects.create(name=name) for name in ("A. Mora", "J. Vera")]
    first, _second = [article.byline_rows.create(byline=byline, position=place) for place, byline in enumerate(names)]
    make.edition(article=article, by=author, approver=editor)
    assert "Nothing has changed" in refused_words(Article.objects.get(pk=article.pk), author)
    first.position = 9
    first.save()
    assert not refused_words(Article.objects.get(pk=article.pk), author)
