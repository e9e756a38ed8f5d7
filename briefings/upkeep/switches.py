"""The page of the emergency switches, and the page of each."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..lib.act_pages import ActPage, form_of
from ..lib.acts import ACTS, Attempt, available
from ..lib.admin.pages import admin_page
from ..lib.http import forget_pages
from ..lib.texts import LineFormField
from ..roles import require
from .actions import REASON
from .acts import CLOSE_DESK, SWITCHES


@form_of(CLOSE_DESK)
class ReasonForm(forms.Form):
    reason = LineFormField(
        label=gettext_lazy("Reason"),
        max_length=REASON,
        widget=forms.TextInput({"class": "vTextField"}),
        help_text=gettext_lazy("Everybody who works here sees it."),
    )


class SwitchPage(ActPage):
    template = "admin/act.html"
    form = forms.Form
    with_subtitle = False
    back_words = gettext_lazy("Back to the emergency switches")

    def url(self):
        return reverse("admin:emergencies")

    def do(self, **arguments):
        return self.act.function(by=self.request.user, **arguments)

    def answer(self, result):
        session = self.request.session
        if not session.exists(session.session_key):  # the act has ended it
            logout(self.request)
            return forget_pages(HttpResponseRedirect(reverse("account_login")))
        self.show_message(self.act.page.done % {"count": result})
        return HttpResponseRedirect(self.url())

    def show_message(self, words, level=messages.SUCCESS):
        messages.add_message(self.request, level, words)


def emergencies_page(request):
    require(request.user, "use_switches")
    acts = available(SWITCHES, Attempt(request.user))
    context = {"switches": [(reverse("admin:emergency_act", args=[act.name]), act) for act in acts]}
    return admin_page(request, "admin/emergencies.html", _("Emergency switches"), context)


def act_page(request, act):
    require(request.user, "use_switches")
    act = ACTS.get(act)
    if act not in SWITCHES:
        raise Http404
    return SwitchPage(None, request, act, Attempt(request.user), None).respond()


admin.site.add_page("emergencies/", emergencies_page, "emergencies")
admin.site.add_page("emergencies/<str:act>/", act_page, "emergency_act")
