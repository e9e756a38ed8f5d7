"""Functions that create objects for tests, with defaults for everything that a test does not name."""

import datetime
import itertools
from decimal import Decimal

from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.text import slugify

from briefings.accounts.models import User
from briefings.articles.actions import approve, begin, publish, submit
from briefings.articles.acts.conditions import Attempt, same_edition
from briefings.articles.acts.writing import BEGIN
from briefings.articles.models import Article
from briefings.articles.resolving import resolve
from briefings.articles.versions import keep_version
from briefings.impacts.models import Impact
from briefings.initiatives.models import Initiative
from briefings.lib.periods import Period
from briefings.roles import ANALYST
from briefings.sources.models import Release, Source
from briefings.statistics.actions import apply_batch, record_values
from briefings.statistics.entering.validation import Value
from briefings.statistics.models import Area, DataTable, Indicator, Series
from briefings.topics.models import Topic
from tests.kinds import RichTextBlock

_numbers = itertools.count(1)


def _since(public):
    return timezone.now() - datetime.timedelta(days=30) if public else None


def source(name="", *, public=True, **fields):
    number = next(_numbers)
    fields = {"slug": f"source-{number}", "reliability": "B"} | fields
    return Source.objects.create(name_en=name or f"Source {number}", public_since=_since(public), **fields)


def release(of=None, **fields):
    fields = {"title": f"Workbook {next(_numbers)}", "published": datetime.date(2024, 1, 31)} | fields
    return Release.objects.create(source=of or source(), **fields)


def topic(name="", *, public=True, **fields):
    number = next(_numbers)
    fields = {"slug": f"topic-{number}"} | fields
    return Topic.objects.create(name_en=name or f"Topic {number}", public_since=_since(public), **fields)


def area(code="EC", name="Ecuador", kind="country", **fields):
    area, _created = Area.objects.get_or_create(code=code, defaults={"name_en": name, "kind": kind} | fields)
    return area


def indicator(name="", *, public=True, **fields):
    number = next(_numbers)
    fields = {
        "slug": f"indicator-{number}",
        "kind": "count",
        "unit_en": "victims",
        "definition_en": "Deaths caused on purpose by another person.",
    } | fields
    return Indicator.objects.create(name_en=name or f"Indicator {number}", public_since=_since(public), **fields)


def series(*, of=None, where=None, by=None, public=True, **fields):
    return Series.objects.create(
        indicator=of or indicator(),
        area=where or area(),
        source=by or source(),
        public_since=_since(public),
        **fields,
    )


def observation(of=None, when="2022", value="4886", *, by=None, **fields):
    """An observation with this value as its first vintage."""
    return recorded(of or series(), {when: value}, by=by, **fields)[0]


def recorded(of, values, *, by=None, status="A", known_on=datetime.date(2024, 1, 31), release=None, now=None):
    """Observations of the series `of` with first values, from {"2022": "4886", "2023": None (missing)}."""
    rows = [
        Value(
            period=Period.parse(when),
            value=None if value is None else Decimal(value),
            status="M" if value is None else status,
        )
        for when, value in values.items()
    ]
    by = by or recorder()
    batch = record_values(of, rows, release=release, known_on=known_on, kind="first", reason={}, by=by, now=now)
    settled(batch, now=now)
    observations = {each.period: each for each in of.observations.select_related("series__indicator", "current")}
    return [observations[row.period] for row in rows]


def revised(of, values, *, known_on=datetime.date(2024, 6, 30), kind="correction"):
    """A batch with these values, applied by a second person where it waits for one."""
    rows = [Value(period=Period.parse(when), value=Decimal(value)) for when, value in values.items()]
    options = {"release": None, "known_on": known_on, "kind": kind, "reason": {"en": "Recount."}}
    return settled(record_values(of, rows, by=recorder(), **options))


def retracted(of, when):
    """A batch that leaves this period without a value, applied."""
    rows = [Value(period=Period.parse(when), value=None)]
    options = {
        "release": None,
        "known_on": datetime.date(2024, 6, 30),
        "kind": "retraction",
        "reason": {"en": "Wrong."},
    }
    return settled(record_values(of, rows, by=recorder(), **options))


