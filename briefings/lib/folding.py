"""Text folded for sorting and finding: no case, no accents, single blanks."""

import unicodedata


def fold(text):
    """`Cañar` → `can~ar`: ñ sorts after n and before o, as Spanish wants; other accents do not count."""
    decomposed = unicodedata.normalize("NFD", str(text).casefold().replace("ñ", "\0"))
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return " ".join(plain.replace("\0", "n~").split())[:200]
