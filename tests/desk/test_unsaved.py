"""How the browser learns which typed text was saved: a cookie of the desk that names the token of the posted form."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from briefings.impacts.models import Impact
from tests import make
from tests.articles.typing import change_url, fields_of

URL = reverse("admin:briefings_impact_add")


@pytest.fixture
def desk(analyst, signed_in):
    return signed_in(analyst)


def _fields(desk, slug="ports", **typed):
    whole = {"name_en": "Ports", "slug": slug, "level": "national", "severity": "3"}
    return fields_of(desk.get(URL).text, "impact_form") | whole | typed


def _cookie(answer):
    return answer.cookies["saved_typing"].value if "saved_typing" in answer.cookies else None


def test_saved_form_is_named_in_a_cookie_of_the_desk(desk):
    answer = desk.post(URL, _fields(desk, description_en="Ports stand still.", typing="abc-1"))
    assert (answer.status_code, _cookie(answer)) == (302, "abc-1")
    assert Impact.objects.get().description_en == "Ports stand still."
    cookie = answer.cookies["saved_typing"]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/admin/", "Lax", "")


def test_saved_popup_is_named_too(desk):
    answer = desk.post(f"{URL}?_popup=1", _fields(desk, description_en="Ports.", typing="abc", _popup="1"))
    assert (answer.status_code, _cookie(answer)) == (200, "abc")


def test_saves_before_the_next_page_are_named_together(desk):
    for token in ("abc-1", "abc-2"):
        answer = desk.post(URL, _fields(desk, slug=token, description_en="Ports stand still.", typing=token))
    assert _cookie(answer) == "abc-1.abc-2"


def test_refused_form_and_ended_session_name_nothing(desk):
    fields = _fields(desk, description_en="Ports.", typing="abc")
    assert _cookie(desk.post(URL, fields | {"description_en": "", "description_es": ""})) is None
    Session.objects.all().delete()
    answer = desk.post(URL, fields)
    assert answer.status_code == 302 and "/login/" in answer.url and _cookie(answer) is None


@pytest.mark.parametrize("token", ["", "a b", "x" * 41, "<b>", "a;b"])
def test_what_is_no_token_is_not_repeated(desk, token):
    assert _cookie(desk.post(URL, _fields(desk, description_en="Ports.", typing=token))) is None


def test_act_page_names_its_form_too(author, signed_in):
    article = make.article("Ports", by=author)
    url = reverse("admin:briefings_article_act", args=[article.pk, "plan"])
    assert _cookie(signed_in(author).post(url, {"planned_on": "", "typing": "abc"})) == "abc"


def test_answer_to_a_post_says_which_form_it_shows_again(desk):
    page = desk.post(URL, _fields(desk, name_en="", typing="abc"))
    assert page.status_code == 200 and 'data-posted="abc"' in page.text


def test_every_page_of_the_desk_offers_but_no_page_of_the_account(author, signed_in, client):
    desk = signed_in(author)
    article = make.article("Ports", by=author)
    for url in ("/admin/", change_url(article), reverse("admin:briefings_article_comments", args=[article.pk])):
        assert f'id="unsaved" data-user="{author.pk}"' in desk.get(url).text
    for url in ("/admin/account/", "/admin/account/password/"):
        assert 'id="unsaved"' not in desk.get(url).text
    assert 'id="unsaved"' not in client.get("/admin/account/login/").text
