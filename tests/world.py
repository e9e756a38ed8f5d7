"""A small published site, and private objects in every state; the word CANARY marks every private text."""

import datetime
import io
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Picture

from briefings.articles import search_index
from briefings.articles.actions import article_saved, hold, submit, take_down
from briefings.articles.models import ArticleByline, Byline, TranslationGroup
from briefings.media.actions import upload_image
from briefings.media.models import Card
from briefings.reuse import cards
from briefings.search import searchable
from briefings.sharing.actions import revoke_share, share, token_of
from tests.kinds import (
    CalloutBlock,
    DataTableBlock,
    ImpactTableBlock,
    InitiativeTableBlock,
    KeyFigureBlock,
    PictureBlock,
    RichTextBlock,
    SourcesBlock,
    TextTableBlock,
    UnknownBlock,
)

from . import make

CANARY = "Zunzuncito"


def picture(colour, *, by, alt):
    encoded = io.BytesIO()
    Picture.new("RGB", (40, 30), colour).save(encoded, "PNG")
    return upload_image(ContentFile(encoded.getvalue(), "picture.png"), by=by, alt_en=alt, alt_es=alt)


class World(SimpleNamespace):
    def hidden(self, kind):
        """URL arguments of the private objects of this kind."""
        return [[self.hidden_things[kind].slug]] if kind in self.hidden_things else []


def published_things(people):
    """Public reference objects, and a briefing in each language that uses all of them."""
    world = World(people=people)
    world.source = make.source("Ministry")
    world.indicator = make.indicator("Homicides", slug="homicides")
    world.series = make.series(of=world.indicator, by=world.source)
    world.observation = make.recorded(world.series, {"2021": "2495", "2022": "4886"})[0]
    world.hidden_figure = 2**62
    world.table = make.data_table("Homicides by year")
    make.column(world.table, world.series)
    make.row(world.table, "2021")
    make.row(world.table, "2022")
    world.initiative = make.initiative("Crop substitution")
    world.impact = make.impact("Trust")
    world.topic = make.topic("Ports")
    world.images = [picture("navy", by=people.author, alt="A port")]
    world.hidden_images = []
    world.hidden_things = {}
    world.hidden_articles = []
    group = TranslationGroup.objects.create()
    world.editions = [
        make.edition(
            title,
            by=people.author,
            approver=people.editor,
            language=language,
            group=group,
            blocks=every_block(world),
        )
        for language, title in [("en", "Ports under pressure"), ("es", "Puertos bajo presión")]
    ]
    world.compared = [
        _twice_published(world, title, language) for title, language in [("Prisons", "en"), ("Cárceles", "es")]
    ]
    share_drafts(world)
    index_everything()
    world.hidden_card, world.hidden_tables = "0" * 8, {}
    cards.draw_due(100)
    return world


def _twice_published(world, title, language):
    """The first of two editions of a new briefing."""
    people = world.people
    first = make.edition(title, by=people.author, approver=people.editor, language=language)
    RichTextBlock.objects.filter(parent=first.article).update(html="<p>Four ports.</p>")
    article_saved(first.article, by=people.author)
    make.edition(article=first.article, by=people.author, approver=people.editor)
    return first


def share_drafts(world):
    """A draft with a share link in each language."""
    blocks = [(RichTextBlock, {"html": "<p>Not yet.</p>"}), (PictureBlock, {"image": world.images[0]})]
    author = world.people.author
    drafts = {
        language: make.article("To read", by=author, language=language, blocks=blocks, slug="to-read")
        for language in ("en", "es")
    }
    world.share_tokens = {
        language: token_of(share(draft, by=author, for_whom="Reviewer")) for language, draft in drafts.items()
    }
    world.closed_tokens = {"en": [], "es": []}


