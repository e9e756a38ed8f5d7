"""Filling in the article form as a browser would: what the page holds, changed here and there, and posted."""

from html.parser import HTMLParser

from django.urls import reverse


class _Fields(HTMLParser):
    """The successful controls of one form, as (name, value)."""

    def __init__(self, html, form_id):
        super().__init__(convert_charrefs=True)
        self.form_id, self.inside, self.pairs = form_id, False, []
        self.textarea = self.select = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside:
            return
        name = given.get("name")
        if tag == "input" and name and given.get("type") not in ("submit", "button"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.pairs.append((name, given.get("value", "on" if given.get("type") == "checkbox" else "")))
        elif tag == "textarea":
            self.textarea = [name, ""]
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.pairs.append((self.select, given.get("value", "")))

    def handle_endtag(self, tag):
        if tag == "textarea" and self.textarea:
            name, text = self.textarea
            self.pairs.append((name, text.removeprefix("\r\n").removeprefix("\n")))
            self.textarea = None
        if tag == "select":
            self.select = None
        if tag == "form":
            self.inside = False

    def handle_data(self, data):
        if self.textarea:
            self.textarea[1] += data


def fields_of(html, form_id="article_form"):
    """What the form would post, as lists by name."""
    fields = {}
    for name, value in _Fields(html, form_id).pairs:
        if "__prefix__" not in name and name != "csrfmiddlewaretoken":
            fields.setdefault(name, []).append(value)
    return fields


def change_url(article):
    return reverse("admin:briefings_article_change", args=[article.pk])


def act_url(article, act):
    return reverse("admin:briefings_article_act", args=[article.pk, act])


ADD_URL = "/admin/briefings/article/add/"


def opened(client, article=None):
    """The form's fields as somebody finds them who opens it."""
    response = client.get(change_url(article) if article else ADD_URL)
    assert response.status_code == 200
    return fields_of(response.content.decode())


def add_block(fields, kind, **values):
    """One more block at the end, as the button of that kind makes it; values are texts or lists."""
    prefix = f"{kind}_set"
    number = int(fields[f"{prefix}-TOTAL_FORMS"][0])
    fields[f"{prefix}-TOTAL_FORMS"] = [str(number + 1)]
    orderings = [int(value[0] or 0) for name, value in fields.items() if name.endswith("-ordering")]
    values = {"region": "main", "ordering": str(max(orderings, default=0) + 10), "id": "", "block_key": ""} | values
    for name, value in values.items():
        fields[f"{prefix}-{number}-{name}"] = value if isinstance(value, list) else [value]
    return f"{prefix}-{number}"


def errors_of(response):
    """Every error text of a form that came back."""
    return [str(error) for errors in response.context["refused"] for error in errors]
