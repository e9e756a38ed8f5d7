"""How to cite what this site publishes: as text, BibTeX, RIS and CSL-JSON. The author is who publishes the site.

Each has a day, in every format the same: an edition that of its publication, data that as of which they are meant.
"""

import datetime
import json
import re
import unicodedata
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from ..templatetags.briefings import day as day_html
from .datasets import publisher_name

BIBTEX_SPECIAL = re.compile(r"[\\{}$&#^_~%]")
IN_BIBTEX = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
ENDINGS = {"bib": "BibTeX", "ris": "RIS", "csl.json": "CSL-JSON"}


@dataclass(frozen=True)
class Citation:
    """`edition` and `as_of` say which state of it is meant. `by` is who made it, where that is not who publishes the
    site."""

    key: str
    title: str
    url: str
    language: str
    published: datetime.date | None = None
    edition: int | None = None
    as_of: datetime.date | None = None
    is_dataset: bool = False
    note: str = ""
    by: str = ""

    @property
    def author(self) -> str:
        return self.by or self.organisation

    @property
    def organisation(self) -> str:
        return publisher_name()

    @property
    def site(self) -> str:
        """The name of the site, where it is not that of the author."""
        name = _("Ecuador security briefings")
        return "" if name == self.author else name

    @property
    def issued(self) -> datetime.date | None:
        return self.published or self.as_of

    @property
    def version(self) -> str:
        return self.as_of.isoformat() if self.as_of and not self.edition else ""

    @property
    def notes(self) -> str:
        words = _("as of %(day)s") if self.is_dataset else _("figures as known on %(day)s")
        known = words % {"day": in_words(self.as_of)} if self.as_of else ""
        return ", ".join(filter(None, [known, self.note]))

    def text(self) -> str:
        title = self.title if self.is_dataset else _("“%(title)s”") % {"title": self.title}
        parts = [self.author, title, self.site]
        if self.edition:
            parts.append(_("edition %(number)s") % {"number": self.edition})
        if self.published:
            parts.append(in_words(self.published))
        return ", ".join(filter(None, [*parts, self.notes.strip().removesuffix("."), self.url]))

    def bibtex(self) -> str:
        fields = {
            "author": f"{{{_escaped(self.author)}}}",
            "title": f"{{{_escaped(self.title)}}}",
            "howpublished": _escaped(self.site),
            "year": self.issued and f"{self.issued.year}",
            "month": self.issued and f"{self.issued.month}",
            "edition": self.edition and f"{self.edition}",
            "version": self.version,
            "note": _escaped(self.notes),
            "language": {"en": "english", "es": "spanish"}[self.language],
            "url": self.url,
        }
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        return f"@misc{{{_ascii(self.key)},\n" + ",\n".join(lines) + "\n}\n"

    def ris(self) -> str:
        lines = [
            ("TY", "DATA" if self.is_dataset else "RPRT"),
            ("AU", self.author),
            ("TI", self.title),
            ("T2", self.site),
            ("PY", self.issued and f"{self.issued.year}"),
            ("DA", self.issued and self.issued.strftime("%Y/%m/%d")),
            ("ET", f"{self.edition or self.version}"),
            ("N1", self.notes),
            ("LA", self.language),
            ("PB", self.organisation),
            ("UR", self.url),
        ]
        return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in lines if value) + "ER  - \r\n"

    def csl(self) -> str:
        entry = {
            "id": _ascii(self.key),
            "type": "dataset" if self.is_dataset else "report",
            "title": self.title,
            "author": [{"literal": self.author}],
            "publisher": self.organisation,
            "container-title": self.site,
            "issued": _parts(self.issued),
            "edition": self.edition and f"{self.edition}",
            "version": self.version,
            "note": self.notes,
            "language": self.language,
            "URL": self.url,
        }
        return json.dumps([{name: value for name, value in entry.items() if value}], ensure_ascii=False, indent=1)

    def written(self, ending: str) -> bytes:
        write = {"bib": self.bibtex, "ris": self.ris, "csl.json": self.csl}[ending]
        return write().encode()


def in_words(moment):
    return strip_tags(day_html(moment))


def _parts(date):
    return date and {"date-parts": [[date.year, date.month, date.day]]}


def _line(value):
    return " ".join(value.split())


def _ascii(text):
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9:_-]+", "-", plain)


def _escaped(text):
    return BIBTEX_SPECIAL.sub(lambda match: IN_BIBTEX.get(match[0], f"\\{match[0]}"), _line(text))
