"""What a refusal in the administration says: why, which roles may, and whom to ask."""

import datetime

import pytest
from django.test import RequestFactory

from briefings.articles.actions import force_publish
from briefings.articles.resolving import resolve
from briefings.desk.refusals import refused
from briefings.roles import NotAllowed
from briefings.statistics.actions import record_values
from briefings.statistics.entering.validation import Value
from tests import make
from tests.people import person

from ..accounts.scenes import queries

pytestmark = pytest.mark.django_db


def words(answer):
    assert answer.status_code == 403
    return " ".join(answer.content.decode().split())


def test_refusal_names_the_roles_that_allow_it_and_the_users_own(author, editor, administrator, signed_in):
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


def test_refusal_of_what_nobody_may_do_names_nobody_to_ask(administrator, author, signed_in):
    html = words(signed_in(administrator).get(f"/admin/briefings/user/{author.pk}/delete/"))
    assert "Nobody may do this here" in html and "ask an administrator:" not in html


def test_refusal_for_another_reason_does_not_mention_roles(administrator, superuser, signed_in):
    html = words(signed_in(administrator).post(f"/admin/briefings/user/{superuser.pk}/change/"))
    assert "not for this one thing" in html and "Roles that allow it" not in html


@pytest.mark.parametrize(
    ("address", "who", "roles"),
    [
        ("/admin/calendar/", "administrator", "Author, Editor, Analyst, Auditor"),
        ("/admin/log/", "author", "Editor, Analyst, Administrator, Auditor"),
        ("/admin/roles/{editor}/", "author", "Administrator, Auditor"),
        ("/admin/briefings/article/{article}/share/", "auditor", "Author, Editor, Analyst"),
        ("/admin/briefings/edition/forced/", "author", "Editor, Auditor"),
    ],
)
def test_pages_of_our_own_name_the_roles_that_open_them(address, who, roles, request, author, editor, signed_in):
    page = address.format(editor=editor.pk, article=make.article("Ports", by=author).pk)
    html = words(signed_in(request.getfixturevalue(who)).get(page))
    assert f"<strong>{roles}</strong>" in html


def test_refusal_names_the_owner(author, analyst, editor, other_editor, other_analyst, signed_in):
    article = make.article("Ports", by=author)
    html = words(signed_in(analyst).post(f"/admin/briefings/article/{article.pk}/change/"))
    assert "You may edit only your own articles." in html and "These people can do it: Amaya." in html
    for page in ("share", "fix"):
        html = words(
            signed_in(analyst if page == "share" else editor).get(f"/admin/briefings/article/{article.pk}/{page}/")
        )
        assert "These people can do it: Amaya." in html and "ask an administrator" not in html
    reason = "Nobody else is there, and it cannot wait."
    edition = force_publish(article, by=editor, seen=resolve(article).signed, change_kind="first", reason=reason)
    seen = {"seen": edition.content_hash}
    html = words(signed_in(editor).post(f"/admin/briefings/edition/{edition.pk}/second-look/", seen))
    assert "You had a hand in this edition" in html and "These people can do it: Esteban." in html
    series = make.series()
    make.recorded(series, {"2022": "4886"})
    series.observations.update(cited=True)
    row = Value(period=make.period("2022"), value=make.decimal("4900"), status="A")
    revision = {"known_on": datetime.date(2024, 3, 1), "kind": "update", "reason": {"en": "Later."}, "release": None}
    batch = record_values(series, [row], by=analyst, **revision)
    html = words(signed_in(analyst).post(f"/admin/briefings/batch/{batch.pk}/apply/"))
    assert "These people can do it: recorder, second, Elena, Esteban, Nicolas." in html


def test_articles_of_somebody_who_is_still_here_say_when_they_can_be_given_away(author, administrator, signed_in):
    html = words(signed_in(administrator).get(f"/admin/briefings/user/{author.pk}/articles/"))
    assert "You may give away only articles whose author has left." in html
    assert f'href="/admin/briefings/user/{author.pk}/change/">Back to the account</a>' in html


def test_refusal_says_that_the_user_has_no_role(signed_in):
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


def test_nul_in_the_query_is_404(editor, signed_in):
    client = signed_in(editor)
    choices = "/admin/autocomplete/?app_label=briefings&model_name=article&field_name=related&term=%00"
    for address in ("/admin/briefings/article/?language__exact=%00", choices):
        assert client.get(address).status_code == 404
