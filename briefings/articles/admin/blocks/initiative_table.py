from django.utils.translation import gettext_lazy as _

from ....lib.admin.ordered_choice import choice_field
from ...blocks.initiative_table import InitiativeTableBlock, InitiativeTableRow
from .forms import SelectionForm
from .inline import BlockInline


class InitiativeTableForm(SelectionForm):
    target = "initiative"
    chosen = choice_field(
        InitiativeTableRow._meta.get_field("initiative"),
        label=_("Initiatives"),
        help_text=_("They appear in this order; move them with the arrows."),
    )


class Inline(BlockInline):
    model = InitiativeTableBlock
    form = InitiativeTableForm
    fields = ["caption", "chosen"]
