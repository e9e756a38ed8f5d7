"""The emergency switches: a read-only desk, everybody signed out, all share links revoked."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from briefings.accounts import password_links
from briefings.accounts.actions.invitations import invite
from briefings.articles.actions import submit
from briefings.articles.models import Article, Byline, Comment
from briefings.history.models import Event
from briefings.sharing.actions import comment_as_visitor, link_of, share, token_of
from briefings.sharing.models import ShareLink
from briefings.topics.models import Topic
from briefings.upkeep.actions import close_desk, open_desk, revoke_all_links, sign_everybody_out
from briefings.upkeep.models import EmergencySwitches
from tests import make
from tests.articles.typing import act_url, change_url, opened
from tests.signing_in.scenes import enter_password

pytestmark = pytest.mark.django_db
PAGE = "/admin/emergencies/"
REASON = "Somebody strange is publishing."


@pytest.fixture
def closed(administrator):
    close_desk(by=administrator, reason=REASON)


# --- the read-only desk


def test_save_on_a_read_only_desk_is_refused_and_shows_what_was_typed(author, administrator, signed_in):
    article = make.article("Ports", by=author)
    browser = signed_in(author)
    form = opened(browser, article) | {"summary": ["Four <ports>."]}
    close_desk(by=administrator, reason=REASON)
    answer = browser.post(change_url(article), form)
    assert answer.status_code == 403
    assert f": {REASON}" in answer.text and "<pre>Four &lt;ports&gt;.</pre>" in answer.text
    assert Article.objects.get().version == 1
    open_desk(by=administrator)
    assert browser.post(change_url(article), sent_again(answer)).status_code == 302
    assert Article.objects.get().summary == "Four <ports>."


def sent_again(answer):
    """What the button of the page sends."""
    sent = {}
    for field in answer.context["fields"]:  # the page has a token of its own
        sent.setdefault(field.name, []).append(field.value)
    return sent


def test_plain_form_of_a_read_only_desk_saves_nothing(editor, closed, signed_in):
    topic = make.topic("Ports")
    name = Topic.objects.values_list("name_en", flat=True)
    browser = signed_in(editor)
    for path in (f"/admin/briefings/topic/{topic.pk}/change/", "/admin/briefings/topic/add/"):
        assert browser.post(path, {"name_en": "Harbours", "slug": "harbours"}).status_code == 403
    browser.post(f"/admin/briefings/topic/{topic.pk}/delete/", {"post": "yes"})
    assert list(name) == ["Ports"]


def test_every_act_is_refused_while_the_desk_is_read_only(author, administrator):
    article = make.article("Ports", by=author)
    close_desk(by=administrator, reason=REASON)
    with pytest.raises(ValidationError, match=REASON):
        submit(article, by=author)
    open_desk(by=administrator)
    submit(article, by=author)


def test_pages_are_taken_down_and_names_hidden_on_a_read_only_desk(author, editor, administrator, signed_in):
    edition = make.edition("Ports", by=author, approver=editor)
    byline = Byline.objects.create(name="Ana Vera")
    close_desk(by=administrator, reason=REASON)
    browser = signed_in(editor)
    visibility = f"/admin/briefings/byline/{byline.pk}/visibility/"
    assert act_url(edition.article, "take_down") in browser.get(change_url(edition.article)).text
    assert browser.post(act_url(edition.article, "take_down"), {"reason": "Threats."}).status_code == 302
    assert browser.post(visibility, {"to": "hide", "reason": "Threats."}).status_code == 302
    assert Client().get(f"/en/briefings/{edition.article.slug}/").status_code == 410
    assert Byline.objects.get().hidden
    # Undoing them waits until the desk is open.
    assert browser.post(act_url(edition.article, "restore"), {"reason": "Over."}).status_code == 403
    assert browser.post(visibility, {"to": "show", "reason": "Over."}).status_code != 302
    assert Byline.objects.get().hidden


def test_staff_read_and_see_why_nothing_can_be_saved(author, administrator, signed_in):
    article = make.article("Ports", by=author)
    close_desk(by=administrator, reason=REASON)
    for path in ("/admin/", change_url(article), "/admin/briefings/topic/"):
        answer = signed_in(author).get(path)
        assert answer.status_code == 200 and REASON in answer.text
    answer = signed_in(author).get(act_url(article, "submit"))
    assert answer.status_code == 403 and REASON in answer.text


def test_people_sign_in_and_out_of_a_read_only_desk(author, closed):
    browser, _answer = enter_password(author)
    assert browser.get("/admin/").status_code == 200
    assert browser.post("/admin/account/logout/").status_code == 302
    assert browser.get("/admin/").status_code == 302


def test_nobody_sets_a_password_by_a_link_on_a_read_only_desk(administrator):
    invitation = invite(by=administrator, email="n@briefings.example", name="Nora", roles=["Author"], language="en")
    close_desk(by=administrator, reason=REASON)
    answer = Client().post(password_links.link_of(invitation), {"new_password1": "x", "new_password2": "x"})
    assert answer.status_code == 403 and REASON not in answer.text
    assert "at the moment" in answer.text
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_form_of_another_site_is_not_repeated(author, closed):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(author)
    answer = browser.post("/admin/briefings/topic/add/", {"name_en": "forged"})
    assert answer.status_code == 403 and "forged" not in answer.text


def test_readers_notice_nothing(author, editor, administrator):
    edition = make.edition("Ports", by=author, approver=editor)
    link = share(edition.article, by=author, for_whom="Ana")
    addresses = ["/en/", f"/en/briefings/{edition.article.slug}/", f"/en/shared/{token_of(link)}/"]
    before = [Client().get(address).status_code for address in addresses]
    close_desk(by=administrator, reason=REASON)
    answers = [Client().get(address) for address in addresses]
    assert [answer.status_code for answer in answers] == before == [200] * 3
    assert not any(REASON in answer.text for answer in answers)
    comment_as_visitor(link, visitor_name="Ana", text="Good.")
    assert Comment.objects.count() == 1


def test_reason_is_required_and_the_switch_has_two_positions(administrator):
    with pytest.raises(ValidationError, match="Say why"):
        close_desk(by=administrator, reason=" ")
    with pytest.raises(ValidationError, match="not read-only"):
        open_desk(by=administrator)
    close_desk(by=administrator, reason=REASON)
    with pytest.raises(ValidationError, match="read-only already"):
        close_desk(by=administrator, reason=REASON)


# --- everybody signed out, all links revoked


def test_everybody_is_signed_out(author, administrator, signed_in):
    browsers = [signed_in(author), signed_in(administrator)]
    answer = browsers[1].post(f"{PAGE}sign_everybody_out/")
    assert answer.url == "/admin/account/login/"
    assert all(browser.get("/admin/").status_code == 302 for browser in browsers)
    assert not UserSession.objects.exists()
    assert not any("_auth_user_id" in session.get_decoded() for session in Session.objects.all())


def test_all_links_are_revoked_and_each_article_says_so(author, other_author, administrator):
    links = [share(make.article(f"Ports {by.pk}", by=by), by=by, for_whom="Ana") for by in (author, other_author)]
    assert revoke_all_links(by=administrator) == 2
    assert [link_of(token_of(link), language="en").is_usable for link in links] == [False] * 2
    assert Event.objects.filter(act="revoke_share", by_id=administrator.pk, target_type="article").count() == 2
    assert Event.objects.get(act="revoke_all_links").detail == {"count": 2}
    assert revoke_all_links(by=administrator) == 0


# --- who, where


@pytest.mark.parametrize("role", ["author", "editor", "analyst", "auditor"])
def test_only_administrators_use_the_switches(role, request, signed_in):
    person = request.getfixturevalue(role)
    for act in (sign_everybody_out, revoke_all_links, open_desk):
        with pytest.raises(PermissionDenied):
            act(by=person)
    with pytest.raises(PermissionDenied):
        close_desk(by=person, reason=REASON)
    assert signed_in(person).get(PAGE).status_code == 403
    assert signed_in(person).post(f"{PAGE}close_desk/", {"reason": REASON}).status_code == 403
    assert not EmergencySwitches.read_only() and PAGE not in signed_in(person).get("/admin/").text


def test_administrator_closes_and_opens_the_desk_on_its_page(administrator, signed_in):
    browser = signed_in(administrator)
    assert PAGE in browser.get("/admin/").text
    assert f"{PAGE}close_desk/" in browser.get(PAGE).text
    assert browser.post(f"{PAGE}close_desk/", {"reason": ""}).status_code == 200
    assert browser.post(f"{PAGE}close_desk/", {"reason": REASON}).url == PAGE
    assert EmergencySwitches.read_only().reason == REASON
    page = browser.get(PAGE).text
    assert f"{PAGE}open_desk/" in page and f"{PAGE}close_desk/" not in page
    assert browser.post(f"{PAGE}open_desk/").url == PAGE
    assert EmergencySwitches.read_only() is None
    assert browser.get(f"{PAGE}submit/").status_code == 404


def test_commands_use_the_same_switches(author, capsys):
    share(make.article("Ports", by=author), by=author, for_whom="Ana")
    enter_password(author)
    call_command("read_only_desk", reason=REASON)
    with pytest.raises(CommandError, match="read-only already"):
        call_command("read_only_desk", reason=REASON)
    call_command("sign_everybody_out")
    call_command("revoke_share_links")
    call_command("read_only_desk", off=True)
    assert capsys.readouterr().out.splitlines() == [
        "The desk is read-only.",
        "Everybody is signed out; sessions that have ended: 1.",
        "Share links revoked: 1.",
        "The desk is open.",
    ]
    assert not Session.objects.exists() and not ShareLink.objects.filter(revoked_at=None).exists()
    assert (
        list(Event.objects.filter(target_type="emergencyswitches").values_list("by_name", flat=True)) == ["system"] * 4
    )


def test_log_of_administrators_names_the_switches(administrator, closed, signed_in):
    text = signed_in(administrator).get("/admin/log/").text
    assert "Desk made read-only" in text and REASON in text
