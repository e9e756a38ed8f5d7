"""What the tests of the acts share: an article with every kind of block, and a refusal that leaves no trace."""

import datetime
import io
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels

from briefings.addresses.models import Address
from briefings.articles import models
from briefings.articles.actions import approve_new_figures, article_saved, reschedule, start_translation, submit
from briefings.articles.acts import OFFERED
from briefings.articles.acts.conditions import Attempt
from briefings.articles.resolving import resolve
from briefings.history.models import Event
from briefings.lib.acts import ACTS, available, why_not
from briefings.media.actions import upload_image
from briefings.search.models import SearchDocument
from briefings.sharing.actions import link_of, token_of
from briefings.statistics.models import Observation
from tests import kinds

from .. import make, moments

RECORDED = [
    models.Article, models.Workflow, Address, models.Edition, models.Rendering, models.FigureUse,
    models.Citation, models.ImageUse, models.EditionByline, models.EditionRelated, kinds.RichTextBlock, SearchDocument,
    Event, Observation,
]  # fmt: skip


def everything():
    """All rows that an act could change."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in RECORDED}


def codes(error):
    lists = [error.error_list] if hasattr(error, "error_list") else error.error_dict.values()
    return {one.code for several in lists for one in several}


@contextmanager
def refused(error=ValidationError, *, code=None, says=None):
    """The act inside is refused, and nothing at all has changed."""
    before = everything()
    with pytest.raises(error) as caught:
        yield caught
    if code:
        assert code in codes(caught.value)
    if says:
        assert says in str(caught.value)
    assert everything() == before


def offered(article, person):
    """Names of the acts that the article's page offers to the person, from what is stored."""
    workflow = models.Article.objects.get(pk=article.pk).workflow
    return [act.name for act in available(OFFERED, Attempt(person, workflow))]


def reason_against(act, article, person):
    """Why the person cannot do the act now, None if they can."""
    return why_not(ACTS[act], Attempt(person, models.Article.objects.get(pk=article.pk).workflow))


def seen(article, **options):
    return resolve(models.Article.objects.get(pk=article.pk), **options).signed


def rewrite(article, *, by, html):
    """Save another first paragraph, as the form does; whether the approval was voided."""
    block = article.richtextblock_set.first()
    block.html = html
    block.full_clean()
    block.save()
    return article_saved(models.Article.objects.get(pk=article.pk), by=by)


def submitted(article, *, by):
    submit(article, by=by, seen=seen(article))
    return models.Article.objects.get(pk=article.pk)


def translated(*, by, approver, then=None, title="Ports", slug="puertos"):
    """The first Spanish edition of a briefing at /es/informes/puertos/, which translates the English at
    /en/briefings/ports/; `then`: the kind of a second English edition."""
    english = make.edition(title, by=by, approver=approver)
    spanish = start_translation(english.article, language="es", by=by)
    spanish.title, spanish.slug = slug.title(), slug
    spanish.save()
    edition = make.edition(article=spanish, by=by, approver=approver)
    if then:
        make.edition(article=english.article, by=by, approver=approver, change_kind=then, note="It was four ports.")
    return edition


def let_come(edition):
    """Move the date of a waiting edition to the next millisecond, and wait until it has come."""
    edition.publish_at = moments.now() + datetime.timedelta(milliseconds=1)
    models.Edition.objects.filter(pk=edition.pk).update(publish_at=edition.publish_at)
    SearchDocument.objects.filter(kind="edition", target_id=edition.pk).update(public_from=edition.publish_at)
    while moments.now() <= edition.publish_at:
        pass


def workflow_of(article):
    return models.Workflow.objects.get(article=article)


def picture(by, colour="red", **texts):
    content = io.BytesIO()
    Pixels.new("RGB", (20, 10), colour).save(content, "PNG")
    texts = {"alt_en": "A harbour", "credit": "Navy", "licence": "CC BY 4.0"} | texts
    return upload_image(SimpleUploadedFile("harbour.png", content.getvalue()), by=by, **texts)


def counts(values=None, **fields):
    """A public series with two years."""
    series = make.series(**fields)
    make.recorded(series, values or {"2021": "2495", "2022": "4886"})
    return series


def table_of(series, years=("2021", "2022"), **fields):
    table = make.data_table(**fields)
    make.column(table, series)
    for year in years:
        make.row(table, year)
    return table


def every_block(by, series=None):
    """(model, fields) of one block of every kind, for `make.article`."""
    series = series or counts()
    return [
        (kinds.KeyFigureBlock, {"series": series, "period": "2022", "compare_with": "2021"}),
        (kinds.RichTextBlock, {"html": "<h2>What happened</h2><p>Three ports.</p>"}),
        (kinds.DataTableBlock, {"table": table_of(series, show="both")}),
        (kinds.TextTableBlock, {"caption": "Gangs", "cells": "Name\tMembers\nOne\t12", "source": series.source}),
        (kinds.CalloutBlock, {"title": "Note", "html": "<p>Read with care.</p>"}),
        (kinds.ImpactTableBlock, {"caption": "Impact", "selection": [make.impact(), make.impact()]}),
        (kinds.InitiativeTableBlock, {"caption": "Answers", "selection": [make.initiative(), make.initiative()]}),
        (kinds.PictureBlock, {"image": picture(by), "caption": "The harbour"}),
        (kinds.UnknownBlock, {"html": "<p>Who ordered it.</p>"}),
        (kinds.SourcesBlock, {"intro": "We read:", "selection": [series.source, make.source()]}),
    ]


def opens(link):
    """Whether the address of the share link shows the draft."""
    found = link_of(token_of(link), language=link.article.language)
    return bool(found and found.is_usable)


def _held_for_values(cast):
    series = make.series()
    make.recorded(series, {"2022": "4886"})
    figure = (kinds.KeyFigureBlock, {"series": series, "period": "2022"})
    later = moments.now() + datetime.timedelta(days=1)
    edition = make.edition(by=cast["author"], approver=cast["editor"], blocks=[figure], publish_at=later)
    make.revised(series, {"2022": "4900"})
    return edition.article


# A scheduled edition that is held because a value has changed, and the act on it.
NEW_FIGURES = (
    _held_for_values,
    lambda article, by: approve_new_figures(article.editions.get(), by=by, seen=seen(article)),
)


def put_off(article, by):
    return reschedule(article.editions.get(), by=by, publish_at=moments.now() + datetime.timedelta(days=1))
