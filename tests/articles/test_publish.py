import datetime
import hashlib
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from briefings.articles import models
from briefings.articles.actions import approve_and_publish, article_saved, publish, submit
from briefings.articles.models.articles import Stage
from briefings.articles.resolving import resolve
from briefings.documents.reading import figure_uses
from briefings.history.models import Event
from briefings.lib.html import data_values
from briefings.search.models import SearchDocument
from briefings.statistics.actions import record_values
from briefings.statistics.entering.validation import Value
from briefings.statistics.models import DataTable, Observation
from tests import kinds

from .. import make
from .scenes import counts, every_block, refused, rewrite, seen, submitted, table_of, workflow_of

pytestmark = pytest.mark.django_db

NOW = timezone.now


@pytest.fixture
def edition(author, editor):
    """The first edition of an article with every kind of block."""
    return make.edition("Ports", by=author, approver=editor, blocks=every_block(author))


def next_edition(article, *, author, editor, **options):
    article = models.Article.objects.get(pk=article.pk)
    submit(article, by=author)
    return approve_and_publish(article, by=editor, seen=seen(article), **options)


def test_reader_sees_what_was_published(author, editor, reader):
    make.edition("Ports under pressure", by=author, approver=editor)
    page = reader.get("/en/briefings/ports-under-pressure/")
    assert page.status_code == 200
    assert b"Three ports." in page.content


def test_edition_says_who_submitted_approved_and_published(author, editor, other_editor):
    article = make.approved("Ports", by=author, approver=editor)
    edition = publish(article, by=other_editor, seen=seen(article), change_kind="first")
    assert (edition.submitted_by, edition.approved_by, edition.by) == (author, editor, other_editor)
    assert (edition.number, edition.language, edition.title) == (1, "en", "Ports")
    assert workflow_of(article).stage == Stage.DRAFT
    event = Event.objects.get(act="publish")
    assert (event.detail["edition"], event.detail["sha256"]) == (1, edition.sha256)


def test_publishing_later_needs_another_round_of_review(author, editor):
    article = make.edition("Ports", by=author, approver=editor).article
    with refused(code="stage"):
        publish(article, by=editor, seen=seen(article), change_kind="update", note="New.")


def test_document_is_canonical_text_and_its_hash_is_right(edition):
    edition.refresh_from_db()
    assert hashlib.sha256(edition.document.encode()).hexdigest() == edition.sha256
    data = json.loads(edition.document)
    assert json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == edition.document
    assert "\\u" not in edition.document
    del data["as_of"]
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == edition.content_hash


def test_as_of_is_the_day_of_publication_in_ecuador(author, editor):
    article = make.approved(by=author, approver=editor)
    late = datetime.datetime(2024, 5, 2, 3, 0, tzinfo=datetime.UTC)  # still the first of May in Guayaquil
    edition = publish(article, by=editor, seen=seen(article), change_kind="first", now=late)
    assert edition.data["as_of"] == "2024-05-01"
    assert (edition.publish_at, edition.created_at) == (late, late)


def test_every_printed_number_has_a_figure_use_with_its_vintage(edition):
    uses = list(edition.figure_uses.select_related("vintage"))
    html = edition.renderings.get().html
    printed = {use.key for use in uses if f'id="{use.key}"' in html}
    assert printed == {use.key for use in uses}
    assert html.count("<data ") == len(printed)
    assert sorted(set(data_values(html))) == sorted({f"{use.value:f}" for use in uses})
    values = {use.key: use for use in uses if use.role in ("value", "cell")}
    assert {f"{use.vintage.value:f}" for use in values.values()} == {"4886", "2495"}
    assert all(use.value == use.vintage.value for use in values.values())
    assert all(use.vintage_id == use.vintage.observation.current_id for use in uses)
    operands = [use for use in uses if use.role == "operand"]
    assert len(operands) == 2 and {use.text for use in operands} == {"+96%"}
    assert {use.role for use in uses} == {"value", "operand", "cell", "point"}
    blocks = {block["key"] for block in edition.data["blocks"]}
    assert {str(use.block_key) for use in uses} <= blocks


