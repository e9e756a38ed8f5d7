import django_filters
from django.db.models.functions import Now
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..lib.numbers import language_code
from ..statistics.models import Area
from .models import Initiative


def _areas(request):
    """Areas of public initiatives. Others would give empty lists and disclose what is not public yet."""
    areas = Area.objects.filter(initiatives__public_since__lte=Now())
    return areas.distinct().order_by(f"sort_{language_code()}")


class InitiativeFilter(django_filters.FilterSet):
    """Ignores values that are no choice."""

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
    area = django_filters.ModelChoiceFilter(
        label=_("Area"), empty_label=_("All areas"), field_name="areas", to_field_name="code", queryset=_areas
    )

    class Meta:
        model = Initiative
        fields = ["status", "kind", "area"]

    @property
    def is_active(self):
        """Whether the reader has chosen a valid value."""
        return bool(self.api_query)

    @property
    def api_query(self) -> dict[str, str]:
        """The valid values that the reader has chosen, which are those of the API."""
        self.form.is_valid()
        return {name: self.data[name] for name, value in self.form.cleaned_data.items() if value}
