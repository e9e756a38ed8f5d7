import uuid
from copy import copy

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ....documents.kinds import figure_prefix
from ....lib.admin.autocomplete import KnownAutocomplete
from ....lib.admin.ordered_choice import choice_field
from ....lib.numbers import as_number
from ...actions.writing_blocks import delete_blocks, write_blocks
from ...blocks import Block


class NotChecked:
    """Mixin for a form that shows again what was typed, without validation; it cannot be saved."""

    errors = ErrorDict()
    cleaned_data = {}

    def full_clean(self):
        pass

    def is_valid(self):
        return False


class BlockForm(forms.ModelForm):
    """`texts_beside`: the texts of the original of a translation, by block key."""

    block_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    media = forms.Media()  # merged once, by the formset
    as_stored = None  # the block before what was posted is written into the instance

    def __init__(self, *args, texts_beside, **kwargs):
        super().__init__(*args, **kwargs)
        self.texts_beside = texts_beside
        if self.instance.pk:
            self.initial["block_key"] = self.instance.key
            self._name_known_choices()

    @classmethod
    def as_shown(cls, name, value):
        """A stored value as the form has it."""
        return value

    def get_initial_for_field(self, field, field_name):
        return self.as_shown(field_name, super().get_initial_for_field(field, field_name))

    def _name_known_choices(self):
        for name, field in self.fields.items():
            widget = field.widget.widget if isinstance(field.widget, RelatedFieldWidgetWrapper) else field.widget
            if isinstance(widget, KnownAutocomplete) and getattr(self.instance, f"{name}_id"):
                widget.known = getattr(self.instance, name)

    @property
    def beside(self):
        """The texts of this block in the original."""
        return self.texts_beside.get(self.instance.key) if self.instance.pk else None

    @property
    def place(self):
        return as_number(str(self["ordering"].value())) or 0

    def full_clean(self):
        """An unchanged stored block is not validated again."""
        self.empty_permitted = bool(self.instance.pk)
        if self.is_bound and self.instance.pk and self.has_changed():
            self.as_stored = self.as_stored or copy(self.instance)
        super().full_clean()
        if self.is_bound and self.instance.pk and not self.has_changed():
            self.cleaned_data = {"block_key": self.instance.key}

    def clean(self):
        cleaned = super().clean()
        if self.instance._state.adding and self.cleaned_data.get("block_key"):
            self.instance.key = self.cleaned_data["block_key"]
        return cleaned


class SelectionForm(BlockForm):
    """A block with an ordered selection, stored as rows."""

    target = ""  # the foreign key of a row to the chosen object

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.show_rows(self.instance.chosen)

    @classmethod
    def chosen_in(cls, rows):
        """The initial value of `chosen` for the rows of a saved version."""
        return [row[cls.target][0] for row in rows]

    def show_rows(self, rows):
        known = {target.pk: target for target in (getattr(row, self.target) for row in rows)}
        self.initial["chosen"], self.fields["chosen"].widget.known = list(known), known

    def row_of(self, chosen):
        return self.instance.rows.model(**{self.target: chosen})

    def save(self, commit=True):
        """With the selection as rows in `chosen`, which `write_blocks` stores."""
        block = super().save(commit)
        if "chosen" in self.changed_data:
            block.chosen = [self.row_of(chosen) for chosen in self.cleaned_data["chosen"]]
        return block


def selection_form(model: type[Block]) -> type[SelectionForm]:
    """The form of a block whose rows say only what is chosen."""
    (target,), (relation,) = model.row_fields(), model._meta.many_to_many
    words = _("They appear in this order; move them with the arrows.")
    chosen = choice_field(target, required=False, label=capfirst(relation.verbose_name), help_text=words)
    return type(f"{model.__name__}Form", (SelectionForm,), {"target": target.name, "chosen": chosen})


class SameKeyField(forms.IntegerField):
    """The key of a stored block, which no post may change."""

    widget = forms.HiddenInput

    def __init__(self, key):
        super().__init__(initial=key, required=False)

    def clean(self, value):
        if str(value) != str(self.initial):
            raise forms.ValidationError(_("This block is not there any more."), code="invalid")
        return self.initial


class BlockFormSet(forms.BaseInlineFormSet):
    """Forms of the `stored` blocks of one kind. Posted ones keep the order in which they were posted, even if those
    stored have changed since. After `save` the blocks as they are stored now: what a colleague has added meanwhile has
    no form, and stays."""

    def __init__(self, *args, stored, **kwargs):
        super().__init__(*args, **kwargs)
        self.stored = self.shown = stored
        if self.is_bound:
            by_pk = {str(block.pk): block for block in stored}
            pks = [self.data.get(f"{self.add_prefix(number)}-id") for number in range(self.initial_form_count())]
            self.shown = [by_pk[pk] for pk in pks if pk in by_pk]

    def get_queryset(self):
        return self.shown

    def add_fields(self, form, index):
        """Django looks up each block that has changed again, and each thing in a selection."""
        super().add_fields(form, index)
        if form.instance.pk:
            form.fields["id"] = SameKeyField(form.instance.pk)
        if self.is_bound and "chosen" in form.fields:
            form.fields["chosen"].widget.known = self._chosen

    @cached_property
    def _chosen(self):
        """What is chosen in any block of the kind, as stored or as posted, by key."""
        stored = (getattr(row, self.form.target) for block in self.stored for row in block.chosen)
        known = {target.pk: target for target in stored}
        field = self.form.base_fields["chosen"]
        posted = {
            number
            for place in range(self.total_form_count())
            for key in field.widget.keys_in(self.data, f"{self.add_prefix(place)}-chosen")
            if (number := as_number(key)) is not None
        }
        missing = posted - known.keys()
        return known | field.queryset.in_bulk(missing) if missing else known

    def save(self, commit=True):
        saved = super().save(commit=False)
        if commit:
            initial = [form for form in self.initial_forms if form.instance.pk]
            deleted = [form for form in initial if form in self.deleted_forms]
            gone = [form.instance for form in deleted]
            self.stored = [block for block in self.stored if block not in gone] + self.new_objects
            delete_blocks(self.instance, [form.as_stored or form.instance for form in deleted])
            changed = [form for form in initial if form.has_changed() and form not in deleted]
            pairs = [(form.instance, form.as_stored) for form in changed]
            write_blocks(self.instance, pairs + [(block, None) for block in self.new_objects])
        return saved

    @cached_property
    def media(self):
        """Of every form of the kind. Django merges that of each form: 5 of 76 ms of an article with 30 blocks."""
        return sum((field.widget.media for field in self.form.base_fields.values()), forms.Media())

    @cached_property
    def empty_form(self):
        """Made once, and not at all where the page has the form's HTML already."""
        return super().empty_form


def replace_taken_keys(formsets, stored):
    """Give a new block another key if the ids of its figures would begin like those of another block.

    A post may name any key, so that a block that a colleague deleted comes back under its own. `stored` are the
    article's blocks.
    """
    taken = {figure_prefix({"key": str(block.key)}) for block in stored}
    for block in (form.instance for formset in formsets for form in formset.forms):
        if block._state.adding:
            while figure_prefix({"key": str(block.key)}) in taken:
                block.key = uuid.uuid4()
            taken.add(figure_prefix({"key": str(block.key)}))