def settled(batch, *, now=None):
    """The batch, applied by a second person if it waits for one; or the series, where no batch was needed."""
    if isinstance(batch, Series):
        return batch
    return apply_batch(batch, by=second_person(), now=now) if batch.stage == "proposed" else batch


def second_person():
    """Another analyst, for tests in which it does not matter who applied the values."""
    return _analyst("second")


def recorder():
    """An analyst, for tests in which it does not matter who recorded the values."""
    return _analyst("recorder")


def _analyst(name):
    user, _created = User.objects.get_or_create(username=name, email=f"{name}@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name=ANALYST))
    return user


def impact(name="", *, public=True, **fields):
    number = next(_numbers)
    fields = {"slug": f"impact-{number}", "level": "national", "severity": 3, "description_en": "Trust falls."} | fields
    return Impact.objects.create(name_en=name or f"Impact {number}", public_since=_since(public), **fields)


def initiative(name="", *, public=True, **fields):
    number = next(_numbers)
    fields = {"slug": f"initiative-{number}", "kind": "programme", "description_en": "Roads and schools."} | fields
    return Initiative.objects.create(name_en=name or f"Initiative {number}", public_since=_since(public), **fields)


def data_table(name="", *, public=True, **fields):
    number = next(_numbers)
    fields = {"slug": f"table-{number}"} | fields
    return DataTable.objects.create(name_en=name or f"Table {number}", public_since=_since(public), **fields)


def period(text):
    return Period.parse(text)


def decimal(text):
    return Decimal(text)


def column(table, of, when="", **fields):
    """A column of a data table; `when` is its period when rows are areas."""
    return _placed(table.columns, when, series=of, **fields)


def row(table, when="", **fields):
    """A row of a data table: a period such as "2022", or `area=…`."""
    return _placed(table.rows, when, **fields)


def filled_table(name="", **fields):
    """A data table in which readers find a value."""
    table, of = data_table(name, **fields), series()
    recorded(of, {"2022": "4886"})
    column(table, of)
    row(table, "2022")
    return table


def _placed(manager, when, **fields):
    if when:
        period = Period.parse(when)
        fields |= {"start": period.start, "months": period.months}
    return manager.create(position=manager.count(), **fields)


def article(title="", *, by, blocks=(), **fields):
    """A draft by `by`; `blocks` are (model, fields) pairs, by default one paragraph."""
    number = next(_numbers)
    title = title or f"Briefing {number}"
    fields = {"language": "en", "slug": slugify(title), "summary": "What is known, and who says so."} | fields
    made = begin(Article(title=title, **fields), by=by, more_follows=True)
    for position, (model, block_fields) in enumerate(blocks or [(RichTextBlock, {"html": "<p>Three ports.</p>"})]):
        selection = block_fields.get("selection", ())
        own_fields = {name: value for name, value in block_fields.items() if name != "selection"}
        block = model(parent=made, ordering=(position + 1) * 10, **own_fields)
        block.full_clean(exclude=["parent"])
        block.save()
        for row_position, selected in enumerate(selection):
            block.rows.create(position=row_position, **{selected._meta.model_name: selected})
    keep_version(made, by=by, act=BEGIN)
    return made


def approved(title="", *, by, approver, **fields):
    """An article that `by` submitted and `approver` approved."""
    made = article(title, by=by, **fields)
    submit(made, by=by)
    approve(made, by=approver, seen=resolve(made).signed)
    return made


def reword(article):
    """Change the summary, so that there is something to publish."""
    article.summary += " Read again."
    article.save(update_fields=["summary"])
    return article


def edition(title="", *, by, approver, publish_at=None, change_kind=None, note="New figures.", **fields):
    """Publish a new article by `by`, or the next edition of `article` (its summary is changed if nothing else is)."""
    made = fields.pop("article", None) or article(title, by=by, **fields)
    made.refresh_from_db()
    if same_edition(Attempt(by, made.workflow)):
        reword(made)
    seen = resolve(made).signed
    submit(made, by=by, seen=seen)
    approve(made, by=approver, seen=seen)
    kind = change_kind or ("update" if made.editions.exists() else "first")
    return publish(made, by=approver, seen=seen, publish_at=publish_at, change_kind=kind, note=note)
