"""What pages say about themselves for machines: schema.org as JSON-LD, a data block that no browser executes."""

import json

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from ..lib.numbers import language_code
from ..reuse.datasets import publisher_name

FILES = {  # of each indicator, table and place
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "zip": "application/zip",
}
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def as_json(data: dict) -> SafeString:
    """For a `<script type="application/ld+json">`: nothing in it can end the element."""
    text = json.dumps({"@context": "https://schema.org"} | data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(ESCAPES))


def publisher() -> dict:
    """The organisation; no person is named in what machines read."""
    return {"@type": "Organization", "name": publisher_name()}


def report(shown, url: str) -> dict:
    """A briefing as articles/briefing_page.py shows it, with the corrections among its newest editions: those that made
    this edition what it is, and those that later corrected it."""
    edition = shown.edition
    corrections = [
        {"@type": "CorrectionComment", "text": entry.edition.note, "datePublished": _moment(entry.edition.publish_at)}
        for entry in shown.history
        if entry.edition.change_kind == "correction"
    ]
    data = {
        "@type": "Report",
        "headline": edition.title,
        "description": edition.summary,
        "inLanguage": edition.language,
        "url": url,
        "datePublished": _moment(shown.first_at),
        "dateModified": _moment(edition.publish_at),
        "version": str(edition.number),
        "publisher": publisher(),
        "author": publisher(),
    }
    return data | ({"correction": corrections} if corrections else {})


def _moment(moment):
    return moment.isoformat(timespec="seconds") if moment else None


def dataset(name: str, description: str, path: str, *, sources=(), **more) -> dict:
    """A statistic, table or place, by the path of its page. `sources` are dictionaries with `name`, `publisher`, and
    `licence` and `url` where known; `more` are further properties, left out where empty."""
    url = settings.SITE_URL + path
    data = {
        "@type": "Dataset",
        "name": str(name),
        "description": str(description),
        "url": url,
        "inLanguage": language_code(),
        "publisher": publisher(),
    }
    organisations = dict.fromkeys(str(source["publisher"]) for source in sources if source["publisher"])
    if organisations:
        data["creator"] = [{"@type": "Organization", "name": name} for name in organisations]
    if sources:
        data["isBasedOn"] = [_source(source) for source in sources]
    more["license"] = settings.DATA_LICENCE_URL or settings.DATA_LICENCE
    data |= {name: value for name, value in more.items() if value}
    data["distribution"] = [
        {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{url.rstrip('/')}.{ending}"}
        for ending, kind in FILES.items()
    ]
    return data


def source_words(source) -> dict:
    return {"name": source.name, "publisher": source.publisher, "licence": source.licence, "url": source.url}


def variable(name, unit) -> dict:
    data = {"@type": "PropertyValue", "name": str(name)}
    return data | ({"unitText": str(unit)} if unit else {})


def _source(source: dict) -> dict:
    names = {"name": str(source["name"]), "license": source.get("licence"), "url": source.get("url")}
    return {"@type": "CreativeWork"} | {name: value for name, value in names.items() if value}


def breadcrumbs(*steps: tuple[str, str]) -> dict:
    """`steps` are (name, path) from the top to the page itself."""
    items = [
        {"@type": "ListItem", "position": number, "name": str(name), "item": f"{settings.SITE_URL}{path}"}
        for number, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
