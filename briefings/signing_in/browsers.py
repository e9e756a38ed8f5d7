"""What a browser says about itself, in words that people recognise."""

import re

from django.utils.translation import gettext as _

PROGRAMS = [("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"),
            ("CriOS", "Chrome"), ("Safari", "Safari")]  # fmt: skip
SYSTEMS = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
           ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")]  # fmt: skip


def _first(pairs, text, pattern):
    return next((name for mark, name in pairs if re.search(pattern.format(re.escape(mark)), text)), None)


def browser_words(user_agent):
    """“Firefox, Linux”; what is not known is left out."""
    found = [_first(PROGRAMS, user_agent, r"\b{}\w*/"), _first(SYSTEMS, user_agent, r"\b{}\b")]
    return ", ".join(filter(None, found)) or _("Unknown browser")
