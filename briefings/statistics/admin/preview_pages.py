"""The preview of values that somebody wants to enter, whichever way they come in, and its one confirmation."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...lib.admin.pages import admin_page
from ...lib.clock import Day
from ...lib.paging import page_of, pager
from ..actions import record_batch
from ..actions.previewing import OnceApplied
from ..entering.batches import waiting_beside
from ..entering.comparing import compare
from ..entering.entries import Change, Entry, Preview, Problem
from ..entering.forms import ConfirmForm
from ..entering.second_person import why_second_person
from ..entering.showing import as_if_shown
from ..models import Batch
from ..printed_in.places import Places, printed_in
from .value_entry import add_act_errors

MOST_SHOWN = 500  # rows of each kind at once; as many as can be pasted, because an answer to a POST has no other pages
PLACES_PER_PAGE = 50
KINDS = ("refused", "unusual", "staying_history", "totals", "revised", "new")
OWN_FIELDS = {"csrfmiddlewaretoken", "confirm", "kind", "reason_en", "reason_es", "unusual", "seen", "typing"}


def pages_of_places(places: Places, request) -> dict:
    """The context of places.html: the page of them that `?places=` asks for; the first ones in the answer to a POST,
    whose input a link would lose."""
    if request.method == "POST":
        return {"places": places[: PLACES_PER_PAGE + 1], "most": PLACES_PER_PAGE}
    page = page_of(places, request, per_page=PLACES_PER_PAGE, field="places")
    links = pager(page, request, field="places").with_anchor("#places-heading")
    return {"places": page, "places_pager": links, "most": PLACES_PER_PAGE}


def page_of_rows(rows: Sequence, request, field: str) -> Page:
    """The rows that `?field=` asks for; the nearest page where there are fewer by now. It has `pager` unless it answers
    a POST, whose input a link would lose.
    """
    page = Paginator(rows, MOST_SHOWN).get_page(request.GET.get(field))
    page.pager = None
    if request.method != "POST":
        page.pager = pager(page, request, field=field).with_anchor(f"#{field}-heading")
    return page


def tables_of(preview: Preview, request) -> dict[str, Page]:
    """The context of preview_tables.html beside the preview."""
    return {kind: page_of_rows(getattr(preview, kind), request, kind) for kind in KINDS}


class PreviewPage:
    """Shows what entering would do. Its button posts to the same address with `confirm` and everything in `hidden`, so
    that the input is read again: nothing is kept between the two.

    `shows`: the series that becomes public with the values, preferred where `preferred_because` says why.
    `undoes`: the batch that this one would undo, except for its vintages in `staying`. `crumb`: the series that
    the page is about; `back_url`: where to go without recording anything. `kept`: changes that a file leaves undone,
    because its cells are blank. After a response `preview` is set, and `batch` if something was recorded.
    """

    def __init__(self, model_admin, request, *, title, back_url, hidden=(), crumb=None, done_url=None, **undoing):
        self.model_admin, self.request, self.title = model_admin, request, title
        self.shows, self.because = undoing.get("shows"), undoing.get("preferred_because", {})
        self.undoes, self.staying = undoing.get("undoes"), undoing.get("staying", [])
        self.back_url, self.hidden, self.crumb, self.done_url = back_url, list(hidden), crumb, done_url
        self.kept: list[Change] = []
        self.batch: Batch | None = None
        self.preview: Preview | None = None

    def respond(
        self, entries: Sequence[Entry], problems: Sequence[Problem] = (), *, release, known_on, preview=None
    ) -> HttpResponse:
        """`preview`: the comparison of these entries, where the caller has it."""
        if preview is None:
            preview = compare(entries, problems, now=timezone.now(), known_on=known_on, release=release)
        self.preview = preview
        is_confirmed = "confirm" in self.request.POST
        form = ConfirmForm(self.request.POST if is_confirmed else None, preview=preview)
        if is_confirmed and preview.may_be_recorded and form.is_valid():
            try:
                self.batch = self._record(entries, form, release=release, known_on=known_on)
            except ValidationError as error:
                add_act_errors(error, form)
                if getattr(error, "code", "") == "seen":  # the page shows what would be recorded now
                    form.data = form.data.copy()
                    form.data["seen"] = preview.digest
            else:
                return self._answer()
        return self._page(preview, form, known_on)

    def ask(self, questions) -> HttpResponse:
        """Ask whether `4.886` is 4886 or 4.886; the answer is posted as `mark` with everything in `hidden`."""
        mark = questions[0].mark
        context = {
            "questions": list({each.text: each for each in questions}.values())[:MOST_SHOWN],
            "first": questions[0],
            "small_mark": mark,
            "large_mark": "," if mark == "." else ".",
        }
        return self._render("number_question", context)

    def _record(self, entries, form, **options):
        return record_batch(
            entries,
            kind=form.cleaned_data["kind"],
            reason=form.reason,
            seen=form.cleaned_data["seen"],
            by=self.request.user,
            reverts=self.undoes,
            shows=self.shows,
            preferred_because=self.because,
            **options,
        )

    def _answer(self):
        is_applied = self.batch.stage == Batch.Stage.APPLIED
        level = messages.SUCCESS if is_applied else messages.WARNING
        self.model_admin.message_user(self.request, success_message(self.batch), level)
        is_with_batch = self.done_url is None or not is_applied
        url = reverse("admin:briefings_batch_change", args=[self.batch.pk]) if is_with_batch else self.done_url
        return HttpResponseRedirect(url)

    def _page(self, preview: Preview, form, known_on):
        context = {"preview": preview, "tables": tables_of(preview, self.request), "form": form}
        context["beside"] = waiting_beside([*preview.entries, *preview.unchanged])
        once = OnceApplied(self.request.user, Day.of(known_on), self.shows, bool(self.because), reverts=self.undoes)
        context |= pages_of_places(printed_in(preview.changes, self.request.user, once), self.request)
        home = None if self.shows else once.home
        with as_if_shown(self.shows, preferred=bool(self.because)):
            reasons = why_second_person(preview, known_on=known_on, figures=home, is_undo=bool(self.undoes))
        context["waits"] = reasons
        return self._render("preview", context)

    def _render(self, template, context):
        lists = {
            "revised_since": [vintage for vintage in self.staying if not vintage.given_by],
            "given_before": [vintage for vintage in self.staying if vintage.given_by],
            "kept": self.kept,
        }
        context |= {name: page_of_rows(rows, self.request, name) for name, rows in lists.items()} | {
            "hidden": self.hidden,
            "undoes": self.undoes,
            "back_url": self.back_url,
            "series": self.crumb,
            "media": self.model_admin.media,
        }
        template = f"admin/briefings/statistics/{template}.html"
        return admin_page(self.request, template, self.title, context, model_admin=self.model_admin)


def posted_again(request, *, without=()):
    """(name, text) of what the forms of a way in have posted, for hidden fields."""
    skipped = OWN_FIELDS | set(without)
    return [(name, text) for name, texts in request.POST.lists() if name not in skipped for text in texts]


def success_message(batch):
    count = batch.vintages.count()
    if batch.stage == Batch.Stage.PROPOSED:
        return _("These values wait until a second person applies them.")
    return ngettext("%(count)d value is on record.", "%(count)d values are on record.", count) % {"count": count}
