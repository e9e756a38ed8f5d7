"""Any publishable thing's admin: here topics, which editors make public."""

import pytest
from django.contrib import admin
from django.contrib.admin.sites import AdminSite
from django.contrib.auth.models import Permission
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from briefings.history.admin import PublishableAdmin, VisibilityFilter
from briefings.history.models import Event
from briefings.topics.models import Topic
from tests import make


class PlainTopicAdmin(PublishableAdmin):
    list_display = ["name_en", "public_state"]
    list_filter = [VisibilityFilter]
    prepopulated_fields = {"slug": ["name_en"]}


@pytest.fixture
def topics():
    return PlainTopicAdmin(Topic, AdminSite())


def asked(user, path="/admin/", **data):
    request = RequestFactory().post(path, data) if data else RequestFactory().get(path)
    request.user, request.session, request._dont_enforce_csrf_checks = user, {}, True
    request._messages = FallbackStorage(request)
    return request


def form(**fields):
    return {"name_en": "Prisons", "slug": "prisons", "_make_public": "1"} | fields


def offered(admin_class, user, thing):
    request = asked(user)
    return admin_class.changeform_view(request, str(thing.pk)).context_data["offers_make_public"]


def test_editor_is_offered_to_make_a_private_topic_public(topics, editor):
    assert offered(topics, editor, make.topic(public=False)) is True


def test_nobody_is_offered_to_make_a_public_topic_public_again(topics, editor):
    assert offered(topics, editor, make.topic(public=True)) is False


def test_analyst_is_not_offered_what_is_the_editors(topics, analyst):
    assert offered(topics, analyst, make.topic(public=False)) is False


def test_button_saves_what_was_typed_and_makes_it_public(topics, editor):
    topic = make.topic(public=False)
    topics.changeform_view(asked(editor, **form(name_en="Prisons today")), str(topic.pk))
    topic.refresh_from_db()
    assert (topic.name_en, topic.is_public) == ("Prisons today", True)
    event = Event.objects.get()
    assert (event.act, event.by_name, event.target_label) == ("make_public", "elena", "Prisons today")


def test_new_thing_can_be_made_public_at_once(topics, editor):
    topics.changeform_view(asked(editor, **form()))
    assert Topic.objects.get(slug="prisons").is_public


def test_saving_alone_keeps_it_private(topics, editor):
    topic = make.topic(public=False)
    fields = form()
    del fields["_make_public"]
    topics.changeform_view(asked(editor, **fields), str(topic.pk))
    topic.refresh_from_db()
    assert (topic.name_en, topic.is_public) == ("Prisons", False)


def test_forged_button_by_someone_who_may_only_edit_saves_nothing(topics, author):
    author.user_permissions.add(Permission.objects.get(codename="change_topic"))
    topic = make.topic("Courts", public=False)
    with pytest.raises(PermissionDenied):
        topics.changeform_view(asked(author, **form(name_en="Forged")), str(topic.pk))
    topic.refresh_from_db()
    assert (topic.name_en, topic.is_public) == ("Courts", False)
    assert not Event.objects.exists()


def test_public_thing_keeps_its_address_against_a_forged_form(topics, editor):
    topic = make.topic(public=True, slug="courts")
    fields = form(slug="elsewhere")
    del fields["_make_public"]
    topics.changeform_view(asked(editor, **fields), str(topic.pk))
    topic.refresh_from_db()
    assert (topic.slug, topic.name_en) == ("courts", "Prisons")


def test_list_action_makes_the_chosen_public_and_leaves_public_ones_as_they_were(topics, editor):
    old, new = make.topic(public=True), make.topic(public=False)
    topics.make_selected_public(asked(editor), Topic.objects.all())
    assert Topic.objects.public().count() == 2
    assert Topic.objects.get(pk=old.pk).public_since == old.public_since
    assert Event.objects.get().target_id == new.pk


@pytest.mark.parametrize(("role", "offered"), [("editor", True), ("author", False), ("auditor", False)])
def test_list_action_is_offered_to_those_who_may(topics, request, role, offered):
    assert ("make_selected_public" in topics.get_actions(asked(request.getfixturevalue(role)))) is offered


@pytest.mark.parametrize(("asked_for", "names"), [("public", {"Seen"}), ("private", {"Hidden"}), ("x", {"Seen", "Hidden"})])
def test_list_can_be_narrowed_by_visibility(topics, editor, asked_for, names):
    make.topic("Seen", public=True)
    make.topic("Hidden", public=False)
    request = asked(editor, f"/admin/?visibility={asked_for}")
    shown = topics.changelist_view(request).context_data["cl"].queryset
    assert {topic.name_en for topic in shown} == names


def test_admin_site_registers_no_second_event_admin():
    assert Event in admin.site._registry
