"""The guide for authors, editors and analysts: `docs/editing.md`, and `docs/editing.es.md` for the Spanish desk.

The files use headings, paragraphs, lists and bold words only, so no library for Markdown is needed.
"""

import re
from functools import cache

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from ..lib.admin.pages import admin_page
from ..lib.numbers import language_code

FILES = {"en": "editing.md", "es": "editing.es.md"}


def _inline(text):
    return re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(" ".join(text.split())))


def _part(part):
    """The HTML of what stands between two empty lines."""
    if part.startswith("## "):
        return f"<h2>{_inline(part[3:])}</h2>"
    if part.startswith("- "):
        return "<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in part[2:].split("\n- ")) + "</ul>"
    return f"<p>{_inline(part)}</p>"


def guide_html(text: str) -> str:
    """Without the title, which is the first part."""
    _title, *parts = text.strip().split("\n\n")
    return mark_safe("\n".join(map(_part, parts)))


@cache
def _guide(language):
    return guide_html((settings.BASE_DIR / "docs" / FILES[language]).read_text(encoding="utf-8"))


def guide_page(request):
    return admin_page(
        request, "admin/guide.html", _("How to write, check and publish"), {"guide": _guide(language_code())}
    )
