"""Mail about what became of an article: who gets it, what it says and leaves out, and that it never breaks an act."""

import pytest
from django.conf import settings
from django.utils import timezone

from briefings.articles import actions, mails
from briefings.articles.models import Workflow
from briefings.mail.models import Mail
from briefings.sharing.acts import COMMENT_AS_VISITOR
from tests import make
from tests.kinds import RichTextBlock
from tests.people import person

from .scenes import rewrite, seen, submitted
from .typing import change_url, opened

pytestmark = pytest.mark.django_db
REASON = "Nobody else is there, and it cannot wait."


@pytest.fixture
def committed(sent_mails):
    """A function that does something and gives the mails that followed."""

    def do(act, *args, **kwargs):
        sent_mails().clear()
        act(*args, **kwargs)
        return list(sent_mails())

    return do


@pytest.fixture
def article(author, other_editor):
    """A draft of the author's, with another editor in charge."""
    made = make.article("Ports & quays", by=author, blocks=[(RichTextBlock, {"html": "<p>Zunzuncito lands.</p>"})])
    Workflow.objects.filter(article=made).update(editor=other_editor)
    return made


def in_review(article, author):
    return submitted(article, by=author)


def told(mails):
    return sorted(address for mail in mails for address in mail.to)


def test_editor_in_charge_is_told_of_a_submission(article, author, other_editor, committed):
    mails = committed(actions.submit, article, by=author)
    assert told(mails) == [other_editor.email]
    assert mails[0].subject == "An article waits for review"


def test_submission_that_nobody_is_in_charge_of_is_told_to_all_editors(
    author, editor, other_editor, analyst, committed
):
    mails = committed(actions.submit, make.article(by=author), by=author)
    assert told(mails) == sorted([editor.email, other_editor.email])


def test_editor_in_charge_who_has_left_does_not_keep_the_others_from_being_told(
    article, author, editor, other_editor, committed
):
    other_editor.is_active = False
    other_editor.save()
    assert told(committed(actions.submit, article, by=author)) == [editor.email]


def test_author_is_told_of_every_act_on_the_article(article, author, editor, committed):
    in_review(article, author)
    acts = [
        (actions.return_to_author, {"comment": "Name the source."}, "Your article was returned"),
        (actions.send_fix, {}, "Changes in your article to accept"),
    ]
    for act, given, subject in acts:
        mails = committed(act, article, by=editor, **given)
        assert (told(mails), mails[0].subject) == ([author.email], subject)
    in_review(article, author)
    mails = committed(actions.approve, article, by=editor, seen=seen(article))
    assert (told(mails), mails[0].subject) == ([author.email], "Your article was approved")
    mails = committed(actions.publish, article, by=editor, seen=seen(article), change_kind="first")
    assert (told(mails), mails[0].subject) == ([author.email], "Your article was published")


def test_approving_and_publishing_at_once_is_one_mail(article, author, editor, committed):
    in_review(article, author)
    mails = committed(actions.approve_and_publish, article, by=editor, seen=seen(article), change_kind="first")
    assert [mail.subject for mail in mails] == ["Your article was published"]


def test_both_in_charge_are_told_of_comments_and_of_force(article, author, editor, other_editor, committed):
    both = sorted([author.email, other_editor.email])
    assert told(committed(actions.comment, article, by=editor, text="Who says so?")) == both
    forced = committed(
        actions.force_publish, article, by=editor, seen=seen(article), reason=REASON, change_kind="first"
    )
    assert told(forced) == both
    assert "Somebody else has to read it" in forced[0].body


def test_nobody_is_told_of_what_they_did_themselves(article, author, other_editor, committed):
    assert told(committed(actions.comment, article, by=author, text="I will ask.")) == [other_editor.email]
    assert told(committed(actions.comment, article, by=other_editor, text="Please.")) == [author.email]


def test_mail_carries_title_and_link_and_nothing_of_the_text(article, author, editor, committed):
    (mail, _other) = committed(actions.comment, article, by=editor, text="The informer is Zunzuncito.")
    assert f"{settings.SITE_URL}/admin/briefings/article/{article.pk}/comments/" in mail.body
    assert "“Ports & quays”" in mail.body
    assert "Elena has commented" in mail.body
    whole = str(mail.message())
    assert "Zunzuncito" not in whole
    assert "Ports" not in mail.subject
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    assert mail.content_subtype == "plain"


def test_link_of_a_fix_leads_to_the_page_that_accepts_it(article, author, editor, committed, signed_in):
    in_review(article, author)
    rewrite(article, by=editor, html="<p>Four ports.</p>")
    (mail,) = committed(actions.send_fix, article, by=editor, seen=seen(article))
    url = f"/admin/briefings/article/{article.pk}/fix/"
    assert settings.SITE_URL + url in mail.body
    page = signed_in(author).get(url)
    assert page.context["fix_seen"] == seen(article)
    assert "Four" in page.content.decode()


