import pytest

from tests import make

from .counting import counted

NAMES = {"EC-G": "Guayas", "EC-A": "Azuay", "EC-M": "Manabí"}


@pytest.fixture
def provinces():
    ecuador = make.area()
    return {code: make.area(code, name, "province", parent=ecuador, name_es=name) for code, name in NAMES.items()}


@pytest.fixture
def ministry():
    return make.source("Ministry", slug="ministry")


@pytest.fixture
def people(provinces):
    """The populations of two of the three provinces."""
    office = make.source("Statistics office")
    population = make.indicator("Population", slug="population", unit_en="inhabitants")
    counted(provinces, office, {"EC-G": "400000", "EC-A": "80000"}, indicator=population, when="2020")
