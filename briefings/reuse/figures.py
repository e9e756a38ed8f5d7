"""The permanent page of one figure: a series in a period, with every value that it has had and where it is printed."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import BigIntegerField, DateField, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..addresses.models import page_url
from ..articles.models import Edition, FigureUse
from ..lib.numbers import format_number, language_code, number_in_prose, number_range, plain
from ..lib.paging import LARGEST_KEY
from ..lib.rows.keyset import ByNumber, KeysetPage, keyset_page, stretch
from ..lib.rows.prepared import first_or_404, prepared
from ..statistics.models import Observation, Vintage
from ..statistics.models.observations import Status
from .citations import Citation

KEY = BigIntegerField()
MOST_VALUES = 100
PLACES_PER_PAGE = 10
WORKFLOW = "edition__article__workflow__"


@dataclass(frozen=True)
class Place:
    """An edition that prints the figure, and the text that it prints; `is_calculated` if it prints only what is
    calculated from it."""

    edition: int
    title: str
    url: str
    number: int
    publish_at: datetime
    text: str
    is_calculated: bool
    withdrawn_at: datetime | None
    withdrawal_reason: str


@dataclass(frozen=True)
class Row:
    """A value that the figure has had, as people and as machines read it."""

    vintage: Vintage
    text: str
    plain: str
    range: str = ""
    in_prose: str = ""


@prepared(key=KEY)
def _observations(key):
    return Observation.objects.public().with_names().filter(pk=key)


@prepared(observation=KEY, day=DateField())
def _vintages(observation, day):
    vintages = Vintage.objects.applied().filter(observation=observation).newest_first()
    vintages = vintages.filter(known_on__lte=day) if day else vintages
    return vintages.select_related("release", "batch")[:MOST_VALUES]


@prepared(observation=KEY, editions=KEY)
def _uses(observation, editions):
    uses = FigureUse.objects.filter(vintage__observation=observation, edition__pk__in=editions)
    return uses.order_by("pk").values_list(
        "edition", "key", "role", f"{WORKFLOW}address__slug", "edition__title", "edition__number",
        "edition__publish_at", "text", f"{WORKFLOW}withdrawn_at", f"{WORKFLOW}withdrawal_reason",
    )  # fmt: skip


class ByEdition(ByNumber):
    """The edition that was made last first: the uses of a value are stored in this order. Its key is the cursor."""

    fields, name, digits = ("edition__pk",), "edition", 18


@prepared(vintages=KEY, day=DateField(), edition=KEY)
def _editions(vintages, language, day, length, **place):
    """The keys of a stretch of the public editions that print one of the vintages."""
    editions = Edition.objects.public().filter(language=language)
    editions = editions.filter(publish_at__date__lte=day) if day else editions
    # Use by use: SQLite would make a list of all public editions first.
    is_public = Exists(editions.filter(pk=OuterRef("edition")))
    uses = FigureUse.objects.filter(is_public, vintage__pk__in=vintages).values_list("edition__pk")
    return stretch(uses.distinct(), ByEdition, length, **place)


class FigurePage:
    """Four queries: the observation, its values, the editions that print one of them and what these print."""

    def __init__(self, key: int, as_of=None):
        self.observation = first_or_404(_observations(key=key) if key <= LARGEST_KEY else [])
        self.series, self.as_of = self.observation.series, as_of
        self.rows = [self._row(vintage) for vintage in _vintages(observation=key, day=as_of)]
        self.current = self.rows[0] if self.rows else None

    def _row(self, vintage):
        if vintage.value is None:
            return Row(vintage, "–", "")
        decimals = self.series.indicator.decimals
        shown = number_range(vintage.low, vintage.high, decimals)
        in_prose = number_in_prose(vintage.value, decimals)
        return Row(vintage, format_number(vintage.value, decimals), plain(vintage.value), shown, in_prose)

    @property
    def name(self) -> str:
        """`Intentional homicides, Ecuador, 2022`."""
        return f"{self.series.indicator.name}, {self.series.area.name}, {self.observation.period.label()}"

    def places(self, request) -> KeysetPage:
        """The editions in the language of the page that print it, the last made first; on an old day those of then."""
        return keyset_page(self._places, request, per_page=PLACES_PER_PAGE, key=ByEdition)

    def _places(self, **place) -> list[Place]:
        vintages, language = tuple(row.vintage.pk for row in self.rows), language_code()
        if not self.observation.cited or not vintages:
            return []
        names = {"language": language, "day": self.as_of, "length": PLACES_PER_PAGE + 1}
        keys = tuple(key for (key,) in _editions(vintages=vintages, **names, **place))
        found, rows = {}, _uses(observation=self.observation.pk, editions=keys)
        for edition, key, role, slug, title, number, publish_at, text, *withdrawal in rows:
            url = f"{reverse(f'edition-{language}', args=[slug, number])}#{key}"
            is_calculated = role == FigureUse.Role.OPERAND
            if edition not in found or found[edition].is_calculated > is_calculated:
                found[edition] = Place(edition, title, url, number, publish_at, text, is_calculated, *withdrawal)
        return [found[key] for key in keys]

    def _value_words(self) -> str:
        """`1444 victims (1400–1500), provisional`."""
        row, status = self.current, self.current.vintage.status
        if not row.plain:
            return _("no value")
        value = " ".join(filter(None, [row.in_prose or row.text, str(self.series.indicator.unit)]))
        value = f"{value} ({row.range})" if row.range else value
        return value if status == Status.NORMAL else f"{value}, {Status(status).label}"

    def citation(self) -> Citation:
        as_of = self.as_of or timezone.localdate()
        value = f": {self._value_words()}" if self.current else ""
        path = page_url("figure", language_code(), self.observation.pk)
        return Citation(
            key=f"ecuador-{language_code()}-figure-{self.observation.pk}-{as_of.isoformat()}",
            title=f"{self.name}{value}. {self.series.source.name}",
            url=f"{settings.SITE_URL}{path}?as_of={as_of.isoformat()}",
            language=language_code(),
            as_of=as_of,
            is_dataset=True,
        )
