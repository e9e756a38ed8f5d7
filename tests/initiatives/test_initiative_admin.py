import pytest
from django.urls import reverse

from briefings.initiatives.models import Initiative
from tests import make

LIST = "/admin/briefings/initiative/"
FORM = {
    "name_en": "Safe ports",
    "slug": "safe-ports",
    "kind": "programme",
    "status": "proposed",
    "description_en": "Scanners.",
    "partners": "Customs\nPort of Manta",
    "milestones-TOTAL_FORMS": "2",
    "milestones-INITIAL_FORMS": "0",
    "milestones-0-position": "2",
    "milestones-0-title_en": "Staff",
    "milestones-1-position": "1",
    "milestones-1-title_en": "Agreement",
}


@pytest.mark.parametrize("role", ["editor", "analyst"])
def test_editors_and_analysts_write_initiatives_with_ordered_milestones(signed_in, request, role):
    signed_in(request.getfixturevalue(role)).post(f"{LIST}add/", FORM)
    initiative = Initiative.objects.get(slug="safe-ports")
    assert not initiative.is_public
    assert [milestone.title_en for milestone in initiative.milestones.all()] == ["Agreement", "Staff"]
    assert initiative.partner_list == ["Customs", "Port of Manta"]


def test_milestones_without_a_position_go_last_in_the_order_of_the_form(signed_in, editor):
    numbered = {"milestones-TOTAL_FORMS": "4", "milestones-0-position": "", "milestones-1-position": "7"}
    blank = {"milestones-2-title_en": "Report", "milestones-2-position": "", "milestones-3-position": ""}
    signed_in(editor).post(f"{LIST}add/", FORM | numbered | blank)
    steps = Initiative.objects.get().milestones.all()
    assert [(step.position, step.title_en) for step in steps] == [(7, "Agreement"), (8, "Staff"), (9, "Report")]


def test_position_out_of_range_shows_an_error(signed_in, editor):
    page = signed_in(editor).post(f"{LIST}add/", FORM | {"milestones-0-position": "99999999999999999999"})
    assert page.status_code == 200 and "less than or equal to 9999" in page.text


def test_new_initiative_can_be_made_public_at_once(signed_in, editor, reader):
    signed_in(editor).post(f"{LIST}add/", FORM | {"_make_public": "1"})
    assert reader.get("/en/initiatives/safe-ports/").status_code == 200


@pytest.mark.parametrize("role", ["author", "auditor", "administrator"])
def test_other_roles_read_and_forged_posts_are_refused(signed_in, request, role):
    initiative = make.initiative("Safe ports", public=False)
    browser = signed_in(request.getfixturevalue(role))
    page = reverse("admin:briefings_initiative_change", args=[initiative.pk])
    assert browser.get(page).status_code == 200
    for url in (page, f"{LIST}add/"):
        assert browser.post(url, FORM | {"_make_public": "1"}).status_code == 403
    assert not Initiative.objects.public().exists() and Initiative.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"starts": "2024-05-01", "ends": "2024-04-01"}, "cannot end before it starts"),
        ({"target_value": "5"}, "needs the series that measures it"),
        ({"starts": "soon"}, "Enter a valid date"),
        ({"target_value": "1" * 20}, "digits"),
        ({"milestones-0-due": "31.02.2024"}, "Enter a valid date"),
        ({"slug": "safe ports"}, "valid “slug”"),
    ],
)
def test_invalid_input_shows_an_error_and_is_kept(signed_in, editor, fields, message):
    page = signed_in(editor).post(f"{LIST}add/", FORM | fields)
    assert page.status_code == 200 and message in page.text and "Port of Manta" in page.text
    assert not Initiative.objects.exists()


def test_target_equal_to_the_starting_value_is_refused(signed_in, editor):
    fields = {"target_series": str(make.series().pk), "target_value": "5", "target_baseline": "5.00"}
    assert "same as the starting value" in signed_in(editor).post(f"{LIST}add/", FORM | fields).text


def test_list_can_be_filtered_and_searched(signed_in, editor):
    make.initiative("Ports", status="paused", lead="Customs")
    make.initiative("Crops")
    browser = signed_in(editor)
    assert "Crops" not in browser.get(LIST, {"status__exact": "paused"}).text
    assert "Crops" not in browser.get(LIST, {"q": "customs"}).text
    assert "Crops" in browser.get(LIST).text


def test_list_takes_as_many_queries_with_many_rows(signed_in, editor, django_assert_max_num_queries):
    for _ in range(40):
        make.initiative(source=make.source()).areas.add(make.area())
    browser = signed_in(editor)
    with django_assert_max_num_queries(10):
        assert browser.get(LIST).status_code == 200


def test_form_takes_as_many_queries_with_many_milestones(signed_in, editor, django_assert_max_num_queries):
    initiative = make.initiative(source=make.source(), target_series=make.series())
    for number in range(20):
        initiative.milestones.create(position=number, title_en=f"Step {number}")
    browser = signed_in(editor)
    with django_assert_max_num_queries(14):
        browser.get(reverse("admin:briefings_initiative_change", args=[initiative.pk]))
