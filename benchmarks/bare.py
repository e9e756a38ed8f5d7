"""The fastest possible Django site, for comparison: one view, no middleware, no database."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["*"], MIDDLEWARE=[], ROOT_URLCONF=__name__, SECRET_KEY="serves nothing secret")  # noqa: S106


SENTENCE = b"Nothing is served faster than this.\n"


def sentence(request):
    return HttpResponse(SENTENCE, headers={"Content-Length": len(SENTENCE)})


urlpatterns = [path("", sentence)]
application = get_wsgi_application()
