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


# With names of the import map, modules import one another at the hashed addresses of production.
MODULES = ("blocks", "cells", "clipboard", "link_dialog", "links", "prose")
STARTED = ("prose", "pasted_table", "pasted_text")  # `prose` would otherwise be loaded after the page
EDITOR_MEDIA = js_asset.Media(
    importmap=js_asset.ImportMap({f"briefings/{name}": f"briefings/admin/{name}.js" for name in MODULES}),
    js=[js_asset.Script(f"briefings/admin/{name}.js", type="module") for name in STARTED],
)


class WithNonce:
    """The form has the editors' scripts; they and their import map carry the nonce of the page's security policy."""

    def render_change_form(self, request, context, **kwargs):
        response = super().render_change_form(request, context, **kwargs)
        media = response.context_data["media"] + EDITOR_MEDIA
        response.context_data["media"] = js_asset.Media.from_media(media, nonce=request.csp_nonce)
        return response
