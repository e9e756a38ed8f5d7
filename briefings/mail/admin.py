"""Unsent mails: a list for administrators, and a section of their home page."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..history.log_words import model_words
from ..lib.acts import act_words, why_not
from ..lib.admin.desk import FETCHED, Row, Section, on_desk
from ..lib.admin.lists import ReadOnly
from ..lib.texts import day_and_time
from ..roles import may
from .actions import try_again
from .acts import TRY_AGAIN, Attempt, is_unsent
from .models import Mail


def outcome_words(mail):
    if mail.state == Mail.State.FAILED:
        return _("given up after %(count)d attempts") % {"count": mail.attempts}
    return _("next attempt: %(when)s") % {"when": day_and_time(mail.next_attempt_at)}


@admin.register(Mail)
class MailAdmin(ReadOnly, admin.ModelAdmin):
    """Kind and number of the thing, not its title: administrators do not read drafts."""

    list_display = fields = ["to", "about", "thing", "problem_words", "outcome", "created_at"]
    list_display_links = None
    list_select_related = ["person"]
    list_per_page = 50
    show_full_result_count = False
    actions = ["try_selected_again"]

    def get_queryset(self, request):
        return super().get_queryset(request).unsent()

    def changelist_view(self, request, extra_context=None):
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def has_try_permission(self, request):
        return why_not(TRY_AGAIN, Attempt(request.user, None), besides=[is_unsent]) is None

    @admin.action(description=TRY_AGAIN.title, permissions=["try"])
    def try_selected_again(self, request, queryset):
        done = 0
        for mail in queryset:
            try:
                try_again(mail, by=request.user)
            except ValidationError:
                continue  # sent meanwhile
            done += 1
        words = ngettext(
            "%(count)d mail will be tried within a minute.", "%(count)d mails will be tried within a minute.", done
        )
        self.message_user(request, words % {"count": done}, messages.SUCCESS)

    @admin.display(description=gettext_lazy("to"))
    def to(self, mail):
        return f"{mail.person} ({mail.recipient})" if mail.person else mail.recipient

    @admin.display(description=gettext_lazy("about"))
    def about(self, mail):
        return act_words(mail.act)

    @admin.display(description=gettext_lazy("thing"))
    def thing(self, mail):
        return f"{model_words(mail.target_type)} {mail.target_id}"

    @admin.display(description=gettext_lazy("problem"))
    def problem_words(self, mail):
        return mail.problem_words

    @admin.display(description=gettext_lazy("state"))
    def outcome(self, mail):
        return outcome_words(mail)


@on_desk
def unsent_mails(user):
    """Only where there is one."""
    if not may(user, "manage_users"):
        return []
    url = reverse("admin:briefings_mail_changelist")
    rows = [
        Row(url, str(mail), f"{mail.problem_words} {outcome_words(mail)}", mail.state == Mail.State.FAILED)
        for mail in Mail.objects.unsent().select_related("person")[:FETCHED]
    ]
    title, words = _("Mails that could not be sent"), _("See the problems, try again")
    return [Section(119, title, rows, "", url, words)] if rows else []
