"""Acts on several articles of the list, each in its own transaction; refusals are shown with their reasons.

Nothing is approved or published here: that needs somebody who has read the text.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....lib.acts import why_not
from ....lib.admin.pages import admin_page
from ....lib.numbers import as_number
from ....roles import may
from ....topics.models import Topic
from ...actions import add_topic, assign_editor, submit
from ...acts.conditions import Attempt, is_not_archived
from ...acts.writing import ASSIGN_EDITOR
from ...forms import editors
from ..form.review_notice import after_saving

MOST = 100  # articles: a page of the list has 50


class TopicForm(forms.Form):
    topic = forms.ModelChoiceField(label=gettext_lazy("Topic"), queryset=Topic.objects.all(), label_suffix="")


class InChargeForm(forms.Form):
    editor = forms.ModelChoiceField(
        label=gettext_lazy("Editor in charge"),
        queryset=editors(),
        empty_label=gettext_lazy("nobody in particular"),
        required=False,
        label_suffix="",
    )


def _reason(error):
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _list(heading, lines):
    return format_html("{}<ul>{}</ul>", heading, format_html_join("", "<li>{}</li>", ((line,) for line in lines)))


def _each(model_admin, request, articles, act):
    """Do the act on each article and show the outcomes; `act` returns whether a text in review has changed."""
    done, refused = [], []
    for article in articles:
        try:
            is_changed = act(article)
        except (PermissionDenied, ValidationError) as error:
            refused.append(f"{article}: {_reason(error)}")
        else:
            done.append(f"{article}: {after_saving(article, request.user)}" if is_changed else str(article))
    if done:
        model_admin.message_user(request, _list(_("Done:"), done), messages.SUCCESS)
    if refused:
        model_admin.message_user(request, _list(_("Not done:"), refused), messages.ERROR)


class Bulk:
    """Mixed into the list's ModelAdmin before those that say it has no actions."""

    actions = ["submit_selected", "add_topic_to_selected", "put_editor_in_charge"]

    def get_actions(self, request):
        return {name: action for name, action in super().get_actions(request).items() if name in self.actions}

    def has_write_permission(self, request):
        return may(request.user, "write_article")

    def has_assign_permission(self, request):
        return why_not(ASSIGN_EDITOR, Attempt(request.user), besides=[is_not_archived]) is None

    def response_action(self, request, queryset):
        """Only articles that were ticked: never a whole list that nobody has looked through."""
        keys = [key for key in request.POST.getlist(ACTION_CHECKBOX_NAME) if as_number(key) is not None]
        if len(keys) > MOST:
            self.message_user(request, _("Choose at most %(most)d articles.") % {"most": MOST}, messages.ERROR)
            return None
        request.POST = request.POST.copy()
        request.POST.setlist(ACTION_CHECKBOX_NAME, keys)
        request.POST.pop("select_across", None)
        return super().response_action(request, queryset)

    def _asked(self, request, queryset, form_class, button, act):
        """A page that asks for the choice; with one, the act on each article."""
        form = form_class(request.POST if "chosen" in request.POST else None)
        if form.is_valid():
            return _each(self, request, queryset, lambda article: act(article, by=request.user, **form.cleaned_data))
        action = request.POST["action"]
        context = {"articles": queryset, "form": form, "action": action, "checkbox": ACTION_CHECKBOX_NAME}
        return admin_page(request, "admin/briefings/article/bulk_page.html", button, context, model_admin=self)

    @admin.action(description=gettext_lazy("Submit for review"), permissions=["write"])
    def submit_selected(self, request, queryset):
        _each(self, request, queryset, lambda article: submit(article, by=request.user))

    @admin.action(description=gettext_lazy("Add a topic…"), permissions=["write"])
    def add_topic_to_selected(self, request, queryset):
        return self._asked(request, queryset, TopicForm, _("Add a topic"), add_topic)

    @admin.action(description=gettext_lazy("Put an editor in charge…"), permissions=["assign"])
    def put_editor_in_charge(self, request, queryset):
        return self._asked(request, queryset, InChargeForm, _("Put an editor in charge"), assign_editor)
