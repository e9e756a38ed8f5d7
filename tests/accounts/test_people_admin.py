"""People and roles: what an administrator may do, and what nobody may."""

import pytest
from django.contrib.auth.models import Group

from briefings.accounts.models import User
from briefings.history.models import Event
from briefings.roles import ADMINISTRATOR, AUTHOR, EDITOR
from tests.people import PASSWORD, person

LIST = "/admin/briefings/user/"


def url(user, page="change"):
    return f"{LIST}{user.pk}/{page}/"


def role(name):
    return str(Group.objects.get(name=name).pk)


def details(user, *roles, **more):
    """What the form of `user` posts."""
    return {
        "username": user.username, "first_name": user.first_name, "last_name": user.last_name, "email": user.email,
        "language": user.language, "is_active": "on", "is_staff": "on", "groups": [role(name) for name in roles],
    } | more  # fmt: skip


@pytest.fixture
def desk(administrator, signed_in):
    return signed_in(administrator)


def test_administrator_adds_a_person_who_can_sign_in(desk, reader):
    form = desk.get(f"{LIST}add/").context["adminform"].form
    assert form.fields["is_staff"].initial is True
    answer = desk.post(
        f"{LIST}add/",
        {
            "username": "berta", "first_name": "Berta", "last_name": "Ruiz", "email": "berta@example.org",
            "language": "es", "is_active": "on", "is_staff": "on", "groups": [role(AUTHOR)],
            "usable_password": "true", "password1": "seven green lamps", "password2": "seven green lamps",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    assert User.objects.get(username="berta").roles == {AUTHOR}
    assert reader.login(username="berta", password="seven green lamps")
    event = Event.objects.get(act="add_person")
    assert (event.realm, event.detail["given"]) == ("users", [AUTHOR])
    assert "seven green" not in str(event.detail)


def test_two_accounts_never_share_an_e_mail_address(desk, author):
    other = person("berta", AUTHOR, is_staff=True)
    answer = desk.post(url(other), details(other, AUTHOR, email=author.email))
    assert answer.context["adminform"].form.errors["email"]


def test_giving_and_taking_roles_is_recorded(desk, author):
    desk.post(url(author), details(author, EDITOR))
    assert User.objects.get(pk=author.pk).roles == {EDITOR}
    event = Event.objects.get(act="change_person")
    assert (event.detail["given"], event.detail["taken"]) == ([EDITOR], [AUTHOR])


def test_nobody_gives_themselves_a_role(desk, administrator):
    desk.post(url(administrator), details(administrator, ADMINISTRATOR, EDITOR))
    assert User.objects.get(pk=administrator.pk).roles == {ADMINISTRATOR}


def test_nobody_becomes_a_superuser_by_a_forged_post(desk, author, administrator):
    for user in (author, administrator):
        desk.post(url(user), details(user, is_superuser="on", user_permissions=["1"]))
        user.refresh_from_db()
        assert not user.is_superuser
        assert not user.user_permissions.exists()


def test_administrator_cannot_take_over_a_superuser(desk, superuser):
    assert desk.post(url(superuser), details(superuser)).status_code == 403
    forged = {"password1": "seven green lamps", "password2": "seven green lamps", "usable_password": "true"}
    assert desk.post(url(superuser, "password"), forged).status_code == 403
    superuser.refresh_from_db()
    assert superuser.check_password(PASSWORD)


def test_administrator_sets_a_password_and_it_is_recorded_without_it(desk, author):
    desk.post(
        url(author, "password"),
        {"password1": "seven green lamps", "password2": "seven green lamps", "usable_password": "true"},
    )
    author.refresh_from_db()
    assert author.check_password("seven green lamps")
    assert Event.objects.get(act="set_password").target_id == author.pk


def test_account_is_never_deleted(desk, superuser, signed_in, author):
    for client in (desk, signed_in(superuser)):
        assert client.post(url(author, "delete"), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=author.pk).exists()


def test_inactive_person_is_out_at_once(desk, author, signed_in):
    client = signed_in(author)
    assert client.get("/admin/").status_code == 200
    fields = details(author, AUTHOR)
    del fields["is_active"]
    desk.post(url(author), fields)
    assert client.get("/admin/").status_code == 302


def test_person_changes_their_own_password(author, signed_in):
    signed_in(author).post(
        "/admin/password_change/",
        {"old_password": PASSWORD, "new_password1": "seven green lamps", "new_password2": "seven green lamps"},
    )
    author.refresh_from_db()
    assert author.check_password("seven green lamps")


def test_list_of_people_shows_their_roles_and_costs_the_same_for_many(
    desk, author, editor, django_assert_max_num_queries
):
    for number in range(30):
        person(f"person{number}", AUTHOR, is_staff=True)
    with django_assert_max_num_queries(12):
        html = desk.get(LIST).content.decode()
    assert "amaya@example.org" in html
    assert "Editor" in html


def test_administrator_is_asked_for_the_old_password_to_set_their_own(desk, administrator):
    forged = {"password1": "seven green lamps", "password2": "seven green lamps", "usable_password": "true"}
    for number in (administrator.pk, f"0{administrator.pk}"):
        answer = desk.post(f"{LIST}{number}/password/", forged)
        assert (answer.status_code, answer.url) == (302, "/admin/password_change/")
    administrator.refresh_from_db()
    assert administrator.check_password(PASSWORD)


@pytest.mark.parametrize("name", ["\u0430maya", "elena\u200b", "e\u202elena"])
def test_nobody_gets_a_user_name_that_only_looks_like_another(desk, author, name):
    answer = desk.post(url(author), details(author, AUTHOR, username=name))
    assert answer.status_code == 200
    author.refresh_from_db()
    assert author.username == "amaya"
