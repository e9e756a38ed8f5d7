"""Why somebody cannot do an act just now: the reason that a page gives is the one for which the act refuses."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from briefings.articles import actions
from briefings.articles.actions import take_down
from briefings.articles.acts import OFFERED
from briefings.articles.acts.conditions import is_waiting
from briefings.articles.acts.standing import waiting_edition
from briefings.articles.models import Article, Edition
from briefings.roles import EDITOR
from tests import make
from tests.people import person

from .scenes import offered, reason_against, seen, submitted
from .test_who_may import ACTS, _held, _waiting, _withdrawn, cast  # noqa: F401 (cast is a fixture)
from .typing import act_url

pytestmark = pytest.mark.django_db
PEOPLE = [
    "author",
    "other_author",
    "editor",
    "other_editor",
    "analyst",
    "administrator",
    "auditor",
    "everybody_at_once",
]
REASON = "Nobody else is there, and it cannot wait."


def _edition(people):
    return make.edition("Ports", by=people["author"], approver=people["editor"]).article


def _taken_down(people):
    article = _edition(people)
    take_down(article, by=people["editor"], reason="Names a witness.")
    return article


def _own_submission(people):
    return submitted(make.article("Own", by=people["editor"]), by=people["editor"])


SITUATIONS = {
    "draft": lambda people: make.article("Ports", by=people["author"]),
    "in review": lambda people: submitted(make.article("Ports", by=people["author"]), by=people["author"]),
    "approved": lambda people: make.approved("Ports", by=people["author"], approver=people["editor"]),
    "an editor's own in review": _own_submission,
    "published": _edition,
    "published and changed": lambda people: make.reword(_edition(people)),
    "waiting": _waiting,
    "held": _held,
    "withdrawn": _withdrawn,
    "taken down": _taken_down,
}


def do(act, article, by):
    """The act as a person would do it who has filled in everything."""
    if act in ("publish", "approve_and_publish", "force_publish"):
        appeared = Edition.objects.has_appeared().filter(article=article).exists()
        given = {"change_kind": "update", "note": "New figures."} if appeared else {"change_kind": "first"}
        alone = {"reason": REASON} if act == "force_publish" else {}
        return getattr(actions, act)(
            article, by=by, seen=seen(article), replace=waiting_edition(article), **given, **alone
        )
    return ACTS[act][1](article, by)


def words(error):
    return error.messages if isinstance(error, ValidationError) else [str(error)]


def outcome(act, article, by):
    """What the act raises, or None where it is done; nothing is kept."""
    try:
        with transaction.atomic():
            do(act, article, by)
            transaction.set_rollback(True)
    except (PermissionDenied, ValidationError) as error:
        return error
    return None


def on_an_edition(act):
    return is_waiting in act.conditions


@pytest.mark.slow
@pytest.mark.parametrize("situation", SITUATIONS)
def test_reason_that_is_given_is_the_reason_for_which_the_act_refuses(situation, cast):  # noqa: F811
    article = SITUATIONS[situation](cast)
    for name in PEOPLE:
        fresh = Article.objects.get(pk=article.pk)
        available = offered(fresh, cast[name])
        for act in OFFERED:
            reason = reason_against(act.name, fresh, cast[name])
            assert (reason is None) == (act.name in available)
            if on_an_edition(act) and not Edition.objects.filter(article=article).exists():
                assert reason is not None
                continue
            happened = outcome(act.name, fresh, cast[name])
            if reason is None:
                assert happened is None, (act, name, happened)
            elif getattr(reason, "code", "") == "public":  # that edition, or any of the article's
                assert happened.code == "public", (act, name)
            else:
                assert (type(happened), words(happened)) == (type(reason), words(reason)), (act, name)


def html(response):
    assert response.status_code == 403
    return " ".join(response.content.decode().split())


def test_who_lacks_the_role_is_told_which_roles_may(author, editor, signed_in):
    article = make.article("Ports", by=author)
    page = html(signed_in(author).get(act_url(article, "approve")))
    assert "You may not approve articles." in page and "<strong>Editor</strong>" in page
    assert "Your roles: Author." in page


def test_who_is_not_the_author_is_told_who_is(author, editor, signed_in):
    article = make.article("Ports", by=author)
    page = html(signed_in(editor).get(act_url(article, "submit")))
    assert (
        "Only the article’s author can submit it for the first time." in page
        and "These people can do it: Amaya." in page
    )
    assert "ask an administrator" not in page


def test_who_submitted_it_is_told_who_else_could_approve_it(editor, other_editor, signed_in):
    article = submitted(make.article("Ports", by=editor), by=editor)
    for answer in (signed_in(editor).get, signed_in(editor).post):
        page = html(answer(act_url(article, "approve")))
        assert "a second person has to read it" in page and "These people can do it: Esteban." in page


@pytest.mark.parametrize(
    ("act", "prepare", "first"),
    [
        ("publish", "draft", "Its author has to submit it, and a second person to approve it, first."),
        ("publish", "in review", "A second person has to approve it first."),
        ("approve", "draft", "Its author has to submit it first."),
        ("approve", "approved", "It is approved already: it can be published."),
        ("return_to_author", "draft", "It is with its author already."),
        ("force_publish", "approved", "It is approved: publish it in the usual way."),
        ("hold", "draft", "No edition of this article is waiting any more."),
        ("unhold", "waiting", "Nobody holds the waiting edition"),
        ("move", "draft", "Before the first publication the address is changed in the form."),
        ("withdraw", "withdrawn", "This article has been withdrawn already."),
        ("restore", "published", "This article is neither withdrawn nor taken down."),
    ],
)
def test_what_is_too_early_or_too_late_says_what_comes_first(act, prepare, first, cast, signed_in):  # noqa: F811
    article = SITUATIONS[prepare](cast)
    page = html(signed_in(cast["other_editor"]).get(act_url(article, act)))
    assert "<h1>This cannot be done now</h1>" in page and first in page
    assert "Roles that allow it" not in page and "administrator" not in page
    assert f'<a href="/admin/briefings/article/{article.pk}/change/">Back to the article</a>' in page


def test_page_that_was_open_meanwhile_keeps_what_was_typed_beside_the_reason(author, editor, signed_in):
    article = make.article("Ports", by=author)
    answer = signed_in(editor).post(act_url(article, "return_to_author"), {"comment": "Name the source."})
    page = answer.content.decode()
    assert answer.status_code == 200 and "It is with its author already." in page and "Name the source." in page


def test_author_who_has_left_is_nobody_to_ask(author, editor, other_editor, signed_in):
    article = make.article("Ports", by=author)
    type(author).objects.filter(pk=author.pk).update(is_active=False)
    page = html(signed_in(editor).get(act_url(article, "submit")))
    assert "Amaya" not in page.partition("Why can’t I?")[2] and "Esteban" in page


def test_reasons_cost_the_same_for_many_editors(author, editor, signed_in, django_assert_num_queries):
    article = submitted(make.article("Ports", by=editor), by=editor)
    client = signed_in(editor)
    client.get(act_url(article, "approve"))
    for number in range(12):
        person(f"editor{number}", EDITOR, is_staff=True)
    with django_assert_num_queries(10, exact=False):
        page = client.get(act_url(article, "approve")).content.decode()
    assert page.count("Editor1") <= 3  # ten names at most
