from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from ..addresses.models import at_slug, page_url
from ..addresses.redirects import follow_addresses
from ..lib.numbers import language_code
from ..pages.context_processors import links_to_other_language
from ..pages.structured_data import as_json, breadcrumbs
from .known import CountedTopics, KnownTopic
from .models import Topic

MOST = 200


def index(request):
    topics = list(Topic.objects.public().order_by(F(f"sort_{language_code()}"), "pk")[:MOST])
    return render(request, "briefings/topics/index.html", {"topics": CountedTopics(topics)})


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
