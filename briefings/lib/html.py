"""Sanitise rich text, and read text, headings, links and values from HTML."""

import re
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

import nh3
from django.utils.text import slugify

LIST_TYPES = [
    {"label": "1, 2, 3", "type": "decimal"},
    {"label": "a, b, c", "type": "lower-alpha"},
    {"label": "A, B, C", "type": "upper-alpha"},
    {"label": "i, ii, iii", "type": "lower-roman"},
    {"label": "I, II, III", "type": "upper-roman"},
]
# What the rich text editor offers; what is cleaned below lets the same elements through.
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": {"listTypes": LIST_TYPES},
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "HardBreak": True,
    "History": True,
    "Paste": True,
    "Menu": True,  # the groups that it has by itself; spelled out they were 400 characters of each text
}

TAGS = {"p", "h2", "h3", "ul", "ol", "li", "a", "blockquote", "strong", "em", "br"}
RENAMED = {"b": "strong", "i": "em"}
UNWRAPPED = {"span", "font"}  # without meaning of their own
LIST_ATTRIBUTES = {"type": re.compile("[aAiI]"), "start": re.compile("0|[2-9]|-[1-9]|-?[1-9][0-9]{1,4}")}
LONGEST_TITLE = 200
DROPPED_WITH_CONTENT = {"script", "style", "svg", "math", "template", "noscript", "iframe", "object", "head", "title"}
SAFE_LINK = re.compile(r"https?://[^/?#\s]+(?:[/?#]|$)|mailto:[^\s]|/(?![/\\])", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
NAME = r"[^\W_](?:[\w-]*[^\W_])?"
HOST = re.compile(rf"(?:{NAME}\.)+[^\W\d_][\w-]*(?:[/?#]\S*)?")
MAIL = re.compile(rf"[^\s@/?#:]+@(?:{NAME}\.)+[^\W\d_][\w-]*")

NOT_TEXT = {"script", "style", "template", "svg", "head", "title"}
INLINE = {"a", "abbr", "b", "cite", "code", "data", "dfn", "em", "i", "mark", "q", "s", "small", "span", "strong"}
INLINE |= {"sub", "sup", "time", "u", "wbr", "input", "label", "button", "img", "del", "ins"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


# The same text is cleaned and read several times in each request of a form, a preview or an act: 0.2 ms each.
remembered = lru_cache(maxsize=128)


@remembered
def clean_html(html: str | None) -> str:
    """Keep only the elements and attributes that editors may use; "" when no visible text remains."""
    html = str(html or "").replace("\x00", "")
    for _ in range(10):  # removing an element can change how the rest is parsed, so repeat until nothing changes
        cleaner = _cleaned(html)
        if cleaner == html:
            break
        html = cleaner
    else:
        html = f"<p>{escape(text_of(html), quote=False)}</p>"
    return html if visible_text(html) else ""


def _cleaned(html):
    html = nh3.clean(
        html,
        tags=TAGS | set(RENAMED),
        clean_content_tags=DROPPED_WITH_CONTENT,
        attributes={"a": {"href", "title"}, "ol": set(LIST_ATTRIBUTES)},
        attribute_filter=_safe_attribute,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )
    html = re.sub(r"<(/?)([bi])>", lambda tag: f"<{tag[1]}{RENAMED[tag[2]]}>", html)
    html = re.sub(r"<(p|h2|h3)>\s*</\1>", "", html)
    return re.sub(r'<a( rel="noopener")?>(.*?)</a>', r"\2", html, flags=re.DOTALL)


def link_address(typed: str) -> str | None:
    """The address of a link, completed where its scheme is missing; None if it cannot be one (links.js: the same)."""
    address = _completed(typed)
    return address if address and "href=" in nh3.clean(f'<a href="{escape(address)}"></a>') else None


def _completed(typed):
    """As `link_address`, but the address need not be one that nh3 can parse."""
    address = typed.strip()
    if not address or CONTROL.search(address):
        return None
    if SAFE_LINK.match(address):
        return address
    if MAIL.fullmatch(address):
        return f"mailto:{address}"
    if address.startswith("//") and HOST.fullmatch(address[2:]):
        return f"https:{address}"
    return f"https://{address}" if HOST.fullmatch(address) else None


def _safe_attribute(tag, name, value):
    if name == "rel":  # set by nh3 itself
        return value
    if name == "href":
        return _completed(value)  # nh3 leaves out what it cannot parse
    if tag == "a" and name == "title":
        return one_line(CONTROL.sub(" ", value))[:LONGEST_TITLE] or None
    if tag == "ol" and name in LIST_ATTRIBUTES:
        return value if LIST_ATTRIBUTES[name].fullmatch(value) else None
    return None  # nh3 allows `title` and `lang` on every element by default


def _has_own_numbers(tag, attributes):
    if tag == "ol":
        start = attributes.get("start") or "1"
        return "reversed" in attributes or (start != "1" and not LIST_ATTRIBUTES["start"].fullmatch(start))
    return tag == "li" and "value" in attributes


class _Losses(HTMLParser):
    """What `clean_html` would take out of a text: names of elements and "numbering", and (text, address) of links."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.links, self._link = {}, [], None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS | set(RENAMED) | UNWRAPPED:
            self.elements[tag] = None
        attributes = dict(attrs)
        if _has_own_numbers(tag, attributes):
            self.elements["numbering"] = None
        if tag == "a":
            href = attributes.get("href")
            self._link = [] if href is not None and link_address(href) is None else None
            if self._link is not None:
                self.links.append((self._link, href))

    def handle_endtag(self, tag):
        if tag == "a":
            self._link = None

    def handle_data(self, data):
        if self._link is not None:
            self._link.append(data)


def losses_of(html: str) -> tuple[list[str], list[tuple[str, str]]]:
    """What `clean_html` would take out of somebody's text: (names of elements, [(text, address) of links]).

    "numbering" stands among the elements for a list that counts backwards or by numbers of its own.
    """
    losses = _Losses(html)
    return list(losses.elements), [(one_line("".join(pieces)), href) for pieces, href in losses.links]


class _Reader(HTMLParser):
    """Collects text, headings, links and `<data>` values in one pass."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.pieces, self.headings, self.links, self.values = [], [], [], []
        self._hidden, self._heading, self._link = [], None, None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in NOT_TEXT:
            self._hidden.append(tag)
        if self._hidden:
            return
        self._space(tag)
        if tag in HEADINGS:
            self._heading = (int(tag[1]), [])
        if tag == "a" and "href" in attributes:
            self._link = []
            self.links.append((attributes["href"] or "", attributes.get("title") or "", self._link))
        if tag == "data" and attributes.get("value") is not None:
            self.values.append(attributes["value"])

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag == "svg" and self._hidden[-1:] == ["svg"]:  # `<svg/>`; none of the other NOT_TEXT tags closes itself
            self._hidden.pop()

    def handle_endtag(self, tag):
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]
            return
        if self._hidden:
            return
        self._space(tag)
        if tag == "a":
            self._link = None
        if tag in HEADINGS and self._heading:
            level, pieces = self._heading
            self.headings.append((level, one_line("".join(pieces))))
            self._heading = None

    def handle_data(self, data):
        if self._hidden:
            return
        self.pieces.append(re.sub(r"[ \t\r\n\f]+", " ", data))
        if self._heading:
            self._heading[1].append(data)
        if self._link is not None:
            self._link.append(data)

    def _space(self, tag):
        if tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag not in INLINE:
            self.pieces.append("\n")
            if self._heading:
                self._heading[1].append(" ")


def one_line(text: str) -> str:
    return " ".join(text.split())


_read = remembered(_Reader)


@remembered
def text_of(html: str) -> str:
    """The visible text, one line per paragraph, list item or heading; text inside SVG is left out."""
    return _text_of(_read(html))


def _text_of(reader):
    lines = "".join(reader.pieces).split("\n")
    return "\n".join(line for line in map(one_line, lines) if line)


def visible_text(html: str) -> str:
    """The visible text on one line; used to prove that two renderings have the same text."""
    return one_line(_text_of(_Reader(html)))  # of whole renderings too, which are not to be remembered


def headings_of(html: str) -> list[tuple[int, str]]:
    """(level, text) of every heading."""
    return list(_read(html).headings)


def links_of(html: str) -> list[str]:
    return [href for href, _title, _text in _Reader(html).links if href]


def links_with_text(html: str) -> list[tuple[str, str]]:
    """(address, visible text) of every link; either may be empty."""
    return [(href, one_line("".join(pieces))) for href, _title, pieces in _read(html).links]


def link_lines(html: str) -> str:
    """The address of every link and its title, one link a line."""
    lines = (f"{href} “{title}”" if title else href for href, title, _text in _Reader(html).links)
    return "\n".join(filter(None, lines))


def data_values(html: str) -> list[str]:
    """The `value` of every `<data>`, in document order."""
    return _Reader(html).values


def with_heading_ids(html: str, prefix: str = "") -> tuple[str, list[tuple[str, int, str]]]:
    """Add ids to the h2 and h3 of clean HTML; also return (id, level, text) of each for a table of contents."""
    contents, used, numbers = [], set(), {}

    def add_id(match):
        level, inner = int(match[1]), match[2]
        text = visible_text(inner)
        stem = "-".join(filter(None, [slugify(prefix), slugify(text)[:60].strip("-") or "section"]))
        heading_id, number = stem, numbers.get(stem, 1)
        while heading_id in used:
            number += 1
            heading_id = f"{stem}-{number}"
        used.add(heading_id)
        numbers[stem] = number
        contents.append((heading_id, level, text))
        return f'<h{level} id="{heading_id}">{inner}</h{level}>'

    return re.sub(r"<h([23])>(.*?)</h\1>", add_id, html, flags=re.DOTALL), contents
