from functools import lru_cache

import django_tables2 as tables
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ..lib.bases import label_of, with_lang
from ..lib.clock import Day
from ..lib.numbers import NO_BREAK_SPACE, language_code
from ..lib.tables import BaseTable, MissingLastColumn, NumberColumn, OwnNameColumn, linked
from ..statistics.known_values import RELEASE
from ..statistics.models import Indicator
from ..templatetags.briefings import day, published_words
from .models import Release, Source

DASH = "–"


class SourceTable(BaseTable):
    """Rows are sources with `series_count` and `last_release` annotated."""

    caption = _("Sources")
    caption_note = _("Graded by how far each has been right before")
    name = OwnNameColumn(_("Source"))
    grade = tables.Column(_("Reliability"), accessor="reliability", attrs={"td": {"class": "words"}})
    publisher = tables.Column(_("Publisher"), default=DASH)
    series_count = NumberColumn(_("Series"))
    last_release = MissingLastColumn(_("Newest release"), default=DASH, initial_sort_descending=True)

    def render_grade(self, record):
        label = label_of(record, "reliability").partition(" – ")[2]
        return format_html('<span class="grade">{}</span> {}', record.reliability, label)

    def render_last_release(self, value, record):
        return day(Day(value, record.last_precision), NO_BREAK_SPACE)


# The two lists below have up to 50 lines each, for which Django's template engine took half the time of the page.


OF_LINE = *RELEASE, "sha256"


def release_line(release: Release, source: Source) -> SafeString:
    """Who published a release of the source and when, and apart from that where our copy is from."""
    return _release_line(language_code(), source.publisher, *(getattr(release, name) for name in OF_LINE))


@lru_cache(2000)  # of half a kilobyte: a publication changes none of them
def _release_line(_language, publisher, *values):
    release = Release(**dict(zip(OF_LINE, values, strict=True)))
    parts = [_on_the_web(release.url, with_lang(release.title_with_language))]
    if release.published:
        parts.append(f", {published_words(release.day_published)}")
    if publisher := release.publisher or publisher:
        parts.append(", " + gettext("by %(publisher)s") % {"publisher": conditional_escape(publisher)})
    parts.append(".")
    if copy := ", ".join(_about_copy(release)):
        parts.append(f'\n  <span class="entry-meta">{copy}.</span>')
    return mark_safe("".join(parts))


def _about_copy(release):
    if release.is_third_party_copy:
        keeper = conditional_escape(release.copy_keeper or release.copy_url)
        words = gettext("Our copy is a third party’s:")
        yield f"{words} {_on_the_web(release.copy_url, keeper)}"
    if release.retrieved:
        words = gettext("retrieved")
        yield f"{words} {day(release.retrieved)}"
    if release.sha256:
        short = release.sha256[:12]
        yield format_html('<span class="hash">SHA-256 <code title="{}">{}…</code></span>', release.sha256, short)


def _on_the_web(url, words):
    return format_html('<a href="{}" rel="external">{}</a>', url, words) if url else words


def indicator_lines(indicators: list[Indicator]) -> list[SafeString]:
    """Links to indicators with `areas`, and in how many areas there are figures of each where it is more than one."""
    words = {}
    for number in {indicator.areas for indicator in indicators} - {0, 1}:
        areas = ngettext("%(number)s area", "%(number)s areas", number) % {"number": number}
        words[number] = f" ({areas})"
    return [format_html("{}{}", linked(each), words.get(each.areas, "")) for each in indicators]
