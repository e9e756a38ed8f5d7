"""The administration in Spanish: the words of the packages too, and no sideways scroll on a phone."""

import pytest
from playwright.sync_api import expect

from tests import make

from .desk import expect_to_fit

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def spanish_author(author):
    author.language = "es"
    author.save(update_fields=["language"])
    return author


def test_the_text_editor_names_its_buttons_in_the_persons_language(site, spanish_author, window):
    article = make.article("Puertos bajo presión", by=spanish_author, language="es")
    page = window(spanish_author)
    page.goto(f"{site}/admin/briefings/article/{article.pk}/change/")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    toolbar = page.locator(".prose-menubar:visible").first
    expect(toolbar.get_by_role("button", name="negrita")).to_be_visible()
    expect(toolbar.get_by_role("button", name="lista numerada")).to_be_visible()
    expect(toolbar.locator("[title=bold]")).to_have_count(0)


def test_an_article_form_in_spanish_fits_a_phone(site, spanish_author, window):
    page = window(spanish_author, viewport=PHONE)
    page.goto(f"{site}/admin/briefings/article/add/")
    expect(page.get_by_role("button", name="Guardar y enviar a revisión")).to_be_visible()
    expect_to_fit(page, PHONE["width"])
