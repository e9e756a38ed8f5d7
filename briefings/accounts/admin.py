"""People and their roles. Accounts are never deleted: what somebody did stays under their name."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..history.actions import record
from ..history.models import Event
from ..roles import ROLES
from .forms import HELP, NewPersonForm, PersonForm, role_words
from .models import User

admin.site.unregister(Group)  # what a role may do is written in roles.py and nowhere else


class RoleFilter(admin.RelatedFieldListFilter):
    """Roles by their names in the reader's language."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = _("roles")

    def field_choices(self, field, request, model_admin):
        return [(group.pk, role_words(group)) for group in Group.objects.filter(name__in=ROLES).order_by("pk")]


@admin.register(User)
class PersonAdmin(UserAdmin):
    form, add_form = PersonForm, NewPersonForm
    list_display = ["username", "full_name", "email", "role_list", "is_active", "is_staff", "last_login"]
    list_filter = [("groups", RoleFilter), "is_active", "is_staff"]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    filter_horizontal = []
    show_full_result_count = False
    actions = None
    fieldsets = [
        (None, {"fields": ["username", "password", "first_name", "last_name", "email", "language"]}),
        (_("What the person may do"), {"fields": ["groups", "is_active", "is_staff"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "first_name", "last_name", "email", "language"]}),
        (_("What the person may do"), {"fields": ["groups", "is_active", "is_staff"]}),
        (_("Password"), {"fields": ["usable_password", "password1", "password2"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """A superuser's account is for superusers to change: it would be a way to every right."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or request.user.is_superuser or not obj.is_superuser)

    def get_readonly_fields(self, request, obj=None):
        """Nobody gives themselves a role, or locks themselves out."""
        fields = ["last_login", "date_joined"]
        return [*fields, "groups", "is_active", "is_staff"] if obj and obj.pk == request.user.pk else fields

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in HELP:
            field.help_text = HELP[db_field.name]
        return field

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs |= {"widget": forms.CheckboxSelectMultiple, "queryset": Group.objects.filter(name__in=ROLES)}
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label, field.label_from_instance = _("Roles"), role_words
        return field

    def save_related(self, request, form, formsets, change):
        before = set(form.instance.groups.values_list("name", flat=True)) if change else set()
        super().save_related(request, form, formsets, change)
        after = set(form.instance.groups.values_list("name", flat=True))
        changed = [name for name in form.changed_data if name not in ("groups", "password1", "password2")]
        detail = {"given": sorted(after - before), "taken": sorted(before - after), "changed": sorted(changed)}
        act = "change_person" if change else "add_person"
        record(by=request.user, act=act, target=form.instance, realm=Event.Realm.USERS, detail=detail)

    def user_change_password(self, request, id, form_url=""):
        """Recorded; one's own password is changed where the old one is asked for."""
        person = self.get_object(request, unquote(id))
        if person and person.pk == request.user.pk:
            return HttpResponseRedirect(reverse("admin:password_change"))
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            if not self.has_change_permission(request, person):
                raise PermissionDenied
            record(by=request.user, act="set_password", target=person, realm=Event.Realm.USERS)
        return response

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, person):
        return person.get_full_name()

    @admin.display(description=_("roles"))
    def role_list(self, person):
        return ", ".join(str(role_words(group)) for group in person.groups.all())
