from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ....lib.periods import Period
from ....statistics.models import Observation
from ...blocks.key_figure import KeyFigureBlock
from .forms import BlockForm
from .inline import BlockInline


class KeyFigureForm(BlockForm):
    def _period(self, name):
        text = self.cleaned_data[name]
        if not text:
            return text
        try:
            return Period.parse(text).code
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean_period(self):
        return self._period("period")

    def clean_compare_with(self):
        return self._period("compare_with")

    def clean(self):
        cleaned = super().clean()
        series = self.cleaned_data.get("series")
        periods = {name: self.cleaned_data.get(name) for name in ("period", "compare_with")}
        for name, code in periods.items():
            if series and code and not self._has_value(series, Period.parse(code)):
                self.add_error(name, _("This series has no value for %(period)s.") % {"period": code})
        if (
            all(periods.values())
            and Period.parse(periods["period"]).months != Period.parse(periods["compare_with"]).months
        ):
            self.add_error("compare_with", _("Compare with a period of the same length."))
        return cleaned

    @staticmethod
    def _has_value(series, period):
        current = Observation.objects.current()
        return current.filter(series=series, start=period.start, months=period.months).exists()


class Inline(BlockInline):
    model = KeyFigureBlock
    form = KeyFigureForm
    fields = ["series", ("period", "compare_with"), "label"]
