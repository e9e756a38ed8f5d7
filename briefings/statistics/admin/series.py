from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...history.publishable import PublishableAdmin, VisibilityFilter
from ...lib.act_pages import ActPage
from ...lib.acts import Attempt, require_act, why_not
from ...lib.admin.autocomplete import AutocompleteFilter, AutocompleteFilterMixin
from ...lib.admin.lists import OpenEndedList
from ...lib.admin.pages import WithPages, admin_page
from ...lib.admin.search import FoldedSearch, is_autocomplete, limited
from ...lib.clock import Day
from ...lib.numbers import format_number
from ...lib.paging import page_of, pager
from ..actions.previewing import OnceApplied
from ..acts import PREFER, RECORD_VALUES, SHOW_SERIES
from ..entering.showing import parts_of, values_on_record, why_seen_first
from ..forms import PreferForm
from ..models import Batch, Observation, Series, Vintage
from ..printed_in.home import home_once
from ..printed_in.places import printed_in, value_printed_in
from . import starting, value_entry
from .preview_pages import PreviewPage, pages_of_places, posted_again
from .printed_page import printed_view
from .search import SEARCH_FIELDS, choice_label, matching, preferred_first

MAX_OBSERVATIONS = 60  # on a series' change page


@admin.register(Series)
class SeriesAdmin(WithPages, AutocompleteFilterMixin, OpenEndedList, FoldedSearch, PublishableAdmin):
    change_form_template = "admin/briefings/series/change_form.html"
    actions = PublishableAdmin.actions
    list_display = ["indicator", "area", "latest", "frequency", "source", "preferred", "public_state"]
    list_filter = [
        VisibilityFilter, "preferred", "frequency", ("indicator", AutocompleteFilter), ("source", AutocompleteFilter),
    ]  # fmt: skip
    list_select_related = ["indicator", "area", "source"]
    ordering = ["indicator__sort_en", "area__sort_en", "frequency", "source__sort_en"]
    search_fields = SEARCH_FIELDS
    autocomplete_fields = ["indicator", "area", "source"]
    fieldsets = [
        (
            gettext_lazy("What is measured, where, and by whom"),
            {
                "fields": ["indicator", "area", "frequency", "source"],
                "description": gettext_lazy(
                    "A series is one source's numbers for one indicator in one area. Numbers of another source are "
                    "another series; both are shown side by side. Once it holds values, these four stay as they are."
                ),
            },
        ),
        (
            gettext_lazy("How this source counts"),
            {"fields": ["origin", "note_en", "note_es", "processing_en", "processing_es"]},
        ),
    ]

    class Media:
        css = {"all": ["briefings/admin/values.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).with_names()

    def get_search_results(self, request, queryset, search_term):
        matches = matching(queryset, limited(request, search_term))
        return preferred_first(matches) if is_autocomplete(request) else matches, False

    def choice_words(self, request, series):
        return choice_label(series)

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        add_latest(changelist.result_list)
        return changelist

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        fixed = ["indicator", "area", "frequency", "source"] if obj and obj.observations.exists() else []
        return [*fixed, *fields]

    @admin.display(description=gettext_lazy("latest value"))
    def latest(self, series):
        observation = series.latest
        if observation is None:
            return _("none yet")
        value = observation.current_value
        text = "–" if value is None else format_number(value, series.indicator.decimals)
        return f"{text} ({observation.period.short_label()})"

    def render_change_form(self, request, context, *args, **kwargs):
        series = kwargs.get("obj")
        if series and series.pk:
            observations = list(_newest(series)[: MAX_OBSERVATIONS + 1])
            context |= {
                "observations": _with_proposals(series, observations[:MAX_OBSERVATIONS]),
                "has_more_values": len(observations) > MAX_OBSERVATIONS,
                "may_prefer": why_not(PREFER, Attempt(request.user)) is None,
                "may_show": why_not(SHOW_SERIES, Attempt(request.user)) is None
                and not all(part.is_public for part in parts_of(series)),
                "preferred_sister": None if series.preferred else _preferred_sister(series),
                **value_entry.new_values_context(request, series),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def _made_public(self, request, series):
        response = super()._made_public(request, series)
        related = (series.indicator, series.source) if response and series.is_public else ()
        for instance in related:
            if not instance.is_public:
                message = _("Readers see this series once “%(thing)s” is public too.") % {"thing": instance}
                self.message_user(request, message, messages.WARNING)
        return response

    def _series(self, request, pk):
        series = get_object_or_404(Series.objects.with_names(), pk=pk)
        if not self.has_view_permission(request, series):
            raise PermissionDenied
        return series

    def _page(self, request, template, series, title, **context):
        context = {
            "series": series,
            "decimals": series.indicator.decimals,
            "media": self.media,
            **context,
        }
        return admin_page(request, f"admin/briefings/series/{template}.html", title, context, model_admin=self)

    def values_view(self, request, pk):
        """All values of the series, the newest first, with pages."""
        series = self._series(request, pk)
        page = page_of(_newest(series), request, per_page=200)
        observations = _with_proposals(series, list(page))
        title = _("Values of %(series)s") % {"series": series}
        return self._page(request, "values", series, title=title, observations=observations, pager=pager(page, request))

    def new_values_view(self, request, pk):
        """The target of the form below the values of a series: the preview, or the form again with its errors."""
        series = self._series(request, pk)
        require_act(RECORD_VALUES, Attempt(request.user))
        context = value_entry.new_values_context(request, series, data=request.POST or None)
        if request.method == "POST":
            typed = value_entry.read_new(series, context["new_values"], context["new_rows"])
            if response := self._previewed(request, series, typed):
                return response
        return self._page(request, "new_values", series, title=_("New values"), **context)

    def value_view(self, request, pk, key):
        """All vintages of an observation, and the form that adds one."""
        series = self._series(request, pk)
        observation = get_object_or_404(Observation.objects.select_related("current"), pk=key, series=series)
        observation.series = series
        form = value_entry.revise_form(request, observation)
        if request.method == "POST":
            require_act(RECORD_VALUES, Attempt(request.user))
            if response := self._previewed(request, series, value_entry.read_revision(observation, form)):
                return response
        vintages = observation.vintages.select_related("batch__by", "batch__second", "release").newest_first()
        title = _("%(period)s: values so far") % {"period": observation.period.label()}
        context = {"observation": observation, "vintages": vintages[:100], "form": form}
        context |= pages_of_places(value_printed_in(observation, request.user), request)
        return self._page(request, "value", series, title=title, **context)

    def _previewed(self, request, series, typed):
        """The preview of what was typed, or the question what a number means; None where the form has errors."""
        page = PreviewPage(
            self,
            request,
            title=_("Preview"),
            crumb=series,
            hidden=posted_again(request, without=["mark"] if typed.questions else ()),
            back_url=request.path,
            done_url=_address("change", series),
        )
        if typed.questions:
            return page.ask(typed.questions)
        if typed.preview is None:
            return None
        return page.respond(typed.entries, release=typed.release, known_on=typed.known_on, preview=typed.preview)

    def prefer_view(self, request, pk):
        series = self._series(request, pk)
        return PreferPage(self, request, PREFER, Attempt(request.user), series).respond()

    def show_view(self, request, pk):
        series = self._series(request, pk)
        return ShowPage(self, request, SHOW_SERIES, Attempt(request.user), series).respond()

    def start_view(self, request):
        return starting.start_view(self, request)

    def printed_view(self, request, about, pk):
        return printed_view(self, request, about, pk)

    pages = [
        ("start/", start_view, "start"),
        ("printed/<str:about>/<int:pk>/", printed_view, "printed"),
        ("<int:pk>/values/", values_view, "values"),
        ("<int:pk>/values/new/", new_values_view, "new_values"),
        ("<int:pk>/values/<int:key>/", value_view, "value"),
        ("<int:pk>/prefer/", prefer_view, "prefer"),
        ("<int:pk>/show/", show_view, "show"),
    ]


class ShowPage(ActPage):
    """Shows where readers will see the series, and whether a second person looks first."""

    template = "admin/briefings/series/prefer.html"
    form = forms.Form
    only_preferred = False

    def url(self):
        return _address("change", self.target)

    def answer(self, result):
        if not isinstance(result, Batch):
            return super().answer(result)
        self.show_message(_("This waits until a second person confirms it."), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:briefings_batch_change", args=[result.pk]))

    def extra_context(self):
        series, only = self.target, self.only_preferred
        once = OnceApplied(self.request.user, Day(timezone.localdate()), series, only, only)
        places = home_once(once) if only else printed_in(values_on_record(series), self.request.user, once)
        public, preferred = ((), series) if only else (parts_of(series), None)
        return {
            "series": series,
            **pages_of_places(places, self.request),
            "waits": [] if only and series.preferred else why_seen_first(public, preferred, once.home),
            "media": self.model_admin.media,
        }


class PreferPage(ShowPage):
    form = PreferForm
    only_preferred = True

    def form_options(self):
        series = self.target
        return {"initial": {"reason_en": series.preferred_reason_en, "reason_es": series.preferred_reason_es}}

    def do(self, **reasons):
        return super().do(reason={"en": reasons["reason_en"], "es": reasons["reason_es"]})

    def show_refusal(self, form, error):
        value_entry.add_act_errors(error, form)

    def extra_context(self):
        sister = None if self.target.preferred else _preferred_sister(self.target)
        return super().extra_context() | {"instead_of": sister}


def _address(page, series):
    return reverse(f"admin:briefings_series_{page}", args=[series.pk])


def _newest(series):
    return series.observations.current().select_related("current__release").order_by("-start", "-months")


def _with_proposals(series, observations):
    """Sets `waiting` of each observation to the key of the proposed batch that revises it, or None."""
    proposed = Vintage.objects.filter(observation__in=observations, batch__stage="proposed").order_by()
    batches = dict(proposed.values_list("observation_id", "batch_id"))
    for observation in observations:
        observation.series = series
        observation.waiting = batches.get(observation.pk)
    return observations


def _preferred_sister(series):
    return Series.objects.filter(series.sisters, preferred=True).exclude(pk=series.pk).with_names().first()


def add_latest(page):
    """Set `latest` of each series on the page to its latest observation, in two queries."""
    newest = Observation.objects.current().filter(series=OuterRef("pk")).order_by("-start", "-months")
    keys = dict(
        Series.objects.filter(pk__in=[series.pk for series in page])
        .annotate(newest=Subquery(newest.values("pk")[:1]))
        .order_by()
        .values_list("pk", "newest")
    )
    observations = Observation.objects.order_by().in_bulk([key for key in keys.values() if key])
    for series in page:
        series.latest = observations.get(keys[series.pk])
