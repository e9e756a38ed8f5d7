"""Atom feeds, one per language: all briefings, one briefing, those of a topic or place, and corrections."""

import re
from dataclasses import replace

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..addresses.models import at_slug, page_url
from ..articles.briefing_page import absent, find
from ..articles.finding import hits
from ..articles.models import Edition, Rendering
from ..documents.rendering import cut
from ..lib.bases import label_of
from ..lib.http import moved
from ..lib.numbers import as_number, language_code, together
from ..lib.paging import with_query
from ..lib.rows.keyset import ByNumber, stretch
from ..recall.register import ByMoment
from ..recall.register import entries as register_entries
from ..recall.revisions import NOT_REVISED, revised_since
from ..statistics.models import Area
from ..topics import models as topics
from .atom import AtomFeed, absolute, permanent_id, with_whole_addresses

CONTENTS = re.compile(r'<nav class="contents".*?</nav>', re.DOTALL)
MOST_TEXT = 200_000  # characters of the texts of a page, unless its first entry has more
WINDOW = 200  # entries of the search index that the pages of a topic or place are chosen from at a time


class Briefings(AtomFeed):
    """The newest edition of each of the newest briefings, with its text."""

    name = "briefings"

    def get_object(self, request):
        return language_code()

    def feed_key(self, _language):
        return ""

    def title(self, _language):
        return _("Ecuador security briefings")

    def feed_url(self, language):
        return absolute(page_url("briefings-feed", language))

    def link(self, language):
        return absolute(page_url("briefings", language))

    def subtitle(self, _language):
        return _("New and revised briefings.")

    def editions(self, language):
        return Edition.objects.latest().filter(language=language)

    def read(self, thing, **place):
        return stretch(self.editions(thing).with_briefing().defer("document"), self.key, self.per_page + 1, **place)

    def items(self, thing):
        """A page ends before an entry that would make it too large; the next one begins with it."""
        editions, length = with_text(super().items(thing)), 0
        for number, edition in enumerate(editions):
            length += len(edition.text)
            if number and length > MOST_TEXT:
                cursor = self.key.cursor(editions[number - 1])
                older = with_query(self.request, drop=["before", "after"], before=cursor)
                self.page = replace(self.page, older=older)
                return editions[:number]
        return editions

    def item_title(self, edition):
        return f"{_('Withdrawn')}: {edition.title}" if edition.article.workflow.withdrawn_at else edition.title

    def item_link(self, edition):
        slug = edition.article.workflow.address.slug
        return absolute(page_url("edition", edition.language, slug, edition.number))

    def item_guid(self, edition):
        return permanent_id("edition", edition.pk)

    def item_description(self, edition):
        return edition.summary

    def item_pubdate(self, edition):
        return edition.publish_at

    def item_updateddate(self, edition):
        changes = edition.publish_at, edition.article.workflow.withdrawn_at, edition.revised.at
        return max(filter(None, changes))

    def item_content(self, edition):
        url = self.item_link(edition)
        context = {"edition": edition, "workflow": edition.article.workflow, "body": edition.text, "url": url}
        return with_whole_addresses(render_to_string("briefings/reuse/feed_entry.html", context), url)


def with_text(editions: list[Edition]) -> list[Edition]:
    """The editions, each with the body of its newest rendering as `text`, without the list of its parts, and what has
    been revised since as `revised`: two queries."""
    renderings = Rendering.objects.filter(edition__in=editions).order_by("pk")
    bodies = dict(renderings.values_list("edition", "html"))  # of several of an edition the last
    revised = revised_since([edition.pk for edition in editions])
    for edition in editions:
        edition.text = mark_safe(CONTENTS.sub("", cut(bodies[edition.pk])["body"]))
        edition.revised = revised.get(edition.pk, NOT_REVISED)
    return editions


