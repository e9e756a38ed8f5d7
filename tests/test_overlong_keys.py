"""Forged keys in every form and address of the administration: a field error or a 400, and nothing is stored."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db import models
from django.urls import reverse

from tests import make
from tests.articles.scenes import every_block
from tests.articles.typing import change_url, errors_of, opened

pytestmark = pytest.mark.django_db

KEY = "9" * 20
KEYS = pytest.mark.parametrize("key", [KEY, "words", "1\0", "1e400"], ids=["overlong", "words", "nul", "infinite"])
MODELS = {model._meta.model_name: model for model in admin.site._registry if model._meta.app_label == "briefings"}


def relations(model):
    kinds = models.ForeignKey | models.ManyToManyField
    return [field.name for field in model._meta.get_fields() if isinstance(field, kinds) and not field.auto_created]


@pytest.fixture
def root(superuser, signed_in):
    return signed_in(superuser, raise_request_exception=True)


@pytest.mark.parametrize("name", MODELS)
def test_lists_and_pages_answer(name, root):
    base = f"/admin/briefings/{name}/"
    for field in relations(MODELS[name]):
        for lookup in ("", "__id__exact", "__id__in"):
            assert root.get(base, {f"{field}{lookup}": KEY}).status_code in (200, 302, 400, 403), (field, lookup)
    for path in (f"{KEY}/change/", f"{KEY}/delete/", f"{KEY}/history/", f"?pk={KEY}", f"?id__in={KEY}", f"?p={KEY}"):
        assert root.get(base + path).status_code in (200, 302, 400, 403, 404), path


@KEYS
@pytest.mark.parametrize("name", MODELS)
def test_forms_refuse_them(name, key, root):
    page = root.get(f"/admin/briefings/{name}/add/")
    if page.status_code != 200 or "adminform" not in page.context:
        pytest.skip("Nothing is added here by a form.")
    shown = set(flatten_fieldsets(page.context["adminform"].fieldsets)) & set(page.context["adminform"].form.fields)
    related = [field for field in relations(MODELS[name]) if field in shown]
    posted = dict.fromkeys(related, key)
    for inline in page.context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        posted |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0", f"{prefix}-0-id": key}
        posted |= {f"{prefix}-0-{field}": key for field in relations(inline.formset.model)}
    before = MODELS[name].objects.count()
    answer = root.post(page.request["PATH_INFO"], posted)
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert set(related) <= set(answer.context["adminform"].form.errors)
    assert MODELS[name].objects.count() == before


def test_lookups_answer(root):
    asked = {"app_label": "briefings", "model_name": "sourcesrow", "field_name": "release", "term": "", "source": KEY}
    assert root.get(reverse("admin:autocomplete"), asked).status_code in (200, 400)


@KEYS
def test_blocks_of_an_article_refuse_them(key, root, author, editor):
    article = make.article("Ports", by=author, blocks=every_block(editor))
    fields = opened(root, article)
    names = ("-series", "-table", "-image", "-chosen", "-source", "topics", "related")
    forged = {name: [key] for name in fields if name.endswith(names)} | {"topics": [key], "summary": ["Kept."]}
    answer = root.post(change_url(article), fields | forged | {"_continue": "1"})
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert len(errors_of(answer)) >= 5
    article.refresh_from_db()
    assert article.version == 1 and article.summary != "Kept."
    shown = fields | {name: [key] for name in fields if name.endswith(("-id", "-block_key", "-ordering", "version"))}
    assert root.post(change_url(article), shown | {"_continue": "1"}).status_code in (200, 302, 400, 409)


def test_a_fault_of_ours_is_logged_as_one_though_the_answer_is_400(root, monkeypatch, caplog):
    def broken(*arguments):
        raise ValueError("a fault of ours")

    monkeypatch.setattr(admin.site, "get_app_list", broken)
    assert root.get("/admin/").status_code == 400
    assert "a fault of ours" in caplog.text
