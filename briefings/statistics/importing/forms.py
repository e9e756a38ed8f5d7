"""Forms of an import: the file, and what its columns are."""

from dataclasses import replace

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property, lazy
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...lib.admin.autocomplete import NarrowedAutocomplete
from ...lib.numbers import format_number
from ...lib.texts import LineFormField
from ...sources.models import Source
from ..models import Series
from .cells import period_text, text_of
from .layout import Layout
from .mapping import VALUES, Mapping, Role, require_complete
from .resolving import MAX_VALUES
from .text_tables import DELIMITERS, ENCODINGS

MAX_PASTED = 2_000_000  # characters
EXAMPLES = 3
HEADER_ROWS = [(0, gettext_lazy("none")), (1, gettext_lazy("one row")), (2, gettext_lazy("two rows"))]
NOTHING = [("", "—")]


def _key_field(label):
    return forms.TypedChoiceField(coerce=int, empty_value=None, required=False, label=label)


class CapitalisedLabels:
    """Mixin for a form that is shown with `admin/field.html`, which prints labels as they are."""

    def __getitem__(self, name):
        field = super().__getitem__(name)
        field.label = capfirst(field.label)
        return field


class UploadForm(CapitalisedLabels, forms.Form):
    source = forms.ModelChoiceField(
        Source.objects.all(),
        label=gettext_lazy("source"),
        widget=NarrowedAutocomplete(Series._meta.get_field("source"), admin.site),
        help_text=gettext_lazy("Who publishes these figures. How their last file was read is remembered."),
    )
    file = forms.FileField(
        required=False,
        label=gettext_lazy("file"),
        help_text=format_lazy(
            gettext_lazy(
                "CSV or another text, XLSX, XLS or ODS, at most 11 MB and {most} values. It is kept encrypted until "
                "you are done, a day at most; rows about single people are counted, never recorded."
            ),
            most=lazy(format_number, str)(MAX_VALUES),
        ),
    )
    pasted = forms.CharField(
        required=False,
        max_length=MAX_PASTED,
        strip=False,
        label=gettext_lazy("or cells pasted from a spreadsheet"),
        # Cells may be about single people: the browser does not keep them as it keeps other unsaved texts.
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60, "spellcheck": "false", "data-not-kept": True}),
    )
    encoding = forms.ChoiceField(
        required=False,
        choices=[("", gettext_lazy("found out from the file")), *ENCODINGS.items()],
        label=gettext_lazy("encoding of a text file"),
    )

    def clean(self):
        cleaned = super().clean()
        if bool(cleaned.get("file")) == bool((cleaned.get("pasted") or "").strip()):
            raise ValidationError(_("Choose a file, or paste cells: one of the two."))
        return cleaned

    @property
    def content(self) -> bytes:
        """A paste ends with a line end: it cannot be cut off as a file can."""
        file = self.cleaned_data["file"]
        return file.read() if file else self.cleaned_data["pasted"].rstrip("\r\n").encode() + b"\n"


class TableForm(CapitalisedLabels, forms.Form):
    """Which table of the file is meant, and how a text file is read."""

    encoding = forms.ChoiceField(choices=list(ENCODINGS.items()), label=gettext_lazy("encoding"))
    delimiter = forms.ChoiceField(choices=list(DELIMITERS.items()), label=gettext_lazy("between the cells"))
    sheet = forms.TypedChoiceField(coerce=int, label=gettext_lazy("sheet"))
    header = forms.IntegerField(min_value=1, max_value=500, label=gettext_lazy("the table begins in row"))
    header_rows = forms.TypedChoiceField(coerce=int, choices=HEADER_ROWS, label=gettext_lazy("rows of headings"))

    def __init__(self, data=None, *, file, mapping: Mapping):
        initial = {
            "encoding": file.encoding,
            "delimiter": file.delimiter,
            "sheet": mapping.sheet,
            "header": mapping.header + 1,
            "header_rows": mapping.header_rows,
        }
        super().__init__(data, initial=initial)
        self.fields["sheet"].choices = sheets = [
            (position, sheet["name"] or file.name) for position, sheet in enumerate(file.sheets) if sheet["rows"]
        ]
        if not file.encoding:
            del self.fields["encoding"], self.fields["delimiter"]
        if len(sheets) == 1:
            self.fields["sheet"].widget = forms.HiddenInput()

    @property
    def layout(self) -> Layout | None:
        """None for a sheet whose own layout is still to be found."""
        if "sheet" in self.changed_data or {"encoding", "delimiter"} & set(self.changed_data):
            return None
        return Layout(self.cleaned_data["header"] - 1, self.cleaned_data["header_rows"])


