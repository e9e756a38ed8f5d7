from django.utils.translation import gettext_lazy as _

from ....lib.admin.ordered_choice import choice_field
from ...blocks.impact_table import ImpactTableBlock, ImpactTableRow
from .forms import SelectionForm
from .inline import BlockInline


class ImpactTableForm(SelectionForm):
    target = "impact"
    chosen = choice_field(
        ImpactTableRow._meta.get_field("impact"),
        label=_("Impact assessments"),
        help_text=_("They appear in this order; move them with the arrows."),
    )


class Inline(BlockInline):
    model = ImpactTableBlock
    form = ImpactTableForm
    fields = ["caption", "chosen"]
