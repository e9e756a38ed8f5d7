"""/sitemap.xml, an index, and the sitemaps that it names: one for each language and kind of page."""

from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import InvalidPage
from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.timezone import localtime

from ..addresses.models import WithPage
from ..articles.models import Edition, Workflow

LANGUAGES = ("en", "es")
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
SLUG = "__slug__"
PER_FILE = 2_000
PLAIN_PAGES = (
    "home", "briefings", "statistics", "impacts", "initiatives", "topics", "places", "sources", "corrections", "about",
    "api-docs",
)  # fmt: skip


class InLanguage(Sitemap):
    limit = PER_FILE

    def __init__(self, language: str):
        self.language = language

    def read(self, items: list) -> list:
        """What `location` takes, of the items of a page."""
        return items


class PlainPages(InLanguage):
    def items(self):
        return PLAIN_PAGES

    def location(self, item):
        return reverse(f"{item}-{self.language}")


class Briefings(InLanguage):
    """The latest edition of each briefing that has not been withdrawn."""

    def items(self):
        """The keys of the articles. Those that only wait are among them: to find out which of 20,000 editions is the
        latest takes 70 ms."""
        shown = Workflow.objects.filter(withdrawn_at=None, taken_down_at=None, address__isnull=False)
        return shown.filter(article__language=self.language).order_by("article_id").values_list("article_id", flat=True)

    def read(self, items):
        """(slug, date) of those that are public."""
        editions = Edition.objects.latest().filter(language=self.language, article__workflow__withdrawn_at=None)
        rows = editions.filter(article__gte=items[0], article__lte=items[-1]) if items else editions.none()
        slug = F("article__workflow__address__slug")
        return list(rows.order_by("article_id").annotate(slug=slug).values_list("slug", "publish_at"))

    @cached_property
    def _path(self):
        """Reversed once for all."""
        return reverse(f"briefing-{self.language}", args=[SLUG])

    def location(self, item):
        return self._path.replace(SLUG, item[0])

    def lastmod(self, item):
        return item[1]


class Things(InLanguage):
    """The public things of one model."""

    def __init__(self, language: str, model: type[WithPage]):
        super().__init__(language)
        self.model = model

    def items(self):
        return self.model.to_be_found().order_by("pk")

    def location(self, item):
        return item.url_in(self.language)


def sections() -> dict[str, InLanguage]:
    """By the name that their address has."""
    models = [model for model in apps.get_models() if issubclass(model, WithPage)]
    found = {}
    for language in LANGUAGES:
        found[f"pages-{language}"] = PlainPages(language)
        found[f"briefings-{language}"] = Briefings(language)
        for model in models:
            found[f"{model._meta.model_name}-{language}"] = Things(language, model)
    return found


def urlset(section: InLanguage, page: int) -> tuple[str, datetime | None]:
    """The sitemap of one page of a section, and when the newest of it was published, where that is known. Written here,
    because Django's template takes 30 µs for each of 2,000 addresses."""
    try:
        items = section.read(list(section.paginator.page(page)))
    except InvalidPage as error:
        raise Http404("no such page") from error
    days = [section.lastmod(item) for item in items] if isinstance(section, Briefings) else []
    changed = [f"<lastmod>{localtime(day):%Y-%m-%d}</lastmod>" for day in days] or [""] * len(items)
    urls = [
        f"<url><loc>{escape(settings.SITE_URL + section.location(item))}</loc>{lastmod}</url>"
        for item, lastmod in zip(items, changed, strict=True)
    ]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<urlset xmlns="{NAMESPACE}">', *urls, "</urlset>"]
    return "\n".join([*lines, ""]), max(days, default=None)
