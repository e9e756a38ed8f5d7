"""The pages that say who may do what."""

import pytest
from django.utils import translation

from briefings.lib.acts import ACTS
from briefings.roles import ADMINISTRATOR, ANALYST, AUDITOR, AUTHOR, EDITOR, PERMISSIONS, ROLES
from tests.people import person
from tests.test_acts import AGREED, LETTERS

from ..accounts.scenes import queries

pytestmark = pytest.mark.django_db

ROLES_PAGE = "/admin/roles/"
# What no act needs, and what forms of the admin need.
BESIDE_ACTS = {name for name in PERMISSIONS if name.startswith("see_")} | {
    "read_drafts", "propose_source", "edit_topics", "edit_any_article", "edit_impacts", "edit_initiatives",
    "write_article", "upload_images", "edit_statistics", "enter_values", "manage_users",
}  # fmt: skip


def words_of(act):
    return act.title or f"{PERMISSIONS[act.permissions[0]].words}: {act.words}"


EXPECTED = {PERMISSIONS[name].words: PERMISSIONS[name].roles for name in BESIDE_ACTS} | {
    words_of(ACTS[name]): {LETTERS[letter] for letter in letters}
    for name, letters in AGREED.items()
    if name != "invite_several"  # the same as an invitation
}


def text(answer):
    return answer.content.decode()


def page_of(user):
    return f"{ROLES_PAGE}{user.pk}/"


@pytest.mark.parametrize("role", ROLES)
def test_table_of_roles_lists_every_act_with_the_roles_that_were_agreed(role, signed_in):
    context = signed_in(person("somebody", role, is_staff=True)).get(ROLES_PAGE).context
    shown = {
        line.words: {name for name, yes in zip(ROLES, line.cells, strict=True) if yes} for line in context["lines"]
    }
    assert len(shown) == len(context["lines"])
    assert shown == EXPECTED
    assert [name for name, own, _count in context["roles"] if own] == [ROLES[role]]


def test_table_is_in_plain_words_in_both_languages(author, signed_in):
    html = text(signed_in(author).get(ROLES_PAGE))
    assert "Approve and publish" in html and "approve_and_publish" not in html and "publish_article" not in html
    author.language = "es"
    author.save()
    with translation.override("es"):
        words = str(ACTS["approve_and_publish"].title)
    assert words in text(signed_in(author).get(ROLES_PAGE))


def test_how_many_hold_a_role_is_for_those_who_manage_or_audit(administrator, author, other_author, auditor, signed_in):
    for reader in (administrator, auditor):
        counts = {str(name): count for name, _own, count in signed_in(reader).get(ROLES_PAGE).context["roles"]}
        assert (counts["Author"], counts["Editor"]) == (2, 0)
    assert all(count is None for *_rest, count in signed_in(author).get(ROLES_PAGE).context["roles"])


@pytest.mark.parametrize("roles", [[], [AUTHOR], [EDITOR, ANALYST], [ADMINISTRATOR, AUDITOR]])
def test_own_page_lists_permissions_and_their_roles(roles, signed_in):
    somebody = person("somebody", *roles, is_staff=True)
    context = signed_in(somebody).get(page_of(somebody)).context
    assert {line.words: set(line.through) for line in context["may"]} == {
        words: {ROLES[role] for role in enough & set(roles)}
        for words, enough in EXPECTED.items()
        if enough & set(roles)
    }
    assert {line.words for line in context["may_not"]} == {
        words for words, enough in EXPECTED.items() if not enough & set(roles)
    }


def test_superuser_has_every_permission_without_a_role(superuser, signed_in):
    context = signed_in(superuser).get(page_of(superuser)).context
    assert len(context["may"]) == len(EXPECTED) and not context["may_not"]


def test_deactivated_account_has_no_permission(administrator, author, signed_in):
    author.is_active = False
    author.save()
    context = signed_in(administrator).get(page_of(author)).context
    assert not context["may"]


def test_others_page_is_for_those_who_manage_or_audit(author, editor, administrator, auditor, signed_in):
    for reader in (administrator, auditor):
        assert "Amaya" in text(signed_in(reader).get(page_of(author)))
    answer = signed_in(editor).get(page_of(author))
    assert answer.status_code == 403 and "Amaya" not in text(answer)
    assert signed_in(editor).get(f"{ROLES_PAGE}999999/").status_code == 403
    assert signed_in(administrator).get(f"{ROLES_PAGE}999999/").status_code == 404


def test_pages_are_linked_from_the_desk_and_from_the_account(administrator, author, signed_in):
    client = signed_in(administrator)
    assert ROLES_PAGE in text(client.get("/admin/"))
    assert page_of(author) in text(client.get(f"/admin/briefings/user/{author.pk}/change/"))


def test_pages_cost_the_same_for_many_people(administrator, author, signed_in):
    client = signed_in(administrator)
    few = [queries(client, path) for path in (ROLES_PAGE, page_of(author))]
    for number in range(25):
        person(f"person{number}", *ROLES, is_staff=True)
    assert [queries(client, path) for path in (ROLES_PAGE, page_of(author))] == few
    assert max(few) <= 10
