"""The forms for people."""

from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.utils.translation import gettext_lazy as _

from ..roles import ROLES
from .models import User


class PlainName:
    """The record names people by their user names: letters that look alike must be the same letter."""

    def clean_username(self):
        clean = getattr(super(), "clean_username", lambda: self.cleaned_data["username"])
        username = clean()
        if "username" in self.changed_data:
            ASCIIUsernameValidator()(username)
        return username


class PersonForm(PlainName, UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


class NewPersonForm(PlainName, AdminUserCreationForm):
    """Staff by default: nobody else needs an account."""

    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "language", "is_active", "is_staff", "groups"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["is_staff"].initial = True
        self.fields["email"].required = True


def role_words(group):
    """The role's name in the reader's language."""
    return ROLES.get(group.name, group.name)


HELP = {
    "is_staff": _("Lets the person sign in here. Switch it off for somebody who has left."),
    "is_active": _("An account that is not active cannot be used at all; its work stays."),
    "groups": _("What the person may do follows from the roles; somebody may hold several."),
}
