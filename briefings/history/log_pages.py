from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..lib.acts import act_words, require_act
from ..lib.admin.pages import admin_page
from ..lib.paging import with_query
from ..lib.spreadsheets import csv_lines
from ..roles import REALM_PERMISSIONS, may
from .actions import record
from .acts import EXPORT_LOG, Attempt, may_read_history
from .forms import LogForm
from .log import Cursor, all_older_than, everything, page_holding, page_of_log
from .log_lines import add_findings, fields_of_change, fields_of_event, lines
from .log_words import model_words
from .models import Event
from .names_of_people import names_of_all, target_url


def may_read_log(user):
    return any(may(user, permission) for permission in REALM_PERMISSIONS.values())


def _cursor(request, name):
    text = request.GET.get(name)
    try:
        return Cursor.parse(text) if text else None
    except ValueError as error:
        raise Http404("no such page") from error


def _page(request, querysets):
    return page_of_log(querysets, before=_cursor(request, "before"), after=_cursor(request, "after"))


def _context(request, page, abridge=None, findings=()):
    """Rows and addresses of the neighbouring pages. `abridge` removes from an entry what this reader may not see; such
    a reader sees no user names either."""
    for entry in page.entries if abridge else []:
        abridge(entry)
    page_lines = lines(page.entries, with_user_names=not abridge)
    add_findings(page_lines, findings)
    return {
        "rows": [
            (line, target_url(line.entry, request.user), model_words(line.entry.target_type)) for line in page_lines
        ],
        "newer": page.newer and with_query(request, drop=["before"], after=str(page.newer)),
        "older": page.older and with_query(request, drop=["after"], before=str(page.older)),
        "newest": {"before", "after"} & set(request.GET) and with_query(request, drop=["before", "after"]),
        "ends": page.ends and page.ends.at,
    }


def log_page(request):
    may_read_history(Attempt(request.user))
    form = LogForm(request.GET, user=request.user)
    querysets = form.narrowed(everything(request.user))
    if form.text:
        page = page_holding(querysets, form.holding, before=_cursor(request, "before"))
    else:
        page = _page(request, querysets)
    context = {
        "form": form,
        "narrowed": form.is_valid() and form.asked(),
        **_context(request, page, findings=form.findings if form.is_valid() else ()),
    }
    return admin_page(request, "admin/log.html", _("Log"), context)


def history_page(request, target, opts, querysets=None, abridge=None, template="admin/events_of.html"):
    """Acts and field changes of one object: `querysets`, or else all that the user may see."""
    querysets = querysets or [queryset.about(target) for queryset in everything(request.user)]
    context = {"opts": opts, **_context(request, _page(request, querysets), abridge)}
    return admin_page(request, template, _("History of “%(thing)s”") % {"thing": target}, context, target=target)


@require_POST
def export_log(request):
    """All of the filtered log as CSV. The export itself is recorded first."""
    require_act(EXPORT_LOG, Attempt(request.user))
    form = LogForm(request.POST, user=request.user)
    if not form.is_valid():
        raise Http404("no such log")
    export = record(by=request.user, act=EXPORT_LOG, target=request.user, detail=form.asked())
    entries = all_older_than(form.holding(form.narrowed(everything(request.user))), Cursor.of(export))
    response = StreamingHttpResponse(csv_lines(_csv_rows(entries)), content_type="text/csv; charset=utf-8")
    name = f"log-{timezone.localdate():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv_rows(entries):
    """One row for each act, and one for each changed field."""
    yield [
        _("When"), _("Who"), _("User name"), _("Realm"), _("Act"), _("Kind of thing"), _("Number"), _("Thing"),
        _("Part"), _("Field"), _("Before"), _("After"), _("Detail"),
    ]  # fmt: skip
    names = names_of_all()
    for entry in entries:
        start = [
            localtime(entry.at).isoformat(timespec="seconds"), names.who(entry), entry.by_name,
            entry.get_realm_display(), act_words(entry.act), model_words(entry.target_type), entry.target_id,
            entry.thing,
        ]  # fmt: skip
        if isinstance(entry, Event):
            yield [*start, "", "", "", "", _in_one_cell(fields_of_event(entry, names))]
        else:
            for field in fields_of_change(entry):
                yield [*start, entry.part_label, field.label, _whole(field.before), _whole(field.after), ""]


def _in_one_cell(fields):
    texts = [
        f"{field.label}: {_whole(field.before)} → {_whole(field.after)}"
        if field.before
        else f"{field.label}: {_whole(field.after)}"
        for field in fields
    ]
    return "; ".join(text.removeprefix(": ") for text in texts)


def _whole(text):
    return text.all if text else ""
