"""An act has one name: on its button, its page, in the log, its mail and on the page of roles, in both languages."""

import re
import unicodedata
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, override

from briefings.articles import actions
from briefings.articles.acts import OFFERED
from briefings.articles.blocks.key_figure import KeyFigureBlock
from briefings.desk.role_pages import lines
from briefings.lib.acts import ACTS, acts
from briefings.signing_in.acts import ASK_FOR_PASSWORD, NOTICE
from tests import make
from tests.articles.scenes import offered, rewrite
from tests.articles.test_other_language_desk import spanish  # noqa: F401 (a fixture)

LANGUAGES = ("en", "es")
# Acts that are the save of a plain form or of a page of the account, and what happens by itself.
WITHOUT_TITLE = {
    "accept_invitation", "add", "add_person", "add_second_factor", "add_series", "appear", "ask_for_password", "change",
    "change_person", "comment_as_visitor", "delete", "delete_image", "describe_image", "fail_to_sign_in",
    "hold_for_values", "invite_several", "load_demo", "lock_out", "release_copy", "remove_second_factor",
    "renew_recovery_codes", "replace_password", "revise", "set_password", "sign_in_notice", "suspend",
    "upload_file", "upload_image",
}  # fmt: skip
# The log has the events of the parts.
OF_PARTS = {"approve_and_publish", "approve_new_figures"}
# Forms of one word that do not begin alike.
IRREGULAR = {
    "en": {
        "added": "add", "begun": "begin", "brought": "bring", "ended": "end", "given": "give", "held": "hold",
        "hidden": "hide", "made": "make", "sent": "send", "shown": "show", "taken": "take", "undone": "undo",
        "withdrawn": "withdraw",
    },
    "es": {
        "abierta": "abrir", "abierto": "abrir", "dado": "dar", "deshecho": "deshacer", "devuelto": "devolver",
        "hecho": "hacer", "movido": "mover", "puesta": "poner", "puesto": "poner", "publico": "publicar",
        "resuelto": "resolver",
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


# Buttons that do more than one thing, or stand in a form of their own.
OTHER_BUTTONS = {
    "add_topic": "Add a topic",
    "export_log": "Download the log as CSV",
    "make_public": "Save and make public",
    "record_values": "Record these values",
    "save": "Save",
    "send_fix": "Save and send to the author as read whole",
    "submit": "Save and submit for review",
    "try_mail_again": "Send the mail again",
}
TEMPLATES = Path(settings.BASE_DIR, "templates")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_button_has_the_title_of_its_act(language):
    written = "".join(path.read_text() for path in TEMPLATES.rglob("*.html"))
    tagged = set(re.findall(r"""act_title ['"](\w+)['"]""", written))
    with override(language):
        words = {name: gettext(button).lower() for name, button in OTHER_BUTTONS.items()}
        assert [name for name in words if str(ACTS[name].title).lower() not in words[name]] == []
    assert {act.name for act in named() if not act.page} <= tagged | set(OTHER_BUTTONS)


def _situations(author, editor):
    tomorrow = timezone.now() + timedelta(days=1)
    yield make.article(by=author)
    archived = make.article(by=author)
    actions.archive_article(archived, by=author)
    yield archived
    for changed_by in (None, editor):
        in_review = make.article(by=author)
        actions.submit(in_review, by=author)
        if changed_by:
            rewrite(in_review, by=changed_by, html="<p>Five ports.</p>")
        yield in_review
    yield make.approved(by=author, approver=editor)
    yield make.edition(by=author, approver=editor, publish_at=tomorrow).article
    held = make.edition(by=author, approver=editor, publish_at=tomorrow)
    actions.hold(held, by=editor)
    yield held.article
    series = make.series()
    make.recorded(series, {"2022": "4886"})
    figure = (KeyFigureBlock, {"series": series, "period": "2022"})
    held = make.edition(by=author, approver=editor, publish_at=tomorrow, blocks=[figure])
    make.revised(series, {"2022": "4900"})
    yield held.article
    published = make.edition(by=author, approver=editor).article
    yield published
    withdrawn = make.edition(by=author, approver=editor).article
    actions.withdraw(withdrawn, by=editor, reason="Wrong.")
    yield withdrawn


@pytest.mark.slow
@pytest.mark.django_db
def test_page_and_button_of_each_act_on_an_article_have_its_title(spanish, author, editor, other_editor, signed_in):  # noqa: F811
    seen = set()
    for article in [spanish, *_situations(author, editor)]:
        for person in (author, editor, other_editor):
            client = signed_in(person)
            for act in map(ACTS.get, offered(article, person)):
                for language in LANGUAGES:
                    type(person).objects.filter(pk=person.pk).update(language=language)
                    page = unescape(client.get(article.desk_url(act)).text)
                    with override(language):
                        assert f"<h1>{act.title}</h1>" in page, act
                        assert f'value="{act.title}"' in page, act
                seen.add(act)
    assert seen == set(OFFERED)
