"""Whatever happens to a value: the editions that print it, the lists that count it, the home page, the register, its
feed and the API say the same of it."""

import datetime
import random
import re
import time
from decimal import Decimal
from html import unescape
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from briefings.articles.actions import unhold
from briefings.articles.models import Edition
from briefings.lib.numbers import together
from briefings.recall.register import Kind, entries
from briefings.recall.revisions import numbers_revised, revised_since, revisions_since
from briefings.statistics.actions import apply_batch, record_batch, record_values
from briefings.statistics.entering.batches import entries_that_undo, known_on_of
from briefings.statistics.entering.validation import Value
from briefings.statistics.models import Batch, Observation
from briefings.templatetags.briefings import day as day_words
from tests import make
from tests.kinds import KeyFigureBlock

pytestmark = pytest.mark.django_db


class Story:
    """What happens to one value; the steps are its methods, "revise" is followed by a value."""

    def __init__(self, author, editor):
        self.author, self.editor, self.series = author, editor, make.series(of=make.indicator("Homicides"))
        self.release_of, self.batches, self.editions = make.release(self.series.source), [], 0
        make.recorded(self.series, {"2023": "8237"})

    def play(self, steps):
        for step in steps:
            name, _space, argument = step.partition(" ")
            getattr(self, name)(*filter(None, [argument]))

    @property
    def current(self):
        return self.series.observations.get().current

    def edition(self, publish_at=None):
        self.editions += 1
        blocks = [(KeyFigureBlock, {"series": self.series, "period": "2023"})]
        options = {"by": self.author, "approver": self.editor, "publish_at": publish_at}
        language = "es" if self.editions % 3 == 0 else "en"
        return make.edition(f"Ports {self.editions}", language=language, blocks=blocks, **options)

    def waiting(self):
        self.edition(timezone.now() + datetime.timedelta(days=9))

    def publish(self):
        """The waiting editions, with the values that they print, though they may have been held because of them."""
        soon = datetime.timedelta(milliseconds=300)
        for edition in Edition.objects.filter(held_at__isnull=False):
            unhold(edition, by=self.editor, publish_at=timezone.now() + soon)
        Edition.objects.filter(publish_at__gt=timezone.now() + soon).update(publish_at=timezone.now() + soon)
        time.sleep(soon.total_seconds() + 0.01)

    def revise(self, number):
        if self.current.value != Decimal(number):
            self._record("correction", value=Decimal(number), status="A")

    def status(self):
        """Nothing but the status changes."""
        self._record("update", value=self.current.value, status="P" if self.current.status == "A" else "A")

    def retract(self):
        self._record("retraction", value=None, status="M")

    def _record(self, kind, **fields):
        row = Value(period=make.period("2023"), **fields)
        reason = {"en": f"Reason {len(self.batches)}.", "es": f"Motivo {len(self.batches)}."}
        options = {"release": self.release_of, "known_on": datetime.date(2024, 6, 30), "kind": kind, "reason": reason}
        batch = record_values(self.series, [row], by=make.recorder(), **options)
        self.batches.append(make.settled(batch))

    def undo(self):
        values, _staying = entries_that_undo(self.batches[-1])
        reason = {"en": f"Reason {len(self.batches)}.", "es": f"Motivo {len(self.batches)}."}
        options = {"release": None, "known_on": known_on_of(self.batches[-1]), "kind": "error", "reason": reason}
        batch = record_batch(values, reverts=self.batches[-1], by=make.recorder(), **options)
        self.batches.append(apply_batch(batch, by=make.second_person()))


STORIES = [
    ["edition", "revise 8248"],
    ["edition", "revise 8248", "status"],
    ["edition", "revise 8248", "status", "status", "edition", "revise 8300", "status"],
    ["edition", "status"],
    ["edition", "status", "revise 8248", "edition", "status"],
    ["edition", "revise 8248", "revise 8237"],
    ["edition", "revise 8248", "edition", "revise 8237", "status"],
    ["edition", "revise 8237.3", "revise 8248", "revise 8248.2"],
    ["edition", "retract"],
    ["edition", "retract", "revise 8248", "status"],
    ["edition", "revise 8248", "undo"],
    ["edition", "revise 8248", "edition", "undo", "status"],
    ["edition", "revise 8248", "undo", "undo", "edition"],
    ["waiting", "revise 8248", "publish"],
    ["waiting", "revise 8248", "status", "publish", "revise 8300"],
    ["edition", "waiting", "revise 8248", "edition", "revise 8300", "publish"],
    ["revise 8248", "edition", "status"],
]


