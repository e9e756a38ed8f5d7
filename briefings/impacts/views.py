from django.shortcuts import render

from ..lib.tables import configure
from .models import Impact
from .tables import ImpactTable


def impacts(request):
    rows = Impact.objects.public().by_level().select_related("area", "source")
    table = configure(ImpactTable(rows), request, per_page=50)
    return render(request, "briefings/impacts/impacts.html", {"table": table})
