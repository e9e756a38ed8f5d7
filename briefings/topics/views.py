from django.db.models import F
from django.shortcuts import get_object_or_404, render

from ..addresses.models import at_slug
from ..addresses.redirects import follow_addresses
from ..articles.finding import newest_editions
from ..lib.numbers import language_code
from ..pages.context_processors import links_to_other_language
from .models import Topic

MOST = 200


def index(request):
    topics = list(Topic.objects.public().order_by(F(f"sort_{language_code()}"), "pk")[:MOST])
    return render(request, "briefings/topics/index.html", {"topics": topics})


@follow_addresses(Topic)
def topic(request, slug):
    topic = get_object_or_404(Topic.objects.public(), at_slug(slug))
    context = {
        "topic": topic,
        "language_links": links_to_other_language(topic),
        "editions": newest_editions(language_code(), ("t", topic.slug)),
    }
    return render(request, "briefings/topics/topic.html", context)
