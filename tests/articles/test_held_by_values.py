"""A batch holds the scheduled editions that print a value which it changes."""

import datetime
import re
from decimal import Decimal

import pytest
from django.utils import timezone

from briefings.articles.actions import approve_new_figures, cancel, hold, unhold
from briefings.articles.blocks.key_figure import KeyFigureBlock
from briefings.articles.holds import why_held
from briefings.articles.models import Edition
from briefings.history.models import Event
from briefings.mail.models import Mail
from briefings.mail.sending import text_of
from briefings.statistics.actions import apply_batch, record_batch, record_values
from briefings.statistics.entering.batches import entries_that_undo, known_on_of
from briefings.statistics.entering.validation import Value
from briefings.statistics.models import Observation

from .. import make
from .scenes import refused, seen, workflow_of
from .typing import act_url, change_url

LATER = datetime.timedelta(days=2)


@pytest.fixture
def series(db):
    series = make.series(where=make.area("EC-G", "Guayas", "province"))
    make.recorded(series, {"2022": "4886", "2023": "8237"})
    return series


def scheduled(series, author, editor, when="2023", **options):
    blocks = [(KeyFigureBlock, {"series": series, "period": when})]
    return make.edition(by=author, approver=editor, blocks=blocks, publish_at=timezone.now() + LATER, **options)


def revise(series, when, number="8248", *, by=None, **fields):
    value = Value(make.period(when), Decimal(number), **fields)
    options = {"release": None, "known_on": datetime.date(2024, 6, 30), "reason": {"en": "Recount."}}
    return record_values(series, [value], kind="correction", by=by or make.recorder(), **options)


def is_held(edition):
    return Edition.objects.get(pk=edition.pk).held_at is not None


def test_edition_is_held_when_the_batch_is_applied_and_not_before(series, author, editor):
    edition = scheduled(series, author, editor)
    batch = revise(series, "2023")
    assert batch.stage == "proposed" and not is_held(edition)
    apply_batch(batch, by=editor)
    assert is_held(edition)
    event = Event.objects.get(act="hold_for_values")
    assert (event.by_id, event.detail) == (None, {"edition": edition.number, "batch": batch.pk})


@pytest.mark.parametrize("fields", [{"status": "P"}, {"low": Decimal(8000)}, {"high": Decimal(9000)}])
def test_status_low_and_high_count_too(series, author, editor, fields):
    edition = scheduled(series, author, editor)
    make.settled(revise(series, "2023", "8237", **fields))
    assert is_held(edition)


def test_new_period_and_other_values_hold_nothing(series, author, editor):
    edition = scheduled(series, author, editor)
    make.settled(revise(series, "2024", "7065"))
    make.settled(revise(series, "2022", "4900"))
    assert not is_held(edition)


def test_value_known_earlier_holds_nothing(series, author, editor):
    edition = scheduled(series, author, editor)
    value = Value(make.period("2023"), Decimal(9000))
    options = {"release": None, "known_on": datetime.date(2023, 6, 30), "kind": "correction", "reason": {"en": "Old."}}
    make.settled(record_values(series, [value], by=make.recorder(), **options))
    assert not is_held(edition)


def test_published_edition_stops_no_batch(series, author, editor):
    edition = make.edition(by=author, approver=editor, blocks=[(KeyFigureBlock, {"series": series, "period": "2023"})])
    make.settled(revise(series, "2023"))
    assert not is_held(edition) and not Event.objects.filter(act="hold_for_values").exists()
    assert Observation.objects.get(start__year=2023).current_value == 8248


def test_edition_that_somebody_holds_already_keeps_its_moment_and_the_log_names_the_batch(series, author, editor):
    edition = scheduled(series, author, editor)
    hold(edition, by=editor)
    before = Edition.objects.get(pk=edition.pk).held_at
    make.settled(revise(series, "2023"))
    assert Edition.objects.get(pk=edition.pk).held_at == before
    assert Event.objects.filter(act="hold_for_values").count() == 1


