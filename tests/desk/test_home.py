"""The first page: what waits for whom."""

import datetime

from django.contrib.admin import site
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from briefings.accounts.models import User
from briefings.articles.actions import (
    accept,
    assign_editor,
    comment,
    force_publish,
    hold,
    look_again,
    plan,
    resolve_comment,
    return_to_author,
    submit,
)
from briefings.articles.models import Article
from briefings.statistics.models import Observation
from tests import make
from tests.articles.scenes import rewrite, seen, submitted
from tests.articles.typing import change_url, opened
from tests.statistics.test_record_values import enter, value

QUERIES = 15

LIST = "/admin/briefings/article/"
REASON = "The only other editor is on an aeroplane until tomorrow."


def sections(client):
    return {section.title: section for section in client.get("/admin/").context["sections"]}


def rows(client):
    """Words and notes of every section, by its title."""
    return {title: [(row.words, row.note) for row in section.rows] for title, section in sections(client).items()}


def words(client, title):
    return [row.words for row in sections(client)[title].rows]


def test_author_finds_drafts_and_what_came_back(author, other_author, editor, signed_in):
    make.article("Mine", by=author)
    make.article("Theirs", by=other_author)
    returned = make.article("Back", by=author)
    submit(returned, by=author)
    return_to_author(returned, by=editor, comment="Name the source.")
    found = rows(signed_in(author))
    assert [words for words, _note in found["My drafts"]] == ["Mine"]
    assert found["Returned to me with comments"] == [("Back", "Name the source.")]
    assert not {"Waiting for my review", "What changed lately", "Needs a second look"} & set(found)


def test_planned_draft_says_when(author, signed_in):
    year = datetime.date.today().year + 2
    plan(make.article(by=author), by=author, planned_on=datetime.date(year, 12, 3))
    assert rows(signed_in(author))["My drafts"][0][1].startswith(f"planned for 3 Dec {year} · changed")


def test_published_article_is_no_draft_until_somebody_changes_it(author, editor, signed_in):
    article = make.edition("Ports", by=author, approver=editor).article
    make.edition("Prisons", by=author, approver=editor, publish_at=timezone.now() + datetime.timedelta(days=1))
    Article.objects.update(changed_at=timezone.now() - datetime.timedelta(hours=1))
    client = signed_in(author)

    def said():
        page = client.get(change_url(article)).context["stage_words"]
        rows = client.get("/admin/briefings/article/").context["cl"].result_list
        admin = site.get_model_admin(Article)
        return page, {row.title: admin.stage(row) for row in rows}

    assert rows(client)["My drafts"] == []
    page, listed = said()
    assert page == "published" and listed["Ports"] == "Published"
    assert listed["Prisons"].startswith("To be published<")
    client.post(change_url(article), opened(client, article) | {"summary": ["Other words."], "_save": "1"})
    assert [words for words, _note in rows(client)["My drafts"]] == ["Ports"]
    assert said()[0] == "published, with changes"
    assert said()[1]["Ports"] == "Published, with changes"


def test_published_article_that_came_back_with_a_comment_is_no_draft_of_its_own(author, editor, signed_in):
    article = make.edition("Ports", by=author, approver=editor).article
    submit(make.reword(article), by=author)
    return_to_author(article, by=editor, comment="Name the source.")
    Article.objects.update(changed_at=timezone.now() - datetime.timedelta(hours=1))
    found = rows(signed_in(author))
    assert found["My drafts"] == []
    assert found["Returned to me with comments"] == [("Ports", "Name the source.")]


def test_author_sees_changes_of_an_editor_and_can_accept_them(author, editor, signed_in):
    article = submitted(make.article("Ports", by=author), by=author)
    assert words(signed_in(author), "With the editors") == ["Ports"]
    rewrite(article, by=editor, html="<p>Three harbours.</p>")
    client = signed_in(author)
    (row,) = sections(client)["Changed by others, to accept"].rows
    assert row.note.startswith("Elena, ")
    assert client.get(row.url).context["fix_seen"]
    assert words(client, "My drafts") == []
    accept(article, by=author, seen=seen(article))
    assert words(client, "Changed by others, to accept") == []


def test_editor_finds_what_is_in_review_and_not_their_own(author, editor, signed_in):
    for title, by in (("Ports", author), ("Own", editor)):
        submit(make.article(title, by=by), by=by)
    assert words(signed_in(editor), "Waiting for my review") == ["Ports"]


