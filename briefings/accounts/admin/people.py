"""People and their roles. Accounts are never deleted: what somebody did stays under their name."""

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth import admin as _registered  # noqa: F401 (registers Group, which goes again below)
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ...lib.admin.pages import page_urls
from ...roles import ROLES
from ..actions import change_person
from ..credentials import FACTORS
from ..forms import PersonForm
from ..models import User
from .act_page import act_buttons, act_view
from .invite_page import invite_view
from .reassign_page import articles_view
from .states import StateFilter, state_words

admin.site.unregister(Group)  # what a role may do is written in roles.py and nowhere else

PAGES = [
    ("invite/", invite_view, "invite"),
    ("<int:object_id>/acts/<str:act>/", act_view, "act"),
    ("<int:object_id>/articles/", articles_view, "articles"),
]


class RoleFilter(admin.RelatedFieldListFilter):
    """Roles by their names in the reader's language."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("roles")
        self.empty_value_display = _("No role")

    def field_choices(self, field, request, model_admin):
        return [(group.pk, ROLES[group.name]) for group in Group.objects.filter(name__in=ROLES).order_by("pk")]


@admin.register(User)
class PersonAdmin(admin.ModelAdmin):
    """Accounts come by invitation, and what happens to them are acts; the form holds only names and address."""

    form = PersonForm
    list_display = ["full_name", "state", "role_list", "last_used", "second_factor", "email", "username"]
    list_filter = [StateFilter, ("groups", RoleFilter)]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["last_name", "first_name", "username"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None
    change_form_template = "admin/briefings/user/change_form.html"
    change_list_template = "admin/briefings/user/change_list.html"

    def get_queryset(self, request):
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
        people = super().get_queryset(request).with_last_use().annotate(has_factor=Exists(factors))
        return people.select_related("invitation").prefetch_related("groups")

    def lookup_allowed(self, lookup, value, request):
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """A superuser's account is for superusers to change: it would be a way to every right."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or request.user.is_superuser or not obj.is_superuser)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("People")} | (extra_context or {}))

    def save_model(self, request, obj, form, change):
        change_person(obj, by=request.user, **form.cleaned_data)

    def render_change_form(self, request, context, **kwargs):
        person = kwargs.get("obj")
        context |= {
            "title": _("Account"),
            "person_acts": act_buttons(person, request.user),
            "state": state_words(person),
            "last_use": self.last_used(person),
            "factor": self.second_factor(person),
            "role_words": self.role_list(person),
            "leaves_articles": not person.is_active and person.articles.exists(),
        }
        return super().render_change_form(request, context, **kwargs)

    def get_urls(self):
        return [*page_urls(self, PAGES), *super().get_urls()]

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, person):
        return person.get_full_name() or person.username

    @admin.display(description=_("state"))
    def state(self, person):
        return state_words(person)

    @admin.display(description=_("roles"))
    def role_list(self, person):
        held = {group.name for group in person.groups.all()}
        words = [str(words) for role, words in ROLES.items() if role in held]
        return ", ".join(words) or self.get_empty_value_display()

    @admin.display(description=_("last used"), ordering="last_use")
    def last_used(self, person):
        if person.last_login is None:
            return _("never")
        return date_format(person.last_use, "SHORT_DATE_FORMAT")

    @admin.display(description=_("second factor"))
    def second_factor(self, person):
        return _("yes") if person.has_factor else _("no")
