import pytest
from django.urls import reverse

from briefings.impacts.models import Impact
from tests import make

LIST = "/admin/briefings/impact/"
FORM = {"name_en": "Trust", "slug": "trust", "level": "national", "severity": "4", "description_en": "It falls."}


@pytest.mark.parametrize("role", ["editor", "analyst"])
def test_editors_and_analysts_write_assessments(signed_in, request, role):
    signed_in(request.getfixturevalue(role)).post(f"{LIST}add/", FORM)
    assert not Impact.objects.get(slug="trust").is_public


@pytest.mark.parametrize(("role", "status"), [("author", 200), ("auditor", 200), ("administrator", 200)])
def test_other_roles_read_and_forged_posts_are_refused(signed_in, request, role, status):
    impact = make.impact("Trust", public=False)
    browser = signed_in(request.getfixturevalue(role))
    page = reverse("admin:briefings_impact_change", args=[impact.pk])
    assert browser.get(LIST).status_code == browser.get(page).status_code == status
    assert browser.post(page, FORM | {"name_en": "Forged"}).status_code == 403
    assert browser.post(f"{LIST}add/", FORM).status_code == 403
    assert set(Impact.objects.values_list("name_en", flat=True)) == {"Trust"}


@pytest.mark.parametrize("role", ["author", "editor", "analyst", "superuser"])
def test_only_a_superuser_deletes_an_assessment(signed_in, request, role):
    impact = make.impact(public=False)
    url = reverse("admin:briefings_impact_delete", args=[impact.pk])
    signed_in(request.getfixturevalue(role)).post(url, {"post": "yes"})
    assert Impact.objects.exists() is (role != "superuser")


def test_superuser_cannot_delete_a_public_assessment(signed_in, superuser):
    impact = make.impact()
    url = reverse("admin:briefings_impact_delete", args=[impact.pk])
    assert signed_in(superuser).post(url, {"post": "yes"}).status_code == 403
    assert Impact.objects.exists()


def test_invalid_input_shows_an_error_and_is_kept(signed_in, editor):
    make.impact(slug="trust")
    page = signed_in(editor).post(f"{LIST}add/", FORM | {"name_en": "Typed", "severity": "9"}).text
    assert 'value="Typed"' in page and "already exists" in page and "not one of the available choices" in page


def test_search_ignores_accents(signed_in, editor):
    make.impact("Confianza pública")
    assert "Confianza pública" in signed_in(editor).get(LIST, {"q": "publica"}).text


def test_list_takes_as_many_queries_with_many_rows(signed_in, editor, django_assert_max_num_queries):
    for _ in range(40):
        make.impact(area=make.area(), source=make.source())
    browser = signed_in(editor)
    with django_assert_max_num_queries(10):
        assert browser.get(LIST).status_code == 200
