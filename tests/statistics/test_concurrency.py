"""Two acts at the same moment: one succeeds, the other is refused."""

from briefings.statistics.actions import apply_batch, check_current, prefer
from briefings.statistics.models import Observation, Series, Vintage

from .. import make
from ..at_once import at_once
from .test_record_values import enter, value


def test_first_value_of_a_period_is_entered_once(real_commits, analyst, other_analyst):
    series = make.series(public=False)
    results, refusals, failures = at_once(
        lambda: enter(series, value("2023", "8237"), by=analyst),
        lambda: enter(series, value("2023", "8248"), by=other_analyst),
    )
    assert (len(results), failures) == (1, [])
    assert "has a value already" in " ".join(refusals[0].messages)
    assert Vintage.objects.count() == 1


def test_batch_is_applied_once(real_commits, analyst, editor, other_analyst):
    series = make.series(public=False)
    enter(series, value("2023", "8237"), by=analyst)
    Observation.objects.update(cited=True)
    batch = enter(series, value("2023", "8248"), by=analyst, kind="correction")
    results, refusals, failures = at_once(
        lambda: apply_batch(batch, by=editor), lambda: apply_batch(batch, by=other_analyst)
    )
    assert (len(results), failures) == (1, [])
    assert "decided already" in " ".join(refusals[0].messages)
    assert check_current() == []


def test_one_of_two_series_ends_up_preferred(real_commits, analyst, other_analyst):
    indicator = make.indicator()
    first, second = make.series(public=False, of=indicator), make.series(public=False, of=indicator)
    reason = {"en": "It is complete.", "es": ""}
    results, refusals, failures = at_once(
        lambda: prefer(first, reason=reason, by=analyst), lambda: prefer(second, reason=reason, by=other_analyst)
    )
    assert (len(results), refusals, failures) == (2, [], [])
    assert Series.objects.filter(preferred=True).count() == 1
