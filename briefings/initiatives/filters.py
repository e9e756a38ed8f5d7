import django_filters
from django.db.models.functions import Now
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..statistics.models import Area
from .models import Initiative


def _areas(request):
    """Areas in which a public initiative works; others would lead to empty lists and say what is being prepared."""
    areas = Area.objects.filter(initiatives__public_since__lte=Now())
    return areas.distinct().order_by(f"sort_{get_language()[:2]}")


class InitiativeFilter(django_filters.FilterSet):
    """A value that no option has is ignored: the list is then as long as without it."""

    status = django_filters.ChoiceFilter(
        label=_("Status"),
        empty_label=_("All statuses"),
        choices=lambda: [(value, capfirst(words)) for value, words in Initiative.Status.choices],
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        empty_label=_("All kinds"),
        choices=lambda: [(value, capfirst(words)) for value, words in Initiative.Kind.choices],
    )
    area = django_filters.ModelChoiceFilter(
        label=_("Area"), empty_label=_("All areas"), field_name="areas", to_field_name="code", queryset=_areas
    )

    class Meta:
        model = Initiative
        fields = ["status", "kind", "area"]

    @property
    def narrows(self):
        """Whether any choice of the reader's counts."""
        self.form.is_valid()
        return any(self.form.cleaned_data.values())
