"""What acts on figures need: a file that was uploaded, and a series that is begun."""

from briefings.sources.models import Source
from briefings.statistics.actions import NewSeries
from briefings.statistics.actions.importing import read_file, upload_file
from briefings.statistics.models import Area, Indicator

from ..preparing import WRITER, person


def uploaded_file():
    read = read_file(b"Year,Total\n2022,5\n2023,6\n")
    return upload_file(Source.objects.earliest("pk"), read, name="bench.csv", by=person(WRITER))


def new_series():
    indicator = Indicator(name_en="New", slug="new", kind="count", unit_en="people", definition_en="New.")
    return NewSeries(indicator, Area.objects.earliest("pk"), "A", Source(name_en="New", slug="new-source"))
