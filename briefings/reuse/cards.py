"""The picture that other sites show beside a link to a briefing or an indicator, with the number drawn in.

`tick` draws what is missing and removes what is over; views only read. What a card shows is in `Face`.
"""

import hashlib
import io
import textwrap
from dataclasses import astuple, dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from PIL import Image

from ..articles.models import Article, Edition
from ..documents.kinds.base import Headline
from ..documents.reading import headline
from ..lib.charts.marks import NOT_XML, element, escaped, width_of
from ..lib.clock import Day
from ..lib.numbers import format_number
from ..media.models import Card
from ..recall.revisions import revised_since
from ..statistics.models import Indicator, Observation, Vintage
from ..statistics.models.observations import Status
from ..statistics.newest_values import newest_values
from ..templatetags.briefings import day, known_words
from .pictures import FONT, INK, MUTED, PAPER, TONES, as_png

VERSION = 4  # of how cards look; those of an older one are drawn again
MARGIN, COLOURS = 72, 64
LOOKED_AT = 100  # of the newest briefings, for revised numbers
BRIEFING, INDICATOR = "briefing", Indicator.page_name
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@dataclass(frozen=True)
class Face:
    """The words of a card; without a `number` it shows the title and the words under it."""

    above: str
    title: str
    words: str
    name: str = ""
    number: str = ""
    unit: str = ""
    source: str = ""

    @property
    def made_from(self) -> str:
        return hashlib.sha256(repr((VERSION, *astuple(self))).encode()).hexdigest()

    @property
    def alt(self) -> str:
        if not self.number:
            return f"{self.title}. {self.words}"
        figure = f"{self.name}: {self.number} {self.unit}. {_('Source:')} {self.source}"
        return figure if self.name == self.title else f"{self.title}. {figure}"


# --- drawing


def as_svg(face: Face) -> str:
    y, parts = MARGIN + 20, []

    def write(text, size, *, colour=INK, bold=False, lines=1):
        nonlocal y
        for line in _lines(text, size, lines, bold):
            y += size * 1.2
            weight = "700" if bold else "400"
            parts.append(element("text", escaped(line), x=MARGIN, y=y, font_size=size, font_weight=weight, fill=colour))

    write(face.above, 26, colour=MUTED)
    y += 12
    write(face.title, 46, bold=True, lines=3 if face.number else 4)
    if face.number:
        widest = width_of(face.number, 1, is_bold=True)
        y += 14
        write(face.number, min(128, int((Card.WIDTH - 2 * MARGIN) / widest)), bold=True, colour=TONES[0])
        y += 14
        words = face.unit if face.name == face.title else f"{face.name}: {face.unit}"
        write(words, 28, lines=2 if y < 490 else 1)
        y += 6
        write(f"{_('Source:')} {face.source}", 24, colour=MUTED, lines=2 if y < 540 else 1)
    else:
        y += 14
        write(face.words, 30, lines=4)
    foot = {"font_size": 26, "font_weight": "700", "fill": INK}
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Card.WIDTH} {Card.HEIGHT}" font-family="{FONT}">'
        f"{element('rect', width=Card.WIDTH, height=Card.HEIGHT, fill=PAPER)}"
        f"{element('rect', width=24, height=Card.HEIGHT, fill=INK)}"
        f"{element('text', escaped(_('Ecuador security briefings')), x=MARGIN, y=MARGIN, **foot)}{''.join(parts)}</svg>"
    )


def _lines(text, size, most, is_bold):
    widest = width_of("x", size, is_bold=is_bold) * (1 if is_bold else 1.08)
    per_line = int((Card.WIDTH - 2 * MARGIN) / widest)
    return textwrap.wrap(NOT_XML.sub("", text), per_line, max_lines=most, placeholder=" …")


def drawn(face: Face) -> bytes:
    """With few colours: a third of the bytes, and nobody sees it."""
    picture = Image.open(io.BytesIO(as_png(as_svg(face), width=Card.WIDTH))).convert("RGB")
    stream = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()


# --- what there is to draw


def _of_edition(edition: Edition) -> Face:
    figure = headline(edition.data)
    kind = dict(Article.Kind.choices)[edition.kind]
    published = pgettext("briefing", "published %(day)s") % {"day": strip_tags(day(edition.publish_at))}
    above = f"{kind} · {published}"
    face = {"above": above, "title": edition.title, "words": edition.summary}
    if figure:
        known = _("figures as known on %(day)s") % {"day": strip_tags(day(edition.data["as_of"]))}
        dated = _revised(figure), figure.unit, figure.period, _status(figure.status), known
        unit = ", ".join(filter(None, dated))
        face |= {"name": figure.name, "number": figure.text, "unit": unit, "source": figure.source}
    return Face(**face)


