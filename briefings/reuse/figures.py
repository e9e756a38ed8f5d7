"""The permanent page of one figure: a series in a period, with every value that it has had and where it is printed."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import BigIntegerField, DateField
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..articles.finding import newest_using
from ..articles.models import Edition, FigureUse
from ..lib.numbers import format_number, language_code, number_in_prose, number_range, plain
from ..lib.paging import LARGEST_KEY
from ..lib.rows.prepared import first_or_404, prepared
from ..statistics.models import Observation, Vintage
from ..statistics.models.observations import Status
from .citations import Citation

KEY = BigIntegerField()
MOST_VALUES = 100
MOST_PLACES = 50


@dataclass(frozen=True)
class Place:
    """An edition that prints the figure, and the text that it prints."""

    title: str
    url: str
    number: int
    day: object
    text: str


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
    return uses.order_by("-edition__publish_at", "-edition", "pk").values_list(
        "edition", "key", "text", "edition__title", "edition__number", "edition__publish_at",
        "edition__article__workflow__address__slug",
    )  # fmt: skip


class FigurePage:
    """Five queries: the observation, its values, its uses, the newest of their editions and what these print."""

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

    def places(self) -> list[Place]:
        """The newest editions in the language of the page that print it, each once; on an old day those of then."""
        if not self.observation.cited:
            return []
        uses = FigureUse.objects.filter(vintage__observation=self.observation)
        editions = Edition.objects.public().filter(language=language_code())
        editions = editions.filter(publish_at__date__lte=self.as_of) if self.as_of else editions
        keys = tuple(key for _publish_at, key in newest_using(editions, uses, most=MOST_PLACES))
        rows = _uses(observation=self.observation.pk, editions=keys) if keys else []
        found = {}
        for edition, key, text, title, number, day, slug in rows:
            url = reverse(f"edition-{language_code()}", args=[slug, number])
            found.setdefault(edition, Place(title, f"{url}#{key}", number, day, text))
        return list(found.values())

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
        path = reverse(f"figure-{language_code()}", args=[self.observation.pk])
        return Citation(
            key=f"ecuador-{language_code()}-figure-{self.observation.pk}-{as_of.isoformat()}",
            title=f"{self.name}{value}. {self.series.source.name}",
            url=f"{settings.SITE_URL}{path}?as_of={as_of.isoformat()}",
            language=language_code(),
            as_of=as_of,
            is_dataset=True,
        )
