"""The line above each page of the desk: Desk › list › thing › this page, everywhere the same."""

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from tests import make

PAGES = {
    "/admin/log/": ["Desk", "Log"],
    "/admin/roles/": ["Desk", "Roles"],
    "/admin/calendar/": ["Desk", "Calendar"],
    "/admin/briefings/article/": ["Desk", "Articles"],
    "/admin/briefings/article/add/": ["Desk", "Articles", "Add article"],
    "/admin/briefings/edition/forced/": ["Desk", "Editions", "Published without a second person"],
    "/admin/account/": ["Desk", "Your account"],
    "/admin/account/password/": ["Desk", "Your account", "Change the password"],
}
BESIDE_AN_ARTICLE = {
    "change": [],
    "comments": ["Comments"],
    "versions": ["Saved versions"],
    "checklist": ["Checklist"],
    "history": ["History"],
}


def crumbs(client, address):
    """The words of the line, and the address of each link in it."""
    html = client.get(address).content.decode()
    (line,) = re.findall(r'<ol class="breadcrumbs">(.*?)</ol>', html, re.DOTALL)
    words = [strip_tags(one).strip() for one in re.findall(r"<li>(.*?)</li>", line, re.DOTALL)]
    return words, re.findall(r'href="([^"]+)"', line)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_begins_at_the_desk_and_ends_with_itself(signed_in, editor, address):
    words, links = crumbs(signed_in(editor), address)
    assert words == PAGES[address]
    assert links[0] == "/admin/" and len(links) == len(words) - 1


@pytest.mark.parametrize("page", BESIDE_AN_ARTICLE)
def test_pages_beside_an_article_lead_back_to_it(signed_in, editor, page):
    article = make.article("Ports", by=editor)
    words, links = crumbs(signed_in(editor), reverse(f"admin:briefings_article_{page}", args=[article.pk]))
    assert words == ["Desk", "Articles", "Ports", *BESIDE_AN_ARTICLE[page]]
    of_article = [reverse("admin:briefings_article_change", args=[article.pk])] if page != "change" else []
    assert links == ["/admin/", "/admin/briefings/article/", *of_article]


def test_somebody_elses_roles_stand_below_the_roles(signed_in, administrator, author):
    words, _links = crumbs(signed_in(administrator), reverse("admin:roles_of", args=[author.pk]))
    assert words[:2] == ["Desk", "Roles"] and len(words) == 3