def test_review_of_an_article_waits_for_its_editor_in_charge_only(author, editor, other_editor, signed_in):
    article = submitted(make.article("Ports", by=author), by=author)
    assign_editor(article, by=editor, editor=other_editor)
    assert words(signed_in(editor), "Waiting for my review") == []
    assert words(signed_in(other_editor), "Waiting for my review") == ["Ports"]
    User.objects.filter(pk=other_editor.pk).update(is_active=False)
    assert words(signed_in(editor), "Waiting for my review") == ["Ports"]


def test_article_in_charge_is_listed_until_it_is_published(author, editor, other_editor, signed_in):
    article = make.article("Ports", by=author)
    assign_editor(article, by=editor, editor=other_editor)
    assert words(signed_in(other_editor), "In my charge") == ["Ports"]
    assert words(signed_in(editor), "In my charge") == []
    make.edition(article=article, by=author, approver=editor)
    assert words(signed_in(other_editor), "In my charge") == []


def test_editor_in_charge_of_their_own_article_leaves_it_to_the_others(editor, other_editor, signed_in):
    article = submitted(make.article("Own", by=editor), by=editor)
    assign_editor(article, by=editor, editor=editor)
    assert words(signed_in(editor), "Waiting for my review") == []
    assert words(signed_in(other_editor), "Waiting for my review") == ["Own"]


def test_longest_in_review_comes_first_and_newest_draft(author, editor, signed_in):
    for title in ("First", "Second"):
        make.article(f"Draft {title}", by=author)
        submit(make.article(title, by=author), by=author)
    assert words(signed_in(editor), "Waiting for my review") == ["First", "Second"]
    assert words(signed_in(author), "My drafts") == ["Draft Second", "Draft First"]


def test_approved_articles_show_to_editors_and_to_their_author_only(author, other_author, editor, signed_in):
    make.approved("Ports", by=author, approver=editor)
    title = "Approved, not yet published"
    assert words(signed_in(editor), title) == words(signed_in(author), title) == ["Ports"]
    assert words(signed_in(other_author), title) == []


def test_scheduled_editions_show_to_editors_and_to_their_author_only(author, other_author, editor, signed_in):
    soon = timezone.now() + datetime.timedelta(days=3)
    make.edition("Ports", by=author, approver=editor, publish_at=soon)
    held = make.edition("Prisons", by=author, approver=editor, publish_at=soon + datetime.timedelta(days=1))
    hold(held, by=editor)
    when = [date_format(timezone.localtime(soon + datetime.timedelta(days=n)), "SHORT_DATETIME_FORMAT") for n in (0, 1)]
    expected = [("Ports (1)", f"from {when[0]}"), ("Prisons (1)", f"held by {editor}; its date: {when[1]}")]
    assert rows(signed_in(editor))["Scheduled and held"] == rows(signed_in(author))["Scheduled and held"] == expected
    assert rows(signed_in(other_author))["Scheduled and held"] == []


def test_recently_published_names_the_latest_edition_of_each(author, other_author, editor, auditor, signed_in):
    article = make.edition("Ports", by=author, approver=editor).article
    make.edition(article=article, by=author, approver=editor)
    make.edition("Prisons", by=other_author, approver=editor)
    for person in (editor, auditor):
        assert words(signed_in(person), "Recently published") == ["Prisons (1)", "Ports (2)"]
    assert words(signed_in(author), "Recently published") == ["Ports (2)"]


def test_forced_edition_waits_for_somebody_elses_look(author, editor, other_editor, signed_in):
    article = make.article("Ports", by=author)
    edition = force_publish(article, by=editor, seen=seen(article), reason=REASON, change_kind="first")
    client = signed_in(other_editor)
    (row,) = sections(client)["Needs a second look"].rows
    assert row.words == "Ports (1)"
    assert row.note.startswith("published by Elena without a second person, ")
    assert client.get(row.url).status_code == 200
    assert words(signed_in(editor), "Needs a second look") == []
    look_again(edition, by=other_editor, seen=edition.content_hash)
    assert words(client, "Needs a second look") == []


def test_open_comments_of_others_show_to_the_author(author, editor, signed_in):
    article = make.article("Ports", by=author)
    comment(article, by=author, text="A note to myself.")
    made = comment(article, by=editor, text="Is it <b>three</b> ports?")
    client = signed_in(author)
    assert words(client, "Comments on my articles") == ["Ports: Elena: Is it <b>three</b> ports?"]
    assert "<b>three" not in client.get("/admin/").content.decode()
    resolve_comment(made, by=editor)
    assert words(client, "Comments on my articles") == []


