import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from briefings.mail.models import Mail
from briefings.mail.sending import send_due
from briefings.statistics.actions import apply_batch
from briefings.statistics.actions.applying import on_record
from briefings.statistics.entering.batches import preview_of
from briefings.statistics.models import Batch, Observation, Series

from .. import make
from .test_record_values import enter, value


@pytest.fixture
def proposed(analyst):
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=analyst)
    Observation.objects.update(cited=True)
    return enter(series, value("2023", "8248"), by=analyst, kind="correction", known_on="2024-06-30")


def page(batch, act="change"):
    return f"/admin/briefings/batch/{batch.pk}/{act}/"


def read(batch):
    """What the page of the batch posts with a decision."""
    return {"seen": preview_of(batch).digest}


def test_second_person_sees_old_and_new_and_applies(signed_in, editor, proposed):
    browser = signed_in(editor)
    shown = browser.get(page(proposed)).content.decode()
    assert "8,237" in shown and "8,248" in shown
    assert 'value="Apply the values"' in shown and 'value="Reject the values"' in shown
    shown = browser.post(page(proposed, "apply"), read(proposed), follow=True).content.decode()
    assert "These values count now." in shown
    assert 'value="Apply the values"' not in shown
    assert Observation.objects.get().current_value == 8248


def test_message_after_applying_is_in_the_language_of_the_account(signed_in, editor, proposed):
    editor.language = "es"
    editor.save()
    answer = signed_in(editor).post(page(proposed, "apply"), read(proposed), follow=True)
    assert "Estos valores ya están vigentes." in answer.text


def test_desk_names_series_and_period_of_waiting_revisions(signed_in, editor, analyst, proposed):
    series = Series.objects.get()
    browser = signed_in(editor)

    def looked_at():
        sections = {section.title: section.rows for section in browser.get("/admin/").context["sections"]}
        return [row.words for row in sections["Figures to look at"]]

    assert looked_at() == [f"2023: {series}"]
    two = [value("2021", "1"), value("2022", "2")]
    enter(series, *two, by=analyst)
    Observation.objects.update(cited=True)
    revised = [value("2021", "3"), value("2022", "4")]
    enter(series, *revised, by=analyst, kind="correction", known_on="2024-06-30")
    assert looked_at() == [f"2021 and others: {series}", f"2023: {series}"]


def test_name_of_the_series_stands_once_above_both_values(signed_in, editor, proposed):
    above, shown = signed_in(editor).get(page(proposed)).text.split("revised-heading", 1)
    assert str(Series.objects.get()) in above.split("All values are of:", 1)[1]
    assert shown.index("8,237") < shown.index("8,248")
    assert str(Series.objects.get()) not in shown.split("</table>", 1)[0]


def test_proposer_may_only_withdraw(signed_in, analyst, proposed):
    browser = signed_in(analyst)
    shown = browser.get(page(proposed)).content.decode()
    assert 'value="Apply the values"' not in shown
    assert 'value="Reject the values"' in shown
    assert browser.post(page(proposed, "apply"), read(proposed)).status_code == 403
    browser.post(page(proposed, "reject"), {"reject_batch-reason": "Typed wrongly."})
    proposed.refresh_from_db()
    assert proposed.stage == Batch.Stage.REJECTED


@pytest.mark.parametrize("who", ["author", "administrator", "auditor"])
def test_other_roles_see_no_button_and_forged_posts_are_refused(signed_in, request, proposed, who):
    browser = signed_in(request.getfixturevalue(who))
    shown = browser.get(page(proposed)).content.decode()
    assert 'value="Apply the values"' not in shown and 'value="Reject the values"' not in shown
    assert browser.post(page(proposed, "apply"), read(proposed)).status_code == 403
    assert browser.post(page(proposed, "reject"), {"reject_batch-reason": "No."}).status_code == 403
    assert browser.post(page(proposed), {"stage": "applied"}).status_code == 403
    assert Observation.objects.get().current_value == 8237


def test_rejecting_without_a_reason_shows_an_error(signed_in, editor, proposed):
    shown = signed_in(editor).post(page(proposed, "reject"), follow=True).content.decode()
    assert "Say why" in shown
    proposed.refresh_from_db()
    assert proposed.stage == Batch.Stage.PROPOSED


def test_deciding_twice_shows_an_error(signed_in, editor, other_analyst, proposed):
    signed_in(editor).post(page(proposed, "apply"), read(proposed))
    shown = signed_in(other_analyst).post(page(proposed, "apply"), read(proposed), follow=True).content.decode()
    assert "decided already" in shown


def test_deciding_needs_a_post_request(signed_in, editor, proposed):
    assert signed_in(editor).get(page(proposed, "apply")).status_code == 405
    assert signed_in(editor).post("/admin/briefings/batch/0/apply/").status_code == 404


def test_nobody_adds_or_deletes_a_batch(signed_in, superuser, proposed):
    browser = signed_in(superuser)
    assert browser.get("/admin/briefings/batch/add/").status_code == 403
    assert browser.post(page(proposed, "delete"), {"post": "yes"}).status_code == 403


