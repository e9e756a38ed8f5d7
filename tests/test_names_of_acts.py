"""An act has one name: on its button, its page, in the log, its mail and on the page of roles, in both languages."""

import re
import unicodedata

import pytest
from django.utils.translation import override

from briefings.desk.role_pages import lines
from briefings.lib.acts import acts
from briefings.signing_in.acts import ASK_FOR_PASSWORD, NOTICE

LANGUAGES = ("en", "es")
# Acts that are the save of a plain form or of a page of the account, and what happens by itself.
WITHOUT_TITLE = {
    "accept_invitation", "add", "add_person", "add_second_factor", "appear", "ask_for_password", "change",
    "change_person", "comment_as_visitor", "delete", "delete_image", "describe_image", "fail_to_sign_in",
    "invite_several", "load_demo", "lock_out", "release_copy", "remove_second_factor", "renew_recovery_codes",
    "replace_password", "revise", "set_password", "sign_in_notice", "suspend", "upload_image",
}  # fmt: skip
# The log has the events of the parts.
OF_PARTS = {"approve_and_publish"}
# Forms of one word that do not begin alike.
IRREGULAR = {
    "en": {
        "added": "add", "begun": "begin", "brought": "bring", "given": "give", "held": "hold", "hidden": "hide",
        "made": "make", "sent": "send", "shown": "show", "taken": "take", "undone": "undo", "withdrawn": "withdraw",
    },
    "es": {
        "abierto": "abrir", "dado": "dar", "deshecho": "deshacer", "devuelto": "devolver", "hecho": "hacer",
        "movido": "mover", "puesto": "poner", "publico": "publicar", "resuelto": "resolver",
    },
}  # fmt: skip
SMALL = """a an and at by for from in it of the this these to y a al con de del desde el en este esta estas la las
    lo los estos para por se sin su tras un una anterior earlier quien"""


def main_words(text, language):
    """The words of a name without their endings: "Taken back from review" and "Take back from review" have the same."""
    plain = unicodedata.normalize("NFD", str(text).lower()).encode("ascii", "ignore").decode()
    words = [word for word in re.findall(r"[a-z]+", plain) if word not in SMALL.split()]
    return {IRREGULAR[language].get(word, word)[:4] for word in words}


def named():
    return [act for act in acts() if act.title]


def test_each_act_but_the_save_of_a_form_has_a_title():
    assert {act.name for act in acts() if not act.title} == WITHOUT_TITLE
    assert all(act.title for act in acts() if act.page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_log_calls_each_act_what_its_button_calls_it(language):
    with override(language):
        other = {
            act.name: (str(act.title), str(act.words))
            for act in named()
            if act.name not in OF_PARTS and not main_words(act.title, language) <= main_words(act.words, language)
        }
    assert other == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_mail_about_an_act_names_it(language):
    with override(language):
        unnamed = {
            act.name: (str(act.title), f"{act.mail.subject} {act.mail.words}")
            for act in named()
            if act.mail and act.mail not in (ASK_FOR_PASSWORD.mail, NOTICE.mail)
            if not main_words(act.title, language) & main_words(f"{act.mail.subject} {act.mail.words}", language)
        }
    assert unnamed == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_of_roles_has_each_act_under_its_title(language):
    with override(language):
        shown = {str(line.words) for line in lines()}
        assert [act.name for act in named() if act.permissions and str(act.title) not in shown] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_acts_never_have_the_same_name(language):
    with override(language):
        titles = [str(act.title) for act in named()]
        words = [str(act.words) for act in acts() if act.words]
    assert sorted(set(titles)) == sorted(titles)
    assert sorted(set(words)) == sorted(words)
