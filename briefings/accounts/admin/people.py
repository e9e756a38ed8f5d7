"""The list of people and the page of an account. Accounts are never deleted."""

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth import admin as _registered  # noqa: F401 (registers Group, which is unregistered below)
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ...lib.admin.pages import WithPages
from ...lib.admin.search import FoldedSearch
from ...lib.texts import day_and_time
from ...mail.models import Mail
from ...roles import ROLES
from ..actions.account import change_person
from ..credentials import FACTORS
from ..forms import PersonForm
from ..models import UNUSED_AFTER, Invitation, User
from .act_page import act_buttons, act_view, links_to_show
from .invite_page import invite_view
from .reassign_page import articles_view

admin.site.unregister(Group)  # only roles.py says what a role allows


NO_PASSWORD = Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
STATES = {
    "active": _("Active"),
    "invited": _("Invited"),
    "unused": _("Unused for 45 days"),
    "shut": _("Deactivated"),
}


def _waiting_words(person, invitation):
    if invitation is None:
        return _("No password yet")
    if person.has_unsent_mail and invitation.is_open():
        return _("Invited, but the mail could not be sent")
    words = _("Invited until %(when)s") if invitation.is_open() else _("Invitation ran out %(when)s")
    return words % {"when": day_and_time(invitation.expires_at)}


def state_words(person):
    """`person` needs the annotations of `PersonAdmin.get_queryset`."""
    invitation = getattr(person, "invitation", None)
    if not person.is_active:
        taken_back = invitation and invitation.revoked_at and not person.has_usable_password()
        return _("Invitation taken back") if taken_back else _("Deactivated")
    if not person.has_usable_password():
        return _waiting_words(person, invitation)
    if person.last_use < timezone.localdate() - UNUSED_AFTER:
        return _("Unused for 45 days")
    return _("Active")


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return list(STATES.items())

    def queryset(self, request, queryset):
        unused = User.objects.unused().order_by().values("pk")
        conditions = {
            "active": Q(is_active=True) & ~NO_PASSWORD & ~Q(pk__in=unused),
            "invited": Q(is_active=True, invitation__accepted_at=None, invitation__expires_at__gt=Now()) & NO_PASSWORD,
            "unused": Q(pk__in=unused),
            "shut": Q(is_active=False),
        }
        return queryset.filter(conditions[self.value()]) if self.value() in conditions else queryset


PAGES = [
    ("invite/", invite_view, "invite"),
    ("<int:object_id>/acts/<str:act>/", act_view, "act"),
    ("<int:object_id>/articles/", articles_view, "articles"),
]


class RoleFilter(admin.RelatedFieldListFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("roles")
        self.empty_value_display = _("No role")

    def field_choices(self, field, request, model_admin):
        return [(group.pk, ROLES[group.name]) for group in Group.objects.filter(name__in=ROLES).order_by("pk")]


@admin.register(User)
class PersonAdmin(WithPages, FoldedSearch, admin.ModelAdmin):
    """Accounts are created by invitation and changed by acts; the form holds only names and address."""

    form = PersonForm
    pages = PAGES
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
        unsent = Mail.objects.unsent().filter(person=OuterRef("pk"), target_type=Invitation._meta.model_name)
        people = super().get_queryset(request).with_last_use()
        people = people.annotate(has_factor=Exists(factors), has_unsent_mail=Exists(unsent))
        return people.select_related("invitation").prefetch_related("groups")

    def lookup_allowed(self, lookup, value, request):
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """Only superusers change the account of a superuser, which has every permission."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or request.user.is_superuser or not obj.is_superuser)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": _("People"), "shown_links": links_to_show(request)})

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
            "shown_links": links_to_show(request),
            "leaves_articles": not person.is_active and person.articles.exists(),
        }
        return super().render_change_form(request, context, **kwargs)

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
