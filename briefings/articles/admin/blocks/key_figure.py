from ....lib.periods import Period
from ...blocks.key_figure import KeyFigureBlock
from .forms import BlockForm
from .inline import BlockInline


class KeyFigureForm(BlockForm):
    @classmethod
    def as_shown(cls, name, value):
        """Periods as people say them."""
        if name not in ("period", "compare_with"):
            return value
        try:
            return Period.parse(value).label()
        except ValueError:
            return value

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