class ColumnsForm(CapitalisedLabels, forms.Form):
    """What the columns of the table are, and what it is about where no column says it."""

    counts = forms.TypedChoiceField(
        coerce=lambda text: text == "yes",
        choices=[("no", gettext_lazy("figures, which are read")), ("yes", gettext_lazy("one event, which is counted"))],
        widget=forms.RadioSelect,
        label=gettext_lazy("each row holds"),
    )
    frequency = forms.ChoiceField(choices=Series.Frequency.choices, label=gettext_lazy("the series are"))
    indicator = _key_field(gettext_lazy("what is measured, where no column says it"))
    area = _key_field(gettext_lazy("place, where no column says it"))
    period = LineFormField(required=False, max_length=60, label=gettext_lazy("period, where no column says it"))
    only = LineFormField(
        required=False, max_length=200, label=gettext_lazy("what a row must say to take part, if a column decides it")
    )
    total_area = _key_field(gettext_lazy("place for which all events are counted, too"))
    zeros = forms.BooleanField(
        required=False, label=gettext_lazy("record 0 where a place has no event in a period of the table")
    )

    ABOUT = ("counts", "frequency", "indicator", "area", "period", "only", "total_area", "zeros")

    def __init__(self, data=None, *, mapping: Mapping, headings, rows, names):
        self.mapping, self.headings, self.rows = mapping, headings, rows
        initial = {name: getattr(mapping, name) for name in self.ABOUT}
        super().__init__(data, initial=initial | {"counts": "yes" if mapping.counts else "no"})
        areas = [(key, str(each)) for key, each in names.areas.items()]
        self.fields["indicator"].choices = NOTHING + [(key, str(each)) for key, each in names.indicators.items()]
        self.fields["area"].choices = self.fields["total_area"].choices = NOTHING + areas
        for group in self.groups:
            self.fields[group.field] = forms.ChoiceField(
                required=False, choices=Role.choices, initial=mapping.roles.get(group.column, ""), label=group.label
            )

    @cached_property
    def groups(self) -> list["ColumnGroup"]:
        """The columns; neighbours whose headings are periods of the same thing are one line."""
        groups = []
        for heading in self.headings:
            last = groups[-1] if groups else None
            if last and heading.period and last.headings[-1].period and last.headings[-1].rest == heading.rest:
                last.headings.append(heading)
            else:
                groups.append(ColumnGroup([heading], self))
        return groups

    @property
    def about(self):
        return [self[name] for name in self.ABOUT]

    def clean_period(self):
        try:
            return period_text(self.cleaned_data["period"]) if self.cleaned_data["period"] else ""
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            require_complete(self.chosen(), self.headings)
        return cleaned

    def chosen(self) -> Mapping:
        cleaned = self.cleaned_data
        roles = {
            heading.column: role
            for group in self.groups
            for heading in group.headings
            if (role := cleaned[group.field]) and not (cleaned["counts"] and role in VALUES)  # ages, numbers of streets
        }
        chosen = replace(self.mapping, roles=roles, **{name: cleaned[name] for name in self.ABOUT})
        return chosen if cleaned["counts"] else replace(chosen, total_area=None, zeros=False)


class ColumnGroup:
    """One column, or several beside each other, in the form."""

    def __init__(self, headings, form):
        self.headings, self.form = headings, form

    @property
    def column(self) -> int:
        return self.headings[0].column

    @property
    def field(self) -> str:
        return f"role_{self.column}"

    @property
    def bound(self):
        return self.form[self.field]

    @property
    def letters(self) -> str:
        first, last = self.headings[0], self.headings[-1]
        return first.letter if first is last else f"{first.letter}–{last.letter}"

    @property
    def label(self) -> str:
        first, last = self.headings[0], self.headings[-1]
        return first.text if first is last else f"{first.text} … {last.text}"

    @property
    def examples(self) -> str:
        body = self.form.rows[self.form.mapping.layout.first_row :]
        texts = (text_of(row[self.column]) for row in body[:300] if self.column < len(row))
        return " · ".join(text[:30] for text in list(dict.fromkeys(filter(None, texts)))[:EXAMPLES])
