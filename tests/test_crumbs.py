"""The breadcrumb of each page of the admin: Desk › list › object › this page."""

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
    """The labels of the breadcrumb, and the addresses of its links."""
    html = client.get(address).content.decode()
    (line,) = re.findall(r'<ol class="breadcrumbs">(.*?)</ol>', html, re.DOTALL)
    labels = [strip_tags(item).strip() for item in re.findall(r"<li>(.*?)</li>", line, re.DOTALL)]
    return labels, re.findall(r'href="([^"]+)"', line)


@pytest.mark.parametrize("address", PAGES)
def test_breadcrumb_begins_with_the_desk_and_ends_with_the_page(signed_in, editor, address):
    labels, links = crumbs(signed_in(editor), address)
    assert labels == PAGES[address]
    assert links[0] == "/admin/" and len(links) == len(labels) - 1


@pytest.mark.parametrize("page", BESIDE_AN_ARTICLE)
def test_pages_of_an_article_link_back_to_it(signed_in, editor, page):
    article = make.article("Ports", by=editor)
    labels, links = crumbs(signed_in(editor), reverse(f"admin:briefings_article_{page}", args=[article.pk]))
    assert labels == ["Desk", "Articles", "Ports", *BESIDE_AN_ARTICLE[page]]
    of_article = [reverse("admin:briefings_article_change", args=[article.pk])] if page != "change" else []
    assert links == ["/admin/", "/admin/briefings/article/", *of_article]


def test_page_of_a_persons_roles_is_below_the_roles_page(signed_in, administrator, author):
    labels, _links = crumbs(signed_in(administrator), reverse("admin:roles_of", args=[author.pk]))
    assert labels[:2] == ["Desk", "Roles"] and len(labels) == 3
