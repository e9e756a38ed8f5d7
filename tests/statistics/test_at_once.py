"""Two people at the same moment: one act counts, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.exceptions import ValidationError
from django.db import connection

from briefings.statistics.actions import apply_batch, check_current, prefer
from briefings.statistics.models import Observation, Series, Vintage

from .. import make
from .test_record_values import enter, value


def at_once(*acts):
    """What each act came to: None, or the words with which it was refused."""
    together = Barrier(len(acts))

    def run(act):
        together.wait(timeout=10)
        try:
            act()
        except ValidationError as error:
            return " ".join(error.messages)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_first_value_of_a_period_is_entered_once(real_commits, analyst, other_analyst):
    series = make.series()
    outcomes = at_once(
        lambda: enter(series, value("2023", "8237"), by=analyst),
        lambda: enter(series, value("2023", "8248"), by=other_analyst),
    )
    assert sorted(outcome is None for outcome in outcomes) == [False, True]
    assert any(outcome and "has a value already" in outcome for outcome in outcomes)
    assert Vintage.objects.count() == 1


def test_batch_is_applied_once(real_commits, analyst, editor, other_analyst):
    series = make.series()
    enter(series, value("2023", "8237"), by=analyst)
    Observation.objects.update(cited=True)
    batch = enter(series, value("2023", "8248"), by=analyst, kind="correction")
    outcomes = at_once(lambda: apply_batch(batch, by=editor), lambda: apply_batch(batch, by=other_analyst))
    assert sorted(outcome is None for outcome in outcomes) == [False, True]
    assert any(outcome and "decided already" in outcome for outcome in outcomes)
    assert check_current() == []


def test_one_of_two_series_ends_up_preferred(real_commits, analyst, other_analyst):
    indicator = make.indicator()
    first, second = make.series(of=indicator), make.series(of=indicator)
    reason = {"en": "It is complete.", "es": ""}
    outcomes = at_once(
        lambda: prefer(first, reason=reason, by=analyst), lambda: prefer(second, reason=reason, by=other_analyst)
    )
    assert outcomes == [None, None]
    assert Series.objects.filter(preferred=True).count() == 1
