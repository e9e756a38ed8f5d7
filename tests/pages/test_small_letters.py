"""An address typed in capital letters leads to the page that has it in small letters."""

import pytest

from briefings.history.actions import make_public
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ports(author, editor):
    return make.edition("Ports", slug="ports", by=author, approver=editor)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("/EN/", "/en/"),
        ("/EN/Briefings/Ports/", "/en/briefings/ports/"),
        ("/en/briefings/PORTS/", "/en/briefings/ports/"),
        ("/en/briefings/PORTS", "/en/briefings/ports/"),
        ("/En/Briefings/Ports/1/", "/en/briefings/ports/1/"),
        ("/ES/Estadisticas/", "/es/estadisticas/"),
        ("/EN/Topics/Ports-and-Sea/", "/en/topics/ports-and-sea/"),
        ("/ES/temas/Ports-and-Sea/", "/es/temas/puertos-y-mar/"),  # the English slug redirects by itself
        ("/EN/Briefings/?kind=analysis&other=1", "/en/briefings/?kind=analysis"),
    ],
)
def test_capital_letters_redirect_to_the_address_that_exists(reader, ports, editor, typed, address):
    make_public(make.topic("Ports and sea", public=False, slug="ports-and-sea", name_es="Puertos y mar"), by=editor)
    answer = reader.get(typed)
    assert (answer.status_code, answer.headers["Location"]) == (301, address)


@pytest.mark.parametrize(
    "typed", ["/EN/Briefings/Airports/", "/EN/No/Such/Page/", "/Admin/", "/EN/Shared/Some-Token/", "/EN/Search/?page=x"]
)
def test_capital_letters_answer_404_where_there_is_no_page(reader, ports, typed):
    assert reader.get(typed).status_code == 404


def test_a_post_is_not_redirected(reader, ports):
    assert reader.post("/EN/Briefings/Ports/").status_code == 404


def test_capital_letters_cost_a_page_that_exists_nothing(reader, ports, django_assert_num_queries):
    reader.get("/en/topics/")
    with django_assert_num_queries(1):
        reader.get("/en/topics/")


def test_what_is_not_found_under_es_is_said_in_spanish(reader, db):
    assert 'lang="es"' in reader.get("/ES/Nada/").text
