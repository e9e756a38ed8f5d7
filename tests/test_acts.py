"""Every act is declared, and its function asks the declaration before it does anything."""

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from briefings.lib.acts import acts
from briefings.roles import ADMINISTRATOR, ANALYST, AUDITOR, AUTHOR, EDITOR, PERMISSIONS, ROLES, require

CODE = Path(apps.get_app_config("briefings").path)
LETTERS = {"A": AUTHOR, "E": EDITOR, "N": ANALYST, "D": ADMINISTRATOR, "U": AUDITOR}
# Which roles an act needs, as it was agreed (A: author, E: editor, N: analyst, D: administrator, U: auditor). What is
# more than a role (whose article it is, who submitted it) the tests of each slice ask.
AGREED = {
    "add_topic": "AEN",
    "apply_batch": "EN",
    "approve": "E",
    "approve_and_publish": "E",
    "assign_editor": "E",
    "begin": "AEN",
    "cancel": "E",
    "change_person": "D",
    "change_roles": "D",
    "comment": "AEN",
    "deactivate": "D",
    "delete_image": "E",
    "describe_image": "AEN",
    "force_publish": "E",
    "hide_byline": "E",
    "hold": "E",
    "invite": "D",
    "invite_several": "D",
    "look_again": "E",
    "move": "E",
    "plan": "AEN",
    "prefer": "N",
    "publish": "E",
    "reactivate": "D",
    "reassign": "ED",
    "record_values": "N",
    "reopen_comment": "AEN",
    "reschedule": "E",
    "resend_invitation": "D",
    "reset_second_factor": "D",
    "resolve_comment": "AEN",
    "restore": "E",
    "restore_version": "AEN",
    "return_to_author": "E",
    "revoke_invitation": "D",
    "revoke_share": "AEN",
    "save": "AEN",
    "send_fix": "AEN",
    "send_password_link": "D",
    "share": "AEN",
    "show_byline": "E",
    "start_translation": "AEN",
    "submit": "AEN",
    "suspend": "D",
    "take_down": "E",
    "try_mail_again": "D",
    "unhold": "E",
    "upload_image": "AEN",
    "withdraw": "E",
}
# Their roles depend on the thing: its own permission, one's own batch, any realm of the log.
BY_THING = {"export_log", "make_public", "reject_batch"}


def allowed(act, role):
    person = SimpleNamespace(is_active=True, is_superuser=False, roles=frozenset({role}))
    try:
        for permission in act.permissions:
            require(person, permission)
    except PermissionDenied:
        return False
    return True


def test_each_act_needs_the_roles_that_were_agreed():
    needing = {act.name: act for act in acts() if act.permissions}
    assert {name: {role for role in ROLES if allowed(act, role)} for name, act in needing.items()} == {
        name: {LETTERS[letter] for letter in letters} for name, letters in AGREED.items()
    }


def test_each_act_with_conditions_has_a_function():
    conditional = {act.name for act in acts() if act.conditions}
    assert conditional == set(AGREED) | BY_THING
    assert all(callable(act.function) for act in acts() if act.conditions and act.name != "export_log")  # a view


def test_permissions_are_those_of_the_table():
    assert {permission for act in acts() for permission in act.permissions} <= set(PERMISSIONS)


def test_each_act_that_is_offered_has_words_and_a_page():
    for act in acts():
        assert act.words or act.page or act.mail, act.name


def act_functions():
    """(where, function's name, its node) for each function of a slice that is a transaction by somebody."""
    for path in sorted([*CODE.glob("*/actions.py"), *CODE.glob("*/actions/*.py")]):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and "by" in {arg.arg for arg in node.args.kwonlyargs}:
                yield path.relative_to(CODE), node.name, node


WRITING = {"save", "create", "record", "delete"}


def decorations(node):
    return [ast.unparse(decorator) for decorator in node.decorator_list]


@pytest.mark.parametrize(
    "node", [pytest.param(node, id=f"{path}:{name}") for path, name, node in act_functions() if decorations(node)]
)
def test_function_of_an_act_asks_its_declaration_first(node):
    """`save` asks the declaration of what saved, which its caller names."""
    does, atomic = decorations(node)
    assert does.startswith("does(") and atomic == "transaction.atomic"
    declared = does.removeprefix("does(").removesuffix(")")
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
    asked = [ast.unparse(call.args[0]) for call in calls if ast.unparse(call.func) == "require_act"]
    assert asked in ([declared], ["act"])
    lines = {call.lineno for call in calls if ast.unparse(call.func).rpartition(".")[2] in WRITING}
    asks = next(call.lineno for call in calls if ast.unparse(call.func) == "require_act")
    assert all(line > asks for line in lines)


# Parts of acts, within the transaction of one; what plans or shows; and presence, which is not recorded.
PARTS = {
    "approve_locked", "cancel_locked", "publish_locked", "make_account", "fresh_link", "send_link",
    "require_giver", "plan_invitations", "note_presence", "note_leaving", "others_present", "record", "write_comment",
}  # fmt: skip


def test_every_public_function_by_somebody_is_an_act():
    others = {name for _path, name, node in act_functions() if not decorations(node) and not name.startswith("_")}
    assert others <= PARTS