def test_missing_value_is_a_dash_and_breaks_nothing(author, editor):
    series = counts({"2021": "2495", "2022": None})
    table = table_of(series)
    figure = {"series": series, "period": "2022"}
    blocks = [(kinds.DataTableBlock, {"table": table}), (kinds.KeyFigureBlock, figure)]
    edition = make.edition(by=author, approver=editor, blocks=blocks)
    assert data_values(edition.renderings.get().html) == ["2495"]
    assert {use.value for use in edition.figure_uses.filter(text="–")} == {None}


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"period": "yesterday"}, "is not a period"),
        ({"period": "2022-13"}, "is not a period"),
        ({"period": "22"}, "is not a period"),
        ({"period": "2022/P0M"}, "is not a period"),
        ({"period": "2022", "compare_with": "2022"}, "compared with its own period"),
        ({"period": "2022", "compare_with": "2022-01"}, "a period of another length"),
        ({"period": ""}, "It still needs: period."),
        ({"series": None, "period": "2022"}, "It still needs: series."),
    ],
)
def test_key_figure_that_is_not_finished_can_be_submitted_and_not_published(author, editor, typed, why):
    article = make.article(by=author, blocks=[(kinds.KeyFigureBlock, {"series": counts(), "label": "Ports"} | typed)])
    submit(article, by=author)
    assert "Ports" in resolve(article).data["blocks"][0]["typed"]
    with refused(code="problem", says=why):
        approve_and_publish(article, by=editor, seen=seen(article), change_kind="first")


def test_preview_shows_what_an_unfinished_block_has_so_far(author, signed_in):
    article = make.article(by=author, blocks=[(kinds.TextTableBlock, {"caption": "Ports of the coast", "cells": ""})])
    page = signed_in(author).get(f"/admin/briefings/article/{article.pk}/preview/").text
    assert "Text table, not finished" in page
    assert "Ports of the coast" in page


def test_sources_pictures_and_observations_are_kept_with_the_edition(edition):
    named = {source["slug"] for block in edition.data["blocks"] for source in block.get("sources", [])}
    assert set(edition.citations.values_list("source__slug", flat=True)) >= named
    by_block = {(str(one.block_key), one.source.slug) for one in edition.citations.all()}
    assert len(by_block) == edition.citations.count() == 5
    block = kinds.PictureBlock.objects.get()
    assert list(edition.image_uses.values_list("image", flat=True)) == [block.image_id]
    assert set(Observation.objects.filter(cited=True)) == set(Observation.objects.all())


def test_only_what_the_document_prints_is_marked_as_cited(author, editor):
    series = counts({"2020": "1372", "2021": "2495", "2022": "4886"})
    make.edition(by=author, approver=editor, blocks=[(kinds.KeyFigureBlock, {"series": series, "period": "2022"})])
    assert [one.start.year for one in Observation.objects.filter(cited=True)] == [2022]


def test_revision_of_a_cited_value_waits_for_a_second_person(author, editor, analyst):
    series = counts()
    make.edition(by=author, approver=editor, blocks=[(kinds.KeyFigureBlock, {"series": series, "period": "2022"})])
    value = Value(period=make.period("2022"), value=make.decimal("4900"))
    batch = record_values(
        series, [value], release=None, known_on=datetime.date(2024, 3, 1), kind="correction", reason={"en": "Recount."},
        by=analyst,
    )  # fmt: skip
    assert batch.stage == "proposed"


def test_figure_that_was_revised_while_publishing_stops_it(author, editor, monkeypatch):
    series = counts()
    block = {"series": series, "period": "2022"}
    article = make.approved(by=author, approver=editor, blocks=[(kinds.KeyFigureBlock, block)])
    stale = resolve(article)
    value = Value(period=make.period("2022"), value=make.decimal("4900"))
    make.settled(record_values(
        series, [value], release=None, known_on=datetime.date(2024, 3, 1), kind="correction", reason={"en": "Recount."},
        by=make.recorder(),
    ))  # fmt: skip
    monkeypatch.setattr("briefings.articles.acts.conditions.resolve", lambda *args, **kwargs: stale)
    with refused(code="seen"):
        publish(article, by=editor, seen=stale.signed, change_kind="first")


def test_approve_and_publish_does_both_or_neither(author, editor):
    article = submitted(make.article("Ports", by=author), by=author)
    wrong = [
        {"change_kind": "update", "note": "New."},
        {"change_kind": "first", "publish_at": NOW() - datetime.timedelta(minutes=1)},
        {"change_kind": "nonsense"},
        {"change_kind": ""},
    ]
    for options in wrong:
        with refused():
            approve_and_publish(article, by=editor, seen=seen(article), **options)
        assert workflow_of(article).stage == Stage.IN_REVIEW
    approve_and_publish(article, by=editor, seen=seen(article), change_kind="first")
    assert list(Event.objects.filter(act__in=["approve", "publish"]).order_by("pk").values_list("act", flat=True)) == [
        "approve", "publish",
    ]  # fmt: skip


