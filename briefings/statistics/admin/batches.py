from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ...lib.act_pages import ActPage
from ...lib.acts import Attempt, require_act, why_not
from ...lib.admin.lists import OpenEndedList, ReadOnly
from ...lib.admin.pages import WithPages
from ...lib.admin.search import FoldedSearch
from ...lib.clock import Day
from ...roles import may
from ..actions.applying import on_record
from ..actions.previewing import OnceApplied
from ..acts import APPLY_BATCH, FORCE_APPLY, RECORD_VALUES, REJECT_BATCH, REVIEW_BATCH, BatchAttempt
from ..entering.batches import (
    entries_that_undo,
    known_on_of,
    preview_of,
    waiting_beside,
    why_waiting,
)
from ..forms import ForceForm, RejectForm, ReviewForm
from ..models import Batch, BatchReview
from ..printed_in.home import home_once
from ..printed_in.places import printed_in
from .batch_values import add_series, keys_of_steps, one_series, steps
from .preview_pages import PreviewPage, page_of_rows, pages_of_places, tables_of
from .waiting_batches import proposed_by_others

FORMS = {APPLY_BATCH: forms.Form, REJECT_BATCH: RejectForm, FORCE_APPLY: ForceForm, REVIEW_BATCH: ReviewForm}


class SecondPersonFilter(admin.SimpleListFilter):
    title = gettext_lazy("second person")
    parameter_name = "desk"

    def lookups(self, request, model_admin):
        return [("figures", _("Waits for me"))] if may(request.user, "second_revision") else []

    def queryset(self, request, queryset):
        if self.value() == "figures":
            return queryset.filter(pk__in=proposed_by_others(request.user).values("pk"))
        return queryset


