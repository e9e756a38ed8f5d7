"""The copy of what somebody is typing: kept by the browser's script, offered when the form is opened anywhere."""

import json

from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse

from ....lib.admin.unsaved import note_kept
from ....lib.numbers import as_number
from ...actions.typed_copies import forget_typed, keep_typed, typed_copy


def typed_page(model_admin, request):
    """GET: the newest copy of the article in the query, {} without one. POST: keep one, or with `discard` forget it."""
    values = request.POST if request.method == "POST" else request.GET
    article = None
    if key := values.get("article"):
        article = model_admin.get_object(request, key) if as_number(key) is not None else None
        if article is None:
            raise Http404
    token = values.get("token", "")
    if request.method != "POST":
        copy = typed_copy(article, by=request.user)
        return JsonResponse({"at": copy.at, "entries": json.loads(copy.entries)} if copy else {})
    if "discard" in values:
        forget_typed(token, by=request.user)
        return JsonResponse({})
    try:
        keep_typed(article, by=request.user, token=token, entries=values.get("entries", ""))
    except ValidationError as error:
        return JsonResponse({"message": " ".join(error.messages)}, status=400)
    return note_kept(request, JsonResponse({}), token=token, at=values.get("at", ""))
