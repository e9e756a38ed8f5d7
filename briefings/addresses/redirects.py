from copy import copy
from functools import partial, wraps
from http import HTTPStatus

from django.core.handlers.exception import convert_exception_to_response
from django.http import Http404
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

from ..lib.http import moved
from ..lib.numbers import language_code
from .models import Address


def follow_addresses(model):
    """For a view of one thing by `slug`: where it answers 404, redirect to the page of the thing that had the slug.

    The rest of the address and the parameters that the view knows stay as they are.
    """

    def decorate(view):
        @wraps(view)
        def answer(request, slug, **kwargs):
            try:
                return view(request, slug, **kwargs)
            except Http404:
                url = _moved_to(request, model, slug)
                if url is None:
                    raise
                return moved(request, url)

        return answer

    return decorate


def _moved_to(request, model, slug):
    """None where the thing at this slug is not public, or has no other slug."""
    language = language_code()
    targets = Address.objects.at(model.page_name, language, slug).targets()
    thing = model.to_be_found().filter(pk__in=targets).first()
    if thing is None or thing.slug_in(language) == slug:
        return None
    match = request.resolver_match
    return reverse(match.view_name, kwargs=match.kwargs | {"slug": thing.slug_in(language)})


def in_small_letters(request) -> str | None:
    """The address of the public page whose address has small letters where this one has capitals, if there is one.

    It is asked for after a 404 only, so pages that exist cost nothing more. The page is made to see that it exists.
    """
    path = request.path_info.lower()
    if path == request.path_info or not path.startswith(("/en/", "/es/")):
        return None
    for candidate in (path, f"{path}/"):
        try:
            match = resolve(candidate)
        except Resolver404:
            continue
        asked = copy(request)
        asked.path = asked.path_info = candidate
        asked.resolver_match, asked.LANGUAGE_CODE = match, candidate[1:3]
        with translation.override(asked.LANGUAGE_CODE):
            return _url_of_page(asked, match)
    return None


def _url_of_page(request, match):
    response = convert_exception_to_response(partial(match.func, *match.args, **match.kwargs))(request)
    if moved_to := response.headers.get("Location"):
        return moved_to
    if response.status_code not in (HTTPStatus.OK, HTTPStatus.GONE):
        return None
    query = request.GET.urlencode()
    return f"{request.path}?{query}" if query else request.path
