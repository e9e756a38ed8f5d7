"""The page that gives the articles of a deactivated account to another author."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ...articles.actions import reassign
from ...articles.acts.conditions import Attempt
from ...articles.acts.writing import REASSIGN
from ...articles.forms import writers
from ...articles.models import Article, Edition, Workflow
from ...lib.act_pages import add_errors, with_way_back
from ...lib.acts import why_not
from ...lib.admin.pages import admin_page
from ...roles import require
from ..models import User
from .act_page import person_url


class ReassignForm(forms.Form):
    articles = forms.ModelMultipleChoiceField(
        queryset=Article.objects.none(), label=gettext_lazy("Articles"), widget=forms.CheckboxSelectMultiple
    )
    to = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=gettext_lazy("New author"),
        help_text=gettext_lazy("Everything else stays: the text, comments, and what is waiting for its date."),
    )

    def __init__(self, *args, articles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = writers()
        self.fields["articles"].queryset = articles
        self.fields["articles"].label_from_instance = _label
        self.initial["articles"] = articles.filter(is_unchanged=False).values_list("pk", flat=True)


def _label(article):
    stage = _("published") if article.is_unchanged else article.workflow.get_stage_display()
    return f"{article} ({article.get_language_display()}, {stage})"


def articles_of(person):
    """Articles with unpublished work first."""
    since = Edition.objects.filter(article=OuterRef("pk"), created_at__gte=OuterRef("changed_at"))
    articles = Article.objects.filter(workflow__owner=person).annotate(is_unchanged=Exists(since))
    return articles.select_related("workflow").order_by("is_unchanged", "-changed_at", "pk")


@transaction.atomic
def _reassign_all(form, user):
    for article in form.cleaned_data["articles"].order_by("pk"):
        reassign(article, to=form.cleaned_data["to"], by=user)
    return len(form.cleaned_data["articles"])


def articles_view(model_admin, request, object_id):
    """Whoever may not give away articles of somebody active does not get to read their titles here."""
    require(request.user, "manage_users")
    person = model_admin.get_object(request, str(object_id))
    if person is None:
        raise Http404
    workflow = Workflow(article=Article(), owner=person)
    if reason := why_not(REASSIGN, Attempt(request.user, workflow)):
        raise with_way_back(reason, person_url(person), _("Back to the account"))
    form = ReassignForm(request.POST if request.method == "POST" else None, articles=articles_of(person))
    if form.is_valid():
        try:
            count = _reassign_all(form, request.user)
        except ValidationError as error:
            add_errors(form, error)
        else:
            words = {"count": count, "person": form.cleaned_data["to"]}
            done = ngettext("%(count)d article is %(person)s’s now.", "%(count)d articles are %(person)s’s now.", count)
            model_admin.message_user(request, done % words, messages.SUCCESS)
            return HttpResponseRedirect(request.path)
    context = {"form": form, "leaves": articles_of(person).exists()}
    return admin_page(
        request,
        "admin/briefings/user/articles.html",
        _("Articles of %(person)s") % {"person": person},
        context,
        model_admin=model_admin,
        target=person,
    )
