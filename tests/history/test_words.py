"""What the log calls acts."""

import datetime

from briefings.history.models import Event
from briefings.lib.acts import act_words
from briefings.statistics.models import Batch
from tests import make


def test_act_without_words_is_shown_by_its_name():
    assert act_words("merge_areas") == "Merge areas"


def test_rows_with_a_former_name_keep_their_words():
    assert act_words("release") == act_words("unhold") == "Hold ended"
    assert act_words("return") == act_words("return_to_author") == "Returned to the author"


def test_log_finds_an_act_by_both_of_its_names(author, auditor, signed_in):
    article = make.article("Ports", by=author)
    for act in ("release", "unhold"):
        Event.objects.create(
            at=article.changed_at, by_name="elena", realm="articles", act=act, target_type="article",
            target_id=article.pk, target_label=f"Ports, {act}",
        )  # fmt: skip
    for name in ("release", "unhold"):
        page = signed_in(auditor).get("/admin/log/", {"act": name}).text
        assert "Ports, release" in page and "Ports, unhold" in page


def test_log_names_a_batch_in_the_language_of_its_reader(analyst, editor, auditor, signed_in):
    """Who acted read another language."""
    make.recorded(make.series(), {"2023": "8237"}, by=analyst)
    event = Event.objects.get(act="apply_batch")
    browser = signed_in(auditor)
    for language, words in (("en", "Batch"), ("es", "Lote")):
        type(auditor).objects.filter(pk=auditor.pk).update(language=language)
        for address in ("/admin/log/", f"/admin/briefings/event/{event.pk}/change/", "/admin/"):
            assert f"{words} {event.target_id}" in browser.get(address).text, address


def test_name_of_a_batch_has_its_date_in_words():
    at = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
    assert str(Batch(kind="update", proposed_at=at)) == "scheduled update, 23 November 2026"
