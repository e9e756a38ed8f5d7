"""When `load_demo` refuses, and that it loads everything or nothing."""

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


def test_load_demo_is_refused_in_production(settings, db):
    settings.IS_LOCAL = False
    with pytest.raises(CommandError, match="invented people"):
        call_command("load_demo", stdout=io.StringIO())
    assert not User.objects.exists()


@pytest.mark.slow
def test_forced_load_demo_sets_no_passwords(settings, db):
    settings.IS_LOCAL = False
    call_command("load_demo", "--force", stdout=io.StringIO())
    assert not any(user.has_usable_password() for user in User.objects.all())


@pytest.mark.slow
def test_nothing_is_loaded_when_a_slug_is_taken(db):
    Topic.objects.create(slug="homicide", name_en="Ours")
    before = rows()
    with pytest.raises(CommandError, match="Nothing was loaded"):
        call_command("load_demo", stdout=io.StringIO())
    assert rows() == before


@pytest.mark.slow
def test_interrupted_load_leaves_nothing(db, monkeypatch):
    def fail(*args, **kwargs):
        raise ValidationError("The power failed.")

    monkeypatch.setattr("briefings.demo.loading.articles.publish", fail)
    before = rows()
    with pytest.raises(ValidationError):
        load()
    assert rows() == before