def test_author_and_publisher_get_mail(series, author, editor, settings):
    settings.SENDS_MAIL = True
    scheduled(series, author, editor)
    batch = revise(series, "2023")
    Mail.objects.all().delete()
    apply_batch(batch, by=make.second_person())
    mails = Mail.objects.filter(act="hold_for_values")
    assert {mail.person for mail in mails} == {author, editor}
    for mail in mails:
        assert f"/admin/briefings/batch/{batch.pk}/change/" in text_of(mail.declaration.mail, mail)[1]


def held(series, author, editor, **options):
    edition = scheduled(series, author, editor, **options)
    make.revised(series, {"2023": "8248"})
    return Edition.objects.get(pk=edition.pk)


def test_editor_sees_three_ways_on_from_a_held_edition(series, author, editor, signed_in):
    article = held(series, author, editor).article
    for act in ("unhold", "approve_new_figures", "cancel"):
        page = signed_in(editor).get(f"/admin/briefings/article/{article.pk}/acts/{act}/").text
        assert "prints 8,237, now 8,248" in page
        for title in ("End the hold", "Approve the new figures", "Cancel the edition"):
            assert f"<h2>{title}</h2>" in page, (act, title)


def test_new_figures_replace_the_held_edition_with_the_same_date(series, author, editor, signed_in):
    edition = held(series, author, editor)
    address = f"/admin/briefings/article/{edition.article_id}/acts/approve_new_figures/"
    seen = signed_in(editor).get(address).context["document"].signed
    signed_in(editor).post(address, {"seen": seen, "waiting": edition.pk})
    new = Edition.objects.get()
    assert (new.publish_at, new.held_at, new.note) == (edition.publish_at, None, edition.note)
    assert (new.approved_by, new.submitted_by) == (editor, author)
    assert "8248" in new.document and "8248" not in edition.document
    assert list(Event.objects.order_by("pk").values_list("act", flat=True))[-3:] == ["approve", "cancel", "publish"]


def test_text_changed_since_is_not_published_with_new_figures(series, author, editor):
    edition = held(series, author, editor)
    edition.article.workflow.unchanged_since_edition = False
    edition.article.workflow.save()
    with refused(code="stage"):
        approve_new_figures(edition, by=editor, seen=seen(edition.article))


def test_edition_with_current_values_needs_no_new_figures(series, author, editor):
    edition = scheduled(series, author, editor)
    hold(edition, by=editor)
    with refused(code="stage"):
        approve_new_figures(edition, by=editor, seen=seen(edition.article))


def test_values_that_change_once_more_are_refused_until_read(series, author, editor):
    edition = held(series, author, editor)
    before = seen(edition.article)
    make.revised(series, {"2023": "8250"}, known_on=datetime.date(2024, 7, 31))
    with refused(code="seen"):
        approve_new_figures(edition, by=editor, seen=before)


def test_cancelled_edition_is_out_of_the_way(series, author, editor):
    edition = scheduled(series, author, editor)
    cancel(edition, by=editor)
    assert make.settled(revise(series, "2023")).stage == "applied"


def test_holding_takes_as_many_queries_for_many_values(series, author, editor, django_assert_max_num_queries):
    scheduled(series, author, editor)
    batch = revise(series, "2023")
    with django_assert_max_num_queries(32):
        apply_batch(batch, by=editor)


WAYS = ("unhold", "approve_new_figures", "cancel")


def test_form_of_a_held_article_says_why_and_links_the_ways_on(series, author, editor, signed_in):
    article = held(series, author, editor).article
    page = signed_in(editor).get(change_url(article)).text
    assert "prints 8,237, now 8,248" in page
    strip = page[page.index("status-strip") : page.index('class="checking"')]
    assert [act for act in WAYS if f'href="{act_url(article, act)}"' in strip] == list(WAYS)
    read = signed_in(author).get(change_url(article)).text
    assert "prints 8,237, now 8,248" in read and act_url(article, "cancel") not in read


def test_form_says_who_holds_an_edition(series, author, editor, signed_in):
    edition = scheduled(series, author, editor)
    hold(edition, by=editor)
    page = signed_in(editor).get(change_url(edition.article)).text
    assert "Elena has held it since" in page and "prints 8,237" not in page
    assert act_url(edition.article, "approve_new_figures") not in page


