from functools import partial
from html import escape

from content_editor.admin import ContentEditorInline
from django import forms
from django.contrib.admin.helpers import InlineAdminFormSet
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ....lib.admin.autocomplete import KnownAutocomplete, KnownChoiceField
from ....lib.admin.form_rows import fields_html
from ...access import may_edit
from .forms import BlockForm, BlockFormSet, NotChecked


class ShownBlocks(InlineAdminFormSet):
    """The page shows the formset's own forms; Django would make objects of them to merge their media and find
    prepopulated fields, of which they have none."""

    def __iter__(self):
        return iter(())


class BlockInline(ContentEditorInline):
    """Shows the fields of the block's model in their order. Whoever may edit the article may edit its blocks."""

    form = BlockForm
    formset = BlockFormSet
    template = "admin/briefings/article/block.html"
    fields = None
    formsets, empty_forms = {}, {}  # of all kinds: classes, and HTML, by what they depend on

    def empty_form_html(self, formset: BlockFormSet) -> str:
        """The form of a new block, the same in every article. Making ten took 10 of the page's 70 ms."""
        key = self.model, get_language(), _shown_links(formset.form)
        if key not in self.empty_forms:
            context = {"form": formset.empty_form, "lines": self.lines}
            self.empty_forms[key] = render_to_string("admin/briefings/article/block_body.html", context)
        return self.empty_forms[key]

    def stored_form_html(self, form: BlockForm, remarks) -> SafeString:
        """The form of a stored block. With Django's templates, thirty took 10 of the page's 64 ms."""
        block, name = form.instance, str(form.instance)
        delete = form["DELETE"]
        parts = [
            f'<h3><span class="inline_label" id="block-{block.key}">{escape(capfirst(name))}</span> ',
            f'<span class="delete">{delete} <label class="vCheckboxLabel inline" for="{delete.auto_id}">',
            f"{escape(delete.label)}</label></span></h3>",
            remarks.of_block(block.key, name) if remarks else "",
            *(f'<p class="missing">{escape(words)}</p>' for words in block.missing()),
            self._body_html(form),
        ]
        return mark_safe(
            f'<div class="inline-related has_original" id="{form.prefix}">\n{"".join(filter(None, parts))}\n</div>'
        )

    def _body_html(self, form):
        if form.beside or form.is_bound:  # a translation, or errors to show
            return render_to_string("admin/briefings/article/block_body.html", {"form": form, "lines": self.lines})
        return f'<fieldset class="module aligned">{fields_html(form, self.lines)}</fieldset>'

    @property
    def icon(self):
        return self.model.icon

    @property
    def shows_content(self):
        return self.model.shows_content

    @property
    def lines(self):
        """The visible fields; those of a tuple stand beside each other."""
        own = [field.name for field in self.model.own_fields()]
        return self.fields or [*own, *(["chosen"] if self.model.row_model() else [])]

    def get_fields(self, request, obj=None):
        return [*self.lines, "block_key", "region", "ordering"]

    def get_formset(self, request, obj=None, **kwargs):
        """The class, made once for all people with the same roles: those of ten kinds took 8 ms of a save."""
        is_shown, user = "_edit" in request.POST, request.user
        may_write = self.has_change_permission(request, obj)
        key = self.model, is_shown, may_write, get_language(), user.roles, user.is_superuser
        if key not in self.formsets:
            asking = HttpRequest()
            asking.user = user
            kwargs["formfield_callback"] = partial(self.formfield_for_dbfield, request=asking)
            if is_shown:
                kwargs["form"] = type(f"Shown{self.form.__name__}", (NotChecked, self.form), {})
            self.formsets[key] = super().get_formset(request, obj, **kwargs)
            del asking.user  # the class keeps the rest
        return self.formsets[key]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("widget", KnownAutocomplete(db_field, self.admin_site))
        kwargs.setdefault("form_class", KnownChoiceField)
        related = self.admin_site.get_model_admin(db_field.related_model)
        if not db_field.help_text and related.has_add_permission(request):
            kwargs.setdefault("help_text", _("Is it not in the list? The plus adds it without leaving this page."))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in self.model.short_texts:
            kwargs["widget"] = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj=None):
        return not (obj and obj.pk) or may_edit(obj, request.user)

    has_change_permission = has_delete_permission = has_add_permission


def _shown_links(form):
    """Whether each field that refers to other objects has links to change, add, delete and view them."""
    widgets = [field.widget for field in form.base_fields.values()]
    return tuple(
        (one.can_change_related, one.can_add_related, one.can_delete_related, one.can_view_related)
        for one in widgets
        if isinstance(one, RelatedFieldWidgetWrapper)
    )
