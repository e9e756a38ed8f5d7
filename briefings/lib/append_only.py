"""Append-only models. Database triggers refuse changes as well; the models raise an error with a message first."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def _refusal():
    return ValidationError(_("What is on record is neither changed nor deleted."), code="kept")


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **fields):
        raise _refusal()

    def delete(self):
        """Always refused. Cancelling a waiting edition deletes its rows by cascade, which does not call this."""
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
