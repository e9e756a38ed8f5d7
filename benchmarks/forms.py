"""What a browser would post of a form."""

from html.parser import HTMLParser


def fields_of(html, form):
    """{name: [values]} of the form with this id or class, without its CSRF token; None when there is none."""
    read = _Form(html, form)
    return read.fields if read.is_there else None


class _Form(HTMLParser):
    def __init__(self, html, form_id):
        super().__init__()
        self.form_id, self.is_there, self.is_inside, self.fields = form_id, False, False, {}
        self.textarea = self.select = None
        self.feed(html)

    def _add(self, name, value):
        if name and "__prefix__" not in name and name != "csrfmiddlewaretoken":
            self.fields.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.is_inside = self.form_id in (given.get("id"), given.get("class"))
            self.is_there |= self.is_inside
        if not self.is_inside:
            return
        if tag == "input" and given.get("type") not in ("submit", "button", "file"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self._add(given.get("name"), given.get("value", "on" if given.get("type") == "checkbox" else ""))
        elif tag == "textarea":
            self.textarea = [given.get("name"), ""]
        elif tag == "select":
            self.select = given.get("name")
        elif tag == "option" and "selected" in given:
            self._add(self.select, given.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "textarea" and self.textarea:
            name, text = self.textarea
            self._add(name, text.removeprefix("\r\n").removeprefix("\n"))
            self.textarea = None
        elif tag == "form":
            self.is_inside = False

    def handle_data(self, text):
        if self.textarea:
            self.textarea[1] += text
