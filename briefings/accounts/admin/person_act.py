"""The page of an act on a person: it asks and says what happened. The acts check everything."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...desk.refusals import as_refusal
from ...desk.role_pages import roles_in_words
from ...lib.act_pages import add_errors
from ...roles import require
from ..actions import available_acts, why_not
from .act_pages import ACT_PAGES

MAIL_FAILED = gettext_lazy(
    "It is done, but the mail to %(email)s could not be sent. Nothing is lost: send it again in a while, and tell "
    "whoever runs the site if that fails too."
)


def person_url(person, act=""):
    if act:
        return reverse("admin:briefings_user_act", args=[person.pk, act])
    return reverse("admin:briefings_user_change", args=[person.pk])


def act_buttons(person, user):
    """(address, words, whether it is grave) for every act that `user` may do on the person now."""
    return [
        (person_url(person, act), ACT_PAGES[act].link, ACT_PAGES[act].grave) for act in available_acts(person, user)
    ]


def say_whether_sent(model_admin, request, invitations, done):
    """`done`, or for whom the mail has failed."""
    failed = [one.user.email for one in invitations if one.undelivered_at]
    if failed:
        model_admin.message_user(request, MAIL_FAILED % {"email": ", ".join(failed)}, messages.WARNING)
    else:
        model_admin.message_user(request, done, messages.SUCCESS)


def _done(model_admin, request, name, page, person, result):
    done = page.done % {"person": person, "email": person.email}
    if page.mails:
        say_whether_sent(model_admin, request, [result], done)
    else:
        model_admin.message_user(request, done, messages.SUCCESS)
    leaves = name == "deactivate" and person.articles.exists()
    return HttpResponseRedirect(
        reverse("admin:briefings_user_articles", args=[person.pk]) if leaves else person_url(person)
    )


def act_view(model_admin, request, object_id, act):
    """GET asks, POST acts; an error leaves the page as it was filled in."""
    require(request.user, "manage_users")
    page = ACT_PAGES.get(act)
    person = model_admin.get_object(request, str(object_id))
    if page is None or person is None:
        raise Http404
    reason = why_not(person, request.user, act)
    if reason and (request.method != "POST" or isinstance(reason, PermissionDenied)):
        raise as_refusal(reason, person_url(person), _("Back to the account"))
    form = page.form(request.POST if request.method == "POST" else None, person=person, by=request.user)
    if form.is_valid():
        try:
            result = page.act(person, by=request.user, **form.cleaned_data)
            return _done(model_admin, request, act, page, person, result)
        except ValidationError as error:
            add_errors(form, error)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": page.button,
        "subtitle": str(person),
        "opts": model_admin.opts,
        "original": person,
        "page": page,
        "form": form,
        "explained": roles_in_words() if act == "change_roles" else [],
    }
    return TemplateResponse(request, "admin/briefings/user/act.html", context)
