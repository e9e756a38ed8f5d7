from django.shortcuts import render

from ..articles.finding import editions_by_use
from ..lib.numbers import language_code
from ..lib.tables import configure
from ..recall.revisions import numbers_revised
from .models import Impact
from .tables import MOST_BRIEFINGS, ImpactTable


def impacts(request):
    rows = Impact.objects.public().by_level().select_related("area", "source")
    editions, looked_at = editions_by_use(language_code(), "impact", most=MOST_BRIEFINGS)
    listed = {edition.pk for of_impact in editions.values() for edition in of_impact}
    revised = numbers_revised(sorted(listed))
    table = configure(ImpactTable(rows, editions, revised), request, per_page=50)
    return render(request, "briefings/impacts/impacts.html", {"table": table, "looked_at": looked_at})
