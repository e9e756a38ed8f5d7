from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from ...lib.act_pages import ActPage
from ...lib.acts import ACTS, available
from ...roles import require, roles_in_words
from ..acts import OFFERED
from ..acts.conditions import Attempt
from ..forms import ActForm
from ..models import Invitation
from ..password_links import link_of

SHOWN_LINKS = "shown_links"  # session key: invitations whose links the next page shows
LINK_BELOW = gettext_lazy("Done. This site sends no mail: pass the link below on yourself. It is shown only now.")


def person_url(person, act=None):
    if act:
        return reverse("admin:briefings_user_act", args=[person.pk, act.name])
    return reverse("admin:briefings_user_change", args=[person.pk])


def act_buttons(person, user):
    """(url, label, whether it is grave) of every act that `user` may do on the person now."""
    acts = available(OFFERED, Attempt(user, person))
    return [(person_url(person, act), act.link, act.page.grave) for act in acts]


def message_invited(model_admin, request, invitations, done):
    """Without a mail server the next page shows the links, once and only to whoever made them."""
    if not settings.SENDS_MAIL:
        request.session[SHOWN_LINKS] = [invitation.pk for invitation in invitations]
    model_admin.message_user(request, done if settings.SENDS_MAIL else LINK_BELOW, messages.SUCCESS)


def links_to_show(request):
    """(person, link) of each invitation just made; the link itself is stored nowhere."""
    if SHOWN_LINKS not in request.session:
        return []
    made = Invitation.objects.filter(pk__in=request.session.pop(SHOWN_LINKS), invited_by=request.user)
    return [(one.user, link_of(one)) for one in made.select_related("user").order_by("pk") if one.is_open()]


class PersonActPage(ActPage):
    template = "admin/briefings/user/act.html"
    form = ActForm
    back_words = gettext_lazy("Back to the account")

    def url(self):
        return person_url(self.target)

    def form_options(self):
        return {"person": self.target, "by": self.request.user}

    def answer(self, result):
        person, page = self.target, self.act.page
        done = page.done % {"person": person, "email": person.email}
        if page.sends_link:
            message_invited(self.model_admin, self.request, [result], done)
        else:
            self.show_message(done)
        leaves = page.leaves_articles and person.articles.exists()
        return HttpResponseRedirect(
            reverse("admin:briefings_user_articles", args=[person.pk]) if leaves else self.url()
        )

    def extra_context(self):
        return {"explained": roles_in_words() if self.act.page.explains_roles else []}


def act_view(model_admin, request, object_id, act):
    require(request.user, "manage_users")
    act, person = ACTS.get(act), model_admin.get_object(request, str(object_id))
    if act not in OFFERED or person is None:
        raise Http404
    return PersonActPage(model_admin, request, act, Attempt(request.user, person), person).respond()
