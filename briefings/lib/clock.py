"""The database's clock, which decides when something becomes public, and the one kind of field for days and moments."""

import datetime

from django import forms
from django.db import connection, models
from django.utils import timezone

NOW_SQL = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')", "postgresql": "statement_timestamp()"}


def database_now() -> datetime.datetime:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {NOW_SQL[connection.vendor]}")
        (moment,) = cursor.fetchone()
    if isinstance(moment, str):
        return datetime.datetime.fromisoformat(moment).replace(tzinfo=datetime.UTC)
    return moment.astimezone(timezone.get_default_timezone())


class DayInput(forms.DateInput):
    """The browser's own calendar, which shows a day as the reader's country writes it and posts it in ISO."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class DayField(models.DateField):
    """Every day that people enter. Migrations call it a DateField, because it is one to the database."""

    def formfield(self, **kwargs):
        return super().formfield(**(kwargs | {"widget": DayInput}))

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateField", args, kwargs
