"""What PublishableAdmin gives to the admin of every publishable thing, seen at impact assessments."""

import pytest
from django.urls import reverse

from briefings.history.actions import make_public
from briefings.history.models import Event
from briefings.impacts.admin import ImpactAdmin
from briefings.impacts.models import Impact
from briefings.roles import MODEL_PERMISSIONS
from tests import make

BUTTON = 'name="_make_public"'
LIST = "/admin/briefings/impact/"


def form(**fields):
    plain = {"name_en": "Prisons", "slug": "prisons", "level": "national", "severity": "3", "description_en": "Unsafe."}
    return plain | fields


def change_page(thing):
    return reverse("admin:briefings_impact_change", args=[thing.pk])


@pytest.mark.parametrize("role", ["editor", "analyst"])
def test_button_is_offered_with_permission(signed_in, request, role):
    page = signed_in(request.getfixturevalue(role)).get(change_page(make.impact(public=False)))
    assert BUTTON in page.text and "Not public yet" in page.text


@pytest.mark.parametrize("role", ["author", "auditor"])
def test_button_is_not_offered_without_permission(signed_in, request, role):
    page = signed_in(request.getfixturevalue(role)).get(change_page(make.impact(public=False)))
    assert page.status_code == 200 and BUTTON not in page.text


def test_public_thing_says_since_when_and_offers_no_button(signed_in, editor):
    page = signed_in(editor).get(change_page(make.impact(public=True)))
    assert "Public since" in page.text and BUTTON not in page.text


def test_link_to_the_site_appears_once_there_is_something_to_see(signed_in, editor):
    link = "/en/impacts/#prisons"
    seen, hidden = make.impact(public=True, slug="prisons"), make.impact(public=False)
    browser = signed_in(editor)
    assert link in browser.get(change_page(seen)).text
    assert "/en/impacts/#" not in browser.get(change_page(hidden)).text


def test_button_saves_the_form_and_makes_it_public(signed_in, editor):
    thing = make.impact(public=False)
    answer = signed_in(editor).post(change_page(thing), form(_make_public="1"), follow=True)
    thing.refresh_from_db()
    assert (thing.name_en, thing.is_public) == ("Prisons", True)
    assert "Readers can see “Prisons” now." in answer.text
    event = Event.objects.get(act="make_public")
    assert (event.act, event.by_name, event.target_label) == ("make_public", "elena", "Prisons")


def test_button_keeps_the_input_of_an_invalid_form(signed_in, editor):
    thing = make.impact(public=False)
    answer = signed_in(editor).post(change_page(thing), form(name_en="Typed", level="nowhere", _make_public="1"))
    thing.refresh_from_db()
    assert not thing.is_public and 'value="Typed"' in answer.text


def test_new_thing_can_be_made_public_at_once(signed_in, analyst):
    signed_in(analyst).post(f"{LIST}add/", form(_make_public="1"))
    assert Impact.objects.get(slug="prisons").is_public


def test_saving_alone_keeps_it_private(signed_in, editor):
    thing = make.impact(public=False)
    signed_in(editor).post(change_page(thing), form())
    thing.refresh_from_db()
    assert (thing.name_en, thing.is_public) == ("Prisons", False)
    assert not Event.objects.filter(act="make_public").exists()


@pytest.mark.parametrize("role", ["author", "auditor", "administrator"])
def test_forged_button_is_refused(signed_in, request, role):
    thing = make.impact("Courts", public=False)
    answer = signed_in(request.getfixturevalue(role)).post(change_page(thing), form(_make_public="1"))
    thing.refresh_from_db()
    assert answer.status_code == 403
    assert (thing.name_en, thing.is_public) == ("Courts", False)


def test_forged_button_saves_nothing_for_an_editor_without_permission(signed_in, author, monkeypatch):
    monkeypatch.setitem(MODEL_PERMISSIONS, "impact", dict.fromkeys(["view", "change"], "write_article"))
    thing = make.impact("Courts", public=False)
    answer = signed_in(author).post(change_page(thing), form(_make_public="1"))
    thing.refresh_from_db()
    assert answer.status_code == 403
    assert (thing.name_en, thing.is_public) == ("Courts", False)
    assert not Event.objects.exists()


def test_post_without_the_forms_token_is_refused(signed_in, editor):
    thing = make.impact(public=False)
    answer = signed_in(editor, enforce_csrf_checks=True).post(change_page(thing), form(_make_public="1"))
    thing.refresh_from_db()
    assert answer.status_code == 403 and not thing.is_public


def test_public_thing_keeps_its_address_against_a_forged_form(signed_in, editor):
    thing = make.impact(public=True, slug="courts")
    signed_in(editor).post(change_page(thing), form(slug="elsewhere"))
    thing.refresh_from_db()
    assert (thing.slug, thing.name_en) == ("courts", "Prisons")


def chosen(*things):
    return {"action": "make_selected_public", "_selected_action": [thing.pk for thing in things]}


def test_many_can_be_made_public_from_the_list(signed_in, editor):
    old, new, other = make.impact(public=True), make.impact(public=False), make.impact(public=False)
    signed_in(editor).post(LIST, chosen(old, new))
    assert set(Impact.objects.public()) == {old, new}
    assert Impact.objects.get(pk=old.pk).public_since == old.public_since
    assert Event.objects.get(act="make_public").target_id == new.pk
    assert not Impact.objects.get(pk=other.pk).is_public


@pytest.mark.parametrize("role", ["author", "auditor"])
def test_list_action_forged_by_others_does_nothing(signed_in, request, role):
    thing = make.impact(public=False)
    browser = signed_in(request.getfixturevalue(role))
    assert "make_selected_public" not in browser.get(LIST).text
    browser.post(LIST, chosen(thing))
    assert not Impact.objects.get(pk=thing.pk).is_public


@pytest.mark.parametrize(
    ("asked_for", "names"), [("public", {"Seen"}), ("private", {"Hidden"}), ("x", {"Seen", "Hidden"})]
)
def test_list_can_be_narrowed_by_visibility(signed_in, editor, asked_for, names):
    make.impact("Seen", public=True)
    make.impact("Hidden", public=False)
    page = signed_in(editor).get(LIST, {"visibility": asked_for})
    assert {name for name in ("Seen", "Hidden") if name in page.text} == names


@pytest.mark.parametrize(("slug", "status", "name"), [("prisons", 302, "Jails"), ("jails", 403, "Prisons")])
def test_a_form_opened_before_leaves_it_public_at_its_address(slug, status, name, signed_in, editor, monkeypatch):
    impact = make.impact("Prisons", public=False, slug="prisons")
    stale = Impact.objects.get(pk=impact.pk)
    make_public(impact, by=editor)
    monkeypatch.setattr(ImpactAdmin, "get_object", lambda *arguments, **options: stale)
    browser = signed_in(editor)
    assert browser.post(change_page(impact), form(name_en="Jails", slug=slug)).status_code == status
    impact.refresh_from_db()
    assert impact.is_public and (impact.name_en, impact.slug) == (name, "prisons")
