"""The acts on share links, and their attackers."""

import datetime
from unittest.mock import patch

import pytest
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.utils import timezone

from briefings.articles.actions import restore, take_down
from briefings.articles.acts.conditions import Attempt
from briefings.articles.models import Comment
from briefings.history.models import Event
from briefings.lib.acts import why_not
from briefings.sharing.actions import (
    MOST_DAYS,
    comment_as_visitor,
    link_of,
    note_opening,
    revoke_share,
    share,
    token_of,
)
from briefings.sharing.acts import SHARE
from briefings.sharing.models import ShareLink
from tests import make

from ..articles.scenes import refused

pytestmark = pytest.mark.django_db
EVERYBODY = ["author", "other_author", "editor", "analyst", "administrator", "auditor", "superuser"]
MAY = {"author", "editor", "superuser"}


@pytest.fixture
def cast(author, other_author, editor, analyst, administrator, auditor, superuser):
    return dict(locals())


@pytest.fixture
def draft(author):
    return make.article("Ports", by=author)


@pytest.fixture
def link(draft, author):
    return share(draft, by=author, for_whom="Dr Rojas")


def opened(link, language="en", **options):
    found = link_of(token_of(link), language=language, **options)
    return bool(found and found.is_usable)


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_author_and_editors_share(name, cast, draft):
    assert (why_not(SHARE, Attempt(cast[name], draft.workflow)) is None) == (name in MAY)
    if name in MAY:
        made = share(draft, by=cast[name], for_whom="Dr Rojas", days=3)
        assert opened(made)
    else:
        with refused(PermissionDenied):
            share(draft, by=cast[name], for_whom="Dr Rojas")
        assert not ShareLink.objects.exists()


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_author_and_editors_revoke_a_link(name, cast, link):
    if name in MAY:
        revoke_share(link, by=cast[name])
    else:
        with refused(PermissionDenied):
            revoke_share(link, by=cast[name])
    assert opened(link) == (name not in MAY)


def test_sharing_and_revoking_are_recorded(link, author, editor):
    revoke_share(link, by=editor)
    revoke_share(link, by=author)
    acts = list(Event.objects.filter(target_type="article").order_by("pk").values_list("act", "by_name"))
    assert acts[-2:] == [("share", "amaya"), ("revoke_share", "elena")]
    assert Event.objects.filter(act="share").get().detail["for_whom"] == "Dr Rojas"
    assert token_of(link) not in str(list(Event.objects.values()))


@pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1])
def test_link_ends_within_ninety_days(days, draft, author):
    with refused(code="days"):
        share(draft, by=author, for_whom="Dr Rojas", days=days)


@pytest.mark.parametrize("name", ["", "  ", "\n", "\x00", "\u202e", "x" * 121])
def test_link_is_for_somebody(name, draft, author):
    with refused():
        share(draft, by=author, for_whom=name)


def test_link_opens_until_its_time_is_over(link):
    assert opened(link, now=link.expires_at - datetime.timedelta(seconds=1))
    assert not opened(link, now=link.expires_at)


def test_link_opens_one_article_in_its_language_only(link):
    assert link_of(token_of(link), language="es") is None


def test_link_ends_with_the_account_of_its_maker(link, author):
    author.is_active = False
    author.save()
    assert not opened(link)


def test_taking_the_article_down_closes_its_links_and_makes_no_new_ones(author, editor):
    article = make.edition("Ports", by=author, approver=editor).article
    link = share(article, by=author, for_whom="Dr Rojas")
    take_down(article, by=editor, reason="At a court’s order.")
    assert not opened(link)
    with refused(code="stage"):
        share(article, by=author, for_whom="Dr Rojas")
    restore(article, by=editor)
    assert opened(link)


def test_no_part_of_the_address_is_stored(link):
    signature = token_of(link).partition("-")[2]
    assert len(signature) >= 43
    for value in ShareLink.objects.filter(pk=link.pk).values_list().get():
        assert signature not in str(value)


def test_each_link_has_an_address_of_its_own(draft, author):
    tokens = {token_of(share(draft, by=author, for_whom="Dr Rojas")).partition("-")[2] for _number in range(20)}
    assert len(tokens) == 20


def changed(token):
    """The token with each of its characters replaced by another, one at a time."""
    for place, letter in enumerate(token):
        yield token[:place] + ("A" if letter != "A" else "B") + token[place + 1 :]


def test_forged_addresses_open_nothing(link, draft, author):
    other = share(draft, by=author, for_whom="Somebody else")
    token = token_of(link)
    number, _dash, signature = token.partition("-")
    attempts = [
        "", "-", number, f"{number}-", signature, f"-{signature}", f"{other.pk}-{signature}", f"0{token}", f" {token}",
       
        f"{token} ", token[:-1], f"{token}=", f"{token}A", token.swapcase(), f"{number}.{link.nonce}",
        f"{number}-{link.nonce}",
        f"{number}-{link.nonce}:{signature}", f"{number}:{signature}", f"{10**30}-{signature}", f"²-{signature}",
        f"{number}-{signing.dumps(link.pk)}", f"{number}-\x00", "٣-x", *changed(token),
    ]  # fmt: skip
    for attempt in attempts:
        assert link_of(attempt, language="en") is None, attempt


