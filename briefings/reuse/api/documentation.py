from django.shortcuts import render

from ..datasets import CALCULATION
from ..values import HISTORY_FIELDS
from . import briefings, corrections, places, things, values
from .site import openapi_schema
from .writing import licence

# Their operations belong to the API once they are imported.
__all__ = ["briefings", "corrections", "places", "things", "values"]


def documentation(request):
    """The page about files and the API, for people."""
    operations = [
        (path, [each["name"] for each in methods["get"].get("parameters", []) if each["in"] == "query"])
        for path, methods in openapi_schema()["paths"].items()
    ]
    context = {"fields": HISTORY_FIELDS | CALCULATION, "operations": operations, "licence": licence()}
    return render(request, "briefings/reuse/api.html", context)
