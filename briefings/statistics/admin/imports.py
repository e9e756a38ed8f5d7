"""Pages of an import: upload, columns, reading in steps, questions, preview. Only its uploader opens a file."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ...lib.act_pages import ActPage
from ...lib.acts import Attempt, require_act
from ...lib.admin.lists import OpenEndedList
from ...lib.admin.pages import WithPages, admin_page
from ...sources.models import Release
from ..actions import importing
from ..acts import DISCARD_FILE, UPLOAD_FILE
from ..entering.comparing import values_kept
from ..importing.files import notices_of
from ..importing.forms import ColumnsForm, TableForm, UploadForm
from ..importing.mapping import Mapping
from ..importing.names import Names
from ..importing.question_forms import QuestionsForm
from ..importing.questions import Answers
from ..importing.text_tables import letters_to_check
from ..models import ImportFile
from .preview_pages import PreviewPage

MOST_SHOWN = 200


@admin.register(ImportFile)
class ImportFileAdmin(WithPages, OpenEndedList, admin.ModelAdmin):
    list_display = ["name", "source", "size", "uploaded_at"]
    list_select_related = ["source"]
    ordering = ["-uploaded_at"]

    class Media:
        css = {"all": ["briefings/admin/values.css"]}

    def get_queryset(self, request):
        """Without those whose day is over: `tick` deletes them."""
        files = super().get_queryset(request).kept()
        return files if request.user.is_superuser else files.filter(by=request.user)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def add_view(self, request, form_url="", extra_context=None):
        require_act(UPLOAD_FILE, Attempt(request.user))
        initial = {"source": request.GET["source"]} if request.GET.get("source", "").isdecimal() else None
        form = UploadForm(request.POST or None, request.FILES or None, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                file = self._uploaded(request, form)
            except ValidationError as error:
                form.add_error("pasted" if form.cleaned_data["pasted"] else "file", error)
            else:
                return self._after_upload(file)
        context = {"form": form, "waiting": self.get_queryset(request)}
        return self._page(request, "upload", _("Import values"), context)

    def _after_upload(self, file):
        """The columns, unless the file is read as the last one of its source was and nothing of it is to check; of a
        large workbook its reading."""
        if file.unread:
            return HttpResponseRedirect(_address("scan", file))
        mapping = Mapping.from_stored(file.mapping)
        doubts = notices_of(file.sheets[mapping.sheet])
        if not file.encoding:  # of a text they are on the page of the questions, too
            doubts += file.notices
        if file.encoding and not file.encoding.startswith("utf"):  # another one is a guess
            doubts += letters_to_check(importing.first_rows(file, mapping.sheet))
        if doubts or not importing.is_known(file):
            return HttpResponseRedirect(_address("columns", file))
        return self._after_step(file)

    def _uploaded(self, request, form):
        file = form.cleaned_data["file"]
        read = importing.read_file(form.content, encoding=form.cleaned_data["encoding"])
        return importing.upload_file(form.cleaned_data["source"], read, name=file.name if file else "", by=request.user)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Where the import of the file was left."""
        if not object_id.isdecimal():
            raise Http404
        file = self._file(request, object_id)
        return HttpResponseRedirect(_address("preview" if file.answers else "columns", file))

    def _file(self, request, pk):
        require_act(UPLOAD_FILE, Attempt(request.user))
        return get_object_or_404(self.get_queryset(request).select_related("source"), pk=pk)

    def _page(self, request, template, title, context, file=None):
        forms_media = [context["form"].media] if "form" in context else []
        context = {"file": file, "media": sum(forms_media, self.media), **context}
        template = f"admin/briefings/importfile/{template}.html"
        return admin_page(request, template, title, context, model_admin=self, target=file)

    def columns_view(self, request, pk):
        """Two forms: which table it is, and what its columns are."""
        file, names = self._file(request, pk), Names()
        if file.unread:
            return HttpResponseRedirect(_address("scan", file))
        mapping = Mapping.from_stored(file.mapping)
        is_about_table = "table" in request.POST
        table = TableForm(request.POST if is_about_table else None, file=file, mapping=mapping)
        if is_about_table and table.is_valid() and self._is_read_again(file, table):
            return HttpResponseRedirect(_address("columns", file))
        rows, columns = importing.first_rows(file, mapping.sheet), importing.headings_of(file, mapping)
        is_about_columns = request.method == "POST" and not is_about_table
        form = ColumnsForm(
            request.POST if is_about_columns else None, mapping=mapping, headings=columns, rows=rows, names=names
        )
        if is_about_columns and form.is_valid():
            importing.choose_columns(file, form.chosen())
            return self._after_step(file)
        context = {
            "table": table,
            "form": form,
            "notices": [*file.notices, *notices_of(file.sheets[mapping.sheet])],
            "letters": letters_to_check(rows) if file.encoding else [],
        }
        return self._page(request, "columns", _("What the columns are"), context, file)

    def _is_read_again(self, file, table):
        chosen = table.cleaned_data
        try:
            if {"encoding", "delimiter"} & set(table.changed_data):
                importing.read_again(file, encoding=chosen["encoding"], delimiter=chosen["delimiter"])
            else:
                importing.choose_table(file, sheet=chosen["sheet"], layout=table.layout)
        except ValidationError as error:
            table.add_error(None, error)
            return False
        return True

    def scan_view(self, request, pk):
        """Each post reads some rows more; a script posts until all are read, without it the button does."""
        file = self._file(request, pk)
        if file.unread:
            return self._read_step(request, file)
        done, parts = importing.progress(file)
        if request.method == "POST":  # nothing is read before somebody has seen the columns: a button of an older page
            return self._after_step(file, request) if done else self._after_upload(file)
        if done == parts:
            return HttpResponseRedirect(_address("questions", file))
        return self._page(request, "scan", _("Reading the rows"), {"done": done, "parts": parts}, file)

    def _read_step(self, request, file):
        """The same of a workbook that is not read yet. One that turns out to be broken is not kept."""
        if request.method == "POST":
            try:
                importing.read_step(file)
            except ValidationError as error:
                importing.discard_file(file, by=request.user)
                for message in error.messages:
                    self.message_user(request, message, messages.ERROR)
                return HttpResponseRedirect(f"{reverse('admin:briefings_importfile_add')}?source={file.source_id}")
            file = self._file(request, file.pk)
            if not file.unread:
                return self._after_upload(file)
        place = {"done": file.unread["row"], "parts": file.unread.get("of"), "sheet": len(file.sheets)}
        return self._page(request, "scan", _("Reading the workbook"), place, file)

    def _after_step(self, file, request=None):
        done, parts = importing.scan_step(file)
        if done == parts:
            return HttpResponseRedirect(_address("questions", file))
        if request is None:
            return HttpResponseRedirect(_address("scan", file))
        return self._page(request, "scan", _("Reading the rows"), {"done": done, "parts": parts}, file)

    def questions_view(self, request, pk):
        file, names = self._file(request, pk), Names()
        if not importing.is_scanned(file):
            return HttpResponseRedirect(_address("scan", file))
        answers, questions = importing.remembered_answers(file), importing.questions_of(file, names)
        data = request.POST if request.method == "POST" else None
        form = QuestionsForm(data, file=file, questions=questions, answers=answers, names=names)
        if form.is_valid() and not questions.refusals:
            importing.answer(file, form.answers(answers))
            return HttpResponseRedirect(_address("preview", file))
        context = {"form": form, "questions": questions, "notices": file.notices}
        return self._page(request, "questions", _("What the file leaves open"), context, file)

    def preview_view(self, request, pk):
        is_confirmed = "confirm" in request.POST
        if is_confirmed and not ImportFile.objects.filter(pk=pk, answers__isnull=False).exists():
            require_act(UPLOAD_FILE, Attempt(request.user))
            return self._second_click(request)
        file, names = self._file(request, pk), Names()
        if not file.answers or not importing.is_scanned(file):
            return HttpResponseRedirect(_address("scan", file))
        outcome, answers = importing.outcome_of(file, names), Answers(**file.answers)
        if outcome.missing:
            return self._missing(request, file, outcome.missing, names)
        page = PreviewPage(
            self, request, title=_("Preview of %(file)s") % {"file": file}, back_url=_address("questions", file)
        )
        page.kept = values_kept(outcome.blanks)
        release = Release.objects.filter(pk=answers.release).first()
        if is_confirmed and not importing.take_answers(file):
            return self._second_click(request)
        try:
            response = page.respond(outcome.entries, outcome.problems, release=release, known_on=answers.day)
        finally:
            if is_confirmed and not page.batch:
                importing.answer(file, answers)
        if page.batch:
            importing.finish_import(file, names, page.batch)
        return response

    def _second_click(self, request):
        words = _("This import has been recorded or discarded already, or is being recorded.")
        self.message_user(request, words, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:briefings_batch_changelist"))

    def _missing(self, request, file, missing, names):
        """The series that the file has values for and that do not exist: they can be added here, all at once."""
        if request.method == "POST" and "add_series" in request.POST:
            try:
                added = importing.add_series(file, missing, by=request.user)
            except (ValidationError, IntegrityError):
                words = _("Somebody has added some of these series meanwhile.")
                self.message_user(request, words, messages.WARNING)
            else:
                words = ngettext("%(count)d series is added.", "%(count)d series are added.", len(added))
                self.message_user(request, words % {"count": len(added)}, messages.SUCCESS)
            return HttpResponseRedirect(_address("preview", file))
        series = [(names.indicators[indicator], names.areas[area]) for indicator, area in missing[:MOST_SHOWN]]
        context = {"missing": series, "count": len(missing), "more": len(missing) - len(series)}
        return self._page(request, "missing", _("Series that are not here yet"), context, file)

    def discard_view(self, request, pk):
        return DiscardPage(self, request, DISCARD_FILE, Attempt(request.user), self._file(request, pk)).respond()

    pages = [
        ("<int:pk>/columns/", columns_view, "columns"),
        ("<int:pk>/scan/", scan_view, "scan"),
        ("<int:pk>/questions/", questions_view, "questions"),
        ("<int:pk>/preview/", preview_view, "preview"),
        ("<int:pk>/discard/", discard_view, "discard"),
    ]


class DiscardPage(ActPage):
    template = "admin/act.html"
    form = forms.Form
    back_words = gettext_lazy("Back to the file")

    def url(self):
        if self.target.pk is None:
            return reverse("admin:briefings_importfile_add")
        return _address("columns", self.target)


def _address(page, file):
    return reverse(f"admin:briefings_importfile_{page}", args=[file.pk])
