from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..accounts.models import User
from ..lib.act_pages import form_of
from ..lib.clock import DayInput, MomentInput
from ..lib.texts import DESCRIPTION, REMARK, AddressFormField, Longest
from ..roles import EDITOR
from .acts.publishing import APPROVE_AND_PUBLISH, FORCE_PUBLISH, MOVE, PUBLISH, RESCHEDULE, UNHOLD
from .acts.review import RETURN_TO_AUTHOR
from .acts.translating import NEEDS_NO_REVISION, START_TRANSLATION
from .acts.withdrawal import RESTORE, TAKE_DOWN, WITHDRAW
from .acts.writing import ASSIGN_EDITOR, PLAN, REASSIGN
from .models import Edition, FollowUp
from .models.articles import LANGUAGES
from .models.editions import WaitingChoice

ChangeKind = Edition.ChangeKind


class ActForm(forms.Form):
    """A form with only a button. `article` is what the act is about, `waiting` its waiting edition."""

    def __init__(self, *args, article, waiting=None, **kwargs):
        self.article, self.waiting = article, waiting
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(field.label)
        self.prepare()

    def prepare(self):
        """Fill in what depends on the article."""


def _text(label, help_text, most=REMARK, **kwargs):
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=help_text, validators=[Longest(most)], widget=widget, **kwargs)


def _moment(label, help_text, **kwargs):
    return forms.DateTimeField(label=label, help_text=help_text, widget=MomentInput(), **kwargs)


@form_of(RETURN_TO_AUTHOR)
class ReturnForm(ActForm):
    comment = _text(_("what has to be done"), _("The author sees this above the article."), DESCRIPTION)


@form_of(WITHDRAW, TAKE_DOWN)
class ReasonForm(ActForm):
    reason = _text(_("reason"), _("Readers see it. Say what is wrong and what they can rely on."))
    waiting_edition = forms.ChoiceField(
        label=_("the edition that waits"), choices=WaitingChoice.choices, widget=forms.RadioSelect
    )

    def prepare(self):
        if not self.waiting:
            del self.fields["waiting_edition"]


@form_of(RESTORE)
class RestoreForm(ActForm):
    reason = _text(_("reason"), _("Kept in the history; readers do not see it."), required=False)


@form_of(MOVE)
class MoveForm(ActForm):
    slug = AddressFormField(
        label=_("new address"), max_length=120, help_text=_("The old address goes on working and leads to the new one.")
    )

    def prepare(self):
        self.initial["slug"] = self.article.slug


@form_of(START_TRANSLATION)
class TranslationForm(ActForm):
    language = forms.ChoiceField(label=_("language"), help_text=_("Blocks and figures are carried over."))

    def prepare(self):
        used = set(self.article.group.articles.unarchived().values_list("language", flat=True))
        self.fields["language"].choices = [(code, name) for code, name in LANGUAGES if code not in used]


@form_of(NEEDS_NO_REVISION)
class NeedsNoRevisionForm(ActForm):
    """`seen`: the newest edition in the other language that the page compares."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def prepare(self):
        numbers = FollowUp.objects.open().filter(article=self.article).values_list("edition__number", flat=True)
        self.initial["seen"] = max(numbers, default=None)


@form_of(PLAN)
class PlanForm(ActForm):
    planned_on = forms.DateField(
        label=_("planned for"),
        help_text=_("When you mean to publish. Nothing happens by itself. Empty: no plan."),
        widget=DayInput(),
        required=False,
    )

    def prepare(self):
        self.initial["planned_on"] = self.article.workflow.planned_on


def editors():
    """Those who can be put in charge."""
    return User.objects.filter(is_active=True, groups__name=EDITOR).order_by("first_name", "last_name", "username")


@form_of(ASSIGN_EDITOR)
class AssignEditorForm(ActForm):
    editor = forms.ModelChoiceField(
        label=_("editor in charge"),
        queryset=editors(),
        empty_label=_("nobody in particular"),
        help_text=_("Among the articles that wait for review, it waits for this editor; any other may still act."),
        required=False,
    )

    def prepare(self):
        self.initial["editor"] = self.article.workflow.editor_id


def writers():
    """Those who can be an article's author."""
    return User.objects.who_may("write_article").order_by("first_name", "last_name", "username")


@form_of(REASSIGN)
class ReassignForm(ActForm):
    to = forms.ModelChoiceField(
        label=_("new author"),
        queryset=User.objects.none(),
        help_text=_("Only the author submits an article and accepts an editor’s changes. The text stays as it is."),
    )

    def prepare(self):
        self.fields["to"].queryset = writers().exclude(pk=self.article.workflow.owner_id)


@form_of(RESCHEDULE)
class RescheduleForm(ActForm):
    publish_at = _moment(_("public from"), _("Date and time in Ecuador (America/Guayaquil)."))

    def prepare(self):
        self.initial["publish_at"] = self.waiting and self.waiting.publish_at


@form_of(UNHOLD)
class UnholdForm(ActForm):
    publish_at = _moment(
        _("public from"),
        _("Date and time in Ecuador (America/Guayaquil). Empty: its own date, or now if that has passed."),
        required=False,
    )


@form_of(APPROVE_AND_PUBLISH, PUBLISH)
class PublishForm(ActForm):
    change_kind = forms.ChoiceField(label=_("kind of change"), widget=forms.RadioSelect)
    note = _text(
        _("public note"),
        _("What has changed, in one or two sentences. Readers see it; updates and corrections need it."),
        required=False,
    )
    publish_at = _moment(
        _("public from"), _("Date and time in Ecuador (America/Guayaquil). Empty: now."), required=False
    )
    replace = forms.BooleanField(label=_("replace the edition that waits"), required=False)

    def __init__(self, *args, suggested=ChangeKind.UPDATE, suggested_note="", **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["note"] = suggested_note
        kind = self.fields["change_kind"]
        if self.waiting.number > 1 if self.waiting else self.article.editions.exists():
            kind.choices = [choice for choice in ChangeKind.choices if choice[0] != ChangeKind.FIRST]
            self.initial["change_kind"] = suggested
        else:
            kind.choices = [choice for choice in ChangeKind.choices if choice[0] == ChangeKind.FIRST]
            self.initial["change_kind"] = ChangeKind.FIRST
            kind.widget = forms.HiddenInput()
            self.fields["note"].widget = forms.HiddenInput()
        if not self.waiting:
            del self.fields["replace"]


@form_of(FORCE_PUBLISH)
class ForcePublishForm(PublishForm):
    field_order = ["reason"]
    reason = _text(
        _("reason"),
        _("Why this cannot wait for a second person. It is kept in the history for ever; readers do not see it."),
    )
