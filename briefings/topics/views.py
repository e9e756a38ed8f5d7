from django.db.models import F
from django.shortcuts import get_object_or_404, render

from ..addresses.models import at_slug
from ..addresses.redirects import follow_addresses
from ..lib.numbers import language_code
from ..pages.context_processors import links_to_other_language
from .known import CountedTopics, KnownTopic
from .models import Topic

MOST = 200


def index(request):
    topics = list(Topic.objects.public().order_by(F(f"sort_{language_code()}"), "pk")[:MOST])
    return render(request, "briefings/topics/index.html", {"topics": CountedTopics(topics)})


@follow_addresses(Topic)
def topic(request, slug):
    topic = get_object_or_404(Topic.objects.public(), at_slug(slug))
    context = {
        "topic": topic,
        "language_links": links_to_other_language(topic),
        "known": KnownTopic(topic),
    }
    return render(request, "briefings/topics/topic.html", context)
