"""What somebody changes in a form without an act of its own is on record too: readers see it at once."""

import pytest

from briefings.articles.models import Byline
from briefings.history.models import Event, FieldChange
from tests import make


def fields(thing, **changes):
    names = ("name_en", "name_es", "slug", "level", "severity", "description_en", "description_es")
    return {name: getattr(thing, name) or "" for name in names} | {"area": "", "source": ""} | changes


def test_changing_a_public_assessment_leaves_both_texts_on_record(editor, signed_in):
    impact = make.impact("Trust", description_en="Trust falls.")
    url = f"/admin/briefings/impact/{impact.pk}/change/"
    source = make.source()
    response = signed_in(editor).post(url, fields(impact, description_en="Trust rises.", source=str(source.pk)))
    assert response.status_code == 302
    event = Event.objects.get(act="change")
    assert (event.by_id, event.target_type, event.target_id) == (editor.pk, "impact", impact.pk)
    change = FieldChange.objects.latest("pk")
    assert (change.by_id, change.target_type, change.target_id) == (editor.pk, "impact", impact.pk)
    source_now = {"pk": source.pk, "label": str(source)}
    assert change.changes == {"description_en": ["Trust falls.", "Trust rises."], "source": [None, source_now]}
    assert event.detail == {}


def test_saving_without_a_change_leaves_nothing(editor, signed_in):
    impact = make.impact("Trust")
    assert signed_in(editor).post(f"/admin/briefings/impact/{impact.pk}/change/", fields(impact)).status_code == 302
    assert not Event.objects.filter(act="change").exists()


def test_rows_below_a_form_are_named(analyst, signed_in):
    area = make.area()
    rows = {"aliases-TOTAL_FORMS": "1", "aliases-INITIAL_FORMS": "0", "aliases-0-spelling": "Ekuador"}
    form = {"name_en": area.name_en, "name_es": "", "kind": area.kind, "parent": "", "official_code": ""}
    signed_in(analyst).post(f"/admin/briefings/area/{area.pk}/change/", form | rows)
    event = Event.objects.get(act="change")
    assert event.realm == "statistics"
    assert event.target_label == area.name_en
    row = FieldChange.objects.get(part_type="areaalias")
    assert (row.act, row.target_id, row.part_label) == ("add", area.pk, "Ekuador")


@pytest.mark.parametrize("address", ["/admin/briefings/byline/{}/delete/", "/admin/briefings/byline/"])
def test_adding_and_deleting_are_recorded_one_by_one_and_together(editor, signed_in, address):
    client = signed_in(editor)
    client.post("/admin/briefings/byline/add/", {"name": "A. Reporter"})
    byline = Byline.objects.get()
    asked = {"post": "yes", "action": "delete_selected", "_selected_action": [str(byline.pk)]}
    client.post(address.format(byline.pk), asked)
    assert not Byline.objects.exists()
    assert set(Event.objects.filter(target_type="byline").values_list("act", "target_label")) == {
        ("add", "A. Reporter"),
        ("delete", "A. Reporter"),
    }
