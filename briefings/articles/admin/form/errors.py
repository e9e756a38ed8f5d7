"""Links to the invalid fields and blocks of the article form, which work without scripts."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _


def form_errors(form, inline_formsets):
    """(id on the page, label) of each invalid field and block, in the order of the page."""
    fields = [(form[name].auto_id, capfirst(form[name].label)) for name in form.errors if name in form.fields]
    blocks = []
    for inline in inline_formsets:
        formset, kind = inline.formset, str(capfirst(inline.opts.verbose_name))
        if formset.non_form_errors():
            blocks.append((-1, f"{formset.prefix}-group", kind))
        for block in formset.forms:
            if block.errors and not block.cleaned_data.get("DELETE"):
                blocks.append((block.place, block.prefix, _labels(kind, block)))
    return fields + [(anchor, words) for _position, anchor, words in sorted(blocks)]


def _labels(kind, block):
    labels = [str(capfirst(block[name].label)) for name in block.errors if name in block.fields]
    return _("%(block)s: %(fields)s") % {"block": kind, "fields": ", ".join(labels)} if labels else kind
