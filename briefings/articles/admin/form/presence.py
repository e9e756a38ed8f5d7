"""Who else has the article open: said when its page is opened, and kept up to date while it stays open."""

import contextlib
import uuid

from django.http import HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...actions.presence import note_leaving, note_presence, others_present


def _said(article, user):
    """In words, "" where nobody else has it open."""
    others = others_present(article, by=user)
    if not others:
        return ""
    names = get_text_list([str(person) for person in others], _("and"))
    words = ngettext("%(names)s has this article open.", "%(names)s have this article open.", len(others))
    return words % {"names": names}


def presence_at_opening(article, user):
    """For presence.html: whoever opens the page has it open too, with or without a script."""
    window = note_presence(article, by=user)
    url = reverse("admin:briefings_article_presence", args=[article.pk])
    return {"window": window, "url": url, "said": _said(article, user)}


def _window(request):
    with contextlib.suppress(ValueError):
        return uuid.UUID(request.POST.get("window", ""))
    return None


def presence_page(model_admin, request, object_id):
    """A heartbeat, or with `closed` the last one; answers who else is there. Without a window it only answers."""
    article = model_admin.get_object(request, str(object_id))
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    window = _window(request)
    if window and "closed" in request.POST:
        note_leaving(article, by=request.user, window=window)
    elif window:
        note_presence(article, by=request.user, window=window)
    return JsonResponse({"said": _said(article, request.user)})
