"""Several articles at once from the list: each by its act, nothing that publishes, nothing that was not ticked."""

import pytest
from django.contrib.admin import site
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.articles import actions
from briefings.articles.admin.review import bulk
from briefings.articles.models import Article, Workflow
from briefings.history.models import Event

from .. import make
from .scenes import everything, rewrite, seen, submitted, workflow_of
from .test_unread import unread
from .typing import act_url

LIST = "/admin/briefings/article/"
OFFERED = {"submit_selected", "add_topic_to_selected", "put_editor_in_charge"}


def post(client, action, articles, query="", **fields):
    """What the list posts; with `chosen` the page in between does."""
    if "chosen" not in fields:
        fields["index"] = "0"
    ticked = [article.pk for article in articles]
    return client.post(LIST + query, {"action": action, "_selected_action": ticked} | fields)


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def stages():
    return {article.title: article.workflow.stage for article in Article.objects.select_related("workflow")}


def test_author_submits_several_and_reads_what_was_done_and_what_not(author, signed_in):
    articles = [make.article(title, by=author) for title in ("Ports", "Prisons", "Roads")]
    submitted(articles[1], by=author)
    make.article("Left", by=author)
    answer = post(signed_in(author), "submit_selected", articles)
    assert stages() == {"Ports": "in_review", "Prisons": "in_review", "Roads": "in_review", "Left": "draft"}
    words = said(answer)
    assert "Done:<ul><li>Roads</li><li>Ports</li></ul>" in words
    assert "Not done:<ul><li>Prisons: This cannot be done while the article is “in review”." in words
    assert Event.objects.filter(act="submit").count() == 3


def test_editor_submits_nothing_of_an_author_and_is_told_why(author, editor, signed_in):
    article = make.article("Ports", by=author)
    answer = post(signed_in(editor), "submit_selected", [article])
    assert stages() == {"Ports": "draft"}
    assert "Ports: Only the article’s author can submit it for the first time." in said(answer)


def test_topic_is_asked_for_and_added_to_each(author, signed_in):
    topic = make.topic("Harbours")
    one, two = make.article("Ports", by=author), make.article("Prisons", by=author)
    two.topics.add(topic)
    client = signed_in(author)
    page = post(client, "add_topic_to_selected", [one, two]).content.decode()
    assert "Harbours" in page
    assert not one.topics.exists()
    answer = post(client, "add_topic_to_selected", [one, two], chosen="1", topic=topic.pk)
    assert (list(one.topics.all()), list(two.topics.all())) == ([topic], [topic])
    assert "Done:<ul><li>Ports</li></ul>" in said(answer)
    assert "Prisons: It has this topic already." in said(answer)
    assert Article.objects.get(pk=one.pk).version == one.version + 1


def test_topic_voids_an_approval(author, editor, signed_in):
    article = make.approved("Ports", by=author, approver=editor)
    post(signed_in(author), "add_topic_to_selected", [article], chosen="1", topic=make.topic().pk)
    assert workflow_of(article).stage == "in_review"


def test_topic_that_is_none_leaves_the_page_as_it_was(author, signed_in):
    article = make.article("Ports", by=author)
    for topic in ("", "0", "x"):
        answer = post(signed_in(author), "add_topic_to_selected", [article], chosen="1", topic=topic)
        assert answer.context["form"].errors["topic"]
    assert not article.topics.exists()


def test_editor_puts_another_in_charge_of_several(author, editor, other_editor, analyst, signed_in):
    articles = [make.article(by=author) for _ in range(3)]
    client = signed_in(editor)
    assert "Esteban" in post(client, "put_editor_in_charge", articles).content.decode()
    post(client, "put_editor_in_charge", articles, chosen="1", editor=other_editor.pk)
    assert {workflow_of(article).editor for article in articles} == {other_editor}
    refused = post(client, "put_editor_in_charge", articles, chosen="1", editor=analyst.pk)
    assert refused.context["form"].errors["editor"]
    post(client, "put_editor_in_charge", articles, chosen="1", editor="")
    assert {workflow_of(article).editor for article in articles} == {None}


def test_each_role_is_offered_its_own_and_nothing_that_publishes(
    author, editor, analyst, auditor, administrator, superuser, rf
):
    model_admin = site.get_model_admin(Article)
    offered = {}
    for person in (author, editor, analyst, auditor, administrator, superuser):
        request = rf.get(LIST)
        request.user = person
        offered[person.username] = set(model_admin.get_actions(request))
    own = {"submit_selected", "add_topic_to_selected"}
    assert offered == {"amaya": own, "elena": OFFERED, "nadia": own, "ursula": set(), "irene": set(), "root": OFFERED}


FORGED = [
    "delete_selected", "publish", "approve", "approve_and_publish", "publish_selected", "make_selected_public",
    "force_publish", "response_action", "_asked", "withdraw", "", "x" * 500,
]  # fmt: skip


@pytest.mark.parametrize("who", ["author", "editor", "superuser"])
def test_forged_name_does_nothing(who, author, other_editor, request, signed_in):
    articles = [make.approved(by=author, approver=other_editor), submitted(make.article(by=author), by=author)]
    before = everything()
    client = signed_in(request.getfixturevalue(who))
    for name in FORGED:
        for fields in ({}, {"chosen": "1", "post": "yes"}, {"select_across": "1"}):
            assert post(client, name, articles, **fields).status_code in (200, 302), name
        assert everything() == before, name


def test_no_act_that_publishes_can_be_reached_from_here():
    reached = {value for value in vars(bulk).values() if callable(value) and value in vars(actions).values()}
    assert reached == {actions.add_topic, actions.assign_editor, actions.submit}