@admin.register(Batch)
class BatchAdmin(WithPages, ReadOnly, OpenEndedList, FoldedSearch, admin.ModelAdmin):
    """Read-only apart from the decision; values are entered at a series."""

    change_form_template = "admin/briefings/batch/change_form.html"
    list_display = ["proposed_at", "about", "kind_words", "stage", "by", "second"]
    list_filter = [SecondPersonFilter, "stage", "kind", "proposed_at"]
    list_select_related = ["by", "second"]
    search_fields = ["reason_en", "reason_es", "release__title", "by__username"]
    fieldsets = [
        (None, {"fields": ["kind_words", "stage", "reason_en", "reason_es"]}),
        (gettext_lazy("Where it comes from"), {"fields": ["release", "reverts"]}),
        (gettext_lazy("Who and when"), {"fields": ["proposer", "proposed_at", "decider", "forced", "decided_at"]}),
    ]

    class Media:
        css = {"all": ["briefings/admin/values.css"]}

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("by", "second", "release__source", "shows__indicator", "shows__area", "shows__source")
        )

    def get_fieldsets(self, request, obj=None):
        """Without what is empty in this batch."""
        sets = super().get_fieldsets(request, obj)
        if obj is None:
            return sets
        empty = {
            name for name in ("reason_en", "reason_es", "release", "reverts", "decided_at") if not getattr(obj, name)
        }
        empty |= ({"decider"} if obj.second is None else set()) | (set() if obj.forced_reason else {"forced"})
        shown = [(title, [name for name in options["fields"] if name not in empty]) for title, options in sets]
        return [(title, {"fields": fields}) for title, fields in shown if fields]

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        add_series(changelist.result_list)
        return changelist

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_words(self, batch):
        return batch.get_kind_display()

    @admin.display(description=gettext_lazy("by"))
    def proposer(self, batch):
        return str(batch.by)

    @admin.display(description=gettext_lazy("second person"))
    def decider(self, batch):
        return str(batch.second) if batch.second else "–"

    @admin.display(description=gettext_lazy("applied without a second person because"))
    def forced(self, batch):
        return batch.forced_reason or "–"

    @admin.display(description=gettext_lazy("values of"))
    def about(self, batch):
        return batch.series

    def render_change_form(self, request, context, *args, **kwargs):
        batch = kwargs["obj"]
        attempt = BatchAttempt(request.user, batch)
        context |= {
            "title": capfirst(self.opts.verbose_name),
            "decisions": _decisions(attempt),
            "undoes": _may_undo(attempt),
        }
        if batch.stage == Batch.Stage.PROPOSED:
            preview = preview_of(batch)
            once = OnceApplied.of(batch)
            places = home_once(once) if batch.only_prefers else printed_in(preview.changes, request.user, once)
            context |= pages_of_places(places, request)
            context |= {
                "preview": preview,
                "tables": tables_of(preview, request),
                "waits": why_waiting(batch, preview, once.home),
            }
            context["beside"] = waiting_beside([*preview.entries, *preview.unchanged], besides=batch)
        else:
            page = page_of_rows(keys_of_steps(batch), request, "steps")
            context |= {
                "pages_of_steps": page,
                "steps": steps(batch, page.object_list),
                "one_series": one_series(batch),
            }
            context["review"] = BatchReview.objects.filter(batch=batch).select_related("by").first()
        return super().render_change_form(request, context, *args, **kwargs)

    def apply_view(self, request, pk):
        return self._decide(request, pk, APPLY_BATCH, reads=True)

    def reject_view(self, request, pk):
        return self._decide(request, pk, REJECT_BATCH, reason=request.POST.get("reject_batch-reason", ""))

    def force_view(self, request, pk):
        reason = request.POST.get("force_apply_batch-reason", "")
        return self._decide(request, pk, FORCE_APPLY, reads=True, reason=reason)

    def review_view(self, request, pk):
        return self._decide(request, pk, REVIEW_BATCH, note=request.POST.get("review_batch-note", ""))

    def undo_view(self, request, pk):
        """The preview of a batch that restores what was current before this one."""
        batch = get_object_or_404(Batch, pk=pk)
        if not self.has_view_permission(request, batch):
            raise PermissionDenied
        require_act(RECORD_VALUES, Attempt(request.user))
        entries, staying = entries_that_undo(batch) if batch.stage == Batch.Stage.APPLIED else ([], [])
        known_on = max(Day(timezone.localdate()), known_on_of(batch))
        url = reverse("admin:briefings_batch_change", args=[pk])
        page = PreviewPage(self, request, title=_("Undo this batch"), back_url=url, undoes=batch, staying=staying)
        return page.respond(entries, release=None, known_on=known_on)

    pages = [
        ("<int:pk>/apply/", apply_view, "apply"),
        ("<int:pk>/reject/", reject_view, "reject"),
        ("<int:pk>/force/", force_view, "force"),
        ("<int:pk>/review/", review_view, "review"),
        ("<int:pk>/undo/", undo_view, "undo"),
    ]

    def _decide(self, request, pk, act, *, reads=False, **arguments):
        """`reads`: the act takes what was on record when the preview of this page was made."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        batch = get_object_or_404(Batch, pk=pk)
        if not self.has_view_permission(request, batch):
            raise PermissionDenied
        if reads:
            arguments["read"] = self._read(request, batch)
        return Decision(self, request, act, BatchAttempt(request.user, batch), batch).decide(**arguments)

    @staticmethod
    def _read(request, batch):
        """What is on record, where the page that the person has read says the same; nothing where it does not."""
        read = on_record(batch)
        return read if request.POST.get("seen") == preview_of(batch).digest else {}


class Decision(ActPage):
    """A button on the batch's page: a refusal by the act is a message there, or a 403."""

    def url(self):
        return reverse("admin:briefings_batch_change", args=[self.target.pk])

    def answer(self, result):
        """Whether the values of an applied batch count: what others have entered since may be newer."""
        is_applied = isinstance(result, Batch) and result.stage == Batch.Stage.APPLIED
        words = _what_counts(result) if is_applied else ""
        if not words:
            return super().answer(result)
        self.show_message(words, messages.WARNING)
        return HttpResponseRedirect(self.url())

    def decide(self, **arguments):
        try:
            return self.answer(self.do(**arguments))
        except ValidationError as error:
            self.show_message(" ".join(error.messages), messages.ERROR)
        return HttpResponseRedirect(self.url())


def _what_counts(batch):
    """Which values of an applied batch stay history; "" if none."""
    staying = batch.vintages.exclude(observation__current=F("pk")).count()
    if not staying:
        return ""
    if staying == batch.vintages.count():
        return _("These values are on record. They do not count, because later ones are on record already.")
    words = ngettext(
        "These values count now, except %(count)d: a later one is on record already.",
        "These values count now, except %(count)d: later ones are on record already.",
        staying,
    )
    return words % {"count": staying}


def _decisions(attempt):
    """(act, address, form) of what the person may decide about the batch."""
    names = {APPLY_BATCH: "apply", REJECT_BATCH: "reject", FORCE_APPLY: "force", REVIEW_BATCH: "review"}
    return [
        (act, reverse(f"admin:briefings_batch_{name}", args=[attempt.batch.pk]), FORMS[act](prefix=act.name))
        for act, name in names.items()
        if why_not(act, attempt) is None
    ]


def _may_undo(attempt):
    batch = attempt.batch
    is_of_values = batch.kind != Batch.Kind.SHOWN
    return is_of_values and batch.stage == Batch.Stage.APPLIED and why_not(RECORD_VALUES, Attempt(attempt.by)) is None
