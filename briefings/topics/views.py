from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from ..addresses.models import at_slug, page_url
from ..addresses.redirects import follow_addresses
from ..lib.numbers import language_code
from ..lib.paging import page_of, pager
from ..pages.context_processors import links_to_other_language
from ..pages.structured_data import as_json, breadcrumbs
from .known import CountedTopics, KnownTopic
from .models import Topic

PER_PAGE = 100


def index(request):
    page = page_of(Topic.objects.public().order_by(F(f"sort_{language_code()}"), "pk"), request, per_page=PER_PAGE)
    context = {"topics": CountedTopics(list(page)), "pager": pager(page, request)}
    return render(request, "briefings/topics/index.html", context)


@follow_addresses(Topic)
def topic(request, slug):
    topic = get_object_or_404(Topic.objects.public(), at_slug(slug))
    above = _("Topics"), page_url("topics", language_code())
    context = {
        "topic": topic,
        "structured_data": [as_json(breadcrumbs(above, (topic.name, topic.get_absolute_url())))],
        "language_links": links_to_other_language(topic),
        "known": KnownTopic(topic),
    }
    return render(request, "briefings/topics/topic.html", context)
