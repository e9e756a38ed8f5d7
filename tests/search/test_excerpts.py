"""The piece of a text under a result."""

import pytest

from briefings.search.excerpts import Marker
from briefings.search.queries import parse


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        (
            "First count\nPorts\nWhat is counted.\nAll of it",
            "First count · <mark>Ports</mark> · What is counted. All of it",
        ),
        ("Ports:  1\u202f234 victims\n\n 2\u00a0%", "<mark>Ports</mark>: 1\u202f234 victims · 2\u00a0%"),
    ],
)
def test_lines_do_not_run_together_and_numbers_stay_whole(text, excerpt):
    assert Marker(parse("ports", "en"), "en").excerpt(text) == excerpt
