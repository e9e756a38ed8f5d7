"""Who has written a text is told what becomes of it, and can switch each kind of mail off."""

import datetime

import pytest
from django.utils import timezone

from briefings.articles import actions
from briefings.articles.acts.details import ArticleMail, MailKind
from briefings.articles.models import Article, SavedVersion
from briefings.lib.acts import acts
from briefings.mail.actions import switch_off
from briefings.mail.models import Mail, SwitchedOff
from briefings.mail.sending import send_due
from tests import make
from tests.people import person

from .scenes import rewrite, seen, submitted
from .test_mail import committed, told  # noqa: F401 (committed is a fixture)

pytestmark = pytest.mark.django_db
LATER = datetime.timedelta(days=2)


@pytest.fixture
def cast(author, editor, other_editor):
    return {"author": author, "editor": editor, "other_editor": other_editor}


@pytest.fixture
def written(author, other_editor):
    """In review, written by the author and another editor."""
    article = submitted(make.article("Ports", by=author), by=author)
    rewrite(article, by=other_editor, html="<p>Four ports.</p>")
    actions.accept(article, by=author, seen=seen(article))
    Mail.objects.all().delete()
    return Article.objects.get(pk=article.pk)


def _publish(article, editor, **terms):
    actions.approve(article, by=editor, seen=seen(article))
    Mail.objects.all().delete()
    return actions.publish(article, by=editor, seen=seen(article), change_kind="first", **terms)


def _published(article, editor):
    return _publish(article, editor)


def _scheduled(article, editor):
    return _publish(article, editor, publish_at=timezone.now() + LATER)


def _held(article, editor):
    return actions.hold(_scheduled(article, editor), by=editor)


def _withdrawn(article, editor):
    actions.withdraw(_published(article, editor).article, by=editor, reason="Wrong.")


def _on_edition(act, **terms):
    return lambda article, by: getattr(actions, act)(article.editions.get(), by=by, **terms)


def _on_article(act, **terms):
    return lambda article, by: getattr(actions, act)(article, by=by, **terms)


def _approve(article, by):
    actions.approve(article, by=by, seen=seen(article))


NEXT_WEEK = timezone.now() + 3 * LATER
# The kind of mail, what has happened before, the act by the editor, and the subject for the author.
TOLD = [
    ("returned", None, _on_article("return_to_author", comment="Shorter."), "Your article was returned"),
    ("approved", None, _approve, "Your article was approved"),
    ("published", None, _published, "Your article was published"),
    ("scheduled", None, _scheduled, "Your article has its date"),
    ("scheduled", _scheduled, _on_edition("reschedule", publish_at=NEXT_WEEK), "Your article has another date"),
    ("scheduled", _scheduled, _on_edition("hold"), "The publication of your article is held"),
    ("scheduled", _held, _on_edition("unhold"), "The hold on your article was ended"),
    ("scheduled", _scheduled, _on_edition("cancel"), "The publication of your article was cancelled"),
    ("withdrawn", _published, _on_article("withdraw", reason="Wrong."), "Your article was withdrawn"),
    ("withdrawn", _published, _on_article("take_down", reason="Wrong."), "Your article was taken down"),
    ("withdrawn", _withdrawn, _on_article("restore"), "The withdrawal of your article was undone"),
]


def _after(before, article, editor):
    if before:
        before(article, editor)
    Mail.objects.all().delete()
    return Article.objects.get(pk=article.pk)


@pytest.mark.parametrize(("kind", "before", "act", "subject"), TOLD, ids=[subject for *_others, subject in TOLD])
def test_author_and_whoever_wrote_in_it_are_told_in_their_language_unless_they_switch_it_off(
    kind, before, act, subject, written, author, editor, other_editor, sent_mails
):
    other_editor.language = "es"
    other_editor.save()
    act(_after(before, written, editor), editor)
    mails = {mail.to[0]: mail for mail in sent_mails()}
    assert set(mails) == {author.email, other_editor.email}, "not the editor, who did it"
    assert mails[author.email].subject == subject
    assert "You choose in “Your account” which of these mails you get" in mails[author.email].body
    assert mails[other_editor.email].subject.startswith("Un artículo en el que usted trabajó: ")
    assert f"/article/{written.pk}/change/" in mails[other_editor.email].body


@pytest.mark.parametrize(("kind", "before", "act", "subject"), TOLD, ids=[subject for *_others, subject in TOLD])
def test_nothing_comes_of_a_kind_that_is_switched_off(kind, before, act, subject, written, author, editor, sent_mails):
    switch_off(author, [kind])
    act(_after(before, written, editor), editor)
    assert author.email not in told(sent_mails())


