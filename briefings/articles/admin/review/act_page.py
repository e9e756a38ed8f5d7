from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy

from ....documents.change_note import kept_back_from_minor, suggested_note
from ....documents.comparing import dated_comparison
from ....lib.act_pages import ActPage
from ....lib.acts import ACTS, available
from ....lib.numbers import as_number
from ...actions.forced_publication import reviewers
from ...acts import OFFERED
from ...acts.conditions import Attempt, no_longer_waits
from ...forms import ActForm, ChangeKind
from ...models import Article
from ...resolving import resolve
from .checklist import checked
from .comments import read_with_remarks
from .editors_fix import since_submission


def available_acts(article, user):
    return available(OFFERED, Attempt(user, article.workflow))


def act_buttons(article, acts):
    """(address, label, whether it is grave)."""
    return [(article.desk_url(act), act.page.link, act.page.grave) for act in acts]


def _since(before, document):
    return dated_comparison(before, document.data) if before else None


def _reading(article, document, latest, seen, user):
    """The context of acts that need the text read: checklist, text, comparisons."""
    workflow = article.workflow
    stale = workflow.submitted_hash not in ("", document.signed)
    return {
        "document": document,
        **checked(article, document, user),
        **read_with_remarks(article, document, user),
        "address": reverse(f"briefing-{article.language}", args=[article.slug]),
        "seen_other": bool(seen) and seen != document.signed,
        "since_edition": _since(latest and latest.content_hash != document.content_hash and latest.data, document),
        "since_submission": since_submission(article, document, user) if stale else None,
        "latest": latest,
    }


class ArticleActPage(ActPage):
    template = "admin/briefings/article/act_page.html"
    form = ActForm
    back_words = gettext_lazy("Back to the article")

    def url(self):
        return self.target.desk_url()

    @property
    def waiting(self):
        return self.attempt.waiting

    @cached_property
    def document(self):
        return resolve(self.target)

    @cached_property
    def latest(self):
        return self.target.editions.order_by("-number").first()

    @property
    def seen(self):
        return self.request.POST.get("seen", "")

    def form_options(self):
        options = {"article": self.target, "waiting": self.waiting}
        if self.act.page.publishes and (previous := self._replaced()):
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
            return self.act.function(self._shown_waiting(), by=self.request.user, **arguments)
        if arguments.pop("replace", False):
            arguments["replace"] = self._shown_waiting()
        return super().do(**arguments, **({"seen": self.seen} if self.act.page.reads else {}))

    def _shown_waiting(self):
        """The waiting edition that the page showed: another one may wait by now, under the same number."""
        key = as_number(self.request.POST.get("waiting", ""))
        edition = self.target.editions.filter(pk=key).first()
        if edition is None:
            raise no_longer_waits()
        return edition

    def answer(self, result):
        words, done = {"article": self.target}, self.act.page.done
        if self.act.page.publishes and result.publish_at > result.created_at:
            done = self.act.page.to_come
            words["when"] = date_format(localtime(result.publish_at), "DATETIME_FORMAT")
        self.show_message(done % words)
        return HttpResponseRedirect((result if isinstance(result, Article) else self.target).desk_url())

    def extra_context(self):
        article, user, page = self.target, self.request.user, self.act.page
        return {
            "article": article,
            "waiting": self.waiting,
            "reviewers": reviewers(user) if page.apart else [],
            "language_name": article.get_language_display(),
            **(_reading(article, self.document, self.latest, self.seen, user) if page.reads else {}),
        }


def act_view(model_admin, request, object_id, act):
    act, article = ACTS.get(act), model_admin.get_object(request, str(object_id))
    if act not in OFFERED or article is None:
        raise Http404
    return ArticleActPage(model_admin, request, act, Attempt(request.user, article.workflow), article).respond()
