"""A walk over every public page of the demonstration that a link leads to, in both languages."""

import html
import re
from collections import Counter

import pytest
from django.conf import settings

from tests.test_words import OLD_ENGLISH, OLD_SPANISH

pytestmark = pytest.mark.slow
QUERY, FILES = (
    re.compile(r"[?].*"),
    re.compile(r"^/(static|pictures|api)/|[.](csv|xlsx|json|zip|svg|png|atom|bib|ris)$"),
)
OLD = {"en": re.compile(OLD_ENGLISH, re.IGNORECASE), "es": re.compile(OLD_SPANISH, re.IGNORECASE)}
MOST = 1_500


@pytest.fixture
def pages(demo, reader):
    """{path: HTML} of every page in both languages; links with a query are not followed."""
    found, waiting = {}, ["/en/", "/es/"]
    while waiting and len(found) < MOST:
        path = waiting.pop()
        if path in found:
            continue
        answer = reader.get(path, follow=True)
        assert answer.status_code == 200, path
        found[path] = answer.text if answer["Content-Type"].startswith("text/html") else ""
        for link in re.findall(r'<a [^>]*href="([^"]+)"', found[path]):
            link = QUERY.sub("", html.unescape(link).removeprefix(settings.SITE_URL).partition("#")[0])
            if link.startswith(("/en/", "/es/")) and not FILES.search(link):
                waiting.append(link)
    assert 50 < len(found) < MOST
    return {path: text for path, text in found.items() if text}


def visible(text):
    return html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)))


def test_pages_use_the_words_of_the_house_and_describe_themselves(pages):
    wrong, titles, descriptions = [], Counter(), Counter()
    for path, text in pages.items():
        language, words = path[1:3], visible(text)
        wrong += [(path, match[0]) for match in OLD[language].finditer(words)]
        if language == "es":
            wrong += [(path, match[0]) for match in re.finditer("[“”].{0,30}", words)]
        ids = set(re.findall(r'\sid="([^"]+)"', text))
        wrong += [(path, anchor) for anchor in re.findall(r'href="#([^"]+)"', text) if anchor not in ids]
        is_figure = path.startswith(("/en/figures/", "/es/cifras/"))  # one value of several sources or vintages
        if not is_figure and f'<link rel="canonical" href="{settings.SITE_URL}{path}">' in text:
            titles[re.search(r"<title>(.*?)</title>", text, re.DOTALL)[1]] += 1
            descriptions[re.search(r'name="description" content="(.*?)"', text, re.DOTALL)[1]] += 1
    wrong += [text for counted in (titles, descriptions) for text, number in counted.items() if number > 1]
    assert wrong == []
