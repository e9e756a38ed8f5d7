from django.db.models import BigIntegerField, CharField, Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.utils.translation import gettext as _

from ..addresses.models import at_slug, page_url
from ..addresses.redirects import follow_addresses
from ..articles.finding import page_of_citing
from ..articles.models import Citation
from ..impacts.models import Impact
from ..initiatives.models import Initiative
from ..lib.http import unknown_value
from ..lib.numbers import as_number, language_code
from ..lib.paging import Begun
from ..lib.rows.prepared import first_or_404, prepared
from ..lib.tables import configure
from ..pages.context_processors import links_to_other_language
from ..pages.structured_data import as_json, breadcrumbs
from ..statistics.models import Indicator, Series
from .models import Release, Source
from .tables import SourceTable, indicator_lines, release_line

KEY = BigIntegerField()
NEWEST_FIRST = "-published", "-retrieved", "-pk"  # as an index has them
MAX_RELEASES = 50
MAX_PER_MODEL = 50


def index(request):
    series = Series.objects.public().filter(source=OuterRef("pk")).order_by().values("source")
    newest = Release.objects.filter(source=OuterRef("pk"), published__isnull=False).order_by(*NEWEST_FIRST)
    sources = Source.objects.public().annotate(
        series_count=Coalesce(Subquery(series.annotate(number=Count("pk")).values("number")), 0),
        last_release=Subquery(newest.values("published")[:1]),
        last_precision=Subquery(newest.values("published_precision")[:1]),
    )
    table = SourceTable(sources.order_by(f"sort_{language_code()}"))
    return render(request, "briefings/sources/index.html", {"table": configure(table, request, counted=False)})


@follow_addresses(Source)
def source(request, slug):
    language = language_code()
    source = first_or_404(_sources_at(slug=slug, language=language))
    above = page_url("sources", language)
    release = _chosen_release(request, source)
    releases, indicators = _releases(source=source.pk), _indicators(source=source.pk, language=language)
    return render(
        request,
        "briefings/sources/source.html",
        {
            "source": source,
            "language_links": links_to_other_language(source),
            "structured_data": [as_json(breadcrumbs((_("Sources"), above), (source.name, source.get_absolute_url())))],
            "releases": Begun(((each, release_line(each, source)) for each in releases), MAX_RELEASES),
            "indicators": Begun(indicator_lines(indicators), MAX_PER_MODEL),
            "initiatives": Begun(_with_source(source=source.pk, model=Initiative, language=language), MAX_PER_MODEL),
            "impacts": Begun(_with_source(source=source.pk, model=Impact, language=language), MAX_PER_MODEL),
            "release": release,
            "briefings": page_of_citing(request, source.pk, language, release=release and release.pk),
        },
    )


@prepared(slug=CharField())
def _sources_at(slug, language):
    return Source.objects.public().filter(at_slug(slug, language))


@prepared(source=KEY)
def _releases(source):
    """With a citation as `is_cited`, in the order of an index: else PostgreSQL may read all citations to find none."""
    cited = Citation.objects.filter(release=OuterRef("pk")).order_by("language", "-publish_at").values("pk")
    newest = Release.objects.filter(source=source).order_by(*NEWEST_FIRST)
    return newest.annotate(is_cited=Subquery(cited[:1]))[: MAX_RELEASES + 1]


@prepared(source=KEY)
def _indicators(source, language):
    """Those with public series of the source, each with in how many areas it has one."""
    series = Series.objects.filter(indicator=OuterRef("pk"), source=source, public_since__isnull=False).order_by()
    areas = series.values("indicator").annotate(number=Count("area", distinct=True)).values("number")
    indicators = Indicator.objects.public().filter(Exists(series)).annotate(areas=Subquery(areas))
    return indicators.order_by(f"sort_{language}")[: MAX_PER_MODEL + 1]


def _chosen_release(request, source):
    """The release of `?release=`, whose briefings alone are listed; None without it."""
    text = request.GET.get("release")
    if text is None:
        return None
    release = source.releases.filter(pk=as_number(text)).first() if as_number(text) is not None else None
    if release is None:
        raise unknown_value("release", text)
    return release


@prepared(source=KEY)
def _with_source(source, model, language):
    return model.objects.public().filter(source=source).order_by(f"sort_{language}")[: MAX_PER_MODEL + 1]
