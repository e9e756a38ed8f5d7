import pytest
from django.urls import reverse

from briefings.history.actions import record
from briefings.history.acts import MAKE_PUBLIC
from briefings.history.field_changes import unrecorded
from briefings.history.models import Event
from briefings.lib.acts import ACTS
from tests import make

LIST = "/admin/briefings/event/"
LABELS = {"articles": "A briefing on ports", "statistics": "A series of homicides", "users": "Somebody new"}


@pytest.fixture
def events(superuser):
    with unrecorded():
        things = {realm: make.topic(label) for realm, label in LABELS.items()}
    return {realm: record(by=superuser, act=MAKE_PUBLIC, target=thing, realm=realm) for realm, thing in things.items()}


def page_of(event):
    return reverse("admin:briefings_event_change", args=[event.pk])


@pytest.mark.parametrize(
    ("role", "realms"),
    [
        ("editor", {"articles"}),
        ("analyst", {"statistics"}),
        ("administrator", {"users"}),
        ("auditor", {"articles", "statistics", "users"}),
        ("superuser", {"articles", "statistics", "users"}),
    ],
)
def test_everybody_sees_the_realms_of_their_roles(signed_in, request, events, role, realms):
    browser = signed_in(request.getfixturevalue(role))
    page = browser.get(LIST)
    assert page.status_code == 200
    assert {realm for realm, label in LABELS.items() if label in page.text} == realms
    assert {realm for realm, event in events.items() if browser.get(page_of(event)).status_code == 200} == realms


def test_realm_filter_opens_no_other_realm(signed_in, editor, events):
    assert LABELS["users"] not in signed_in(editor).get(LIST, {"realm": "users"}).text


def test_search_finds_only_what_one_may_see(signed_in, editor, events):
    browser = signed_in(editor)
    assert LABELS["articles"] in browser.get(LIST, {"q": "ports"}).text
    assert LABELS["statistics"] not in browser.get(LIST, {"q": "homicides"}).text


def test_author_reads_no_history(signed_in, author, events):
    browser = signed_in(author)
    assert browser.get(LIST).status_code == 403
    assert browser.get(page_of(events["articles"])).status_code == 403


@pytest.mark.parametrize("role", ["editor", "analyst", "administrator", "auditor", "superuser"])
def test_nobody_adds_changes_or_deletes_an_event(signed_in, request, events, role):
    browser = signed_in(request.getfixturevalue(role))
    assert browser.get(f"{LIST}add/").status_code == 403
    for event in events.values():
        assert browser.post(page_of(event), {"act": "forged"}).status_code in (302, 403)
        assert browser.post(reverse("admin:briefings_event_delete", args=[event.pk]), {"post": "yes"}).status_code in (
            302,
            403,
        )
    assert browser.post(LIST, {"action": "delete_selected", "_selected_action": [1]}).status_code == 200
    assert Event.objects.filter(act="make_public").count() == len(LABELS)


def test_list_costs_the_same_with_many_events(signed_in, auditor, superuser, events, django_assert_max_num_queries):
    browser, topic = signed_in(auditor), make.topic()
    for _ in range(60):
        record(by=superuser, act=ACTS["publish"], target=topic, realm="articles")
    with django_assert_max_num_queries(10):
        assert browser.get(LIST).status_code == 200


def test_event_links_to_the_thing_and_prints_its_detail(signed_in, editor):
    thing = make.impact()
    event = record(by=editor, act=MAKE_PUBLIC, target=thing, realm="articles", detail={"reason": "<b>because</b>"})
    page = signed_in(editor).get(page_of(event)).text
    assert reverse("admin:briefings_impact_change", args=[thing.pk]) in page
    assert "&lt;b&gt;because" in page


def test_event_about_an_account_links_to_it_only_for_those_who_may_open_it(signed_in, administrator, auditor, editor):
    event = record(by=administrator, act=ACTS["change"], target=editor, realm="users")
    link = f'href="{reverse("admin:briefings_user_change", args=[editor.pk])}"'
    assert link in signed_in(administrator).get(page_of(event)).text
    page = signed_in(auditor).get(page_of(event)).text
    assert link not in page and event.target_label in page


def test_history_is_offered_to_those_who_may_read_it(signed_in, request, author, editor):
    edition = make.edition(by=author, approver=editor)
    things = [make.topic(), make.series(), make.indicator(), make.impact(), edition]
    for role in ("author", "editor", "analyst", "administrator", "auditor"):
        browser = signed_in(request.getfixturevalue(role))
        for thing in things:
            name = thing._meta.model_name
            page = browser.get(reverse(f"admin:briefings_{name}_change", args=[thing.pk]))
            history = reverse(f"admin:briefings_{name}_history", args=[thing.pk])
            opens = browser.get(history).status_code == 200
            if page.status_code == 200:
                assert (f'href="{history}"' in page.text) == opens, (role, name)


def test_who_published_is_named_without_a_link_to_the_account(signed_in, author, editor, auditor):
    edition = make.edition(by=author, approver=editor)
    page = signed_in(auditor).get(reverse("admin:briefings_edition_change", args=[edition.pk])).text
    assert str(editor) in page
    assert "/admin/briefings/user/" not in page
