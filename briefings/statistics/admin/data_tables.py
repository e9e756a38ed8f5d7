from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ...history.publishable import PublishableAdmin, VisibilityFilter
from ...lib.admin.autocomplete import KnownAutocomplete
from ...lib.admin.labelled_delete import LabelledDeleteFormSet
from ...lib.admin.pages import WithPages
from ...lib.admin.search import FoldedSearch
from ...lib.bases import address_of
from ...lib.numbers import language_code
from ...lib.periods import Period, moved
from ...lib.texts import AddressFormField
from ..charts import chart_of
from ..data_tables import resolve_data_table
from ..data_tables.findings import is_outdated
from ..data_tables.for_readers import as_readers_see, note_finding
from ..forms import PeriodField
from ..models import DataTable, DataTableColumn, DataTableRow, Series

OTHER = {"en": "es", "es": "en"}
LAST = 10_000  # position of a column or row without one
OUTDATED = gettext_lazy(
    "Values of this table have changed since its finding was written, so the finding is left out. Read it again; when "
    "you save the table, readers see it."
)


class TableForm(forms.ModelForm):
    """The rule of the rows in the words of people: periods from and to, both included."""

    first = PeriodField(required=False, label=gettext_lazy("from"))
    last = PeriodField(
        required=False, label=gettext_lazy("to"), help_text=gettext_lazy("Empty: every new period is added.")
    )
    slug = AddressFormField(
        required=False,
        max_length=80,
        label=gettext_lazy("address in English"),
        widget=admin.widgets.AdminTextInputWidget,
        help_text=gettext_lazy("Empty: made from the English name, 2023–2025 as 2023-2025."),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "row_rule" in self.fields:
            self.fields["row_rule"].required = False
        for name in ("first", "last", "slug"):
            if name in self.fields:
                self.fields[name].label = capfirst(self.fields[name].label)
        table = self.instance
        if table.rows_from and "first" in self.fields:
            self.fields["first"].initial = _period_around(table.rows_from)
        if table.rows_to and "last" in self.fields:
            self.fields["last"].initial = _period_around(moved(table.rows_to, -1), is_end=True)

    def clean_slug(self):
        return self.cleaned_data["slug"] or address_of(self.cleaned_data.get("name_en", ""))

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if "first" in self.fields and not {"first", "last"} & set(self.errors):
            self.instance.rows_from = first.start if first else None
            self.instance.rows_to = last.end if last else None
        if cleaned.get("row_rule") == DataTable.RowRule.SPAN and not (first or last or self.errors):
            self.add_error("first", _("From which period, or to which one?"))
        return cleaned


def _period_around(month, *, is_end=False):
    """A year where the month is at its start or end, or else the month alone."""
    is_year = month.month == (12 if is_end else 1)
    return Period(month.replace(month=1), 12) if is_year else Period(month, 1)


class PartForm(forms.ModelForm):
    """A column or row. The period is one text field; without a position the part goes last."""

    period = PeriodField(required=False, label=gettext_lazy("period"))
    position = forms.IntegerField(
        required=False,
        min_value=0,
        label=gettext_lazy("position"),
        widget=forms.NumberInput(attrs={"class": "position"}),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["period"].initial = self.instance.period
        for field in self.fields.values():
            field.widget.attrs.setdefault("aria-label", capfirst(field.label or ""))
        if self.instance.pk is None:
            self.fields["position"].initial = None

    def clean(self):
        cleaned = super().clean()
        if "period" in cleaned:
            period = cleaned["period"]
            self.instance.start = period.start if period else None
            self.instance.months = period.months if period else None
        return cleaned

    def clean_position(self):
        position = self.cleaned_data["position"]
        return LAST if position is None else position


class PartFormSet(LabelledDeleteFormSet):
    """Validates each part against the table as submitted; saving numbers the parts from 1."""

    autocomplete_fields = ()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.instance.table = self.instance
        for name in self.autocomplete_fields:
            if name in form.fields and form.instance.pk:
                form.fields[name].widget.known = getattr(form.instance, name)

    def save(self, commit=True):
        saved = super().save(commit)
        if commit:
            self._number()
        return saved

    def _number(self):
        parts = self.queryset.model.objects.filter(table=self.instance).order_by("position", "pk")
        for number, part in enumerate(list(parts), 1):
            if part.position != number:
                part.position = number
                part.save(update_fields=["position"])  # not in bulk: the change log listens to post_save


class ColumnFormSet(PartFormSet):
    autocomplete_fields = ("series", "base")

    def clean(self):
        """Rows by rule have one length, so that a column of another frequency would be empty."""
        super().clean()
        by_rule = self.instance.row_rule in (DataTable.RowRule.SPAN, DataTable.RowRule.LAST)
        columns = [form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", None)]
        series = [column["series"] for column in columns if column.get("series") and not column.get("DELETE")]
        labels = list(dict.fromkeys(each.get_frequency_display() for each in series))
        if by_rule and len(labels) > 1:
            text = _("Where a rule makes the rows, all columns have one frequency; here are: %(frequencies)s.")
            raise ValidationError(text, params={"frequencies": ", ".join(str(label) for label in labels)})


class RowFormSet(PartFormSet):
    autocomplete_fields = ("area",)


class PartInline(admin.TabularInline):
    form = PartForm
    template = "admin/briefings/datatable/placed.html"

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.formset.autocomplete_fields:
            kwargs["widget"] = KnownAutocomplete(db_field, self.admin_site)
            if db_field.name in ("series", "base"):
                kwargs["queryset"] = Series.objects.with_names()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the links to add or change the related object: it is edited on its own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field.widget if field else None, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class ColumnInline(PartInline):
    model = DataTableColumn
    formset = ColumnFormSet
    fields = ["position", "series", "period", "formula", "base", "heading_en", "heading_es"]
    extra = 1
    verbose_name_plural = gettext_lazy("columns, from left to right; a period only where the rows are areas")

    def get_queryset(self, request):
        names = [f"{path}__{name}" for path in ("series", "base") for name in ("indicator", "area", "source")]
        return super().get_queryset(request).select_related(*names)


class RowInline(PartInline):
    model = DataTableRow
    formset = RowFormSet
    fields = ["position", "period", "area"]
    extra = 3
    verbose_name_plural = gettext_lazy("rows, from top to bottom: each a period or each an area")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("area")


@admin.register(DataTable)
class DataTableAdmin(WithPages, FoldedSearch, PublishableAdmin):
    form = TableForm
    change_form_template = "admin/briefings/datatable/change_form.html"
    list_display = ["__str__", "rows_are", "row_rule", "show", "public_state"]
    list_filter = [VisibilityFilter, "rows_are", "row_rule", "show"]
    search_fields = ["name_en", "name_es", "slug"]
    prepopulated_fields = {"slug": ["name_en"], "slug_es": ["name_es"]}
    inlines = [ColumnInline, RowInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["name_en", "name_es", "slug", "slug_es"],
                "description": gettext_lazy("The name is the caption: what, where and when."),
            },
        ),
        (
            gettext_lazy("How it is laid out"),
            {
                "fields": [
                    "rows_are",
                    "row_rule",
                    ("first", "last"),
                    "rows_count",
                    "rows_level",
                    "show",
                    "finding_en",
                    "finding_es",
                ],
            },
        ),
        (gettext_lazy("Below the table"), {"fields": ["note_en", "note_es"]}),
    ]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        note_finding(form.instance)

    def render_change_form(self, request, context, *args, obj=None, **options):
        is_opened = request.method == "GET" and obj and obj.finding_values
        if is_opened and is_outdated(obj, as_readers_see(obj)):
            self.message_user(request, OUTDATED, messages.WARNING)
        return super().render_change_form(request, context, *args, obj=obj, **options)

    def preview(self, request, pk):
        """The public page below a strip with the problems."""
        table = get_object_or_404(DataTable, pk=pk)
        if not self.has_view_permission(request, table):
            raise PermissionDenied
        language = request.GET.get("language", "")
        language = language if language in ("en", "es") else language_code()
        change_url = reverse("admin:briefings_datatable_change", args=[pk])
        return self._as_public(table, language, change_url=change_url, other_language=OTHER[language])

    def response_add(self, request, obj, post_url_continue=None):
        return self._shown(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._shown(request, obj) or super().response_change(request, obj)

    def _shown(self, request, table):
        """The table as it would be: what the form has saved is read and undone."""
        if "_show" not in request.POST:
            return None
        response = self._as_public(table, language_code(), is_unsaved=True)
        transaction.set_rollback(True)
        return response

    def _as_public(self, table, language, **more):
        resolved = resolve_data_table(table, language)
        chart, problems = chart_of(resolved, language), resolved["problems"]
        context = {"data_table": table, "table": resolved, "chart": chart, "problems": problems, **more}
        public_request = HttpRequest()
        public_request.method = "GET"
        with override(language):
            public_request.path = public_request.path_info = reverse(f"data-table-{language}", args=[table.slug])
            return render(public_request, "admin/briefings/datatable/preview.html", context)

    pages = [("<int:pk>/preview/", preview, "preview")]

    def _made_public(self, request, table):
        response = super()._made_public(request, table)
        if response and table.is_public:
            for problem in resolve_data_table(table, language_code())["problems"]:
                self.message_user(request, _("Readers do not see all of it: %s") % problem, messages.WARNING)
        return response