def test_page_says_that_a_value_would_not_become_current(signed_in, analyst, editor, proposed):
    series = Observation.objects.get().series
    Observation.objects.update(cited=False)
    enter(series, value("2023", "8250"), by=analyst, kind="update", known_on="2024-09-30")
    shown = signed_in(editor).get(page(proposed)).text
    assert "stays history" in shown and "nothing that is printed changes" in shown and "they count at once" not in shown


def test_batch_page_takes_as_many_queries_with_many_values(signed_in, analyst, django_assert_max_num_queries):
    series = make.series(public=False, frequency="M")
    months = [value(f"{year}-{month:02d}", "5") for year in range(2000, 2010) for month in range(1, 13)]
    batch = enter(series, *months, by=analyst)
    browser = signed_in(analyst)
    with django_assert_max_num_queries(12):
        browser.get(page(batch))


def test_page_shows_the_comparison_at_this_moment_and_where_it_is_printed(signed_in, editor, analyst, proposed):
    series = proposed.vintages.get().observation.series
    table = make.data_table("By year")
    make.column(table, series)
    make.row(table, "2023")
    shown = signed_in(editor).get(page(proposed))
    assert [each.title for each in shown.context["places"]] == ["By year"]
    assert "+0.1%" in shown.text and "By year" in shown.text
    seen = shown.context["preview"].digest
    Observation.objects.update(cited=False)
    enter(series, value("2023", "8240"), by=analyst, kind="update", known_on="2024-02-28")
    answer = signed_in(editor).post(page(proposed, "apply"), {"seen": seen}, follow=True)
    assert "Values have changed since you opened this page" in answer.text
    assert Observation.objects.get().current_value == 8240
    again = answer.context["preview"]
    assert [change.old for change in again.revised] == ["8,240"]
    signed_in(editor).post(page(proposed, "apply"), {"seen": again.digest})
    assert Observation.objects.get().current_value == 8248


def test_others_get_mail_about_what_waits(editor, analyst, other_analyst, settings):
    settings.EMAIL_BACKEND, settings.SENDS_MAIL = "django.core.mail.backends.locmem.EmailBackend", True
    series = make.series()
    batch = enter(series, value("2023", "8237"), by=analyst)
    assert {mail.person for mail in Mail.objects.all()} == {editor, other_analyst}
    send_due()
    assert f"/admin/briefings/batch/{batch.pk}/change/" in mail.outbox[0].body
    assert "8237" not in mail.outbox[0].body and "8,237" not in mail.outbox[0].body


@pytest.mark.parametrize("address", ["apply", "force"])
def test_batch_is_not_applied_by_who_has_not_read_its_page(signed_in, editor, analyst, proposed, address):
    person = editor if address == "apply" else analyst
    for posted in ({}, {"seen": ""}, {"seen": "0" * 64}):
        answer = signed_in(person).post(page(proposed, address), posted | {"force_apply_batch-reason": WHY_ALONE})
        assert answer.status_code == 302
        assert Batch.objects.get(pk=proposed.pk).stage == "proposed"


def test_values_that_change_under_the_act_are_noticed(analyst, editor, proposed):
    read = on_record(proposed)
    Observation.objects.update(cited=False)
    enter(proposed.vintages.get().observation.series, value("2023", "8240"), by=analyst, kind="update",
          known_on="2024-02-28")  # fmt: skip
    with pytest.raises(ValidationError, match="Read it again"):
        apply_batch(proposed, by=editor, read=read)


WHY_ALONE = "The others are at sea until Monday, and it is wrong."


def test_alone_with_a_reason_a_mark_and_a_later_review(signed_in, editor, analyst, proposed):
    browser = signed_in(analyst)
    short = browser.post(page(proposed, "force"), read(proposed) | {"force_apply_batch-reason": "Soon."}, follow=True)
    assert "at least 20 characters" in short.text
    assert signed_in(editor).post(page(proposed, "force"), {"force_apply_batch-reason": WHY_ALONE}).status_code == 403
    browser.post(page(proposed, "force"), read(proposed) | {"force_apply_batch-reason": WHY_ALONE})
    assert Observation.objects.get().current_value == 8248
    assert Batch.objects.get(pk=proposed.pk).forced_reason == WHY_ALONE
    assert browser.post(page(proposed, "review")).status_code == 403
    titles = [section.title for section in signed_in(editor).get("/admin/").context["sections"]]
    assert "Values that nobody else has reviewed" in titles
    assert WHY_ALONE in signed_in(editor).get(page(proposed)).text
    shown = signed_in(editor).post(page(proposed, "review"), {"review_batch-note": "As the source says."}, follow=True)
    assert "As the source says." in shown.text
    titles = [section.title for section in signed_in(editor).get("/admin/").context["sections"]]
    assert "Values that nobody else has reviewed" not in titles
    assert not Batch.objects.needing_review().exists()


def test_page_of_an_applied_batch_says_what_changed_besides_the_value(signed_in, editor, analyst):
    series = make.series(public=False)
    enter(series, value("2023", "8237", status="P"), by=analyst)
    batch = enter(series, value("2023", "8237"), by=analyst, kind="update", known_on="2024-06-30")
    assert batch.stage == "applied"
    assert "provisional → normal" in signed_in(editor).get(page(batch)).text
