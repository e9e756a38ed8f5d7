"""The page that begins a series with everything it needs, from the form to the preview of its first values."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import formset_factory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ...lib.act_pages import add_errors
from ...lib.acts import Attempt, require_act
from ...lib.admin.pages import admin_page
from ...lib.clock import Day
from ...sources.models import Release
from ..actions import NewSeries, start_series
from ..acts import RECORD_VALUES, START_SERIES
from ..entering.entries import Entry
from ..entering.starting_forms import FirstValueForm, IndicatorForm, ReleaseForm, SourceForm, StartForm
from .preview_pages import PreviewPage, posted_again
from .value_entry import EMPTY_ROWS, MAX_ROWS, decimal_mark_of, questions_in, rows_typed, show_problem

FirstRows = formset_factory(FirstValueForm, extra=EMPTY_ROWS, max_num=MAX_ROWS, absolute_max=MAX_ROWS)


class Forms:
    """The forms of the page. `data` is None before anything was posted."""

    def __init__(self, data):
        mark = decimal_mark_of(data)
        self.indicator = IndicatorForm(data, prefix="indicator", mark=mark)
        self.source = SourceForm(data, prefix="source", mark=mark)
        self.release = ReleaseForm(data, prefix="release", mark=mark)
        self.start = StartForm(data, prefix="new", mark=mark)
        self.rows = FirstRows(data, prefix="rows", form_kwargs={"mark": mark})

    @property
    def all(self):
        return [self.indicator, self.source, self.release, self.start, *self.rows]

    def are_valid(self):
        forms_are_valid = [form.is_valid() for form in self.all]
        return all(forms_are_valid) and self.rows.is_valid() and self._fit()

    def _fit(self):
        """What the forms say of one another."""
        release, source = self.release.part, self.source.part
        if release and release.pk and release.source_id != source.pk:
            words = _("This release is of another source. Choose one of %(source)s.")
            self.release.add_error("chosen", words % {"source": source})
        if existing := self.new_series().existing():
            url = reverse("admin:briefings_series_change", args=[existing.pk])
            self.start.existing = url
            self.start.add_error(None, _("This series exists already. Enter its values on its own page."))
        if not rows_typed(self.start, self.rows):
            self.start.add_error(None, _("Type at least one period and its value."))
        return not any(form.errors for form in self.all)

    def new_series(self):
        """Fresh copies of what is new, so that a preview that is rolled back leaves nothing in them."""
        typed = self.start.cleaned_data
        because = {"en": typed["preferred_en"], "es": typed["preferred_es"]} if typed["preferred"] else {}
        return NewSeries(
            indicator=self.indicator.part,
            area=typed["area"],
            frequency=typed["frequency"],
            source=self.source.part,
            release=self.release.part,
            preferred_because=because,
        )

    def values(self):
        """(row form or None, line or None, value) of everything typed; rows have no grade of their own."""
        credibility = self.start.cleaned_data["credibility"]
        return [
            (row, line, replace(value, credibility=credibility) if row is not None else value)
            for row, line, value in rows_typed(self.start, self.rows)
        ]

    def known_on(self, release: Release | None):
        published = release.day_published if release else None
        return self.start.cleaned_data["known_on"] or published or Day(timezone.localdate())


def start_view(model_admin, request):
    require_act(START_SERIES, Attempt(request.user))
    require_act(RECORD_VALUES, Attempt(request.user))
    forms = Forms(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if forms.are_valid():
            if response := _previewed(model_admin, request, forms):
                return response
        elif questions := questions_in(forms.all):
            return _page(model_admin, request, without=["mark"]).ask(questions)
    context = {"forms": forms, "media": model_admin.media + forms.start.media, "is_refused": _is_refused(forms)}
    return admin_page(
        request, "admin/briefings/series/start.html", str(START_SERIES.title), context, model_admin=model_admin
    )


def _is_refused(forms):
    return forms.start.is_bound and any(form.errors for form in forms.all)


def _previewed(model_admin, request, forms):
    """The preview, for which everything is saved and rolled back; or, confirmed, everything saved at once. None where
    something is refused, which the forms say then."""
    new, typed = forms.new_series(), forms.values()
    try:
        with transaction.atomic():
            series = start_series(new, by=request.user)
            entries = [Entry(series, value, number) for number, (_row, _line, value) in enumerate(typed)]
            url = reverse("admin:briefings_series_change", args=[series.pk])
            options = {"shows": series, "preferred_because": new.preferred_because}
            page = _page(model_admin, request, done_url=url, **options)
            response = page.respond(entries, release=new.release, known_on=forms.known_on(new.release))
            if page.batch is None:
                transaction.set_rollback(True)
    except ValidationError as error:
        add_errors(forms.start, error)
        return None
    if page.preview.refused:
        for problem in page.preview.refused:
            show_problem(problem, forms.start, typed)
        return None
    return response


def _page(model_admin, request, *, without=(), **options):
    return PreviewPage(
        model_admin,
        request,
        title=_("Preview"),
        hidden=posted_again(request, without=without),
        back_url=request.path,
        **options,
    )
