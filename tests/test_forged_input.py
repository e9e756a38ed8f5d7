"""Forged values in every address, list and form, public and of staff: no error of ours, and nothing is stored."""

import copy
import re
from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import DataError, models
from django.urls import reverse

from briefings.articles.actions import submit
from briefings.lib.html import link_address
from briefings.sharing.actions import share, token_of
from tests import make
from tests.articles.scenes import every_block
from tests.articles.typing import act_url, change_url, errors_of, opened
from tests.kinds import RichTextBlock
from tests.people import member
from tests.public_walk import QUERIES, SAMPLES, addresses, base_name, public_patterns
from tests.world import published_things

KEY = "9" * 20
NO_KEYS = ["words", "true", "NaN", "1.5", "1\0", "1e400"]
KEYS = [KEY, *NO_KEYS]
MODELS = {model._meta.model_name: model for model in admin.site._registry if model._meta.app_label == "briefings"}

# As they stand in an address, so that what is no UTF-8 is tried too.
IN_A_QUERY = [
    "", "nonsense", "0", "-1", "-", KEY, "1e400", "%00", "a%00b", "x" * 201, "x" * 5000, "'%20OR%201=1--", "%ff%fe",
    "ñ", "[]", "<script>", "2025-02-30", "9999-12-31", "٣", "series__source__slug", "-severity,level",
]  # fmt: skip
LISTED = ["briefings-before", "briefings-after", "briefings-oldest"]
PARAMETERS = {
    "briefings": ["kind", "topic", "place", "year", "before", "after", "oldest"],
    "search": ["q", "kind", "topic", "place", "year", "page"],
    "search-suggestions": ["q"],
    "statistics": ["sort", "page"],
    "sources": ["sort", "page"],
    "impacts": ["sort", "page", "x"],
    "initiatives": ["status", "kind", "area", "sort", "page"],
    "source": ["release", "before", "after", "oldest"],
    "indicator": ["as_of", "sort", "area", "frequency", "source", "page", *LISTED],
    "data-table": ["as_of", "sort", "page"],
    "briefing": ["x"],
    "editions": ["before", "after", "oldest"],
    "corrections": ["kind", "before", "after", "oldest"],
    "sitemap": ["p"],
    **{key: ["before", "after"] for key in ("briefings-feed", "briefing-feed", "indicator-feed", "corrections-feed")},
    **{key: ["before", "after", "window"] for key in ("topic-feed", "place-feed")},
    "figure": ["as_of", "before", "after", "oldest"],
    "place": ["page"],
    "indicator-file": ["as_of", "area", "frequency", "source", "chart"],
    "data-table-file": ["as_of", "chart"],
    "api-series-list": ["indicator", "area", "frequency", "source", "after", "limit"],
    "api-values": ["indicator", "series", "area", "as_of", "after", "limit"],
    "api-releases": ["source", "after", "limit"],
    "api-search": ["q", "kind", "topic", "place", "year", "page", "language"],
    "api-briefings": ["language", "after", "limit"],
    "api-corrections": ["language", "kind", "after", "limit"],
}


def relations(model):
    kinds = models.ForeignKey | models.ManyToManyField
    return [field.name for field in model._meta.get_fields() if isinstance(field, kinds) and not field.auto_created]


@pytest.fixture(scope="module")
def stored_world(module_db):
    return published_things(SimpleNamespace(author=member("author"), editor=member("editor")))


@pytest.fixture
def world(stored_world, db):
    return copy.deepcopy(stored_world)


@pytest.fixture
def root(superuser, signed_in):
    return signed_in(superuser, raise_request_exception=True)


def test_every_parameter_that_public_pages_know_is_forged():
    known = {name: {part.split("=")[0].strip("?") for query in queries for part in query.split("&")}
             for name, queries in QUERIES.items()}  # fmt: skip
    assert {name for name, names in known.items() if names - set(PARAMETERS.get(name, ()))} == set()