def every_block(world):
    """One block of each kind."""
    return [
        (KeyFigureBlock, {"series": world.series, "period": "2022", "compare_with": "2021"}),
        (RichTextBlock, {"html": "<h2>Ports</h2><p>Three ports.</p>"}),
        (TextTableBlock, {"caption": "Ports", "cells": "Port\tProvince\nPosorja\tGuayas"}),
        (DataTableBlock, {"table": world.table}),
        (ImpactTableBlock, {"caption": "Impacts", "selection": [world.impact]}),
        (InitiativeTableBlock, {"caption": "Initiatives", "selection": [world.initiative]}),
        (PictureBlock, {"image": world.images[0]}),
        (CalloutBlock, {"html": "<p>Two counts.</p>"}),
        (UnknownBlock, {"html": "<p>The terms.</p>"}),
        (SourcesBlock, {"selection": [world.source]}),
    ]


def hide_things(world):
    """Add a marked object in every state that readers must not see."""
    people = world.people
    secret = f"About {CANARY}"
    world.hidden_things = {
        "source": make.source(secret, public=False, description_en=secret, slug="hidden-source"),
        "indicator": make.indicator(secret, public=False, slug="hidden-indicator"),
        "table": make.data_table(secret, public=False, slug="hidden-table"),
        "initiative": make.initiative(secret, public=False, slug="hidden-initiative"),
        "impact": make.impact(secret, public=False, slug="hidden-impact"),
        "topic": make.topic(secret, public=False, slug="hidden-topic"),
    }
    private = make.series(of=world.indicator, by=make.source(secret, public=False), public=False, note_en=secret)
    world.hidden_figure = make.recorded(private, {"2022": "777123"})[0].pk
    of_private = make.series(of=world.hidden_things["indicator"], by=world.source)
    make.recorded(of_private, {"2022": "777123"})
    world.hidden_images = [picture("red", by=people.author, alt=secret)]
    for edition in world.editions:
        byline = Byline.objects.create(name=f"{secret} {edition.pk}")
        ArticleByline.objects.create(article=edition.article, byline=byline)
    _hide_articles(world, secret)
    index_everything()


def index_everything():
    """What signals do after a commit."""
    search_index.index_all()
    list(searchable.index_all())


def _hide_articles(world, secret):
    author, editor = world.people.author, world.people.editor
    soon = timezone.now() + datetime.timedelta(days=3)

    def hidden(slug, language):
        return {"slug": slug, "language": language, "summary": secret, "by": author}

    for language in ("en", "es"):
        draft = make.article(secret, **hidden(f"a-draft-{language}", language))
        submitted = make.article(secret, **hidden(f"a-submitted-{language}", language))
        submit(submitted, by=author)
        scheduled = make.edition(
            secret, approver=editor, publish_at=soon, **hidden(f"a-scheduled-{language}", language)
        )
        held = make.edition(secret, approver=editor, publish_at=soon, **hidden(f"a-held-{language}", language))
        hold(held, by=editor)
        gone = make.edition(
            secret,
            approver=editor,
            blocks=[
                (PictureBlock, {"image": world.hidden_images[0]}),
                (TextTableBlock, {"caption": secret, "cells": f"Port\n{secret}"}),
            ],
            **hidden(f"a-gone-{language}", language),
        )
        world.hidden_tables[language] = [gone.article.slug, 1, gone.data["blocks"][1]["key"][:8]]
        cards.draw_due(100)
        world.hidden_card = Card.objects.get(kind="briefing", target_id=gone.pk).made_from[:8]
        take_down(gone.article, by=editor, reason="At a court’s order.")
        world.hidden_articles += [draft, submitted, scheduled.article, held.article, gone.article]
        over = share(draft, by=author, for_whom=secret, now=timezone.now() - datetime.timedelta(days=90))
        taken_back = revoke_share(share(draft, by=author, for_whom=secret), by=author)
        world.closed_tokens[language] += [token_of(over), token_of(taken_back)]
    for edition in world.editions:
        article = edition.article
        article.title = article.summary = secret
        article.save()
        RichTextBlock.objects.filter(parent=article).update(html=f"<p>{secret}</p>")
        article_saved(article, by=author)
    make.edition(article=world.editions[0].article, by=author, approver=editor, publish_at=soon)
