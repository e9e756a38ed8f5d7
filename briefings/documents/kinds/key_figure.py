from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .base import Figure, Headline, Kind, figure_prefix, figure_use


class KeyFigureKind(Kind):
    """`figure` is None where the series has no value: such a draft cannot be published."""

    type = "key_figure"
    verbose_name = gettext_lazy("key figure")
    verbose_name_plural = gettext_lazy("key figures")
    is_grouped = True

    def is_shown(self, block):
        return block["figure"] is not None

    def words(self, block):
        figure = block["figure"]
        if figure is None:
            return []
        words = [figure["label"], figure["text"], figure["unit"], figure["period_label"]]
        if change := figure["change"]:
            words += [change["text"], change["compare_text"], change["compare_period_label"]]
        return [" ".join(words)]

    def name(self, block):
        return block["figure"]["label"] if block["figure"] else ""

    def figure_uses(self, block):
        figure, key = block["figure"], figure_prefix(block)
        if figure is None:
            return
        yield figure_use(key, "value", figure["vintage"], figure["value"], figure["text"])
        if change := figure["change"]:
            yield from _change_uses(figure, change, key)

    def figures(self, block):
        figure = block["figure"]
        if figure is None:
            return {}
        unit, period, source = figure["unit"], figure["period_label"], figure["source"]["slug"]
        label = _with_unit(period, unit)
        figures = {
            "value": Figure(label, figure["text"], figure["value"], figure["vintage"], period, unit=unit, source=source)
        }
        if change := figure["change"]:
            before, vintage = change["compare_period_label"], change["vintage"]
            label = _("%(period)s against %(before)s") % {"period": period, "before": before}
            operands = figure["vintage"], vintage
            figures["change"] = Figure(label, change["text"], change["value"], vintage, period, operands, source=source)
            label = _with_unit(before, unit)
            figures["before"] = Figure(
                label, change["compare_text"], change["compare_value"], vintage, before, unit=unit, source=source
            )
        return figures

    def headline(self, block):
        if (figure := block["figure"]) is None:
            return None
        return Headline(
            figure["label"],
            figure["text"],
            figure["unit"],
            figure["period_label"],
            figure["source"]["name"],
            figure["status"],
            figure["vintage"],
        )

    def units(self, block):
        return [block["figure"]["unit"]] if block["figure"] else []

    def sources(self, block):
        return [source["slug"] for source in self.figure_sources(block)]

    def figure_sources(self, block):
        return [block["figure"]["source"]] if block["figure"] else []

    def parts(self, block):
        figure = block["figure"]
        if figure is None:
            return {"": _("no value")}
        return {
            _("label"): figure["label"],
            _("unit"): figure["unit"],
            _("period"): figure["period_label"],
            _("compared with"): figure["change"]["compare_period_label"] if figure["change"] else "",
            _("source"): figure["source"]["name"],
        }


def _with_unit(label: str, unit: str) -> str:
    return f"{label} ({unit})" if unit else label


def _change_uses(figure: dict, change: dict, key: str):
    """The change is calculated from two vintages; the value compared with is printed too."""
    expression = f"change({figure['vintage']}, {change['vintage']})"
    for vintage in dict.fromkeys([figure["vintage"], change["vintage"]]):
        yield figure_use(f"{key}-change", "operand", vintage, change["value"], change["text"], expression=expression)
    yield figure_use(f"{key}-before", "value", change["vintage"], change["compare_value"], change["compare_text"])


KIND = KeyFigureKind()
