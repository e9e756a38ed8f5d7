"""Adds to django-content-editor the nonce of the security policy, and Spanish texts."""

import js_asset
from django.utils.translation import gettext_noop

# Texts that its Spanish catalogue lacks or gets wrong: our catalogue translates them.
WORDS = [
    gettext_noop("Add new item"),
    gettext_noop("No items."),
    gettext_noop("No items. Region may inherit content."),
    gettext_noop("No regions available."),
    gettext_noop("No plugins allowed in this region."),
    gettext_noop("New item"),
    gettext_noop("Unknown region"),
    gettext_noop("Collapse all items"),
    gettext_noop("Uncollapse all items"),
    gettext_noop("Use Ctrl-Click to select and move multiple items."),
    gettext_noop("Clone from region"),
    gettext_noop("Didn't find anything to clone"),
    gettext_noop("Select all"),
]


class WithNonce:
    """The editors' scripts and their import map carry the nonce of the page's security policy."""

    def render_change_form(self, request, context, **kwargs):
        response = super().render_change_form(request, context, **kwargs)
        media = response.context_data["media"]
        response.context_data["media"] = js_asset.Media.from_media(media, nonce=request.csp_nonce)
        return response
