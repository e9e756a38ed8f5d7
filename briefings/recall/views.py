from dataclasses import replace
from functools import partial

from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..lib.http import require_known
from ..lib.paging import Pager, with_query
from ..lib.rows.keyset import keyset_page
from .register import CHOICES, KINDS, ByMoment, Kind, entries

PER_PAGE = 20


def corrections(request):
    """The register, newest first, paged by key; `?kind=` shows one kind."""
    chosen = require_known("kind", request.GET.get("kind", ""), CHOICES)
    kinds = CHOICES[chosen][1] if chosen else KINDS
    read = partial(entries, get_language(), kinds=kinds)
    page = keyset_page(partial(read, length=PER_PAGE + 1), request, per_page=PER_PAGE, key=ByMoment)
    # A link to an entry leads to the page that begins with it, which may be the newest.
    if "before" in request.GET and not read(length=1, place=page.rows[0].key, backwards=True):
        page = replace(page, newer="")
    # A value that only waiting editions print was never shown to readers.
    shown = [entry for entry in page.rows if entry.kind != Kind.REVISION or entry.figures]
    context = {"entries": shown, "chosen": chosen, "choices": _choices(chosen), "pager": _pager(request, page)}
    context["api_query"] = {"kind": chosen} if chosen else {}
    return render(request, "briefings/recall/corrections.html", context)


def _choices(chosen):
    return [("", _("All"), not chosen), *((name, label, name == chosen) for name, (label, _kinds) in CHOICES.items())]


def _pager(request, page):
    """The neighbouring pages; the choice of a kind stays."""
    if not (page.newer or page.older):
        return None

    def url(query):
        name, _equals, cursor = query.removeprefix("?").partition("=")
        return with_query(request, drop=["before", "after", "oldest"], **{name: cursor}) if query else ""

    first = with_query(request, drop=["before", "after", "oldest"]) if page.newer else ""
    return Pager(None, None, url(page.newer), url(page.older), first, url("?oldest") if page.older else "")
