"""The database's clock, which decides when something becomes public, and days, as precisely as they are known."""

import calendar
import datetime
import re
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .numbers import language_code
from .periods import Period, month_names
from .texts import LineFormField

NOW_SQL = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')", "postgresql": "statement_timestamp()"}


def database_now() -> datetime.datetime:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {NOW_SQL[connection.vendor]}")
        (moment,) = cursor.fetchone()
    if isinstance(moment, str):
        return datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.UTC)
    return moment.astimezone(timezone.get_default_timezone())


class DayInput(forms.DateInput):
    """The browser's own calendar, which shows a day as the reader's country writes it and posts it in ISO."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class DayField(models.DateField):
    """Every day that people enter. Migrations call it a DateField, because it is one to the database."""

    def formfield(self, **kwargs):
        return super().formfield(**(kwargs | {"widget": DayInput}))

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs


class Precision(models.TextChoices):
    YEAR = "Y", _("year")
    MONTH = "M", _("month")
    DAY = "D", _("day")


ISO_LENGTH = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}
ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
DAY_IN_WORDS = re.compile(
    r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|º|°|[.]º|[.]?er)? (?P<month>[^0-9,]+?),? (?P<year>[0-9]{4})", re.IGNORECASE
)
MONTH_DAY = re.compile(r"(?P<month>[a-z]+) (?P<day>[0-9]{1,2})(?:st|nd|rd|th)?,? (?P<year>[0-9]{4})", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Day:
    """A day as precisely as it is known. `date` is the last one that it can be, at most the day of recording."""

    date: datetime.date
    precision: str = Precision.DAY.value

    @classmethod
    def of(cls, day: "Day | datetime.date") -> "Day":
        return day if isinstance(day, Day) else cls(day)

    @classmethod
    def parse(cls, text: str, today: datetime.date) -> "Day":
        """Read `2024`, `2024-01`, `2024-01-05` and the same in words in either language: `January 2026`, `5 de octubre
        de 2026`. What has begun and is not over ends `today` at the latest.

        Raises ValueError with a message for editors, also for `05/10/2026`, which is May here and October there.
        """
        try:
            day = _parsed(" ".join(text.split())[:60])
        except ValueError:  # the 31st of April
            day = None
        if day is None:
            words = gettext(
                "“%(text)s” is not a day, a month or a year. Write 2026-10-05, 5 October 2026, October 2026 or 2026. "
                "05/10/2026 is not read, because it is two different days."
            )
            raise ValueError(words % {"text": text.strip()[:40]})
        if day.first > today:
            raise ValueError(gettext("This day has not come yet."))
        return day.recorded_on(today)

    def recorded_on(self, day: datetime.date) -> "Day":
        """Nothing was known later than on the day on which it was recorded."""
        return Day(min(self.date, day), self.precision) if day >= self.first else self

    @property
    def first(self) -> datetime.date:
        """The first day that it can be."""
        month = self.date.month if self.precision == Precision.MONTH else 1
        return self.date if self.precision == Precision.DAY else datetime.date(self.date.year, month, 1)

    @property
    def is_last(self) -> bool:
        """Whether `date` is the last day of the year or month, which was therefore over."""
        return self.date == _last_day(self.date.year, self.date.month if self.precision == Precision.MONTH else 12)

    @property
    def code(self) -> str:
        """`2024`, `2024-01`, `2024-01-05`: ISO 8601, valid in `<time datetime>`; `parse` reads it."""
        return self.date.isoformat()[: ISO_LENGTH[Precision(self.precision)]]

    def label(self, language: str | None = None) -> str:
        """`2024`, `January 2026`, `enero de 2026`, `5 October 2026`."""
        if self.precision == Precision.YEAR:
            return f"{self.date:%Y}"
        language = language_code(language)
        joiner = " de " if language == "es" else " "
        month = f"{month_names(language)[self.date.month - 1]}{joiner}{self.date:%Y}"
        return month if self.precision == Precision.MONTH else f"{self.date.day}{joiner}{month}"

    def __str__(self):
        return self.code


def _last_day(year, month):
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def _parsed(text):
    if ISO_DAY.fullmatch(text):
        return Day(datetime.date.fromisoformat(text))
    match = DAY_IN_WORDS.fullmatch(re.sub(r"\b(?:de|del|of)\b ", "", text)) or MONTH_DAY.fullmatch(text)
    period = Period.parse(f"{match['month']} {match['year']}" if match else text)
    if match:
        return Day(period.start.replace(day=int(match["day"]))) if period.months == 1 else None
    if period.is_full_year or period.months == 1:
        last = period.last_month
        precision = Precision.YEAR if period.is_full_year else Precision.MONTH
        return Day(_last_day(last.year, last.month), precision.value)
    return None


class KnownDayField(LineFormField):
    """A `Day` as text: as people know it. A day in the future is refused."""

    def __init__(self, **options):
        super().__init__(**({"max_length": 60, "widget": forms.TextInput(attrs={"size": 20})} | options))

    def to_python(self, value):
        text = super().to_python(value)
        try:
            return Day.parse(text, timezone.localdate()) if text else None
        except ValueError as error:
            raise ValidationError(str(error), code="day") from error

    def run_validators(self, value):
        """The validators expect text; parsing has checked the length."""

    def prepare_value(self, value):
        if isinstance(value, datetime.date):
            value = Day(value)
        return value.label() if isinstance(value, Day) else value


def precision_field(**options):
    return models.CharField(
        max_length=1,
        choices=Precision.choices,
        default=Precision.DAY,
        db_default=Precision.DAY.value,
        editable=False,
        **options,
    )


def is_precision(name: str) -> models.Q:
    return models.Q(**{f"{name}__in": Precision.values})
