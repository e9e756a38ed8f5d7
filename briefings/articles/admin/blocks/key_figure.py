from ....lib.periods import Period
from ...blocks.key_figure import KeyFigureBlock
from .forms import BlockForm
from .inline import BlockInline


class KeyFigureForm(BlockForm):
    def get_initial_for_field(self, field, field_name):
        """Periods as people say them."""
        stored = super().get_initial_for_field(field, field_name)
        if field_name not in ("period", "compare_with"):
            return stored
        try:
            return Period.parse(stored).label()
        except ValueError:
            return stored

    def _period(self, name):
        """The period's code; what is none is kept as it was typed."""
        text = self.cleaned_data[name]
        try:
            return Period.parse(text).code
        except ValueError:
            return text

    def clean_period(self):
        return self._period("period")

    def clean_compare_with(self):
        return self._period("compare_with")


class Inline(BlockInline):
    model = KeyFigureBlock
    form = KeyFigureForm
    fields = ["series", ("period", "compare_with"), "label"]
