"""Choosing sources in an order, each with one of its releases and the place in it where the claim stands."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....lib.admin.autocomplete import KnownAutocomplete, NarrowedAutocomplete
from ....lib.admin.ordered_choice import OrderedChoice, OrderedChoiceField, choice_field
from ....lib.numbers import as_number
from ....sources.models import Release
from ...blocks.sources import SourcesBlock, SourcesRow
from .forms import SelectionForm
from .inline import BlockInline

RELEASE, LOCATOR = (SourcesRow._meta.get_field(name) for name in ("release", "locator"))


class ReleaseSelect(KnownAutocomplete, NarrowedAutocomplete):
    """Of a source's releases only the chosen one is in the page; others are looked up."""


class SourceList(OrderedChoice):
    """The value is a list of (source, release, locator) as they are typed; `releases` are known ones by their keys."""

    template_name = "admin/widgets/source_list.html"
    releases = {}

    def value_from_datadict(self, data, files, name):
        return [
            (pk, data.get(f"{name}-{pk}-release", ""), data.get(f"{name}-{pk}-locator", ""))
            for pk in super().value_from_datadict(data, files, name)
        ]

    def get_context(self, name, value, attrs):
        typed = {str(pk): (str(release), locator) for pk, release, locator in value or []}
        context = super().get_context(name, list(typed), attrs)
        widget, known = context["widget"], releases_of([release for release, _locator in typed.values()], self.releases)
        widget["chosen"] = [
            (pk, label, self._place(f"{name}-{pk}", pk, known.get(typed[pk][0]), typed[pk][1]))
            for pk, label in widget["chosen"]
        ]
        widget["new_place"] = self._place("__name__-__pk__", "__pk__", None, "")
        return context

    def _place(self, prefix, source, release, locator):
        select = ReleaseSelect(RELEASE, self.finder.admin_site)
        select.asked, select.known = {"source": source}, release
        text = forms.TextInput({"class": "vTextField", "maxlength": LOCATOR.max_length})
        return {
            "id": f"id_{prefix}",
            "release": select.render(f"{prefix}-release", release and release.pk, {"id": f"id_{prefix}-release"}),
            "locator": text.render(f"{prefix}-locator", locator, {"id": f"id_{prefix}-locator"}),
        }


def releases_of(keys, known=None):
    """Releases by their keys as text, those in `known` without a query; keys that lead to none are left out."""
    releases = {str(pk): release for pk, release in (known or {}).items()}
    missing = [key for key in keys if key not in releases and as_number(key) is not None]
    if missing:
        stored = Release.objects.select_related("source").filter(pk__in=missing)
        releases |= {str(release.pk): release for release in stored}
    return releases


class SourceListField(OrderedChoiceField):
    """The cleaned value is a list of rows for the block, in the order in which they were posted."""

    def clean(self, value):
        typed = {str(pk): (str(release), locator) for pk, release, locator in value or []}
        releases = releases_of([release for release, _locator in typed.values()], self.widget.releases)
        problems, rows = [], []
        for source in super().clean(list(typed)):
            release, locator = typed[str(source.pk)]
            row = SourcesRow(source=source, release=releases.get(release), locator=locator.strip())
            try:
                if release and not row.release:
                    raise ValidationError(_("This release does not exist any more."))
                row.clean_fields(exclude=["block", "source", "release"])
                row.clean()
            except ValidationError as error:
                problems += [
                    _("%(source)s: %(problem)s") % {"source": source, "problem": text} for text in error.messages
                ]
            rows.append(row)
        if problems:
            raise ValidationError(problems)
        return rows

    def has_changed(self, initial, data):
        return not self.disabled and _as_text(initial) != _as_text(data)


def _as_text(rows):
    return [tuple(str(part) for part in row) for row in rows or []]


class SourcesForm(SelectionForm):
    target = "source"
    chosen = choice_field(
        SourcesRow._meta.get_field("source"),
        required=False,
        label=gettext_lazy("Sources"),
        help_text=format_lazy(
            '{} <a href="{}" target="_blank">{}</a>',
            gettext_lazy(
                "They appear in this order; move them with the arrows. Name release and place where you know them. Is "
                "a source missing?"
            ),
            reverse_lazy("admin:briefings_source_add"),
            gettext_lazy("Add it in another tab, then choose it here."),
        ),
        field=SourceListField,
        widget=SourceList,
    )

    @classmethod
    def chosen_in(cls, rows):
        return [(row["source"][0], row["release"][0] if row["release"] else "", row["locator"]) for row in rows]

    def show_rows(self, rows):
        super().show_rows(rows)
        self.initial["chosen"] = [(row.source_id, row.release_id or "", row.locator) for row in rows]
        self.fields["chosen"].widget.releases = {row.release_id: row.release for row in rows if row.release_id}

    def row_of(self, chosen):
        return chosen


class Inline(BlockInline):
    model = SourcesBlock
    form = SourcesForm
    fields = ["intro", "chosen"]
