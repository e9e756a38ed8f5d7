"""The app list of the desk: three groups, and each list of the desk in one of them."""

from collections import Counter

import pytest
from django.contrib import admin

from briefings.desk.app_groups import GROUPS


def test_every_list_of_the_desk_is_in_one_group():
    registered = {model._meta.model_name for model in admin.site._registry if model._meta.app_label == "briefings"}
    places = Counter(key for _label, _name, keys in GROUPS for key in keys)
    assert set(places) == registered and set(places.values()) == {1}


@pytest.mark.parametrize(
    ("person", "groups"),
    [
        ("author", ["Writing", "Figures"]),
        ("editor", ["Writing", "Figures", "People and records"]),
        ("administrator", ["Writing", "Figures", "People and records"]),
    ],
)
def test_people_see_the_groups_in_which_they_may_see_something(person, groups, request, signed_in):
    page = signed_in(request.getfixturevalue(person)).get("/admin/")
    assert [group["name"] for group in page.context["app_list"]] == groups
    assert '/admin/briefings/"' not in page.text


def test_group_names_are_spanish_for_those_who_work_in_spanish(author, signed_in):
    author.language = "es"
    author.save()
    page = signed_in(author).get("/admin/").text
    assert "Redacción" in page and "Cifras" in page


def test_title_of_a_list_is_what_it_lists(editor, analyst, auditor, signed_in):
    for person, model, title in (
        (editor, "series", "Series"),
        (auditor, "topic", "Topics"),
        (analyst, "area", "Areas"),
    ):
        page = signed_in(person).get(f"/admin/briefings/{model}/").text
        assert (
            f"<h1>{title}</h1>" in page and f"<title>{title} | " in page and "Select " not in page.partition("<h1>")[0]
        )


def test_list_of_imported_files_offers_the_import_by_its_name(analyst, signed_in):
    page = signed_in(analyst).get("/admin/briefings/importfile/").text
    assert '<a href="/admin/briefings/importfile/add/" class="addlink">Import values</a>' in page
