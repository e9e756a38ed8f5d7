from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....documents.change_note import kept_back_from_minor, suggested_note
from ....documents.comparing import dated_comparison
from ....lib.act_pages import ActPage
from ....lib.acts import ACTS, available, why_not
from ....lib.admin.pages import admin_page
from ....lib.numbers import as_number
from ....statistics.entering.entries import printed_remarks
from ...access import may_edit
from ...actions.forced_publication import reviewers
from ...acts import AFTER_NEW_VALUES, OFFERED, TAKING_AWAY, offers
from ...acts.conditions import Attempt, no_longer_waits
from ...acts.four_eyes import REVISED
from ...acts.new_figures import changed_uses
from ...acts.review import RETURN_TO_AUTHOR
from ...forms import ActForm, ChangeKind, PublishForm
from ...holds import why_held
from ...models import Article, Edition
from ...models.articles import Stage
from ..pages import readable
from .checklist import checked
from .comments import read_with_remarks
from .editors_fix import since_review
from .other_language import difference, notices

MOST_USES = 50
USE_NAMES = [f"vintage__observation__series__{name}" for name in ("indicator", "area", "source")]


def _button(article, act):
    return article.desk_url(act), act.link, act.page.grave


def offered(article, attempt):
    """The context of act_buttons.html: {"next": button or None, "more": buttons}, each (address, words, is it grave).
    Publishing without a second person comes last.

    The checklist is not known here. "needs_complete_text": the next step refuses while it has blockers; then the button
    with the address "when_blocked" leads on, if there is one.
    """

    acts = offers(attempt)
    needs_complete_text = bool(acts.next and acts.next.page.needs_complete_text)
    when_blocked = article.desk_url(RETURN_TO_AUTHOR) if RETURN_TO_AUTHOR in acts.others else ""
    more = [_button(article, act) for act in sorted(acts.others, key=lambda act: act.page.apart)]
    return {
        "next": acts.next and _button(article, acts.next),
        "more": more,
        "needs_complete_text": needs_complete_text,
        "when_blocked": when_blocked if needs_complete_text else "",
    }


def held_uses(edition):
    """What a held edition prints and what is current now, where that differs; `remarks` say what besides the value."""
    if not (edition and edition.held_at):
        return []
    uses = changed_uses().filter(edition=edition).order_by("pk")[:MOST_USES]
    uses = list(uses.select_related("vintage__observation__current", *USE_NAMES))
    for use in uses:
        observation = use.vintage.observation
        use.remarks = printed_remarks(use.vintage, observation.current, observation.series.indicator)
    return uses


def ways_on(article, attempt, besides=None):
    """(address, act) of what the person can make of a held edition."""
    acts = [act for act in available(AFTER_NEW_VALUES, attempt) if act is not besides]
    return [(article.desk_url(act), act) for act in acts]


def _since(before, document):
    return dated_comparison(before, document.data) if before else None


def _reading(article, document, latest, seen, user):
    """The context of acts that need the text read: checklist, text, comparisons."""
    return {
        "document": document,
        **checked(article, document, user),
        **read_with_remarks(article, document, user),
        "address": reverse(f"briefing-{article.language}", args=[article.slug]) if article.slug else "",
        "seen_other": bool(seen) and seen != document.signed,
        "since_edition": _since(latest and latest.content_hash != document.content_hash and latest.data, document),
        "notices": notices(article, user) if latest else [],
        "since_review": None if article.workflow.stage == Stage.DRAFT else since_review(article, document, user),
        "latest": latest,
    }


class Revised(Exception):
    """Something has changed since the approval: the page of another act answers."""


