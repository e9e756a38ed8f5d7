from functools import wraps

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

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
                return HttpResponsePermanentRedirect(url)

        return answer

    return decorate


def _moved_to(request, model, slug):
    """None where the thing at this slug is not public, or has no other slug."""
    language = language_code()
    targets = Address.objects.at(model.page_name, language, slug).targets()
    thing = model.to_be_found().filter(pk__in=targets).first()
    if thing is None or thing.slug_in(language) == slug:
        return None
    match, query = request.resolver_match, request.GET.urlencode()
    path = reverse(match.view_name, kwargs=match.kwargs | {"slug": thing.slug_in(language)})
    return f"{path}?{query}" if query else path