@pytest.mark.slow
def test_public_pages_answer_forged_queries(world, reader):
    names = {base_name(name): name for name in public_patterns() if not name.endswith("-es")}
    for name, parameters in PARAMETERS.items():
        args = next(iter(SAMPLES[name](world, "en")["there"]), [])
        path = reverse(names[name], args=args)
        refused = 422 if name.startswith("api-") or not path.endswith("/") else 400  # OpenAPI's way, also for files
        for parameter in parameters:
            for value in IN_A_QUERY:
                answer = reader.get(f"{path}?{parameter}={value}")
                assert answer.status_code in (200, 302, 400, 404, refused), (path, parameter, value)
                is_text = answer.headers.get("Content-Type", "").startswith("text/plain")  # no browser runs it
                assert is_text or b"<script>" not in answer.content, (path, parameter, value)


@pytest.mark.slow
def test_public_addresses_of_nothing_are_not_found(world, reader):
    for path, is_there in addresses(world):
        if not is_there or path.count("/") < 4 or "?" in path:
            continue
        start = "/".join(path.split("/")[:3])
        for slug in ("unknown", "x" * 3000, "%00", "a%00b", "%ff", "..%2f..", "ñ", "%2e%2e"):
            assert reader.get(f"{start}/{slug}/").status_code == 404, (start, slug)


ADDRESSES = ["http://[", "http://[::1", "//[", "http://testserver:x/", "http://\u2100/", "http://%", "\\\\[", ":", "[]"]
HEADERS = ["Origin", "Referer", "X-Forwarded-For", "If-Modified-Since", "If-None-Match", "Accept-Language", "Range"]


@pytest.mark.slow
def test_a_number_has_one_form_in_addresses(world, reader):
    """With zeros before it the same page would be stored again and again."""
    tried = 0
    for path, is_there in addresses(world):
        other = re.sub(r"/(\d+)(?=[/.]|$)", r"/0\1", path)
        if is_there and other != path:
            tried += 1
            assert reader.get(other).status_code in (404, 422), other
    assert tried > 20
    for parameter in ("limit=0020", "limit=%2B20", "limit=%D9%A2"):
        assert reader.get(f"/api/v1/topics?{parameter}").status_code == 422, parameter


def test_addresses_that_cannot_be_parsed_are_no_address(world, root, reader, author):
    link = share(world.editions[0].article, by=author, for_whom="Dr Rojas")
    shared, signing_in = reverse("shared-en", args=[token_of(link)]), reverse("account_login")
    reader.raise_request_exception = True
    for value in ADDRESSES:
        latin = value.encode().decode("latin-1")  # as WSGI gives it
        for client, path in ((reader, shared), (reader, signing_in), (reader, "/en/"), (root, "/admin/")):
            for headers in ({"Host": latin}, dict.fromkeys(HEADERS, latin)):
                got = client.get(path, headers=headers).status_code
                assert got in (200, 302, 400), (path, headers)
                posted = client.post(path, {"a": 1}, headers=headers).status_code
                assert posted in (200, 302, 400, 403, 405, 422, 429), (path, headers)
        for path in (signing_in, "/admin/login/", "/admin/logout/"):
            for answer in (root.get(path, {"next": value}), reader.post(path, {"next": value, "login": "x"})):
                assert answer.status_code in (200, 302, 307, 400, 429), (path, value)


def test_links_that_cannot_be_parsed_are_refused(root, author):
    links = "".join(f'<p><a href="{address}">There</a></p>' for address in ADDRESSES)
    article = make.article("Ports", by=author)
    fields = opened(root, article) | {"richtextblock_set-0-html": [links], "_continue": "1"}
    answer = root.post(change_url(article), fields)
    assert answer.status_code == 200
    readable = [address for address in ADDRESSES if link_address(address)]
    assert len(errors_of(answer)) == len(ADDRESSES) - len(readable)
    RichTextBlock.objects.filter(parent=article).update(html=links)  # stored before they were refused
    submit(article, by=author)
    for path in (
        change_url(article),
        act_url(article, "approve"),
        reverse("admin:briefings_article_preview", args=[article.pk]),
    ):
        assert root.get(path).status_code == 200
    for value in ADDRESSES:
        answer = root.post("/admin/briefings/source/add/", {"url": value})
        assert "url" in answer.context["adminform"].form.errors, value