def test_recent_acts_are_shown_to_those_who_may_see_history(author, editor, auditor, signed_in):
    make.edition("Ports", by=author, approver=editor)
    for person in (editor, auditor):
        client = signed_in(person)
        told = words(client, "What changed lately")
        assert told[:3] == ["Published: Ports", "Approved: Ports", "Submitted for review: Ports"]
        section = sections(client)["What changed lately"]
        assert section.all_words == "Log"
        assert [row.note.partition(",")[0] for row in section.rows[:3]] == ["Elena", "Elena", "Amaya"]
        assert [client.get(url).status_code for url in (section.all_url, section.rows[0].url)] == [200, 200]


def test_administrator_and_auditor_see_no_drafts_to_write(administrator, auditor, signed_in):
    assert "My drafts" not in rows(signed_in(administrator))
    assert "My drafts" not in rows(signed_in(auditor))


def fill(count, author, editor, other_editor):
    """`count` articles for every desk list."""
    soon = timezone.now() + datetime.timedelta(days=3)
    for number in range(count):
        for person in (author, editor):
            make.article(f"Draft {number}", by=person, slug=f"draft-{number}-{person.pk}")
        comment(Article.objects.filter(workflow__owner=editor).latest("pk"), by=other_editor, text="Shorter.")
        submitted(make.article(by=author), by=author)
        own = submitted(make.article(by=editor), by=editor)
        return_to_author(own, by=other_editor, comment="Shorter.")
        fixed = submitted(make.article(by=editor), by=editor)
        rewrite(fixed, by=other_editor, html="<p>Two ports.</p>")
        make.approved(by=author, approver=editor)
        make.edition(by=author, approver=editor, publish_at=soon)
        make.edition(by=author, approver=editor)
        forced = make.article(by=author)
        force_publish(forced, by=other_editor, seen=seen(forced), reason=REASON, change_kind="first")


FULL = {
    "My drafts", "Waiting for my review", "Returned to me with comments", "Changed by others, to accept",
    "Approved, not yet published", "Scheduled and held", "Recently published", "Needs a second look",
    "Comments on my articles", "What changed lately",
}  # fmt: skip


def test_full_desk_costs_few_queries_counts_nothing_and_says_that_there_are_more(
    author, editor, other_editor, signed_in
):
    fill(9, author, editor, other_editor)
    client = signed_in(editor)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/admin/")
    assert len(queries) <= QUERIES, [query["sql"] for query in queries]
    assert not [query for query in queries if "COUNT(" in query["sql"].upper()]
    found = {section.title: section for section in page.context["sections"]}
    assert {len(found[title].rows) for title in FULL} == {8}
    assert all(found[title].has_more for title in FULL - {"What changed lately"})
    assert "There are more than these." in page.text


def test_list_behind_a_section_shows_exactly_its_articles(author, editor, other_editor, signed_in):
    fill(2, author, editor, other_editor)
    for person in (author, editor, other_editor):
        client = signed_in(person)
        for title, section in sections(client).items():
            if not section.all_url.startswith(LIST):
                continue
            listed = {row.title for row in client.get(section.all_url).context["cl"].result_list}
            shown = {row.words.rpartition(" (")[0] or row.words.partition(": ")[0] for row in section.rows}
            assert listed == shown, (person, title)


def test_list_of_another_role_does_not_filter_the_change_list(author, signed_in):
    make.article("Ports", by=author)
    client = signed_in(author)
    for name in ("review", "second_look", "nonsense", "drafts&desk=review"):
        titles = [row.title for row in client.get(f"{LIST}?desk={name}").context["cl"].result_list]
        assert titles == ["Ports"], name


def test_batches_behind_figures_to_look_at_are_those_of_others(analyst, other_analyst, signed_in):
    series = make.series(public=False)
    for number, by in enumerate((analyst, other_analyst)):
        year = str(2020 + number)
        enter(series, value(year, "10"), by=by)
        Observation.objects.update(cited=True)
        enter(series, value(year, "11"), by=by, kind="correction", known_on="2024-06-30")
    client = signed_in(analyst)
    section = sections(client)["Figures to look at"]
    listed = client.get(section.all_url).context["cl"].result_list
    assert [batch.by for batch in listed] == [other_analyst]
    assert len(section.rows) == 1
    own = sections(client)["Your values that wait for a second person"].rows
    assert [row.words for row in own] == [f"2020: {series}"]
