from django.db.models import Exists, OuterRef
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from ..articles.models import Edition, ImageUse
from .models import Image
from .uploads import CONTENT_TYPES


@require_safe
def picture(request, sha256, extension):
    """The file of a picture that a public edition shows. A take-down must act soon: caches keep it for 30 s."""
    public_uses = ImageUse.objects.filter(image=OuterRef("pk"), edition__in=Edition.objects.public())
    image = get_object_or_404(Image.objects.filter(Exists(public_uses)), sha256=sha256, file=f"{sha256}.{extension}")
    etag = f'"{sha256}"'
    response = get_conditional_response(request, etag=etag) or _file_response(image, extension)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=30"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _file_response(image, extension):
    try:
        return FileResponse(image.file.open("rb"), content_type=CONTENT_TYPES[extension])
    except FileNotFoundError as error:
        raise Http404("the file is missing") from error
