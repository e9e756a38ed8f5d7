"""What the demonstration puts on the desk: every stage that a text can be in, and nothing of it for readers."""

import datetime
from types import SimpleNamespace

import pytest
from django.utils import timezone

from briefings.articles.checklist import blockers
from briefings.articles.models import Article, Comment, Edition
from briefings.articles.models.articles import Stage
from briefings.articles.resolving import resolve
from briefings.demo import desk_en, desk_es
from briefings.demo.loading.days import ECUADOR, at
from briefings.demo.loading.desk import STORY_ENDS, desk_steps
from briefings.initiatives.models import Initiative, Milestone
from briefings.mail.models import Mail
from briefings.sources.admin import due
from briefings.statistics.data_tables import resolve_data_table
from briefings.statistics.models import DataTable

STAFF = SimpleNamespace(author=None, other_author=None, editor=None, other_editor=None)


def article(text):
    return Article.objects.select_related("workflow").get(language=text["language"], title=text["title"])


def test_draft_is_unfinished(demo):
    draft = article(desk_en.SEIZURES)
    assert draft.workflow.stage == Stage.DRAFT and draft.workflow.planned_on
    assert len(blockers(resolve(draft))) >= 3
    assert (draft.slug, draft.summary) == ("", "")


def test_returned_draft_says_why(demo):
    workflow = article(desk_es.PRISONS).workflow
    assert (workflow.stage, workflow.returned_comment) == (Stage.DRAFT, desk_es.RETURNED_WITH)


def test_text_in_review_has_comments_by_editors_and_an_expert(demo):
    reviewed = article(desk_en.FIREARMS)
    assert reviewed.workflow.stage == Stage.IN_REVIEW
    comments = Comment.objects.filter(article=reviewed)
    assert comments.count() == len(desk_en.COMMENTS)
    assert comments.open().count() == comments.count() - 1
    expert = comments.get(by=None)
    assert (expert.verdict, expert.visitor.link.article_id) == ("needs_changes", reviewed.pk)


def test_approved_text_can_be_published(demo):
    approved = article(desk_es.ARRESTS)
    assert approved.workflow.stage == Stage.APPROVED
    assert approved.workflow.approved_hash == resolve(approved).signed
    assert not approved.editions.exists()


def test_scheduled_edition_waits(demo):
    waiting = Edition.objects.waiting().get()
    assert waiting.article == article(desk_en.MONTHS)
    assert waiting.publish_at > timezone.now()
    translation = waiting.article.group.articles.get(language="es")
    assert (translation.workflow.stage, translation.title) == (Stage.DRAFT, desk_es.MONTHS_IN_SPANISH["title"])


def test_one_edition_is_read_by_one_person_only(demo):
    alone = Edition.objects.with_marks().exclude(forced_reason="").get()
    assert alone.article == article(desk_en.FIRST_MONTHS)
    assert alone.is_read_by_one


def test_one_briefing_is_withdrawn(demo, reader):
    withdrawn = article(desk_es.ELEVEN_MONTHS)
    assert Article.objects.exclude(workflow__withdrawn_at=None).get() == withdrawn
    page = reader.get(f"/es/informes/{withdrawn.slug}/").text
    assert desk_es.WITHDRAWAL_REASON in page


def test_one_translation_is_behind(demo):
    corrected = Edition.objects.get(change_kind="correction")
    translation = corrected.article.group.articles.get(language="es").editions.get()
    assert corrected.language == "en" and corrected.publish_at > translation.publish_at
    assert translation.translates.number < corrected.number


def test_initiatives_differ_in_kind_and_status(demo):
    assert len(set(Initiative.objects.values_list("kind", flat=True))) == 5
    statuses = set(Initiative.objects.values_list("status", flat=True))
    assert statuses == {"proposed", "announced", "under_way", "completed"}


def test_no_initiative_has_a_target_or_a_step_that_no_source_names(demo):
    assert not Initiative.objects.exclude(target_value=None).exists()
    assert not Milestone.objects.filter(initiative__status="proposed").exists()
    for initiative in Initiative.objects.exclude(target_series=None):
        assert "this site’s suggestion" in initiative.description_en
        assert "sugerencia de este sitio" in initiative.description_es


def test_past_of_the_desk_queues_no_mail(demo):
    assert not Mail.objects.exists()


@pytest.mark.parametrize("day", range(14))
@pytest.mark.parametrize("time", ["00:00", "12:00", "23:59"])
def test_dates_of_the_desk_lie_on_working_days_around_loading(day, time):
    now = at(datetime.date(2027, 2, 20) + datetime.timedelta(days=day), time)
    steps = desk_steps(STAFF, now=now)
    for moment, _step in steps:
        local = moment.astimezone(ECUADOR)
        assert moment < now and local.weekday() < 5 and 8 <= local.hour < 17
    publish_at = next(step.keywords["publish_at"] for _moment, step in steps if step.keywords.get("publish_at"))
    assert datetime.timedelta(days=4) < publish_at - now < datetime.timedelta(days=10)


def test_desk_follows_the_story_where_the_clock_is_behind_it():
    moments = [moment for moment, _step in desk_steps(STAFF, now=at("2026-01-05", "12:00"))]
    assert max(moments) < STORY_ENDS
    assert sum(moment > at("2026-08-13", "18:00") for moment in moments) == 21


def test_one_release_is_overdue_and_one_is_due(demo):
    today = timezone.localdate()
    expected = {source.slug: source.next_release for source in due()}
    assert set(expected) == {"mdi", "worldbank"}
    assert expected["mdi"] < today < expected["worldbank"]


def test_table_by_rule_shows_recent_years_and_their_change(demo):
    table = DataTable.objects.public().get(row_rule="last")
    resolved = resolve_data_table(table, "en")
    assert len(resolved["rows"]) == table.rows_count and not table.rows.exists()
    counts, changes = zip(*(row["cells"] for row in resolved["rows"]), strict=True)
    assert all(counts) and any(cell and cell["text"].startswith("+") for cell in changes)
