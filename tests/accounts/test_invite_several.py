"""Inviting several people by pasted lines: first a plan, then all of them or nobody."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from briefings.accounts.actions.pasted_invitations import invite_several, plan_invitations
from briefings.accounts.models import User
from briefings.history.models import Event
from briefings.roles import ANALYST, AUTHOR, EDITOR

from .scenes import Refused, everything

pytestmark = pytest.mark.django_db

GOOD = """ana@example.org, Ana Ruiz, Author

Bea@example.org; Bea León; Redaccion/Editor
carla@example.org\tCarla Paz\tAnalyst, Author
"""


def plan(text, by):
    return plan_invitations(text, language="en", by=by)


def test_plan_saves_nothing(administrator):
    before = everything()
    made = plan(GOOD, administrator)
    assert everything() == before
    assert made.problems == []
    assert [(one.line, one.email, one.name, set(one.roles)) for one in made.newcomers] == [
        (1, "ana@example.org", "Ana Ruiz", {AUTHOR}),
        (3, "bea@example.org", "Bea León", {AUTHOR, EDITOR}),
        (4, "carla@example.org", "Carla Paz", {ANALYST, AUTHOR}),
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("ana@example.org, Ana", "Write an address, a name and a role"),
        ("ana, Ana, Author", "valid email"),
        ("irene@example.org, Irene, Author", "has an account already"),
        ("ana@example.org, Ana, King", "There is no role “King”"),
        ("ana@example.org, Ana, Administrator", "An invitation cannot carry this role"),
        ('ana@example.org, "Ana, Author', "Write an address"),
    ],
)
def test_problem_names_its_line(administrator, line, says):
    made = plan(f"bea@example.org, Bea, Author\n\n{line}\n", administrator)
    (problem,) = made.problems
    assert problem.line == 3
    assert says.casefold() in problem.message.casefold()


def test_the_same_address_twice_is_a_problem(administrator):
    made = plan("ana@example.org, Ana, Author\nANA@example.org, Ana, Author\n", administrator)
    assert [problem.line for problem in made.problems] == [2]


def test_no_lines_and_too_many_lines_are_problems(administrator):
    assert plan(" \n", administrator).problems
    many = "\n".join(f"p{number}@example.org, P, Author" for number in range(101))
    assert [problem.line for problem in plan(many, administrator).problems] == [101]


def test_all_are_invited(administrator):
    invite_several(GOOD, language="es", by=administrator)
    assert set(User.objects.values_list("username", flat=True)) == {"irene", "ana", "bea", "carla"}
    assert User.objects.get(username="bea").language == "es"
    assert Event.objects.filter(act="invite").count() == 3


def test_one_invalid_line_stops_all_invitations(administrator):
    with Refused(ValidationError, "Line 5"):
        invite_several(f"{GOOD}dora@example.org, Dora, King\n", language="en", by=administrator)


def test_pasted_lines_need_the_permission_to_invite(editor):
    with Refused(PermissionDenied):
        invite_several(GOOD, language="en", by=editor)
