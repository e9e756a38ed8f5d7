from django.shortcuts import render
from django.utils.translation import get_language

from ..lib.tables import configure
from .models import Impact
from .tables import ImpactTable


def impacts(request):
    language = get_language()[:2]
    rows = Impact.objects.public().by_level("-severity", f"sort_{language}").select_related("area", "source")
    table = configure(ImpactTable(rows, language=language), request, per_page=50)
    return render(request, "briefings/impacts/impacts.html", {"table": table})
