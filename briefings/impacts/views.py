from django.shortcuts import render

from ..articles.finding import editions_by_use
from ..lib.numbers import language_code
from ..lib.tables import configure
from .models import Impact
from .tables import ImpactTable


def impacts(request):
    rows = Impact.objects.public().by_level().select_related("area", "source")
    editions = editions_by_use(language_code(), "impact")
    table = configure(ImpactTable(rows, editions), request, per_page=50)
    return render(request, "briefings/impacts/impacts.html", {"table": table})