def _revised(figure: Headline) -> str:
    """`revised since: 1,444`; "" while the number is what the edition printed."""
    newer = Observation.objects.filter(vintages=figure.vintage).exclude(current=figure.vintage)
    row = newer.values_list("current_value", "series__indicator__decimals").first() if figure.vintage else None
    if row is None:
        return ""
    now = _("retracted") if row[0] is None else format_number(*row)
    return "" if now == figure.text else _("revised since: %(value)s") % {"value": now}


def _status(status: str) -> str:
    """For people, who need no word for a normal value."""
    return "" if status == Status.NORMAL else str(Status(status).label)


def _with_card() -> QuerySet:
    """The editions that have a card: the latest ones, except those of withdrawn briefings."""
    return Edition.objects.latest().filter(article__workflow__withdrawn_at__isnull=True)


def draw_briefings(most: int) -> int:
    card = Card.objects.filter(kind=BRIEFING, target_id=OuterRef("pk"), language=OuterRef("language"), version=VERSION)
    editions = _with_card().filter(~Exists(card)).order_by("-publish_at", "-pk")[:most]
    for edition in editions:
        with translation.override(edition.language):
            _keep(BRIEFING, edition.pk, edition.language, _of_edition(edition))
    return len(editions)


def draw_revised() -> int:
    """Those of the newest briefings whose number has been revised, or revised back, since it was drawn."""
    newest = _with_card().order_by("-publish_at", "-pk").values_list("pk", flat=True)[:LOOKED_AT]
    overtaken, count = list(revised_since(list(newest))), 0
    cards = dict(Card.objects.filter(kind=BRIEFING, target_id__in=overtaken).values_list("target_id", "made_from"))
    for edition in Edition.objects.filter(pk__in=cards):
        with translation.override(edition.language):
            face = _of_edition(edition)
            if cards[edition.pk] != face.made_from:
                _keep(BRIEFING, edition.pk, edition.language, face)
                count += 1
    return count


def _of_indicator(indicator: Indicator, vintage: Vintage | None) -> Face:
    name = str(indicator.name)
    face = {"above": str(Indicator._meta.verbose_name).capitalize(), "title": name, "words": str(indicator.definition)}
    if vintage:
        observation = vintage.observation
        known = strip_tags(known_words(Day(vintage.known_on, vintage.known_precision)))
        dated = observation.period.label(), _status(vintage.status), known
        face |= {
            "name": name,
            "number": format_number(vintage.value, indicator.decimals),
            "unit": ", ".join(filter(None, [str(indicator.unit), str(observation.series.area.name), *dated])),
            "source": str(observation.series.source.name),
        }
    return Face(**face)


def draw_indicators(most: int) -> int:
    """Those whose newest value or name is another than on their card: three queries where nothing is."""
    vintages = {each.indicator: each.vintage for each in newest_values()}
    names = ("area", "source")
    rows = Vintage.objects.select_related(*(f"observation__series__{name}" for name in names))
    rows = rows.in_bulk([key for key in vintages.values() if key])
    cards = Card.objects.filter(kind=INDICATOR).values_list("target_id", "language", "made_from")
    known = {(target_id, language): made_from for target_id, language, made_from in cards}
    count = 0
    for indicator in Indicator.objects.public():
        for language in LANGUAGES:
            with translation.override(language):
                face = _of_indicator(indicator, rows.get(vintages.get(indicator.pk)))
                if known.get((indicator.pk, language)) != face.made_from and count < most:
                    _keep(INDICATOR, indicator.pk, language, face)
                    count += 1
    return count


def _keep(kind, target_id, language, face):
    content = {"made_from": face.made_from, "alt": face.alt, "png": drawn(face), "version": VERSION}
    Card.objects.update_or_create(kind=kind, target_id=target_id, language=language, defaults=content)


def remove_cards() -> None:
    """Of editions that are not the latest any more, of what was withdrawn, taken down or made private."""
    for kind, rows in ((BRIEFING, _with_card()), (INDICATOR, Indicator.objects.public())):
        Card.objects.filter(~Exists(rows.order_by().filter(pk=OuterRef("target_id"))), kind=kind).delete()


def draw_due(most: int) -> int:
    """Draw up to `most` cards of each kind; return how many. Idempotent."""
    remove_cards()
    return draw_briefings(most) + draw_revised() + draw_indicators(most)
