from django import forms
from django.utils.translation import gettext as _


class LabelledDeleteFormSet(forms.BaseInlineFormSet):
    """Django's table of related objects gives the checkbox that deletes a row no label."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields and form.instance.pk:
            form.fields["DELETE"].widget.attrs["aria-label"] = _("Delete “%(row)s”") % {"row": form.instance}
