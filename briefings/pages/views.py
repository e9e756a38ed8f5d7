from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request


def choose_language(request):
    """The bare address leads to the half of the site that the browser asks for."""
    language = "es" if get_language_from_request(request).startswith("es") else "en"
    response = HttpResponseRedirect(reverse(f"home-{language}"))
    patch_vary_headers(response, ["Accept-Language"])
    return response


def health(request):
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def server_error(request):
    return render(request, "500.html", status=500)
