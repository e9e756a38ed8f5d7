"""First publication, update, correction, minor change: which is allowed when."""

import datetime

import pytest

from briefings.articles import models
from briefings.articles.actions import approve, approve_and_publish, publish, submit
from briefings.statistics.actions import record_values
from briefings.statistics.entering.validation import Value
from briefings.statistics.models import Observation
from tests import kinds

from .. import make
from .scenes import counts, every_block, refused, rewrite, seen
from .typing import act_url, fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(author, editor):
    """The first edition of an article with every kind of block."""
    return make.edition("Ports", by=author, approver=editor, blocks=every_block(author))


def next_edition(article, *, author, editor, **options):
    article = models.Article.objects.get(pk=article.pk)
    submit(article, by=author)
    return approve_and_publish(article, by=editor, seen=seen(article), **options)


@pytest.mark.parametrize("kind", ["update", "correction", "minor"])
def test_first_edition_is_a_first_publication(kind, author, editor):
    article = make.approved(by=author, approver=editor)
    with refused() as caught:
        publish(article, by=editor, seen=seen(article), change_kind=kind, note="New.")
    assert "change_kind" in caught.value.message_dict


def test_later_edition_is_never_a_first_publication(edition, author, editor):
    submit(make.reword(edition.article), by=author)
    with refused() as caught:
        approve_and_publish(edition.article, by=editor, seen=seen(edition.article), change_kind="first", note="New.")
    assert "change_kind" in caught.value.message_dict


@pytest.mark.parametrize("kind", ["update", "correction"])
@pytest.mark.parametrize("note", ["", " \n\t"])
def test_update_and_correction_need_a_public_note(kind, note, edition, author, editor):
    submit(make.reword(edition.article), by=author)
    with refused() as caught:
        approve_and_publish(edition.article, by=editor, seen=seen(edition.article), change_kind=kind, note=note)
    assert "note" in caught.value.message_dict
    second = approve_and_publish(
        edition.article, by=editor, seen=seen(edition.article), change_kind=kind, note=" New. "
    )
    assert (second.number, second.note) == (2, "New.")


def test_typo_is_a_minor_change_and_needs_no_note(edition, author, editor):
    rewrite(edition.article, by=author, html="<h2>What happened</h2><p>Tree ports.</p>")
    submit(edition.article, by=author)
    second = approve_and_publish(edition.article, by=editor, seen=seen(edition.article), change_kind="minor")
    assert (second.number, second.note) == (2, "")


@pytest.mark.parametrize(
    "html", ["<h2>What happened</h2><p>Three ports in 2023.</p>", "<h2>What happened</h2><p>3 ports.</p>"]
)
def test_number_in_the_text_is_no_minor_change(html, edition, author, editor):
    rewrite(edition.article, by=author, html=html)
    refused_as_minor(edition.article, author, editor, "A number in the text differs.")


def test_title_is_no_minor_change(edition, author, editor):
    models.Article.objects.filter(pk=edition.article_id).update(title="Harbours")
    refused_as_minor(edition.article, author, editor, "The title differs.")


def test_source_is_no_minor_change(edition, author, editor):
    kinds.SourcesRow.objects.filter(block__parent=edition.article).last().delete()
    refused_as_minor(edition.article, author, editor, "A source differs.")


def test_revised_figure_is_no_minor_change(author, editor):
    series = counts()
    figure = (kinds.KeyFigureBlock, {"series": series, "period": "2022"})
    article = make.approved("Ports", by=author, approver=editor, blocks=[figure])
    publish(article, by=editor, seen=seen(article), change_kind="first")
    Observation.objects.update(cited=False)  # so that the revision counts at once
    value = Value(period=make.period("2022"), value=make.decimal("4887"))
    options = {"release": None, "known_on": datetime.date(2024, 3, 1), "kind": "correction"}
    make.settled(record_values(series, [value], reason={"en": "Recount."}, by=make.recorder(), **options))
    refused_as_minor(article, author, editor, "A figure differs.")


def refused_as_minor(article, author, editor, reason):
    submit(article, by=author)
    with refused() as caught:
        approve_and_publish(article, by=editor, seen=seen(article), change_kind="minor")
    assert reason in caught.value.message_dict["change_kind"][0]
    approve_and_publish(article, by=editor, seen=seen(article), change_kind="correction", note="Corrected.")


@pytest.fixture
def approved_again(editor, other_editor):
    """The editor's own article, public once; its second text is approved by another editor."""
    article = make.edition("Ports", by=editor, approver=other_editor).article
    rewrite(article, by=editor, html="<p>Four ports.</p>")
    submit(article, by=editor)
    approve(article, by=other_editor, seen=seen(article))
    return article


@pytest.mark.parametrize("kind", ["update", "correction", "minor"])
def test_whoever_submitted_writes_no_public_note_alone(kind, approved_again, editor):
    for note in ("Whatever the editor wants.", "Text revised. Whatever the editor wants."):
        with refused(code="note"):
            publish(approved_again, by=editor, seen=seen(approved_again), change_kind=kind, note=note)


def test_whoever_submitted_may_publish_with_the_suggested_note(approved_again, editor, signed_in):
    client = signed_in(editor)
    fields = fields_of(client.get(act_url(approved_again, "publish")).content.decode(), None)
    refusal = client.post(act_url(approved_again, "publish"), fields | {"change_kind": "update", "note": "Mine."})
    assert "You submitted this text" in refusal.content.decode()
    client.post(act_url(approved_again, "publish"), fields | {"change_kind": "update"})
    assert approved_again.editions.get(number=2).note == fields["note"][0] == "Text revised."


def test_whoever_submitted_may_leave_the_note_of_a_minor_change_empty(approved_again, editor):
    edition = publish(approved_again, by=editor, seen=seen(approved_again), change_kind="minor")
    assert (edition.number, edition.note) == (2, "")


def test_somebody_else_writes_the_note(approved_again, other_editor):
    edition = publish(
        approved_again, by=other_editor, seen=seen(approved_again), change_kind="update", note="Another port."
    )
    assert edition.note == "Another port."


def test_first_edition_has_no_note_by_whoever_submitted_it(editor, other_editor):
    article = make.approved("Ports", by=editor, approver=other_editor)
    with refused(code="note"):
        publish(article, by=editor, seen=seen(article), change_kind="first", note="Whatever the editor wants.")
    assert publish(article, by=editor, seen=seen(article), change_kind="first").number == 1
