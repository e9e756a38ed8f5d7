"""Lists that stand in the order of names have that of the page's language."""

import re

import pytest

from tests import make

pytestmark = pytest.mark.django_db


def test_sources_that_an_indicator_is_filtered_by(reader):
    homicides = make.indicator(slug="homicides")
    for slug, english, spanish in (("mdi", "Ministry", "Ministerio"), ("police", "National Police", "Agencia")):
        source = make.source(english, slug=slug, name_es=spanish)
        make.recorded(make.series(of=homicides, by=source), {"2023": "8000"})
    english = re.findall(r'<option value="(mdi|police)"', reader.get("/en/statistics/homicides/").text)
    spanish = re.findall(r'<option value="(mdi|police)"', reader.get("/es/estadisticas/homicides/").text)
    assert (english, spanish) == (["mdi", "police"], ["police", "mdi"])


def test_areas_of_an_initiative(reader):
    areas = make.area("EC-A", "Azuay", "province"), make.area("EC-Z", "Zone", "zone", name_es="Aaa")
    make.initiative("Plan", slug_es="plan").areas.set(areas)
    assert "Azuay, Zone" in re.sub(r"<[^>]+>", "", reader.get("/en/initiatives/").text)
    assert "Aaa, Azuay" in re.sub(r"<[^>]+>", "", reader.get("/es/iniciativas/").text)
