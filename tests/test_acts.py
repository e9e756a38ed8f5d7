"""Every act is declared, and its function asks the declaration before it does anything."""

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from briefings.accounts import acts as accounts
from briefings.articles import acts as articles
from briefings.lib.acts import acts
from briefings.roles import ADMINISTRATOR, ANALYST, AUDITOR, AUTHOR, EDITOR, PERMISSIONS, ROLES, require
from briefings.signing_in.acts import ASK_FOR_PASSWORD, NOTICE

CODE = Path(apps.get_app_config("briefings").path)
LETTERS = {"A": AUTHOR, "E": EDITOR, "N": ANALYST, "D": ADMINISTRATOR, "U": AUDITOR}
# Which roles an act needs, as it was agreed (A: author, E: editor, N: analyst, D: administrator, U: auditor). What is
# more than a role (whose article it is, who submitted it) the tests of each slice ask.
AGREED = {
    "accept": "AEN",
    "add_series": "N",
    "add_topic": "AEN",
    "apply_batch": "EN",
    "archive_article": "AEN",
    "approve": "E",
    "approve_and_publish": "E",
    "approve_new_figures": "E",
    "assign_editor": "E",
    "begin": "AEN",
    "bring_back": "AEN",
    "cancel": "E",
    "close_desk": "D",
    "change_person": "D",
    "change_roles": "D",
    "comment": "AEN",
    "deactivate": "D",
    "delete_image": "E",
    "describe_image": "AEN",
    "discard_file": "N",
    "force_apply_batch": "N",
    "force_publish": "E",
    "hide_byline": "E",
    "hold": "E",
    "invite": "D",
    "invite_several": "D",
    "look_again": "E",
    "move": "E",
    "needs_no_revision": "E",
    "open_desk": "D",
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
    "revoke_all_links": "D",
    "review_batch": "EN",
    "revoke_invitation": "D",
    "revoke_share": "AEN",
    "save": "AEN",
    "send_fix": "AEN",
    "send_password_link": "D",
    "share": "AEN",
    "show_byline": "E",
    "sign_everybody_out": "D",
    "start_translation": "AEN",
    "show_series": "N",
    "start_series": "N",
    "submit": "AEN",
    "suspend": "D",
    "take_back": "AEN",
    "take_down": "E",
    "try_mail_again": "D",
    "unhold": "E",
    "upload_file": "N",
    "upload_image": "AEN",
    "withdraw": "E",
}
# Their roles depend on the thing: its own permission, one's own batch, any realm of the log.
BY_THING = {"export_log", "make_public", "reject_batch"}


# What the history of an article shows to its author, of each act. Never what would tell of an approval that was voided,
# a remark or reason meant for editors, or the fingerprint of a text.
SEEN_BY_AUTHORS = {
    "add_topic": "topic",
    "appear": "edition",
    "archive_article": "slug",
    "assign_editor": "after before",
    "bring_back": "slug version",
    "cancel": "edition publish_at",
    "comment": "text",
    "comment_as_visitor": "for_whom verdict visitor",
    "force_publish": "change_kind edition note publish_at reason",
    "hide_byline": "reason",
    "hold": "edition",
    "hold_for_values": "edition",
    "look_again": "edition",
    "move": "before slug",
    "needs_no_revision": "edition",
    "plan": "after before",
    "publish": "change_kind edition note publish_at",
    "reassign": "after before",
    "reopen_comment": "text",
    "reschedule": "after before edition",
    "resolve_comment": "text",
    "restore_version": "left_out restored version",
    "return_to_author": "comment",
    "revoke_share": "for_whom",
    "save": "version",
    "share": "expires_at for_whom",
    "start_translation": "language",
    "take_down": "reason",
    "unhold": "edition publish_at",
    "withdraw": "reason",
}
TEXTS_OF_ALLAUTH = {ASK_FOR_PASSWORD, NOTICE}


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


def test_each_act_that_is_offered_has_a_page():
    for act in (*articles.OFFERED, *accounts.OFFERED):
        assert act.page, act.name


def test_pages_and_mails_have_all_their_words():
    for act in acts():
        if act.page:
            texts = [act.title, act.page.explanation, act.page.done]
            assert all(str(text).strip() for text in texts), act.name
        if act.mail and act not in TEXTS_OF_ALLAUTH:
            assert str(act.mail.subject).strip() and str(act.mail.words).strip(), act.name


def test_log_has_words_for_each_act_but_those_that_others_record():
    assert {act.name for act in acts() if not str(act.words)} == {
        "approve_and_publish",
        "approve_new_figures",
        "invite_several",
    }


def test_authors_see_the_details_that_were_agreed():
    seen = {act.name: {detail.name for detail in act.details if detail.for_author} for act in acts()}
    assert {name: " ".join(sorted(names)) for name, names in seen.items() if names} == SEEN_BY_AUTHORS


def act_functions():
    """(where, function's name, its node) for each function of a slice that is a transaction by somebody."""
    for path in sorted([*CODE.glob("*/actions.py"), *CODE.glob("*/actions/*.py")]):
        functions = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)]
        for node in functions:
            if "by" in {arg.arg for arg in [*node.args.args, *node.args.kwonlyargs]}:
                yield path.relative_to(CODE), node.name, node


WRITING = {"save", "create", "record", "delete"}


IN_STEPS = {"record_batch"}  # opens its transactions itself: many values take several


def decorations(node):
    return [ast.unparse(decorator) for decorator in node.decorator_list]


@pytest.mark.parametrize(
    "node", [pytest.param(node, id=f"{path}:{name}") for path, name, node in act_functions() if decorations(node)]
)
def test_function_of_an_act_asks_its_declaration_first(node):
    """`save` asks the declaration of what saved, which its caller names."""
    does, *atomic = decorations(node)
    assert does.startswith("does(")
    assert atomic == ([] if node.name in IN_STEPS else ["transaction.atomic"])
    declared = does.removeprefix("does(").removesuffix(")")
    calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
    asked = [ast.unparse(call.args[0]) for call in calls if ast.unparse(call.func) == "require_act"]
    assert asked in ([declared], ["act"])
    lines = {call.lineno for call in calls if ast.unparse(call.func).rpartition(".")[2] in WRITING}
    asks = next(call.lineno for call in calls if ast.unparse(call.func) == "require_act")
    assert all(line > asks for line in lines)


# Parts of acts, within the transaction of one; what plans or shows; presence and copies of typed text: not recorded.
PARTS = {
    "_tell_everybody",
    "_approve", "sign", "cancel_locked", "hold_locked", "publish_locked", "make_account", "fresh_link", "send_link",
    "require_giver", "plan_invitations", "note_presence", "note_leaving", "others_present", "record", "write_comment",
    "keep_typed", "typed_copy", "gone_copies", "forget_typed",
    "become_public", "set_preferred", "_proposed",
    "apply_locked", "_apply_accepted", "tell_second_persons", "_record_event",
    "_deactivate", "_newcomer", "_replace_waiting", "_revoke", "_set", "_set_hidden",
    "revoke_lost_links", "revoke_open_links",
}  # fmt: skip


def test_every_function_by_somebody_is_an_act_or_a_known_part_of_one():
    assert {name for _path, name, node in act_functions() if not decorations(node)} == PARTS
