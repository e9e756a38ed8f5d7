from django.http import FileResponse, Http404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from ..articles.models import Edition
from .models import Image
from .uploads import CONTENT_TYPES

STORAGE = Image._meta.get_field("file").storage


@require_safe
def picture(request, sha256, extension):
    """The file of a picture that a public edition shows. A take-down must act soon: caches keep it for 30 s."""
    name = f"{sha256}.{extension}"
    # From the editions to the picture: the other way round PostgreSQL reads all editions.
    shows = {"image_uses__image__sha256": sha256, "image_uses__image__file": name}
    if not Edition.objects.public().filter(**shows).exists():
        raise Http404("no public edition shows the picture")
    etag = f'"{sha256}"'
    response = get_conditional_response(request, etag=etag) or _file_response(name, extension)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=30"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _file_response(name, extension):
    try:
        return FileResponse(STORAGE.open(name), content_type=CONTENT_TYPES[extension])
    except FileNotFoundError as error:
        raise Http404("the file is missing") from error
