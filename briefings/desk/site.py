"""The administration as a site of its own."""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models.base import ModelBase
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..accounts.credentials import has_factor
from ..history.actions import record
from ..history.acts import ADD, CHANGE, DELETE
from ..history.log_pages import export_log, history_page, log_page
from ..history.logged_models import realm_of
from ..roles import REALM_PERMISSIONS, may
from ..signing_in.second_factor import is_let_in
from .role_pages import person_page, roles_page

ON_ACCOUNT_PAGES = {"account", "mfa", "usersessions"}  # apps whose rows concern their owners alone


class ChoiceView(AutocompleteJsonView):
    """Finds choices; what one is called may depend on who asks (`choice_words` of its admin)."""

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        if hasattr(self.model_admin, "choice_words"):
            result["text"] = self.model_admin.choice_words(self.request, obj)
        return result


def may_see_history_of(thing, user):
    return may(user, REALM_PERMISSIONS[realm_of(thing)])


def _history_view(model_admin, request, object_id, extra_context=None):
    """The acts on one thing, of the realms whose history the person may see; or what `own_history` of the thing's
    admin shows to whom the thing belongs."""
    thing = model_admin.get_object(request, object_id)
    if thing is None:
        raise Http404
    if not model_admin.has_view_or_change_permission(request, thing):
        raise PermissionDenied
    if may_see_history_of(thing, request.user):
        return history_page(request, thing, model_admin.opts)
    if hasattr(model_admin, "own_history"):
        return model_admin.own_history(request, thing)
    raise PermissionDenied


def _record(model_admin, request, thing, act):
    """One event for what a form saved, unless the form calls acts, which record themselves; the fields are followed
    (history/logged_models.py) and not repeated in it."""
    if not (hasattr(thing, "logged") and thing.logged.by_acts):
        record(by=request.user, act=act, target=thing)


def _record_addition(model_admin, request, thing, changed):
    _record(model_admin, request, thing, ADD)


def _record_change(model_admin, request, thing, changed):
    if changed:
        _record(model_admin, request, thing, CHANGE)


def _record_deletions(model_admin, request, things):
    for thing in things:
        _record(model_admin, request, thing, DELETE)


def _has_changed(model_admin, request, form, formsets, add=False):
    """In the place of a message about the changes: whether there are any."""
    changed = [formset.new_objects or formset.changed_objects or formset.deleted_objects for formset in formsets]
    return bool(form.changed_data or any(changed))


class Site(AdminSite):
    site_header = gettext_lazy("Ecuador security briefings")
    site_title = gettext_lazy("Editorial desk")
    index_title = gettext_lazy("Editorial desk")
    empty_value_display = "–"
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options):
        """Every page of the site records by `history.Event` and shows that record; Django's own log stays empty."""
        options |= {
            "history_view": _history_view,
            "log_addition": _record_addition,
            "log_change": _record_change,
            "log_deletions": _record_deletions,
            "construct_change_message": _has_changed,
        }
        models = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else model_or_iterable
        ours = [model for model in models if model._meta.app_label not in ON_ACCOUNT_PAGES]
        super().register(ours, admin_class, **options)

    pages = ()

    def add_page(self, route, view, name):
        """A page of a higher slice, at `admin:<name>`; the view checks who may read it."""
        self.pages = [*self.pages, (route, view, name)]

    def get_urls(self):
        pages = [
            path("log/", self.admin_view(log_page), name="log"),
            path("log/export/", self.admin_view(export_log), name="log_export"),
            path("roles/", self.admin_view(roles_page), name="roles"),
            path("roles/<int:number>/", self.admin_view(person_page), name="roles_of"),
        ]
        more = [path(route, self.admin_view(view), name=name) for route, view, name in self.pages]
        return [*pages, *more, *super().get_urls()]

    def admin_view(self, view, cacheable=False):
        """Nothing is found by a query with a NUL in it; PostgreSQL would fail on the way to that answer."""

        def readable(request, *args, **kwargs):
            if "%00" in request.META.get("QUERY_STRING", ""):
                raise Http404
            return view(request, *args, **kwargs)

        return super().admin_view(update_wrapper(readable, view), cacheable)

    def has_permission(self, request):
        return super().has_permission(request) and is_let_in(request)

    def login(self, request, extra_context=None):
        """To the page where people sign in, and from there to where they wanted to go.

        Who has no second factor yet is led to set one up; who has one and did not use it signs in anew.
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
