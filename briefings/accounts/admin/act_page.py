from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from ...desk.role_pages import roles_in_words
from ...lib.act_pages import ActPage
from ...lib.acts import ACTS, available
from ...roles import require
from ..acts import CHANGE_ROLES, DEACTIVATE, OFFERED
from ..acts.conditions import Case
from ..forms import ActForm

MAIL_FAILED = gettext_lazy(
    "It is done, but the mail to %(email)s could not be sent. Nothing is lost: send it again in a while, and tell "
    "whoever runs the site if that fails too."
)


def person_url(person, act=None):
    if act:
        return reverse("admin:briefings_user_act", args=[person.pk, act.name])
    return reverse("admin:briefings_user_change", args=[person.pk])


def act_buttons(person, user):
    """(url, label, whether it is grave) of every act that `user` may do on the person now."""
    acts = available(OFFERED, Case(user, person))
    return [(person_url(person, act), act.page.link, act.page.grave) for act in acts]


def say_whether_sent(model_admin, request, invitations, done):
    failed = [invitation.user.email for invitation in invitations if invitation.undelivered_at]
    if failed:
        model_admin.message_user(request, MAIL_FAILED % {"email": ", ".join(failed)}, messages.WARNING)
    else:
        model_admin.message_user(request, done, messages.SUCCESS)


class PersonActPage(ActPage):
    template = "admin/briefings/user/act.html"
    form = ActForm
    back_words = gettext_lazy("Back to the account")

    def url(self):
        return person_url(self.thing)

    def form_options(self):
        return {"person": self.thing, "by": self.request.user}

    def answer(self, result):
        person, page = self.thing, self.act.page
        done = page.done % {"person": person, "email": person.email}
        if page.sends_link:
            say_whether_sent(self.model_admin, self.request, [result], done)
        else:
            self.say(done)
        leaves = self.act is DEACTIVATE and person.articles.exists()
        return HttpResponseRedirect(
            reverse("admin:briefings_user_articles", args=[person.pk]) if leaves else self.url()
        )

    def more(self):
        return {"explained": roles_in_words() if self.act is CHANGE_ROLES else []}


def act_view(model_admin, request, object_id, act):
    require(request.user, "manage_users")
    act, person = ACTS.get(act), model_admin.get_object(request, str(object_id))
    if act not in OFFERED or person is None:
        raise Http404
    return PersonActPage(model_admin, request, act, Case(request.user, person), person).respond()