def test_time_that_has_passed_is_refused(author, editor):
    article = make.approved(by=author, approver=editor)
    with refused() as caught:
        publish(
            article,
            by=editor,
            seen=seen(article),
            change_kind="first",
            publish_at=NOW() - datetime.timedelta(seconds=1),
        )
    assert "publish_at" in caught.value.message_dict


def test_numbers_have_no_gap_and_editions_keep_their_documents(edition, author, editor):
    for number in (2, 3, 4):
        rewrite(edition.article, by=author, html=f"<p>Version {number}.</p>")
        next_edition(edition.article, author=author, editor=editor, change_kind="update", note="New.")
    editions = models.Edition.objects.order_by("number")
    assert [one.number for one in editions] == [1, 2, 3, 4]
    assert ["Version 3." in one.document for one in editions] == [False, False, True, False]
    assert "Three ports." in editions[0].document


def test_search_finds_the_latest_edition_only(edition, author, editor):
    rewrite(edition.article, by=author, html="<p>Five harbours.</p>")
    second = next_edition(edition.article, author=author, editor=editor, change_kind="update", note="New.")
    found = SearchDocument.objects.get()
    assert (found.target_id, found.url) == (second.pk, "/en/briefings/ports/")
    assert "Five harbours." in found.text and "Three ports." not in found.text


def test_address_that_another_article_had_is_refused_in_words(edition, author, editor):
    twin = make.article("Harbours", by=author)
    models.Article.objects.filter(pk=edition.article_id).update(slug="somewhere-else")
    models.Article.objects.filter(pk=twin.pk).update(slug="ports")
    submit(twin, by=author)
    with refused(code="taken"):
        approve_and_publish(twin, by=editor, seen=seen(twin), change_kind="first")
    with pytest.raises(ValidationError) as caught:
        make.article("Ports", by=author)
    assert "slug" in caught.value.message_dict


def test_unsaved_changes_of_the_article_at_hand_do_not_get_published(author, editor):
    article = make.approved("Ports", by=author, approver=editor)
    read = seen(article)
    article.title = "Never saved"
    assert publish(article, by=editor, seen=read, change_kind="first").title == "Ports"


def test_database_knows_what_numbers_and_kinds_fit(edition):
    fields = {field.attname: getattr(edition, field.attname) for field in edition._meta.concrete_fields}
    del fields["id"]
    for wrong in (
        {"number": 2},
        {"number": 2, "change_kind": "update", "note": ""},
        {"number": 0, "change_kind": "minor"},
        {"number": 1, "change_kind": "minor"},
        {"number": 2, "change_kind": "minor", "approved_by_id": fields["submitted_by_id"]},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Edition.objects.create(**fields | wrong)


def test_spanish_is_frozen_in_spanish_while_the_editor_works_in_english(author, editor):
    series = make.series(
        of=make.indicator("Homicides", name_es="Homicidios", unit_es="víctimas"),
        where=make.area(name_es="Ecuador"),
        by=make.source("Ministry", name_es="Ministerio"),
    )
    make.recorded(series, {"2022": "4886", "2024-01-01/P11M": "6275"})
    table = table_of(series, ["2022", "2024-01-01/P11M"], name_es="Homicidios por año")
    blocks = [
        (kinds.KeyFigureBlock, {"series": series, "period": "2022"}),
        (kinds.DataTableBlock, {"table": table}),
    ]
    article = make.article("Puertos", by=author, language="es", blocks=blocks)
    with translation.override("en"):
        in_english = resolve(article)
    with translation.override("es"):
        in_spanish = resolve(article)
    assert in_english.text == in_spanish.text
    with translation.override("en"):
        edition = make.edition(by=author, approver=editor, article=article)
    html = edition.renderings.get().html
    for words in ("Homicidios", "víctimas", "Ministerio", "enero–noviembre de 2024", "4\u00a0886"):
        assert words in edition.document
        assert words in html
    assert "Homicides" not in edition.document and "4,886" not in html
    assert SearchDocument.objects.get().url == "/es/informes/puertos/"


def test_saving_after_publication_changes_no_edition(edition, author):
    before = (edition.document, edition.renderings.get().html, list(edition.figure_uses.values()))
    rewrite(edition.article, by=author, html="<p>Something else.</p>")
    DataTable.objects.update(name_en="Other title")
    article_saved(edition.article, by=author)
    after = models.Edition.objects.get()
    assert (after.document, after.renderings.get().html, list(after.figure_uses.values())) == before
    assert len(figure_uses(after.data)) == after.figure_uses.count()