def revise_and_undo(series, editor, analyst):
    batch = apply_batch(revise(series, "2023"), by=editor)
    entries, _staying = entries_that_undo(batch)
    options = {"release": None, "known_on": known_on_of(batch), "kind": "error", "reason": {"en": "Wrong column."}}
    apply_batch(record_batch(entries, reverts=batch, by=analyst, **options), by=editor)


def test_form_page_and_desk_say_why_an_edition_is_held_after_an_undo(series, author, editor, analyst, signed_in):
    edition = scheduled(series, author, editor)
    browser = signed_in(editor)
    revise_and_undo(series, editor, analyst)
    assert is_held(edition)
    for address in (change_url(edition.article), act_url(edition.article, "unhold")):
        page = browser.get(address).text
        assert "because values that it prints had changed. They are current again" in page, address
    assert "held: values that it prints had changed, and are current again; its date" in browser.get("/admin/").text


def test_desk_says_that_values_hold_an_edition(series, author, editor, signed_in):
    held(series, author, editor)
    desk = signed_in(author).get("/admin/").text
    assert "held: values that it prints have changed: " in desk and "Guayas, 2023: 8,237 → 8,248; its date" in desk


def test_reason_of_an_ended_hold_is_forgotten(series, author, editor, analyst):
    edition = scheduled(series, author, editor)
    hold(edition, by=editor)
    unhold(edition, by=editor)
    revise_and_undo(series, editor, analyst)
    edition.refresh_from_db()
    why = why_held([edition])[edition.pk]
    assert (why.by, len(why.for_values), why.prints_changed) == ("", 1, False)


def test_reasons_take_as_many_queries_for_many_editions(series, author, editor, django_assert_max_num_queries):
    editions = [scheduled(series, author, editor) for _number in range(3)]
    apply_batch(revise(series, "2023"), by=editor)
    editions = list(Edition.objects.filter(pk__in=[edition.pk for edition in editions]))
    with django_assert_max_num_queries(4):
        assert [why.prints_changed for why in why_held(editions).values()] == [True] * 3


def test_refusal_links_what_can_be_done_with_the_edition_instead(series, author, editor, signed_in):
    article = held(series, author, editor).article
    workflow_of(article).unread.create(person=editor)
    page = signed_in(editor).get(act_url(article, "approve_new_figures"))
    assert page.status_code == 403
    assert [act for act in WAYS if f'href="{act_url(article, act)}"' in page.text] == ["unhold", "cancel"]
    assert (
        'href="/admin/briefings/article/'
        not in signed_in(author)
        .get(act_url(article, "cancel"))
        .text.replace(f'href="{change_url(article)}"', "")
        .partition("<h1>")[2]
    )


def test_checklist_of_what_waits_unchanged_asks_for_no_submission(series, author, editor, signed_in):
    article = held(series, author, editor).article
    page = signed_in(editor).get(act_url(article, "approve_new_figures")).text
    assert "Nothing keeps this text from being published." in page and "still has to be" not in page
    checked = signed_in(editor).get(f"/admin/briefings/article/{article.pk}/checklist/").text
    assert "Nothing has been written in it since the newest edition." in checked
    assert "still has to be submitted" not in checked


def test_main_button_of_what_waits_unchanged_is_not_to_submit(series, author, editor, signed_in):
    article = scheduled(series, author, editor).article
    bar = signed_in(author).get(change_url(article)).text.partition('class="submit-row form-bar"')[2]
    assert re.findall(r'value="([^"]+)"[^>]*class="default"', bar) == ["Save"]
    assert 'name="_submit"' in bar.partition("<details")[2], "it can still be changed and submitted, under More"


def test_held_article_says_that_only_the_status_has_changed(series, author, editor, signed_in):
    article = scheduled(series, author, editor).article
    make.settled(revise(series, "2023", "8237", status="P"))
    for url in (change_url(article), act_url(article, "unhold"), act_url(article, "approve_new_figures")):
        assert "prints 8,237, now 8,237 (normal → provisional)" in signed_in(editor).get(url).text
