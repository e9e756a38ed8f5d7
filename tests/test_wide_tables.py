"""Tables that may be wider than a phone stand in a region that the keyboard reaches and that has a name."""

import re

import pytest
from django.urls import reverse

PAGES = {
    "admin:briefings_user_changelist": "administrator",
    "admin:roles": "administrator",
    "admin:log": "administrator",
    "admin:briefings_article_changelist": "editor",
    "admin:briefings_edition_forced": "editor",
}


@pytest.mark.parametrize("name", PAGES)
def test_wide_table_stands_in_a_named_region_that_takes_the_focus(name, request, signed_in):
    page = signed_in(request.getfixturevalue(PAGES[name])).get(reverse(name)).text
    regions = re.findall(r'<div class="wide[^>]*>', page)
    assert regions
    for region in regions:
        assert 'tabindex="0"' in region and 'role="region"' in region
        assert re.search(r' aria-label(ledby)?="[^"]+"', region)
