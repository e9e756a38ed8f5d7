import django_filters
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..lib.http import unknown_value
from ..lib.numbers import language_code
from ..lib.rows.prepared import prepared
from ..statistics.models import Area
from .models import Initiative


@prepared()
def _areas(sort):
    """Areas of public initiatives. Others would give empty lists and disclose what is not public yet."""
    areas = Area.objects.filter(pk__in=Initiative.objects.public().order_by().values("areas"))
    return areas.order_by(sort).values_list("code", "name_en", "name_es")


def _area_choices():
    return [(row.code, str(Area(**row._asdict()))) for row in _areas(sort=f"sort_{language_code()}")]


class InitiativeFilter(django_filters.FilterSet):
    """UnknownValue for a value that is no choice."""

    status = django_filters.ChoiceFilter(
        label=_("Status"),
        empty_label=_("All statuses"),
        choices=lambda: [(value, capfirst(label)) for value, label in Initiative.Status.choices],
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        empty_label=_("All kinds"),
        choices=lambda: [(value, capfirst(label)) for value, label in Initiative.Kind.choices],
    )
    area = django_filters.ChoiceFilter(
        label=_("Area"), empty_label=_("All areas"), field_name="areas__code", choices=_area_choices
    )

    class Meta:
        model = Initiative
        fields = ["status", "kind", "area"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.form.errors:
            known = [value for value, _label in self.form.fields[name].choices if value]
            raise unknown_value(name, self.data[name], known)

    @property
    def is_active(self):
        """Whether the reader has chosen a value."""
        return bool(self.api_query)

    @property
    def api_query(self) -> dict[str, str]:
        """What the reader has chosen, in the values of the API."""
        return {name: value for name in self.form.fields if (value := self.data.get(name))}
