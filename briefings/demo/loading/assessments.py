"""Load impact assessments, and initiatives with their milestones."""

from briefings.history.actions import make_public
from briefings.impacts.models import Impact
from briefings.initiatives.models import Initiative, Milestone
from briefings.sources.models import Source
from briefings.statistics.models import Area

from .. import reference as content
from .days import day, minutes
from .saving import saved
from .series import series_by_key


def enter_impacts(editor, *, now):
    areas, sources = Area.objects.in_bulk(field_name="code"), Source.objects.in_bulk(field_name="slug")
    for number, entry in enumerate(content.IMPACTS):
        fields = entry | {"area": areas[entry["area"]], "source": sources[entry["source"]]}
        make_public(saved(Impact(**fields)), by=editor, now=now + minutes(5 * number))


def enter_initiatives(analyst, *, now):
    areas, sources = Area.objects.in_bulk(field_name="code"), Source.objects.in_bulk(field_name="slug")
    series = series_by_key()
    for number, entry in enumerate(content.INITIATIVES):
        fields = dict(entry)
        codes, milestones, measured_by = (fields.pop(name) for name in ("areas", "milestones", "measured_by"))
        fields["source"] = sources[entry["source"]]
        fields["starts"], fields["ends"] = day(entry["starts"]), day(entry["ends"])
        fields["target_series"] = series[measured_by] if measured_by else None
        initiative = saved(Initiative(**fields))
        initiative.areas.set(areas[code] for code in codes)
        for position, milestone in enumerate(milestones):
            dates = {"due": day(milestone["due"]), "reached": day(milestone["reached"])}
            saved(Milestone(initiative=initiative, position=position, **(milestone | dates)))
        make_public(initiative, by=analyst, now=now + minutes(5 * number))