def test_other_kinds_still_come(written, author, editor, sent_mails):
    switch_off(author, set(MailKind.values) - {"approved"})
    _published(written, editor)
    assert author.email not in told(sent_mails())
    switch_off(author, set(MailKind.values) - {"published"})
    actions.withdraw(Article.objects.get(pk=written.pk), by=editor, reason="Wrong.")
    assert author.email not in told(sent_mails())
    actions.restore(Article.objects.get(pk=written.pk), by=editor)
    switch_off(author, [])  # before the mail is sent
    assert author.email in told(sent_mails())


def test_mail_that_waits_is_dropped_once_its_kind_is_switched_off(written, author, editor):
    actions.approve(written, by=editor, seen=seen(written))
    mail = Mail.objects.get(person=author)
    switch_off(author, ["approved"])
    send_due()
    mail.refresh_from_db()
    assert mail.state == Mail.State.DROPPED


def test_date_is_said_in_the_language_of_the_recipient(written, author, editor, sent_mails):
    author.language = "es"
    author.save()
    _scheduled(written, editor)
    (body,) = (mail.body for mail in sent_mails() if mail.to == [author.email])
    assert " de 20" in body and "le puso fecha a su artículo" in body


def test_authors_of_earlier_editions_who_did_not_work_on_the_newest_are_left_in_peace(
    written, author, editor, other_editor, sent_mails
):
    _published(written, editor)
    for text in ("Five", "Six"):
        article = Article.objects.get(pk=written.pk)
        rewrite(article, by=author, html=f"<p>{text} ports.</p>")
        actions.submit(article, by=author, seen=seen(article))
        actions.approve_and_publish(article, by=editor, seen=seen(article), change_kind="update", note="New.")
    sent_mails().clear()
    actions.withdraw(Article.objects.get(pk=written.pk), by=editor, reason="Wrong.")
    assert told(sent_mails()) == [author.email]


def test_change_in_a_draft_is_told_to_its_author_once_in_a_sitting(author, editor, committed):  # noqa: F811
    article = make.article("Ports", by=author)
    (mail,) = committed(rewrite, article, by=editor, html="<p>Four ports.</p>")
    assert (mail.to, mail.subject) == ([author.email], "Your article was changed")
    assert f"/article/{article.pk}/versions/" in mail.body
    assert committed(rewrite, article, by=editor, html="<p>Five ports.</p>") == []
    assert committed(rewrite, article, by=author, html="<p>Six ports.</p>") == []
    assert told(committed(rewrite, article, by=editor, html="<p>Seven ports.</p>")) == [author.email]


def test_change_in_a_draft_on_another_day_is_told_again(author, editor, committed):  # noqa: F811
    article = make.article("Ports", by=author)
    yesterday = timezone.now() - datetime.timedelta(days=1)
    for number in (1, 2):
        SavedVersion(
            article=article, number=article.version + number, act="save", at=yesterday, by=editor,
            content=SavedVersion.objects.get(number=1).content,
        ).save()  # fmt: skip
    Article.objects.filter(pk=article.pk).update(version=article.version + 2)
    assert told(committed(rewrite, article, by=editor, html="<p>Four ports.</p>")) == [author.email]


def test_every_mail_about_an_article_is_of_a_kind_that_can_be_switched_off():
    declared = [act.mail for act in acts() if isinstance(act.mail, ArticleMail)]
    kinds = {each.kind for mail in declared for each in (mail, *mail.variants.values())}
    assert kinds == set(MailKind)


def test_mails_about_accounts_have_no_kind():
    assert not [
        act.name for act in acts() if act.mail and not isinstance(act.mail, ArticleMail) and hasattr(act.mail, "kind")
    ]


def test_your_account_switches_kinds_off_and_on(author, signed_in):
    desk = signed_in(author)
    page = desk.get("/admin/account/")
    assert page.text.count('name="kinds"') == page.text.count(" checked") == len(MailKind)
    answer = desk.post("/admin/account/mails/", {"kinds": ["approved", "returned"]}, follow=True)
    assert "Your mails have been changed." in answer.text and answer.text.count(" checked") == 2
    off = SwitchedOff.objects.filter(person=author).values_list("kind", flat=True)
    assert set(off) == set(MailKind.values) - {"approved", "returned"}
    desk.post("/admin/account/mails/", {"kinds": ["nothing like it"]})
    assert SwitchedOff.objects.count() == len(MailKind) - 2, "what is no kind changes nothing"
    desk.post("/admin/account/mails/", {"kinds": MailKind.values})
    assert not SwitchedOff.objects.exists()


def test_people_who_get_no_mail_about_articles_are_not_asked(signed_in, client):
    auditor = person("olga", "Auditor", is_staff=True)
    assert 'name="kinds"' not in signed_in(auditor).get("/admin/account/").text
    assert client.get("/admin/account/mails/").status_code in (302, 405)