class ArticleActPage(ActPage):
    template = "admin/briefings/article/act_page.html"
    form = ActForm
    is_stopped = False  # something has changed since the approval
    edition_title = ""  # of the waiting edition that the act was done on
    back_words = gettext_lazy("Back to the article")

    def url(self):
        return self.target.desk_url()

    @property
    def waiting(self):
        return self.attempt.waiting

    @property
    def document(self):
        return self.attempt.document

    @cached_property
    def latest(self):
        return self.target.editions.order_by("-number").first()

    @property
    def seen(self):
        return self.request.POST.get("seen", "")

    def form_options(self):
        options = {"article": self.target, "waiting": self.waiting}
        if self.act.page.publishes and self.request.method != "POST" and (previous := self._replaced()):
            minor = not kept_back_from_minor(previous.data, self.document.data)
            options["suggested"] = ChangeKind.MINOR if minor else ChangeKind.UPDATE
            options["suggested_note"] = suggested_note(previous.data, self.document.data)
        return options

    def _replaced(self):
        """The edition before the next one; a waiting edition would be replaced."""
        if self.latest != self.waiting:
            return self.latest
        return self.target.editions.exclude(pk=self.waiting and self.waiting.pk).order_by("-number").first()

    def do(self, **arguments):
        if self.act.page.on_waiting:
            arguments |= {"seen": self.seen} if self.act.page.reads else {}
            edition = self._shown_waiting()
            self.edition_title = edition.title
            return self.act.function(edition, by=self.request.user, **arguments)
        if "waiting_edition" in arguments:
            arguments["shown_waiting"] = self._shown_waiting()
        if arguments.pop("replace", False):
            arguments["replace"] = self._shown_waiting()
        try:
            return super().do(**arguments, **({"seen": self.seen} if self.act.page.reads else {}))
        except ValidationError as error:
            self._require_unrevised(error)
            raise

    def _require_unrevised(self, reason):
        if self.act.page.if_revised and getattr(reason, "code", "") == REVISED:
            raise Revised from reason

    def refusal(self, reason):
        self._require_unrevised(reason)
        reason = super().refusal(reason)
        if self.act in AFTER_NEW_VALUES:
            reason.ways = ways_on(self.target, self.attempt, besides=self.act)
        return reason

    def _shown_waiting(self):
        """The waiting edition that the page showed: another one may wait by now, under the same number."""
        key = as_number(self.request.POST.get("waiting", ""))
        edition = self.target.editions.filter(pk=key).first()
        if edition is None:
            reason = why_not(self.act, self.attempt)
            raise reason if isinstance(reason, PermissionDenied) else no_longer_waits()
        return edition

    def respond(self):
        """What has changed since the approval turns the page to publish into the one to approve and publish."""
        try:
            return super().respond()
        except Revised:
            return self._approve_first(self.act.page.if_revised)

    def _approve_first(self, act):
        """The page of the other act; what was typed on this one stays. Without a form for who may not approve."""
        page = type(self)(self.model_admin, self.request, act, self.attempt, self.target)
        page.is_stopped, reason = True, why_not(act, self.attempt)
        is_posted = self.request.method == "POST"
        form = PublishForm(self.request.POST if is_posted else None, **page.form_options())
        context = page.context(form) | {"reason": reason, "ask": getattr(reason, "ask", [])}
        about = {"model_admin": self.model_admin, "target": self.target, "with_subtitle": True}
        return admin_page(self.request, self.template, page.title(), context, **about)

    def answer(self, result):
        words, done = {"article": self.edition_title or self.target}, self.act.page.done
        if self.act.page.publishes and result.publish_at > result.created_at:
            done = self.act.page.to_come
            words["when"] = date_format(localtime(result.publish_at), "DATETIME_FORMAT")
        elif self.act.page.if_approved and result:
            done = self.act.page.if_approved
        self.show_message(done % words)
        return HttpResponseRedirect((result if isinstance(result, Article) else self.target).desk_url())

    def _side_by_side(self):
        """(address, act) of the acts among which people choose here; none where only one is left."""
        group = TAKING_AWAY if self.act in TAKING_AWAY else AFTER_NEW_VALUES if self.held_uses else ()
        if self.act not in group:
            return []
        acts = [act for act in group if act is self.act or why_not(act, self.attempt) is None]
        return [(self.target.desk_url(act), act) for act in acts] if len(acts) > 1 else []

    @cached_property
    def held_uses(self):
        return held_uses(self.waiting)

    def _why_held(self):
        if not (self.waiting and self.waiting.held_at):
            return {}
        return {
            "held_since": localtime(self.waiting.held_at),
            "why_held": why_held([self.waiting])[self.waiting.pk],
        }

    def _buttons(self, blockers):
        """What else the person may do with the text: edit it, and the other acts. Where blockers keep the act from
        being done, returning the text or else editing it is the main button."""
        edit = [(self.target.desk_url(), _("Edit the text"), False)] * may_edit(self.target, self.request.user)
        acts = offers(self.attempt, is_blocked=bool(blockers))
        others = [act for act in (acts.next, *acts.others) if act and act is not self.act]
        buttons = edit + [_button(self.target, act) for act in others]
        if not (blockers and self.act.page.needs_complete_text):
            return {"more_acts": buttons}
        mains = [_button(self.target, RETURN_TO_AUTHOR)] if RETURN_TO_AUTHOR in others else buttons[:1]
        return {
            "is_blocked": True,
            "main_act": next(iter(mains), None),
            "more_acts": [button for button in buttons if button not in mains],
        }

    def _public_elsewhere(self):
        """The articles of the briefing in the other language that readers still have."""
        others = Article.objects.filter(group=self.target.group_id, workflow__withdrawn_at=None)
        public = others.filter(pk__in=Edition.objects.public().order_by().values("article"))
        return list(public.exclude(pk=self.target.pk))

    def extra_context(self):
        article, user, page = self.target, self.request.user, self.act.page
        reading = _reading(article, self.document, self.latest, self.seen, user) if page.reads else {}
        return {
            "article": article,
            **({"subtitle": self.waiting.title} if page.on_waiting and self.waiting else {}),
            "waiting": self.waiting,
            "held_uses": self.held_uses,
            **self._why_held(),
            "is_stopped": self.is_stopped,
            "form_url": self.target.desk_url(self.act) if self.is_stopped else "",
            "reviewers": reviewers(user) if page.apart else [],
            "language_name": article.get_language_display(),
            "side_by_side": self._side_by_side(),
            "public_elsewhere": self._public_elsewhere() if self.act in TAKING_AWAY else [],
            **reading,
            **(self._buttons(reading["blockers"]) if page.reads else {}),
            **({"still_needed": ""} if page.publishes else {}),  # the act itself does the rest
            **(difference(article) if page.reads_other_language else {}),
        }


def next_view(model_admin, request, object_id):
    """The page of the next step for whoever asks, or else the form: so that a list need not ask for each article."""
    article = readable(model_admin, request, object_id)
    return HttpResponseRedirect(article.desk_url(offers(Attempt(request.user, article.workflow)).next))


def act_view(model_admin, request, object_id, act):
    act, article = ACTS.get(act), model_admin.get_object(request, str(object_id))
    if act not in OFFERED or article is None:
        raise Http404
    return ArticleActPage(model_admin, request, act, Attempt(request.user, article.workflow), article).respond()
