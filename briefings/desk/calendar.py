"""The calendar page: planned articles and dated editions of one month, by days in Ecuador."""

import calendar
import datetime
import re
from collections import defaultdict
from dataclasses import dataclass

from django.contrib import admin
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format, get_format, time_format
from django.utils.text import capfirst
from django.utils.timezone import localdate, localtime, make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..articles.models import Article, Edition
from ..lib.admin.pages import admin_page
from ..lib.clock import database_now
from ..roles import NotAllowed, may
from .article_lists import READS, visible
from .stages import DisplayStage, display_stage_of_each

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
YEARS = range(1970, 2200)
MOST = 300  # planned and dated entries of a month, each


@dataclass(frozen=True)
class Entry:
    """`kind` is a key of STATES and a CSS class; `time` is empty for a whole day."""

    article: Article
    url: str
    words: str
    kind: str
    note: str
    time: str = ""


@dataclass(frozen=True)
class Day:
    date: datetime.date
    is_today: bool
    is_in_month: bool
    entries: list

    @property
    def words(self):
        return f"{capfirst(date_format(self.date, 'l'))}, {date_format(self.date, 'MONTH_DAY_FORMAT')}"


STATES = {
    "planned": gettext_lazy("planned"),
    "scheduled": gettext_lazy("scheduled"),
    "held": gettext_lazy("held"),
    "published": pgettext_lazy("edition in the calendar", "published"),
    "taken-down": gettext_lazy("taken down"),
}


def month_of(text, today):
    """The first day of the month in `text` ("2026-11"), or else of the present month."""
    match = MONTH.fullmatch(text or "")
    if match and int(match[1]) in YEARS:
        return datetime.date(int(match[1]), int(match[2]), 1)
    return today.replace(day=1)


def following(first, months):
    """The first day of the month that is `months` later; None outside YEARS."""
    number = first.year * 12 + first.month - 1 + months
    year, month = divmod(number, 12)
    return datetime.date(year, month + 1, 1) if year in YEARS else None


def _plans(user, first, last):
    """(day, entry) of every planned article."""
    planned = Article.objects.unarchived().filter(visible(user), workflow__planned_on__range=(first, last))
    planned = planned.select_related("workflow__owner").annotate(display_stage=display_stage_of_each())
    for article in planned.order_by("workflow__planned_on", "title", "pk")[: MOST + 1]:
        note = f"{STATES['planned']} · {DisplayStage(article.display_stage).label} · {article.workflow.owner}"
        yield article.workflow.planned_on, Entry(article, article.desk_url(), str(article), "planned", note)


def _state(edition, now):
    if edition.article.workflow.taken_down_at:
        return "taken-down"
    if edition.held_at:
        return "held"
    return "scheduled" if edition.publish_at > now else "published"


def _editions(user, first, last):
    """(day, entry) of every edition with a date in the month."""
    begins = make_aware(datetime.datetime.combine(first, datetime.time()))
    ends = make_aware(datetime.datetime.combine(last, datetime.time()) + datetime.timedelta(days=1))
    dated = Edition.objects.filter(visible(user, "article__"), publish_at__gte=begins, publish_at__lt=ends)
    dated = dated.select_related("article__workflow__owner").defer("document")
    now = database_now()
    for edition in dated.order_by("publish_at", "pk")[: MOST + 1]:
        moment, state = localtime(edition.publish_at), _state(edition, now)
        note = f"{STATES[state]} · {edition.article.workflow.owner}"
        url, time = edition.article.desk_url(), time_format(moment, "TIME_FORMAT")
        yield moment.date(), Entry(edition.article, url, str(edition), state, note, time)


def _first_weekday():
    """0 is Monday, as in Python; in Django's formats 0 is Sunday."""
    return (get_format("FIRST_DAY_OF_WEEK") - 1) % 7


def _link(first):
    if first is None:
        return None
    return {"month": f"{first:%Y-%m}", "words": capfirst(date_format(first, "YEAR_MONTH_FORMAT"))}


def calendar_page(request):
    if not any(may(request.user, permission) for permission in READS):
        raise NotAllowed(*READS, words=_("The calendar is for those who write articles or read drafts."))
    today = localdate()
    first = month_of(request.GET.get("month"), today)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    plans, editions = list(_plans(request.user, first, last)), list(_editions(request.user, first, last))
    entries = defaultdict(list)
    for day, entry in plans[:MOST] + editions[:MOST]:
        entries[day].append(entry)
    weeks = [
        [Day(date, date == today, date.month == first.month, entries[date]) for date in week]
        for week in calendar.Calendar(_first_weekday()).monthdatescalendar(first.year, first.month)
    ]
    weekdays = [(_first_weekday() + number) % 7 for number in range(7)]
    context = {
        "month": _link(first),
        "previous": _link(following(first, -1)),
        "next": _link(following(first, 1)),
        "is_this_month": first == today.replace(day=1),
        "weekdays": [(str(WEEKDAYS[number]), str(WEEKDAYS_ABBR[number])) for number in weekdays],
        "weeks": weeks,
        "days": [day for week in weeks for day in week if day.is_in_month and (day.entries or day.is_today)],
        "is_empty": not entries or not any(entries.values()),
        "most": MOST if max(len(plans), len(editions)) > MOST else 0,
    }
    return admin_page(request, "admin/briefings/calendar.html", _("Calendar"), context)


admin.site.add_page("calendar/", calendar_page, "calendar")
