"""Tables that may be wider than a phone are in a named region that can be focused and scrolled."""

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
def test_wide_table_is_in_a_named_focusable_region(name, request, signed_in):
    page = signed_in(request.getfixturevalue(PAGES[name])).get(reverse(name)).text
    regions = re.findall(r'<div class="wide[^>]*>', page)
    assert regions
    for region in regions:
        assert 'tabindex="0"' in region and 'role="region"' in region
        assert re.search(r' aria-label(ledby)?="[^"]+"', region)
