"""Days and moments: one kind of field, and no reading by which day and month could be swapped."""

import datetime

import pytest
from django import forms
from django.contrib import admin
from django.utils import translation

from briefings.initiatives.models import Initiative
from briefings.lib.clock import DayInput, MomentInput
from tests import make
from tests.lib.test_lines import form_classes


def fields_of_admin(request):
    for model_admin in admin.site._registry.values():
        if not model_admin.has_change_permission(request):
            continue
        yield from model_admin.get_form(request).base_fields.items()
        for inline in model_admin.get_inline_instances(request):
            yield from inline.get_formset(request).form.base_fields.items()


def test_every_field_for_a_day_or_a_moment_is_of_one_kind(superuser, rf):
    request = rf.get("/admin/")
    request.user = superuser
    fields = [*fields_of_admin(request), *(item for form in form_classes() for item in form.base_fields.items())]
    kinds = {forms.DateField: DayInput, forms.DateTimeField: MomentInput}
    found = [(name, field, kind) for name, field in fields for kind in kinds if isinstance(field, kind)]
    assert {"starts", "due", "planned_on", "since", "publish_at"} <= {name for name, *_rest in found}
    assert [name for name, field, kind in found if not isinstance(field.widget, kinds[kind])] == []
    assert not any(isinstance(field, forms.SplitDateTimeField) for _name, field in fields)


@pytest.mark.parametrize("language", ["en", "es"])
def test_only_iso_is_read(language):
    with translation.override(language):
        assert forms.DateField().clean("2026-10-05") == datetime.date(2026, 10, 5)
        for typed in ("05/10/2026", "10/05/2026", "05-10-2026", "5.10.2026", "05/10/26"):
            with pytest.raises(forms.ValidationError):
                forms.DateField().clean(typed)
        assert forms.DateTimeField().clean("2026-10-05T09:30").hour == 9
        with pytest.raises(forms.ValidationError):
            forms.DateTimeField().clean("05/10/2026 09:30")


@pytest.mark.parametrize("language", ["en", "es"])
def test_stored_day_comes_back_as_it_was(language, editor, signed_in):
    editor.language = language
    editor.save()
    initiative = make.initiative("Ports", starts=datetime.date(2026, 10, 5))
    page = signed_in(editor).get(f"/admin/briefings/initiative/{initiative.pk}/change/").text
    assert 'type="date" name="starts" value="2026-10-05"' in page
    assert Initiative.objects.get().starts.month == 10
