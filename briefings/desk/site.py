from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.admin.utils import get_deleted_objects
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..accounts.credentials import has_factor
from ..history.actions import record
from ..history.acts import ADD, CHANGE, DELETE
from ..history.log_pages import export_log, history_page, log_page
from ..history.logged_models import realm_of
from ..lib.admin.deleting import MOST_SHOWN, first_protecting
from ..lib.admin.unsaved import note_saved
from ..roles import REALM_PERMISSIONS, may
from ..signing_in.second_factor import is_let_in
from .app_groups import grouped
from .guide import guide_page
from .role_pages import person_page, roles_page

ON_ACCOUNT_PAGES = {"account", "mfa", "usersessions"}  # allauth's apps; only owners see their rows


class ChoiceView(AutocompleteJsonView):
    """The label of a choice may depend on the user: `choice_words` of its ModelAdmin."""

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        if hasattr(self.model_admin, "choice_words"):
            result["text"] = self.model_admin.choice_words(self.request, obj)
        return result


def may_see_history_of(model, user):
    return may(user, REALM_PERMISSIONS[realm_of(model)])


def _history_view(model_admin, request, object_id, extra_context=None):
    """The history for those who may see it; others get `own_history` of the ModelAdmin, if it has one."""
    obj = model_admin.get_object(request, object_id)
    if obj is None:
        raise Http404
    if not model_admin.has_view_or_change_permission(request, obj):
        raise PermissionDenied
    if may_see_history_of(obj, request.user):
        return history_page(request, obj, model_admin.opts)
    if hasattr(model_admin, "own_history"):
        return model_admin.own_history(request, obj)
    raise PermissionDenied


def _record(model_admin, request, obj, act):
    """Record what a form saved, without its fields, which the log follows (history/field_changes.py). Forms of models
    with `by_acts` call acts, which record themselves."""
    if not (hasattr(obj, "logged") and obj.logged.by_acts):
        record(by=request.user, act=act, target=obj)


def _record_addition(model_admin, request, obj, changed):
    _record(model_admin, request, obj, ADD)


def _record_change(model_admin, request, obj, changed):
    if changed:
        _record(model_admin, request, obj, CHANGE)


def _record_deletions(model_admin, request, objects):
    for obj in objects:
        _record(model_admin, request, obj, DELETE)


def _deleted_objects(model_admin, objects, request):
    """What Django's pages show of a deletion; of what stands in its way, which may be thousands of rows, the first."""
    users = first_protecting(objects)
    if not users:
        return get_deleted_objects(objects, request, model_admin.admin_site)
    words = [f"{capfirst(user._meta.verbose_name)}: {user}" for user in users]
    return [], {}, set(), words[:MOST_SHOWN] + ([_("… and more")] if len(words) > MOST_SHOWN else [])


def _has_changed(model_admin, request, form, formsets, add=False):
    """Replaces `construct_change_message`: whether anything changed."""
    changed = [formset.new_objects or formset.changed_objects or formset.deleted_objects for formset in formsets]
    return bool(form.changed_data or any(changed))


class Site(AdminSite):
    site_header = gettext_lazy("Ecuador security briefings")
    site_title = gettext_lazy("Editorial desk")
    index_title = gettext_lazy("Editorial desk")
    empty_value_display = "–"
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Record forms as `history.Event`; Django's own LogEntry is not used."""
        options |= {
            "history_view": _history_view,
            "log_addition": _record_addition,
            "log_change": _record_change,
            "log_deletions": _record_deletions,
            "construct_change_message": _has_changed,
            "get_deleted_objects": _deleted_objects,
        }
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        ours = [model for model in models if model._meta.app_label not in ON_ACCOUNT_PAGES]
        super().register(ours, admin_class, **options)

    pages = ()

    def add_page(self, route, view, name):
        """Add a page of a higher slice as `admin:<name>`; the view checks permissions."""
        self.pages = [*self.pages, (route, view, name)]

    def get_urls(self):
        pages = [
            path("log/", self.admin_view(log_page), name="log"),
            path("log/export/", self.admin_view(export_log), name="log_export"),
            path("guide/", self.admin_view(guide_page), name="guide"),
            path("roles/", self.admin_view(roles_page), name="roles"),
            path("roles/<int:number>/", self.admin_view(person_page), name="roles_of"),
        ]
        more = [path(route, self.admin_view(view), name=name) for route, view, name in self.pages]
        return [*pages, *more, *super().get_urls()]

    def get_app_list(self, request, app_label=None):
        """Django asks for it on every page, and twice on the home page, which alone shows it."""
        if app_label:
            return super().get_app_list(request, app_label)
        if not hasattr(request, "app_groups"):
            django_list = super().get_app_list
            request.app_groups = SimpleLazyObject(lambda: grouped(django_list(request)))
        return request.app_groups

    def admin_view(self, view, cacheable=False):
        """404 for a NUL in the query, which PostgreSQL refuses with an error. Tells the browser what was saved."""

        def readable(request, *args, **kwargs):
            if "%00" in request.META.get("QUERY_STRING", ""):
                raise Http404
            return note_saved(request, view(request, *args, **kwargs))

        return super().admin_view(update_wrapper(readable, view), cacheable)

    def has_permission(self, request):
        return super().has_permission(request) and is_let_in(request)

    def login(self, request, extra_context=None):
        """Redirect to the sign-in page, and from there back.

        People without a second factor are sent to set one up; people who did not use theirs sign in again.
        """
        wanted = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(wanted, request.get_host(), request.is_secure()):
            wanted = reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(wanted)
        if self.has_permission(request):
            return HttpResponseRedirect(wanted)
        if not super().has_permission(request):
            raise PermissionDenied(_("This account is not let into the administration."))
        if not has_factor(request.user):
            return HttpResponseRedirect(reverse("your_account"))
        logout(request)
        return redirect_to_login(wanted)

    def logout(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_logout"), preserve_request=True)

    def password_change(self, request, extra_context=None):
        return HttpResponseRedirect(reverse("account_change_password"))

    def autocomplete_view(self, request):
        return ChoiceView.as_view(admin_site=self)(request)