def test_articles_of_others_are_untouched(author, other_author, signed_in):
    theirs = make.article("Theirs", by=other_author)
    before = everything()
    client = signed_in(author)
    for action, fields in (
        ("submit_selected", {}),
        ("submit_selected", {"select_across": "1"}),
        ("add_topic_to_selected", {"chosen": "1", "topic": make.topic().pk}),
        ("put_editor_in_charge", {"chosen": "1", "editor": ""}),
    ):
        answer = post(client, action, [theirs], **fields)
        assert "Theirs" not in answer.content.decode() + said(answer)
    assert everything() == before


@pytest.mark.parametrize("who", ["auditor", "analyst", "other_author", "administrator"])
def test_whoever_may_not_edit_changes_nothing(who, author, editor, request, signed_in):
    article = make.article("Ports", by=author)
    topic = make.topic()
    before = everything()
    client = signed_in(request.getfixturevalue(who))
    post(client, "submit_selected", [article])
    post(client, "add_topic_to_selected", [article], chosen="1", topic=topic.pk)
    post(client, "put_editor_in_charge", [article], chosen="1", editor=editor.pk)
    assert everything() == before


def test_select_across_reaches_nothing_that_was_not_ticked(author, signed_in):
    ticked, left = make.article("Ticked", by=author), make.article("Left", by=author)
    post(signed_in(author), "submit_selected", [ticked], select_across="1")
    assert (workflow_of(ticked).stage, workflow_of(left).stage) == ("in_review", "draft")


def test_malformed_key_does_nothing(author, signed_in):
    make.article("Ports", by=author)
    client = signed_in(author)
    for key in ("", "x", "-1", "9" * 30, "１", "1 OR 1=1"):
        answer = client.post(LIST, {"action": "submit_selected", "_selected_action": [key], "index": "0"})
        assert answer.status_code in (200, 302), key
        assert stages() == {"Ports": "draft"}, key


def test_more_than_a_page_holds_is_refused(author, signed_in):
    article = make.article("Ports", by=author)
    form = {"action": "submit_selected", "_selected_action": [article.pk, *range(10_000, 10_100)], "index": "0"}
    answer = signed_in(author).post(LIST, form)
    assert "Choose at most 100 articles." in said(answer)
    assert stages() == {"Ports": "draft"}


def test_filter_of_the_list_stays_and_limits_what_is_done(author, signed_in):
    article = make.article("Ports", by=author)
    answer = post(signed_in(author), "submit_selected", [article], query="?language=es&language__exact=es")
    assert stages() == {"Ports": "draft"}
    assert answer.status_code == 302


def test_titles_and_reasons_are_escaped(author, signed_in):
    article = make.article("<script>alert(1)</script>", by=author, slug="x")
    topic = make.topic()
    client = signed_in(author)
    page = post(client, "add_topic_to_selected", [article]).content.decode()
    post(client, "add_topic_to_selected", [article], chosen="1", topic=topic.pk)
    assert "<script>alert(1)" not in page + client.get(LIST).content.decode()


def test_list_with_boxes_counts_nothing(author, signed_in):
    for _ in range(3):
        make.article(by=author)
    client = signed_in(author)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(LIST).content.decode()
    assert page.count('name="_selected_action"') == 3
    assert not [query for query in queries if "COUNT(" in query["sql"].upper()]


@pytest.mark.parametrize("meanwhile", [None, "saved by its author", "given a topic by its author"])
def test_editors_fix_is_accepted_on_its_page_only(meanwhile, author, editor, signed_in):
    """A list shows no text: whoever ticks an article there may not know that somebody else has written in it."""
    article = submitted(make.article("Ports", by=author), by=author)
    rewrite(article, by=editor, html="<p>Whatever the editor wants.</p>")
    client = signed_in(author)
    if meanwhile == "saved by its author":
        actions.article_saved(article, by=author)
    elif meanwhile:
        post(client, "add_topic_to_selected", [article], chosen="1", topic=make.topic().pk)
    before = Workflow.objects.filter(article=article).values().get()
    post(client, "submit_selected", [article])
    for form in ({}, {"seen": ""}):
        client.post(act_url(article, "accept"), form)
    assert Workflow.objects.filter(article=article).values().get() == before
    assert unread(article) == {author.username, editor.username}
    client.post(act_url(article, "accept"), {"seen": seen(article)})
    assert unread(article) == {author.username}


def test_editors_change_to_a_draft_is_submitted_on_its_page_only(author, editor, signed_in):
    article = submitted(make.article("Ports", by=author), by=author)
    actions.return_to_author(article, by=editor, comment="Shorter.")
    rewrite(article, by=editor, html="<p>Whatever the editor wants.</p>")
    client = signed_in(author)
    assert "Ports: Somebody else has changed the text since." in said(post(client, "submit_selected", [article]))
    client.post(act_url(article, "submit"), {"seen": ""})
    assert stages() == {"Ports": "draft"}
    client.post(act_url(article, "submit"), {"seen": seen(article)})
    assert stages() == {"Ports": "in_review"}


def test_text_that_was_submitted_again_can_be_submitted_with_others(author, editor, signed_in):
    article = submitted(make.article("Ports", by=author), by=author)
    rewrite(article, by=editor, html="<p>Four ports.</p>")
    actions.take_back(article, by=author)
    actions.submit(article, by=author, seen=seen(article))
    actions.take_back(article, by=author)
    rewrite(article, by=author, html="<p>Five ports.</p>")
    post(signed_in(author), "submit_selected", [article])
    assert stages() == {"Ports": "in_review"}
