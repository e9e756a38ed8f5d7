"""Other people who have the article open: shown when its page opens, and updated by heartbeats."""

import contextlib
import uuid

from django.http import HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...actions.presence import note_leaving, note_presence, others_present


def _message(article, user):
    """Names the others who have the article open; "" for nobody."""
    others = others_present(article, by=user)
    if not others:
        return ""
    names = get_text_list([str(person) for person in others], _("and"))
    words = ngettext("%(names)s has this article open.", "%(names)s have this article open.", len(others))
    return words % {"names": names}


def presence_at_opening(article, user):
    """The context of presence.html. Opening the page counts as a heartbeat, also without scripts."""
    window = note_presence(article, by=user)
    url = reverse("admin:briefings_article_presence", args=[article.pk])
    return {"window": window, "url": url, "message": _message(article, user)}


def _window(request):
    with contextlib.suppress(ValueError):
        return uuid.UUID(request.POST.get("window", ""))
    return None


def presence_page(model_admin, request, object_id):
    """A heartbeat, or with `closed` the last one; returns who else is there. Without a window it only returns that."""
    article = model_admin.get_object(request, str(object_id))
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    window = _window(request)
    if window and "closed" in request.POST:
        note_leaving(article, by=request.user, window=window)
    elif window:
        note_presence(article, by=request.user, window=window)
    return JsonResponse({"message": _message(article, request.user)})
