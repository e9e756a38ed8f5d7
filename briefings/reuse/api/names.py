"""Things named by parameters. A name of nothing answers 404, so that a slip does not look like an empty list."""

from ...lib.http import UnknownValue
from ...sources.models import Source
from ...statistics.models import Area, Indicator, Series
from ...topics.models import Topic

ROWS = {  # {parameter: (the things that readers can open, the field that names one)}
    "indicator": (Indicator.objects.public, "slug"),
    "area": (Area.to_be_found, "code"),
    "place": (Area.to_be_found, "code"),
    "source": (Source.objects.public, "slug"),
    "topic": (Topic.objects.public, "slug"),
    "series": (Series.objects.public, "pk"),
}


def no_such(parameter: str, name: str) -> UnknownValue:
    return UnknownValue(f"{parameter}: there is no “{name}”.")


def require_names(**names) -> None:
    """UnknownValue for the first name of nothing; one query each. Lists ask only where they are empty."""
    for parameter, name in names.items():
        rows, field = ROWS[parameter]
        if name and not rows().filter(**{field: name}).exists():
            raise no_such(parameter, name)