class Briefing(Briefings):
    """All editions of one briefing, the newest first."""

    name, key = "briefing", ByNumber

    def __call__(self, request, *args, **kwargs):
        found = find(language_code(), kwargs["slug"], None)
        if found is None:
            return absent(request, language_code(), kwargs["slug"])
        if found.row.slug != kwargs["slug"]:
            return moved(request, self.feed_url(found.row))
        return super().__call__(request, *args, **kwargs)

    def get_object(self, request, slug):
        return find(language_code(), slug, None).row

    def feed_url(self, row):
        return absolute(page_url("briefing-feed", row.language, row.slug))

    def title(self, row):
        return row.title

    def link(self, row):
        return absolute(page_url("briefing", row.language, row.slug))

    def subtitle(self, row):
        return row.summary

    def feed_key(self, row):
        return row.article_id

    def editions(self, row):
        return Edition.objects.public().filter(article=row.article_id)

    def item_title(self, edition):
        title = super().item_title(edition)
        return f"{title} ({_('edition %(number)s') % {'number': edition.number}})"

    def item_description(self, edition):
        kind = capfirst(label_of(edition, "change_kind"))
        return f"{kind}: {edition.note}" if edition.note else edition.summary


class Topic(Briefings):
    """The newest briefings about a topic."""

    model, name = topics.Topic, "topic"
    rest = None  # where the next window begins

    def get_object(self, request, slug):
        return get_object_or_404(self.model.to_be_found(), at_slug(slug))

    def title(self, thing):
        return f"{thing.name} – {_('Ecuador security briefings')}"

    def link(self, thing):
        return absolute(thing.get_absolute_url())

    def feed_url(self, thing):
        return absolute(page_url(f"{self.name}-feed", language_code(), thing.slug_in()))

    def feed_key(self, thing):
        return thing.pk

    def facet(self, topic):
        """None: all briefings are about it."""
        return "t", topic.slug

    def editions(self, thing):
        facet, window = self.facet(thing), self._window()
        if facet is None:
            return super().editions(language_code())
        found = hits(language_code(), facet, most=WINDOW + 1, before=window)
        self.rest = found[WINDOW - 1].pk if len(found) > WINDOW else None
        return Edition.objects.latest().filter(pk__in=[hit.target_id for hit in found[:WINDOW]])

    def _window(self):
        """Where the entries of the index begin that this page is chosen from; None: with the newest."""
        text = self.request.GET.get("window")
        number = None if text is None else as_number(text)
        if text is not None and number is None:
            raise Http404("no such page")
        return number

    def items(self, thing):
        editions = super().items(thing)
        if self.rest and not self.page.older:
            self.page = replace(self.page, older=f"?window={self.rest}")
        return editions


class Place(Topic):
    """The newest briefings that name a place; nearly every one names the country."""

    model, name = Area, "place"

    def facet(self, area):
        return None if area.kind == Area.Kind.COUNTRY else ("p", area.code)


class Corrections(AtomFeed):
    """The corrections register."""

    name, key = "corrections", ByMoment

    def get_object(self, request):
        return language_code()

    def title(self, _language):
        return f"{_('Corrections')} – {_('Ecuador security briefings')}"

    def feed_url(self, language):
        return absolute(page_url("corrections-feed", language))

    def link(self, language):
        return absolute(page_url("corrections", language))

    def feed_key(self, _language):
        return ""

    def read(self, language, **place):
        return register_entries(language, length=self.per_page + 1, **place)

    def items(self, language):
        return [entry for entry in super().items(language) if entry.figures or entry.batch is None]

    def item_title(self, entry):
        words = _figure_words(entry) if entry.figures else entry.title
        return f"{entry.label}: {words}" if words else entry.label

    def item_link(self, entry):
        """The briefing; where there is none to open, the entry in the register."""
        return absolute(entry.url) if entry.url else f"{self.link(language_code())}{entry.register_query}"

    def item_guid(self, entry):
        return permanent_id(f"correction/{entry.kind}", f"{entry.pk}-{entry.at:%Y%m%d%H%M%S}")

    def item_pubdate(self, entry):
        return entry.at

    def item_updateddate(self, entry):
        return entry.changed_at

    def item_description(self, entry):
        return str(entry.words)

    def item_content(self, entry):
        html = render_to_string("briefings/reuse/feed_correction.html", {"entry": entry})
        return with_whole_addresses(html, self.item_link(entry))


def _figure_words(entry):
    """`Intentional homicides, Guayas, 2023: 3,845 → 3,901, …` of the first figure."""
    figure = entry.figures[0]
    values = f"{together(figure.before) or '–'} → {together(figure.after) or _('retracted')}"
    more = ", …" if len(entry.figures) + entry.figures_not_read > 1 else ""
    return f"{figure.indicator.name}, {figure.area.name}, {figure.period.label()}: {values}{more}"