def random_story(seed):
    """Steps in any order that can follow one another."""
    chance, steps, can_undo, is_missing = random.Random(seed), [], False, False
    for _number in range(7):
        steps_now = ["edition", "waiting", "publish", f"revise {chance.randint(8230, 8240)}"]
        if is_missing:
            steps_now = steps_now[3:]
        else:
            steps_now += ["status", "status", "retract"]
        step = chance.choice(steps_now + ["undo"] * can_undo)
        steps.append(step)
        if step not in ("edition", "waiting", "publish"):
            can_undo, is_missing = step != "undo", step == "retract"
        if step == "undo":
            steps.append("revise 8241")
    return [*steps, "publish"]


RANDOM_STORIES = [pytest.param(random_story(seed), marks=pytest.mark.slow) for seed in range(12)]


@pytest.mark.parametrize("steps", [*STORIES, *RANDOM_STORIES], ids=" ".join)
def test_every_place_says_the_same(steps, author, editor, reader):
    Story(author, editor).play(steps)
    _fill_anew()
    for language in ("en", "es"):
        with translation.override(language):
            _compare(language, reader)


def _compare(language, reader):
    listed = {each.at: each for each in entries(language, length=99)}
    public = Edition.objects.public().filter(language=language).order_by("pk")
    keys = [edition.pk for edition in public]
    numbers, since = numbers_revised(keys), revised_since(keys)
    for edition in public:
        revisions = revisions_since(edition.pk, language)
        assert numbers.get(edition.pk, 0) == len(revisions) == (since[edition.pk].number if edition.pk in since else 0)
        for revision in revisions:
            entry = listed[revision.batch.decided_at]
            assert entry.at == since[edition.pk].at
            assert (entry.batch.kind, entry.words) == (revision.batch.kind, revision.batch.reason)
            (figure,) = [each for each in entry.figures if edition.pk in {printed.pk for printed in each.printed_in}]
            assert (figure.before, figure.after, figure.now) == (revision.before, revision.now, revision.now)
            assert (figure.now_at, figure.is_revised_again) == (entry.at, False)
            assert (figure.days is None) == (figure.since > entry.at)
        assert [revision.batch.decided_at for revision in revisions] == _newest_that_changed(edition, listed)
    _compare_pages(reader, language, listed.values())


def _fill_anew():
    """The migration finds what the batches have kept."""
    kept = Observation.objects.get().last_change
    Observation.objects.update(value_since=None)
    import_module("briefings.migrations.0062_value_since").fill(apps, None)
    assert Observation.objects.get().last_change == kept


def _newest_that_changed(edition, listed):
    """The newest batch in the register that leaves another value than the edition prints, if it holds no more."""
    figures = [
        (entry.at, figure)
        for entry in listed.values()
        for figure in entry.figures
        if edition.pk in {printed.pk for printed in figure.printed_in}
    ]
    return [at for at, figure in figures if figure.before != figure.now][:1]


def _compare_pages(reader, language, listed):
    path = {"en": "/en/corrections/", "es": "/es/correcciones/"}[language]
    shown = [entry for entry in listed if entry.figures]
    page, feed = reader.get(path).text, reader.get(path.rstrip("/") + ".atom").text
    found = reader.get(f"/api/v1/corrections?language={language}").json()["results"]
    assert re.findall(r'<li id="revision-(\d+)"', page) == [str(entry.pk) for entry in shown]
    assert [each["at"] for each in found] == [entry.at.isoformat() for entry in shown]
    assert feed.count("<entry>") == len(shown) and "-1 d" not in page
    for entry, of_api in zip(shown, found, strict=True):
        assert (of_api["revision_kind"], of_api["words"]) == (entry.batch.kind, entry.words)
        assert entry.words in page and entry.words in feed
        for figure, written in zip(entry.figures, of_api["figures"], strict=True):
            values = figure.before_plain, figure.after_plain, figure.now_plain, figure.days or 0
            assert values == (written["before"] or "", written["after"] or "", written["now"] or "", written["days"])
    _compare_home(reader, language, {entry.anchor: entry for entry in shown})


