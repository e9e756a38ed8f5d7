from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.utils.translation import gettext_lazy as _

from ..lib.act_pages import form_of
from ..lib.texts import LineFormField
from ..roles import ROLES, gives
from .acts import CHANGE_ROLES, DEACTIVATE, RESET_SECOND_FACTOR
from .models import User

LANGUAGES = User._meta.get_field("language").choices


class PersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "email", "language"]

    def clean_username(self):
        username = self.cleaned_data["username"]
        if "username" in self.changed_data:
            ASCIIUsernameValidator()(username)
        return username

    def clean_email(self):
        return self.cleaned_data["email"].strip().lower()


class ChoosePasswordForm(SetPasswordForm):
    def __init__(self, user, *args, **kwargs):
        super().__init__(user, *args, **kwargs)
        self.fields["new_password1"].label = _("Password")
        self.fields["new_password2"].label = _("The same password again")


class RolesField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


def role_choices(roles):
    return [(role, words) for role, words in ROLES.items() if role in roles]


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = LineFormField(label=_("Name"), max_length=150)
    language = forms.ChoiceField(label=_("Language of the mail and of the desk"), choices=LANGUAGES)
    roles = RolesField(label=_("Roles"), help_text=_("What the person may do follows from the roles."))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = role_choices(gives(by, by_invitation=True))
        self.fields["language"].initial = by.language


class InviteSeveralForm(forms.Form):
    lines = forms.CharField(
        label=_("People, one a line"),
        help_text=_("Address, name, roles, with commas between: ana@example.org, Ana Ruiz, Author, Analyst"),
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    language_of_all = forms.ChoiceField(label=_("Language for all of them"), choices=LANGUAGES)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language_of_all"].initial = by.language


class ActForm(forms.Form):
    """No fields, only the button."""

    def __init__(self, *args, person, by, **kwargs):
        super().__init__(*args, **kwargs)


@form_of(RESET_SECOND_FACTOR, DEACTIVATE)
class ReasonForm(ActForm):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept in the history; the person is not told."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@form_of(CHANGE_ROLES)
class RolesForm(ActForm):
    roles = RolesField(label=_("Roles"), required=False)

    def __init__(self, *args, person, by, **kwargs):
        super().__init__(*args, person=person, by=by, **kwargs)
        held = set(person.groups.values_list("name", flat=True)) & set(ROLES)
        self.fields["roles"].choices = role_choices(gives(by, by_invitation=not person.has_usable_password()) | held)
        self.initial["roles"] = sorted(held)