def test_mail_is_in_the_language_of_whoever_gets_it(article, author, editor, other_editor, committed):
    author.language = "es"
    author.save()
    mails = committed(actions.comment, article, by=editor, text="Who?")
    subjects = {message.to[0]: message.subject for message in mails}
    assert subjects[author.email] == "Un comentario nuevo en un artículo"
    assert subjects[other_editor.email] == "A new comment on an article"


def test_inactive_people_and_those_who_may_not_read_it_get_no_mail(article, author, other_editor, editor, committed):
    author.is_active = False
    author.save()
    other_editor.groups.clear()
    assert committed(actions.comment, article, by=editor, text="Who?") == []


def test_author_whose_role_is_gone_gets_no_mail(article, author, editor, committed):
    author.groups.clear()
    mails = committed(actions.comment, article, by=editor, text="Who?")
    assert author.email not in told(mails)


def test_act_that_is_undone_tells_nobody(article, editor):
    with pytest.raises(Exception, match="5000"):
        actions.comment(article, by=editor, text="x" * 5001)
    assert not Mail.objects.exists()


def test_demonstrations_past_tells_nobody(article, author, editor):
    actions.comment(article, by=editor, text="Who?", now=timezone.now())
    assert not Mail.objects.exists()


def test_sending_from_the_form_tells_the_author(article, author, editor, signed_in, committed):
    in_review(article, author)
    client = signed_in(editor)
    fields = opened(client, article)
    (prefix,) = [name.removesuffix("-html") for name in fields if name.endswith("-0-html")]
    changed = fields | {f"{prefix}-html": ["<p>Four ports.</p>"], "_send": "1"}
    mails = committed(client.post, change_url(article), changed)
    assert [mail.subject for mail in mails] == ["Changes in your article to accept"]


def test_sending_without_a_change_tells_nobody(article, author, editor, signed_in, committed):
    in_review(article, author)
    client = signed_in(editor)
    assert committed(client.post, change_url(article), opened(client, article) | {"_send": "1"}) == []


def test_visitor_is_named_in_the_mail(article, author, committed):
    def leave():
        mails.tell(article.workflow, COMMENT_AS_VISITOR, visitor="Ana of the port authority")

    (mail,) = committed(leave)
    assert "Ana of the port authority has commented" in mail.body


def test_people_without_an_address_are_passed_over(article, editor, committed):
    nameless = person("nora", "Author")
    type(nameless).objects.filter(pk=nameless.pk).update(email="")
    Workflow.objects.filter(article=article).update(owner=nameless, editor=None)
    assert committed(actions.comment, article, by=editor, text="Who?") == []


# --- who is told that a text waits for review


def told_of_submission(mails):
    return told(mail for mail in mails if mail.subject == "An article waits for review")


def test_editor_in_charge_who_submits_does_not_keep_the_others_from_being_told(author, editor, other_editor, committed):
    published = make.edition("Ports", by=author, approver=editor).article
    Workflow.objects.filter(article=published).update(editor=editor)
    rewrite(published, by=editor, html="<p>Four ports.</p>")
    mails = committed(actions.submit, published, by=editor, seen=seen(published))
    assert told_of_submission(mails) == sorted([author.email, other_editor.email])


def test_editor_in_charge_whose_own_words_were_published_alone_leaves_the_second_look_to_the_others(
    article, editor, other_editor, committed
):
    third = person("eduardo", "Editor")
    rewrite(article, by=other_editor, html="<p>Four ports.</p>")
    mails = committed(actions.force_publish, article, by=editor, seen=seen(article), reason=REASON, change_kind="first")
    assert third.email in told(mails)


@pytest.mark.parametrize("is_accepted", [True, False])
def test_saving_and_submitting_is_one_mail_to_the_author(
    is_accepted, author, editor, other_editor, signed_in, committed
):
    """A refused submission is no mail, so there the save is told."""
    published = make.edition("Ports", by=author, approver=editor).article
    client = signed_in(editor)
    fields = opened(client, published) | {"summary": ["Four ports."], "_submit": "1"}
    fields |= {} if is_accepted else {"title": [""]}
    mails = committed(client.post, change_url(published), fields)
    words = "An article waits for review" if is_accepted else "Your article was changed"
    assert [mail.subject for mail in mails if mail.to == [author.email]] == [words]


def test_saving_and_submitting_what_readers_have_already_is_told_as_a_change(
    author, editor, other_editor, signed_in, committed
):
    published = make.edition("Ports", by=author, approver=editor).article
    published.refresh_from_db()
    summary = published.summary
    client = signed_in(other_editor)
    client.post(change_url(published), opened(client, published) | {"summary": ["Four ports."]})
    client = signed_in(editor)
    fields = opened(client, published) | {"summary": [summary], "_submit": "1"}
    mails = committed(client.post, change_url(published), fields)
    assert [mail.subject for mail in mails if mail.to == [author.email]] == ["Your article was changed"]
