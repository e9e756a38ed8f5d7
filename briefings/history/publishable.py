from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..lib.acts import why_not
from .actions import make_public
from .acts import MAKE_PUBLIC, Attempt

SLUGS = ("slug", "slug_es")


class VisibilityFilter(admin.SimpleListFilter):
    title = gettext_lazy("visibility")
    parameter_name = "visibility"

    def lookups(self, request, model_admin):
        return [("public", _("Public")), ("private", _("Not public yet"))]

    def queryset(self, request, queryset):
        if self.value() in ("public", "private"):
            return queryset.filter(public_since__isnull=self.value() == "private")
        return queryset


class PublishableAdmin(admin.ModelAdmin):
    """Adds a visibility field, a button and a list action "Make public". A public object keeps its slug.

    Put `public_state` in `list_display` and VisibilityFilter in `list_filter`. Templates extend
    "admin/briefings/publishable_change_form.html".
    """

    change_form_template = "admin/briefings/publishable_change_form.html"
    list_per_page = 50
    show_full_result_count = False
    actions = ["make_selected_public"]

    @admin.display(description=gettext_lazy("visibility"), ordering="public_since")
    def public_state(self, obj):
        if not obj.is_public:
            return _("Not public yet")
        day = date_format(localtime(obj.public_since), "DATE_FORMAT")
        return _("Public since %(day)s") % {"day": day}

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.is_public)

    def get_actions(self, request):
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    def has_make_public_permission(self, request):
        return why_not(MAKE_PUBLIC, Attempt(request.user, self.model)) is None

    def get_readonly_fields(self, request, obj=None):
        fields = [*super().get_readonly_fields(request, obj), "public_state"]
        return [*fields, *self._kept_slugs(obj)]

    def get_prepopulated_fields(self, request, obj=None):
        fields = super().get_prepopulated_fields(request, obj)
        kept = self._kept_slugs(obj)
        return {name: names for name, names in fields.items() if name not in kept}

    @staticmethod
    def _kept_slugs(obj):
        return [name for name in SLUGS if hasattr(obj, name)] if obj and obj.is_public else []

    def get_fieldsets(self, request, obj=None):
        fieldsets = list(super().get_fieldsets(request, obj))
        named = {name for _title, options in fieldsets for name in options["fields"]}
        if "public_state" in named:
            return fieldsets
        return [*fieldsets, (_("Visibility"), {"fields": ["public_state"]})]

    def get_view_on_site_url(self, obj=None):
        if obj and obj.is_public and hasattr(obj, "get_absolute_url"):
            return obj.get_absolute_url()
        return None

    def render_change_form(self, request, context, *args, **kwargs):
        obj = kwargs.get("obj")
        context["offers_make_public"] = not (obj and obj.is_public) and self.has_make_public_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        """An object that was made public after the form was opened stays public and keeps its slug."""
        if change:
            current = self.model.objects.select_for_update(of=("self",)).get(pk=obj.pk)
            obj.public_since = current.public_since
            if current.is_public and not set(SLUGS).isdisjoint(form.changed_data):
                raise PermissionDenied(_("Readers can see this now: its address is not changed any more."))
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        return self._made_public(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._made_public(request, obj) or super().response_change(request, obj)

    def _made_public(self, request, obj):
        """What was typed stays saved where the act is refused for a reason that can be mended; it runs in the
        transaction of the save, so that nothing is saved for somebody who may not.
        """
        if "_make_public" not in request.POST:
            return None
        try:
            with transaction.atomic():
                obj.public_since = make_public(obj, by=request.user).public_since
        except ValidationError as error:
            self.message_user(request, _("Saved, not made public: %s") % " ".join(error.messages), messages.ERROR)
        else:
            self.message_user(request, _("Readers can see “%(thing)s” now.") % {"thing": obj}, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:briefings_{obj._meta.model_name}_change", args=[obj.pk]))

    @admin.action(description=gettext_lazy("Make public"), permissions=["make_public"])
    def make_selected_public(self, request, queryset):
        try:
            with transaction.atomic():
                published = [make_public(obj, by=request.user) for obj in queryset.filter(public_since__isnull=True)]
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return
        self.message_user(request, _("Made public: %(count)s.") % {"count": len(published)}, messages.SUCCESS)
