"""Who publishes, and the licence of the data, wherever machines read."""

import io
import json
import re
import zipfile

import pytest

from tests import make

pytestmark = pytest.mark.django_db
NAME = "Fundación Ejemplo & Cía"


@pytest.fixture(autouse=True)
def published_by(settings):
    settings.PUBLISHER, settings.DATA_LICENCE = NAME, "CC BY 4.0"
    settings.DATA_LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"


@pytest.fixture
def stem(author, editor):
    series = make.series(of=make.indicator("Homicides", slug="homicides"))
    make.recorded(series, {"2022": "4886"})
    make.edition("Ports", slug="ports", by=author, approver=editor)
    return "/en/statistics/homicides"


def test_publisher_is_named(reader, stem):
    archive = zipfile.ZipFile(io.BytesIO(reader.get(f"{stem}.zip").content))
    book = zipfile.ZipFile(io.BytesIO(reader.get(f"{stem}.xlsx").content))
    texts = {
        "json": json.dumps(reader.get(f"{stem}.json").json(), ensure_ascii=False),
        "zip": archive.read("datapackage.json").decode(),
        "xlsx": book.read("docProps/core.xml").decode(),
        "bib": reader.get(f"{stem}.bib").text.replace("\\", ""),
        "ris": reader.get(f"{stem}.ris").text,
        "csl": reader.get(f"{stem}.csl.json").text,
        "edition": reader.get("/en/briefings/ports/1.csl.json").text,
        "api": reader.get("/api/v1/").json()["publisher"],
        "openapi": reader.get("/api/v1/openapi.json").json()["info"]["contact"]["name"],
        "feed": reader.get("/en/briefings.atom").text,
        "values": reader.get(f"{stem}.atom").text,
    }
    missing = [name for name, text in texts.items() if NAME not in text.replace("&amp;", "&")]
    assert not missing


def test_licence_of_the_data_is_in_what_machines_read(reader, stem):
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', reader.get(f"{stem}/").text, re.DOTALL)
    graphs = [part for block in map(json.loads, blocks) for part in block.get("@graph", [block])]
    (licence,) = {part["license"] for part in graphs if part.get("@type") == "Dataset"}
    assert licence == "https://creativecommons.org/licenses/by/4.0/"
    assert reader.get("/api/v1/openapi.json").json()["info"]["license"]["name"] == "CC BY 4.0"
    assert "CC BY 4.0" in reader.get("/api/v1/").json()["licence"]
