"""What a refusal in the administration says: why, which roles may, and whom to ask."""

import pytest
from django.test import RequestFactory

from briefings.accounts.views import refused
from briefings.roles import NotAllowed
from tests import make
from tests.people import person

from .scenes import queries

pytestmark = pytest.mark.django_db


def words(answer):
    assert answer.status_code == 403
    return " ".join(answer.content.decode().split())


def test_refusal_of_an_act_names_the_roles_that_may_and_ones_own(author, editor, administrator, signed_in):
    article = make.approved(by=author, approver=editor)
    posted = {"seen": "x", "change_kind": "first"}
    html = words(signed_in(author).post(f"/admin/briefings/article/{article.pk}/acts/publish/", posted))
    assert "You may not publish articles." in html
    assert "<strong>Editor</strong>" in html and "Your roles: Author." in html
    assert "ask an administrator: Irene" in html
    assert f"/admin/roles/{author.pk}/" in html and 'href="/admin/"' in html


@pytest.mark.parametrize(
    ("address", "roles"),
    [
        ("/admin/briefings/topic/add/", "Editor"),
        ("/admin/briefings/user/", "Administrator"),
        ("/admin/briefings/source/add/", "Author, Editor, Analyst"),
        ("/admin/briefings/user/invite/", "Administrator"),
        ("/admin/briefings/datatable/add/", "Analyst"),
    ],
)
def test_refused_page_of_the_administration_names_the_roles_that_open_it(address, roles, auditor, signed_in):
    html = words(signed_in(auditor).get(address))
    assert f"<strong>{roles}</strong>" in html and "Your roles: Auditor." in html


@pytest.mark.parametrize(
    ("kind", "roles"), [("topic", "Editor, Auditor"), ("source", "Analyst, Auditor"), ("impact", "Editor, Auditor")]
)
def test_refused_history_names_the_roles_that_read_it(kind, roles, administrator, signed_in):
    thing = getattr(make, kind)()
    html = words(signed_in(administrator).get(f"/admin/briefings/{kind}/{thing.pk}/history/"))
    assert f"<strong>{roles}</strong>" in html


def test_what_nobody_may_do_names_nobody_to_ask(administrator, author, signed_in):
    html = words(signed_in(administrator).get(f"/admin/briefings/user/{author.pk}/delete/"))
    assert "Nobody may do this here" in html and "ask an administrator:" not in html


def test_refusal_because_of_the_thing_is_not_blamed_on_the_role(administrator, superuser, signed_in):
    html = words(signed_in(administrator).post(f"/admin/briefings/user/{superuser.pk}/change/"))
    assert "not for this one thing" in html and "Roles that allow it" not in html


def test_somebody_without_a_role_is_told_so(signed_in):
    html = words(signed_in(person("nobody", is_staff=True)).get("/admin/briefings/topic/"))
    assert "You hold no role yet" in html


def test_names_of_accounts_go_to_staff_alone(administrator, reader):
    stranger = person("stranger")
    for path in ("/admin/", "/en/"):
        request = RequestFactory().get(path)
        request.user, request.resolver_match = stranger, None
        html = refused(request, NotAllowed("manage_users")).content.decode()
        assert "Irene" not in html and "irene" not in html


def test_refusal_costs_the_same_for_many_administrators(author, administrator, signed_in):
    client = signed_in(author)
    client.get("/admin/briefings/user/")

    def cost():
        return queries(client, "/admin/briefings/user/", 403)

    few = cost()
    for number in range(20):
        person(f"admin{number}", "Administrator", is_staff=True)
    assert cost() == few <= 10


def test_a_query_with_a_nul_finds_nothing_on_any_database(editor, signed_in):
    client = signed_in(editor)
    choices = "/admin/autocomplete/?app_label=briefings&model_name=article&field_name=related&term=%00"
    for address in ("/admin/briefings/article/?language__exact=%00", choices):
        assert client.get(address).status_code == 404
