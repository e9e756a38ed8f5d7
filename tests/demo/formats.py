"""What is wrong with the body of an answer, for each type of content: a list of sentences, empty for a sound one."""

import csv
import io
import json
import re
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import bibtexparser
import frictionless
from PIL import Image
from python_calamine import CalamineWorkbook

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
JSON_LD = {
    "Report": "headline description inLanguage url datePublished dateModified publisher author",
    "Dataset": "name description url inLanguage publisher creator distribution",
    "BreadcrumbList": "itemListElement",
}
LEAST_DESCRIPTION = 50  # characters that search engines want of a data set's description
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\+\d\d:\d\d|Z)")
RIS_LINE = re.compile(r"[A-Z][A-Z0-9]  - .*")


def wrong_json(body):
    json.loads(body)
    return []


def wrong_json_ld(text):
    data = json.loads(text)
    kind = data["@type"]
    wrong = [f"{kind} without {name}" for name in JSON_LD[kind].split() if not data.get(name)]
    if kind == "Dataset" and len(data["description"]) < LEAST_DESCRIPTION:
        wrong.append(f"short description: {data['description']}")
    for step in data.get("itemListElement", []):
        wrong += [f"step without {name}" for name in ("position", "name", "item") if not step.get(name)]
    return wrong


def wrong_atom(body):
    root = ET.fromstring(body)
    entries = root.findall(f"{ATOM}entry")
    wrong = [] if root.tag == f"{ATOM}feed" else [f"root is {root.tag}"]
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            if not element.findtext(f"{ATOM}{name}"):
                wrong.append(f"{element.tag} without {name}")
        if not MOMENT.fullmatch(element.findtext(f"{ATOM}updated") or ""):
            wrong.append("updated is no moment")
    if root.find(f"{ATOM}author/{ATOM}name") is None:
        wrong.append("feed without author")
    if "self" not in {link.get("rel") for link in root.findall(f"{ATOM}link")}:
        wrong.append("feed without its own address")
    for entry in entries:
        if entry.find(f"{ATOM}content") is None and entry.find(f"{ATOM}summary") is None:
            wrong.append("entry without text")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    return wrong + ([] if len(ids) == len(set(ids)) else ["two entries with one id"])


def wrong_sitemap(body):
    root = ET.fromstring(body)
    wrong = [] if root.tag in (f"{SITEMAP}urlset", f"{SITEMAP}sitemapindex") else [f"root is {root.tag}"]
    return wrong + [f"{each.tag} without loc" for each in root if not each.findtext(f"{SITEMAP}loc")]


def wrong_xml(body):
    ET.fromstring(body)
    return []


def wrong_csv(body):
    header, *rows = csv.reader(io.StringIO(body.decode("utf-8-sig")), strict=True)
    return [] if rows and {len(row) for row in rows} == {len(header)} else ["rows of different lengths, or none"]


def wrong_workbook(body):
    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    return [f"empty sheet {name}" for name in book.sheet_names if not book.get_sheet_by_name(name).to_python()]


def wrong_package(body):
    """As Frictionless reads it: the description, and each file against its schema."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "package.zip"
        path.write_bytes(body)
        report = frictionless.Package(str(path)).validate()
    wrong = [str(line) for line in report.flatten(["title", "message"])]
    return wrong + ([] if report.tasks and all(task.stats["rows"] for task in report.tasks) else ["no rows"])


def wrong_bibtex(body):
    library = bibtexparser.parse_string(body.decode())
    if library.failed_blocks or len(library.entries) != 1:
        return ["not one entry"]
    present = {field.key for field in library.entries[0].fields}
    wrong = [f"no {name}" for name in ("author", "title", "url") if name not in present]
    # Data have no year of publication; the day of their values is their version.
    return wrong + ([] if present & {"year", "version"} else ["neither year nor version"])


def wrong_ris(body):
    lines = body.decode().split("\r\n")
    wrong = [f"no RIS: {line}" for line in lines[:-1] if not RIS_LINE.fullmatch(line)]
    return wrong + ([] if lines[0].startswith("TY  - ") and lines[-2:] == ["ER  - ", ""] else ["begin or end"])


def wrong_csl(body):
    (item,) = json.loads(body)
    return [f"no {name}" for name in ("id", "type", "title", "author", "URL") if not item.get(name)]


def wrong_png(body):
    with Image.open(io.BytesIO(body)) as picture:
        picture.verify()
    return []


READERS = {
    "application/json": wrong_json,
    "application/atom+xml": wrong_atom,
    "application/xml": wrong_sitemap,
    "image/svg+xml": wrong_xml,
    "text/csv": wrong_csv,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": wrong_workbook,
    "application/zip": wrong_package,
    "application/x-bibtex": wrong_bibtex,
    "application/x-research-info-systems": wrong_ris,
    "application/vnd.citationstyles.csl+json": wrong_csl,
    "image/png": wrong_png,
    "image/jpeg": wrong_png,
    "image/webp": wrong_png,
    "text/plain": lambda body: [] if body.decode().strip() else ["empty"],
}