def _compare_home(reader, language, shown):
    """Each link of the home page leads to an entry of the register with the same day, kind, reason and figures."""
    home = re.sub(r"\s+", " ", reader.get(f"/{language}/").text)
    for item in re.findall(r'<li> <p class="entry-meta">.*?</li>', home):
        if not (link := re.search(r'href="([^"#]+)#(revision-\d+)"', item)):
            continue
        entry = shown[link[2]]
        assert f'<li id="{entry.anchor}">' in reader.get(unescape(link[1])).text
        assert entry.label in item and entry.words in item and str(day_words(entry.at)) in item
        before, after = re.search(r": (\S+) → <b>(.+?)</b>", item).groups()
        figures = {(together(figure.before), together(figure.after) or str(_("retracted"))) for figure in entry.figures}
        assert (before, after) in figures


def test_a_change_of_the_status_alone_dates_no_revision(author, editor, reader):
    story = Story(author, editor)
    story.play(["edition", "revise 8248", "status"])
    revising, status = story.batches
    assert status.kind == Batch.Kind.UPDATE and not status.changes_printed
    (entry,) = [entry for entry in entries("en", length=9) if entry.kind == Kind.REVISION]
    assert entry.pk == revising.pk
    home = reader.get("/en/").text
    assert f"#revision-{revising.pk}" in home and "Reason 0." in home and f"#revision-{status.pk}" not in home
    strip = reader.get("/en/briefings/ports-1/").text
    assert "correction by the source" in strip and "Reason 0." in strip and "Reason 1." not in strip


def test_an_edition_published_after_a_revision_with_the_value_before_is_in_the_register(author, editor, reader):
    Story(author, editor).play(["waiting", "revise 8248", "publish"])
    page = re.sub(r"\s+", " ", reader.get("/en/corrections/").text)
    assert "8,237 → <b>8,248</b>" in page and "(edition 1, published after the revision)" in page
    assert "of publication</p>" not in page and "after publication" not in page
    assert "(edition 1, published after the revision)" in reader.get("/en/corrections.atom").text
    (entry,) = reader.get("/api/v1/corrections").json()["results"]
    assert entry["days"] is None and entry["figures"][0]["days"] == 0
    assert entry["figures"][0]["printed_in"][0]["published"] > entry["at"]
    assert "1 value behind" in reader.get("/en/briefings/ports-1/").text


def test_a_link_of_the_home_page_leads_to_its_entry_however_many_are_newer(author, editor, reader):
    story = Story(author, editor)
    story.play(["edition", "revise 8248"])
    other = make.series(of=make.indicator("Thefts"))
    make.recorded(other, {"2023": "10"})
    blocks = [(KeyFigureBlock, {"series": other, "period": "2023"})]
    make.edition("Delitos", language="es", by=author, approver=editor, blocks=blocks)
    for number in range(11, 32):
        make.revised(other, {"2023": str(number)})
    link = unescape(re.search(r'href="(/en/corrections/[^"]+#revision-\d+)"', reader.get("/en/").text)[1])
    page, _hash, anchor = link.partition("#")
    assert f'id="{anchor}"' in reader.get(page).text and f'id="{anchor}"' not in reader.get("/en/corrections/").text


def test_the_value_since_which_a_figure_reads_as_now_follows_what_is_current(author, editor):
    story, rows = Story(author, editor), []
    for step in ("status", "revise 8248", "status", "revise 8248.3", "status", "undo", "retract"):
        story.play([step])
        observation = Observation.objects.get()
        assert observation.current_id >= observation.last_change.pk
        rows.append(observation.last_change.value)
    assert rows == [Decimal(number) if number else None for number in (8237, 8248, 8248, 8248, 8248, 8248, None)]
