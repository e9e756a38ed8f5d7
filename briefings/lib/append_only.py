"""Rows that are written once. Triggers in the database refuse changes too; here the refusal has words."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def _refusal():
    return ValidationError(_("What is on record is neither changed nor deleted."), code="kept")


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **fields):
        raise _refusal()

    def delete(self):
        """Only a waiting edition that is cancelled takes its rows along; that does not come by here."""
        raise _refusal()

    delete.alters_data = True
    delete.queryset_only = True


class AppendOnly(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise _refusal()
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args, **kwargs):
        raise _refusal()
