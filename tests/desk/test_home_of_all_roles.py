"""The first page of somebody who may do everything: everything that waits, in few queries."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefings.roles import ROLES
from briefings.statistics.models import Observation
from tests import make, people
from tests.statistics.test_record_values import enter, value

from .test_home import fill

QUERIES_OF_ALL_ROLES = 16  # and two more where the site is not one's own machine


def test_desk_of_all_roles_costs_few_queries_with_values_that_wait(
    author, editor, other_editor, other_analyst, signed_in
):
    everybody = people.person("teresa", *ROLES, is_staff=True)
    fill(1, author, everybody, other_editor)
    series = make.series(public=False)
    for year, by in (("2020", everybody), ("2021", other_analyst)):
        enter(series, value(year, "10"), by=by)
        Observation.objects.update(cited=True)
        enter(series, value(year, "11"), by=by, kind="correction", known_on="2024-06-30")
    client = signed_in(everybody)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/admin/")
    found = {section.title: len(section.rows) for section in page.context["sections"]}
    assert found["Figures to look at"] == found["Your values that wait for a second person"] == 1
    assert len(queries) <= QUERIES_OF_ALL_ROLES, [query["sql"] for query in queries]
