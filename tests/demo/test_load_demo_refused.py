"""Where the demonstration is not loaded: all of it or none, and never by accident."""

import io

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from briefings.accounts.models import User
from briefings.demo.loading import load
from briefings.topics.models import Topic


def rows():
    return {model._meta.label: model.objects.count() for model in apps.get_app_config("briefings").get_models()}


def test_it_is_refused_where_real_readers_are(settings, db):
    settings.IS_LOCAL = False
    with pytest.raises(CommandError, match="invented people"):
        call_command("load_demo", stdout=io.StringIO())
    assert not User.objects.exists()


def test_by_force_it_loads_without_giving_anybody_a_password(settings, db):
    settings.IS_LOCAL = False
    call_command("load_demo", "--force", stdout=io.StringIO())
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_nothing_is_loaded_when_something_stands_in_the_way(db):
    Topic.objects.create(slug="homicide", name_en="Ours")
    before = rows()
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_demo", stdout=io.StringIO())
    assert rows() == before


def test_a_load_that_breaks_off_leaves_nothing(db, monkeypatch):
    def break_off(*args, **kwargs):
        raise ValidationError("The power failed.")

    monkeypatch.setattr("briefings.demo.loading.articles.publish", break_off)
    before = rows()
    with pytest.raises(ValidationError):
        load()
    assert rows() == before