@pytest.mark.slow
def test_lists_and_pages_of_staff_answer(root):
    for name, model in MODELS.items():
        base = f"/admin/briefings/{name}/"
        for field in relations(model):
            for lookup in ("", "__id__exact", "__id__in"):
                answer = root.get(base, {f"{field}{lookup}": KEY})
                assert answer.status_code in (200, 302, 400, 403), (name, field, lookup)
        for path in (f"{KEY}/change/", f"{KEY}/delete/", f"{KEY}/history/", f"?pk={KEY}", f"?id__in={KEY}"):
            assert root.get(base + path).status_code in (200, 302, 400, 403, 404), (name, path)
        for query in ("p=999", "p=-1", "p=x", f"p={KEY}", "o=99", "o=x", "all=", "q=%00", "e=1", "_facets=x"):
            assert root.get(f"{base}?{query}").status_code in (200, 302, 400, 404), (name, query)


# Filters of the lists into which people type.
TYPED = ["article.topics", "area.parent", "impact.source", "initiative.areas", "release.source", "series.indicator",
         "series.source"]  # fmt: skip


def test_filters_of_staffs_lists_answer(editor, signed_in):
    client = signed_in(editor)
    for typed in TYPED:
        model, _dot, field = typed.partition(".")
        for value in ("", "x", "0", KEY, "-1", "\x00", "1'"):
            answer = client.get(f"/admin/briefings/{model}/", {f"{field}__id__exact": value})
            assert answer.status_code in (200, 302, 400, 404), (typed, value)


def forged_form(page, model, key):
    """(fields of the form that refer to something, what to post) with the key in each of them and in every inline."""
    form = page.context["adminform"]
    shown = set(flatten_fieldsets(form.fieldsets)) & set(form.form.fields)
    related = [field for field in relations(model) if field in shown]
    posted = dict.fromkeys(related, key)
    for inline in page.context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        posted |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0", f"{prefix}-0-id": key}
        posted |= {f"{prefix}-0-{field}": key for field in relations(inline.formset.model)}
    return set(related), posted


def test_forms_of_staff_refuse_them(root):
    tried = set()
    for name, model in MODELS.items():
        page = root.get(f"/admin/briefings/{name}/add/")
        if page.status_code != 200 or "adminform" not in page.context:
            continue  # nothing is added here by a form
        tried.add(name)
        before = model.objects.count()
        for key in KEYS:
            related, posted = forged_form(page, model, key)
            answer = root.post(page.request["PATH_INFO"], posted)
            assert answer.status_code == 200 or (key == KEY and answer.status_code == 400), (name, key)
            if answer.status_code == 200:
                assert related <= set(answer.context["adminform"].form.errors), (name, key)
            assert model.objects.count() == before, (name, key)
    assert tried >= {"article", "series", "source", "indicator", "release", "impact", "initiative", "datatable"}


def test_lookups_answer(root):
    asked = {"app_label": "briefings", "model_name": "sourcesrow", "field_name": "release", "term": "", "source": KEY}
    assert root.get(reverse("admin:autocomplete"), asked).status_code in (200, 400)


def test_blocks_of_an_article_refuse_them(root, author, editor):
    article = make.article("Roads", by=author, blocks=every_block(editor))
    fields = opened(root, article)
    names = ("-series", "-table", "-image", "-chosen", "-source", "topics", "related")
    for key in KEYS:
        forged = {name: [key] for name in fields if name.endswith(names)} | {"topics": [key], "summary": ["Kept."]}
        answer = root.post(change_url(article), fields | forged | {"_continue": "1"})
        assert answer.status_code == 200 or (key == KEY and answer.status_code == 400), key
        if answer.status_code == 200:
            assert len(errors_of(answer)) >= 5, key
        article.refresh_from_db()
        assert article.version == 1 and article.summary != "Kept.", key
        shown = fields | {
            name: [key] for name in fields if name.endswith(("-id", "-block_key", "-ordering", "version"))
        }
        answer = root.post(change_url(article), shown | {"_continue": "1"})
        assert answer.status_code in (200, 302, 400, 409), key
        article.refresh_from_db()


@pytest.mark.parametrize(
    ("fault", "status"), [(OverflowError, 400), (DataError, 400), (ValueError, 500), (KeyError, 500)]
)
def test_only_what_a_database_cannot_hold_is_refused_as_forged(fault, status, root, monkeypatch, caplog):
    def broken(*arguments):
        raise fault("out of range")

    monkeypatch.setattr(admin.site, "get_app_list", broken)
    root.raise_request_exception = False
    assert root.get("/admin/").status_code == status
    assert "out of range" in caplog.text