def test_signature_of_another_purpose_or_another_site_opens_nothing(link):
    signed = f"{link.pk}.{link.nonce}"
    other_purpose = signing.Signer().signature(signed)
    assert link_of(f"{link.pk}-{other_purpose}", language="en") is None
    with override_settings(SECRET_KEY="the key of another site"):
        elsewhere = token_of(link)
    assert elsewhere != token_of(link)
    assert link_of(elsewhere, language="en") is None


def test_link_stays_valid_after_key_rotation(link, settings):
    token, old = token_of(link), settings.SECRET_KEY
    with override_settings(SECRET_KEY="a new key", SECRET_KEY_FALLBACKS=[old]):
        assert link_of(token, language="en") == link
    with override_settings(SECRET_KEY="a new key", SECRET_KEY_FALLBACKS=[]):
        assert link_of(token, language="en") is None


def test_signatures_are_compared_in_constant_time_also_where_there_is_no_link(link):
    for token in (token_of(link), f"{link.pk}-x", f"{link.pk + 1}-x", "x-x"):
        with patch("django.core.signing.constant_time_compare", return_value=False) as compare:
            assert link_of(token, language="en") is None
        assert compare.called, token


def test_every_opening_counts(link):
    stale = ShareLink.objects.get(pk=link.pk)
    for one in (link, stale, stale):
        note_opening(one)
    link.refresh_from_db()
    assert link.openings == 3 and timezone.now() - link.opened_at < datetime.timedelta(minutes=1)


def test_visitor_leaves_a_comment_on_the_article(link, draft):
    made = comment_as_visitor(
        link, visitor_name=" María\tRojas ", text=" Two ports,\r\nnot three. ", verdict="needs_changes"
    )
    stored = Comment.objects.get()
    assert stored == made
    assert (stored.article, stored.visitor.link, stored.by) == (draft, link, None)
    assert (stored.visitor_name, stored.text) == ("María Rojas", "Two ports,\nnot three.")
    assert stored.verdict == Comment.Verdict.NEEDS_CHANGES
    event = Event.objects.get(act="comment_as_visitor")
    assert (event.by_id, event.detail["visitor"], event.detail["for_whom"]) == (None, "María Rojas", "Dr Rojas")


def test_a_verdict_alone_and_a_comment_alone_are_enough(link):
    comment_as_visitor(link, visitor_name="R", verdict="correct")
    comment_as_visitor(link, visitor_name="R", text="Fine.")
    assert Comment.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"visitor_name": "", "text": "x"}, "required"),
        ({"visitor_name": "\u200b\x00", "text": "x"}, "required"),
        ({"visitor_name": "x" * 121, "text": "x"}, "max_length"),
        ({"visitor_name": "R", "text": "x" * 5001}, "max_length"),
        ({"visitor_name": "R", "text": " \x00 "}, "required"),
        ({"visitor_name": "R", "verdict": "approved"}, "verdict"),
        ({"visitor_name": "R"}, "required"),
    ],
)
def test_empty_or_too_long_comment_is_refused(fields, code, link):
    with refused(code=code):
        comment_as_visitor(link, **fields)
    assert not Comment.objects.exists()


def test_invisible_characters_are_removed(link):
    comment_as_visitor(link, visitor_name="Ma\x00ría \u202eRojas", text="4\u202e8\x00 ports\x1b[2J")
    stored = Comment.objects.get()
    assert (stored.visitor_name, stored.text) == ("María Rojas", "48 ports[2J")


@pytest.mark.parametrize("ending", ["revoked", "expired", "closed"])
def test_closed_link_accepts_no_comment(ending, link, author):
    if ending == "revoked":
        revoke_share(link, by=author)
    elif ending == "expired":
        ShareLink.objects.filter(pk=link.pk).update(
            created_at=timezone.now() - datetime.timedelta(2), expires_at=timezone.now()
        )
    else:
        author.is_active = False
        author.save()
    with refused(code="closed"):
        comment_as_visitor(link, visitor_name="R", text="x")


def test_database_refuses_a_comment_by_nobody_and_one_by_two(author, draft):
    for fields in ({"by": None, "visitor_name": ""}, {"by": author, "visitor_name": "R"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.create(article=draft, text="x", at=timezone.now(), **fields)


def test_validation_error_names_its_field(link):
    with pytest.raises(ValidationError) as caught:
        comment_as_visitor(link, visitor_name="", text="x")
    assert set(caught.value.error_dict) == {"visitor_name"}
