"""Who may do what, as it was agreed, against roles.py; and every act outside articles by everybody."""

import contextlib
import datetime
import io

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image as Pixels

from briefings import roles
from briefings.articles.actions.withdrawal import hide_byline, show_byline
from briefings.articles.models import Byline
from briefings.history.actions import make_public
from briefings.media.actions import delete_image, describe_image, upload_image
from briefings.roles import ADMINISTRATOR, ANALYST, AUDITOR, AUTHOR, EDITOR, PERMISSIONS
from briefings.statistics.actions import (
    NewSeries,
    apply_batch,
    prefer,
    record_values,
    reject_batch,
    show_series,
    start_series,
)
from briefings.statistics.models import Observation

from . import make
from .people import person
from .statistics.test_record_values import enter, value
from .world import picture

LETTERS = {"A": AUTHOR, "E": EDITOR, "N": ANALYST, "D": ADMINISTRATOR, "U": AUDITOR}
# A: author, E: editor, N: analyst, D: administrator, U: auditor.
AGREED = {
    "see_reference": "AENDU",
    "write_article": "AEN",
    "upload_images": "AEN",
    "propose_source": "AEN",
    "read_drafts": "ENU",
    "edit_any_article": "E",
    "reassign_article": "ED",
    "assign_editors": "E",
    "share_article": "AEN",
    "return_article": "E",
    "approve_article": "E",
    "publish_article": "E",
    "comment_article": "AEN",
    "publish_by_force": "E",
    "take_second_look": "E",
    "withdraw_article": "E",
    "move_article": "E",
    "edit_topics": "E",
    "hide_bylines": "E",
    "edit_statistics": "N",
    "enter_values": "N",
    "second_revision": "EN",
    "apply_by_force": "N",
    "edit_impacts": "EN",
    "edit_initiatives": "EN",
    "manage_users": "D",
    "use_switches": "D",
    "see_own_acts": "AEN",
    "see_article_history": "EU",
    "see_statistics_history": "NU",
    "see_user_history": "DU",
}


def test_table_is_the_one_that_was_agreed():
    assert {name: set(act.roles) for name, act in PERMISSIONS.items()} == {
        name: {LETTERS[letter] for letter in letters} for name, letters in AGREED.items()
    }


@pytest.mark.parametrize("letter", LETTERS)
def test_role_may_do_its_acts_and_no_other(letter, db):
    somebody = person("somebody", LETTERS[letter], is_staff=True)
    assert {act for act in PERMISSIONS if roles.may(somebody, act)} == {act for act in AGREED if letter in AGREED[act]}


@pytest.mark.parametrize("role", roles.ROLES)
def test_groups_give_what_the_table_says(role, db):
    given = {
        (model, codename.partition("_")[0])
        for model, codename in Group.objects.get(name=role).permissions.values_list("content_type__model", "codename")
    }
    assert given == {
        (model, verb)
        for model, verbs in roles.MODEL_PERMISSIONS.items()
        for verb in verbs
        if role in roles.roles_with(model, verb)
    }


def _proposed(analyst):
    series = make.series()
    enter(series, value("2023", "8237"), by=analyst)
    Observation.objects.update(cited=True)
    return enter(series, value("2023", "8248"), by=analyst, kind="correction", known_on="2024-06-30")


def _png():
    file = io.BytesIO()
    Pixels.new("RGB", (40, 30), "teal").save(file, "PNG")
    return SimpleUploadedFile("pier.png", file.getvalue())


def _record(by):
    record_values(
        make.series(), [value("2023", "1")], release=None, known_on=datetime.date(2024, 1, 31), kind="first",
        reason={}, by=by,
    )  # fmt: skip


def _new_series():
    return NewSeries(make.indicator(), make.area(), "A", make.source())


# What each act is done to, and the act; who else may than the analyst whose revision waits.
OTHER_ACTS = {
    "record_values": ("N", lambda by, analyst: _record(by)),
    "start_series": ("N", lambda by, analyst: start_series(_new_series(), by=by)),
    "show_series": ("N", lambda by, analyst: show_series(make.series(public=False), by=by)),
    "prefer": ("N", lambda by, analyst: prefer(make.series(), reason={"en": "Official.", "es": ""}, by=by)),
    "apply_batch": ("EN", lambda by, analyst: apply_batch(_proposed(analyst), by=by)),
    "reject_batch": ("EN", lambda by, analyst: reject_batch(_proposed(analyst), by=by, reason="No.")),
    "upload_image": ("AEN", lambda by, analyst: upload_image(_png(), by=by, alt_en="A pier")),
    "describe_image": (
        "AEN",
        lambda by, analyst: describe_image(picture("red", by=analyst, alt="A pier"), by=by, alt_en="A quay"),
    ),
    "delete_image": ("E", lambda by, analyst: delete_image(picture("red", by=analyst, alt="A pier"), by=by)),
    "hide_byline": ("E", lambda by, analyst: hide_byline(Byline.objects.create(name="Ana"), by=by, reason="Threats.")),
    "show_byline": ("E", lambda by, analyst: show_byline(Byline.objects.create(name="Ana"), by=by)),
    "make a topic public": ("E", lambda by, analyst: make_public(make.topic(public=False), by=by)),
    "make a source public": ("N", lambda by, analyst: make_public(make.source(public=False), by=by)),
    "make an indicator public": ("N", lambda by, analyst: make_public(make.indicator(public=False), by=by)),
    "make a series public": ("N", lambda by, analyst: make_public(make.series(public=False), by=by)),
    "make a data table public": ("N", lambda by, analyst: make_public(make.filled_table(public=False), by=by)),
    "make an impact public": ("EN", lambda by, analyst: make_public(make.impact(public=False), by=by)),
    "make an initiative public": ("EN", lambda by, analyst: make_public(make.initiative(public=False), by=by)),
}


@pytest.mark.parametrize("act", OTHER_ACTS)
def test_every_act_outside_articles_by_every_role(act, analyst):
    allowed, do = OTHER_ACTS[act]
    done = set()
    for letter, role in LETTERS.items():
        somebody = person(f"somebody{letter}", role, is_staff=True)
        with transaction.atomic():
            with contextlib.suppress(PermissionDenied):
                do(somebody, analyst)
                done.add(letter)
            transaction.set_rollback(True)
    assert done == set(allowed)
