import datetime
import json

from django import forms
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from ..lib.acts import ACTS, acts
from ..lib.clock import DayInput
from ..lib.texts import LineFormField
from ..roles import Realm
from .log import finders
from .log_words import model_words
from .logged_models import logged_models
from .models import FieldChange, realms_seen_by
from .names_of_people import accounts_named

ALL = ("", _("all"))
LAST_DAY = datetime.date.max - datetime.timedelta(days=1)  # that has a midnight after it, everywhere on earth


class ActField(forms.ChoiceField):
    """Takes former names of acts too."""

    def to_python(self, value):
        name = super().to_python(value)
        return ACTS[name].name if name in ACTS else name


class LogForm(forms.Form):
    realm = forms.ChoiceField(label=_("Realm"), required=False)
    kind = forms.ChoiceField(label=_("Kind of thing"), required=False)
    act = ActField(label=_("Act"), required=False)
    by = LineFormField(
        label=_("Person"), required=False, max_length=150, help_text=_("Name or user name, or a part of it.")
    )
    since = forms.DateField(label=_("From"), required=False, widget=DayInput())
    until = forms.DateField(label=_("To"), required=False, widget=DayInput())
    q = LineFormField(
        label=_("Text"),
        required=False,
        max_length=150,
        help_text=_("In names of things and in what changed; a number: among all values on record."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        seen = realms_seen_by(user)
        self.fields["realm"].choices = [ALL, *(choice for choice in Realm.choices if choice[0] in seen)]
        names = [model._meta.model_name for model in logged_models() if not model.logged.part_of]
        kinds = sorted((model_words(name), name) for name in names)
        self.fields["kind"].choices = [ALL, *((kind, words) for words, kind in kinds)]
        words = sorted((str(act.words), act.name) for act in acts() if act.words)
        self.fields["act"].choices = [ALL, *((name, words) for words, name in words)]

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("This day is before the first one."))
        return cleaned

    def narrowed(self, querysets):
        """The querysets with what the form asks for, but for the text; nothing where it is not valid."""
        if not self.is_valid():
            return [queryset.none() for queryset in querysets]
        return [self._narrowed(queryset) for queryset in querysets]

    @property
    def text(self):
        """Texts to search for in the entries, without an index."""
        return self.cleaned_data["q"] if self.is_valid() else ""

    @cached_property
    def findings(self):
        """What slices find of the text outside of the log's own entries."""
        found = [finder(self.text) for finder in finders] if self.text else []
        return [finding for finding in found if finding]

    def holding(self, querysets):
        """Of the querysets what holds the text."""
        return [_holding(queryset, self.text, self.findings) for queryset in querysets] if self.text else querysets

    def _narrowed(self, queryset):
        asked = self.cleaned_data
        names = ACTS[asked["act"]].names if asked["act"] else ()
        plain = {"realm": asked["realm"], "target_type": asked["kind"], "act__in": names}
        queryset = queryset.filter(**{name: value for name, value in plain.items() if value})
        if asked["by"]:
            queryset = queryset.filter(
                Q(by_name__contains_folded=asked["by"]) | Q(by_id__in=accounts_named(asked["by"]))
            )
        if asked["since"]:
            queryset = queryset.filter(at__gte=_midnight(asked["since"]))
        if asked["until"]:
            queryset = queryset.filter(at__lt=_midnight(min(asked["until"], LAST_DAY) + datetime.timedelta(days=1)))
        return queryset

    def asked(self):
        """The filters that are set, for the event of an export."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


def _midnight(day):
    return datetime.datetime.combine(day, datetime.time(), get_current_timezone())


def _holding(queryset, text, findings):
    if queryset.model is not FieldChange:
        wanted = Q(target_label__contains_folded=text)
        for finding in findings:
            wanted |= finding.condition
        return queryset.filter(wanted)
    wanted = Q(target_label__contains_folded=text) | Q(part_label__contains_folded=text)
    wanted |= Q(changes_text__contains_folded=json.dumps(text, ensure_ascii=False)[1:-1])
    return queryset.annotate(changes_text=Cast("changes", TextField())).filter(wanted)
