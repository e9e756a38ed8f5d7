"""The log: acts and field changes. Rows are never changed or deleted, and have no foreign keys, so that the history of
a deleted object stays."""

import json

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ..lib.acts import act_words
from ..roles import REALM_PERMISSIONS, Realm, may
from .logged_models import labels_of_things


def realms_seen_by(user):
    return [realm for realm, permission in REALM_PERMISSIONS.items() if may(user, permission)]


class EntryQuerySet(models.QuerySet):
    def seen_by(self, user):
        return self.filter(realm__in=realms_seen_by(user))

    def about(self, target):
        return self.filter(target_type=target._meta.model_name, target_id=target.pk)


class Entry(models.Model):
    """One act: the person, the act, its target and the moment."""

    Realm = Realm

    at = models.DateTimeField(_("at"), db_index=True)
    by_id = models.BigIntegerField(_("account"), null=True, db_index=True)
    by_name = models.CharField(_("by"), max_length=200)
    realm = models.CharField(_("realm"), max_length=12, choices=Realm.choices, db_index=True)
    act = models.CharField(_("act"), max_length=60, db_index=True)
    target_type = models.CharField(_("kind of thing"), max_length=60)
    target_id = models.BigIntegerField(_("its number"))
    target_label = models.CharField(_("thing"), max_length=300)

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["target_type", "target_id", "-at"], name="%(class)s_of_target"),
            models.Index(fields=["realm", "-at", "-id"], name="%(class)s_of_realm"),
        ]

    def __str__(self):
        return f"{act_words(self.act)}: {self.thing}"

    @property
    def thing(self) -> str:
        """What the log calls the target: in the reader's language where its name on record is in that of who acted."""
        label = labels_of_things().get(self.target_type)
        return str(label(self.target_id)) if label else self.target_label


class Event(Entry):
    detail = models.JSONField(_("detail"), default=dict, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("act in the log")
        verbose_name_plural = _("log")


class Plain(json.JSONEncoder):
    """Does not escape accented letters, so that both databases find them."""

    def __init__(self, **options):
        super().__init__(**options | {"ensure_ascii": False})


class FieldChange(Entry):
    """Changed fields of one object, written by field_changes.py: `changes` is {field: [before, after]}, `act` is add,
    change or delete. `part_…` names the changed part (a block of an article), if it was one."""

    part_type = models.CharField(_("kind of part"), max_length=60, blank=True)
    part_id = models.BigIntegerField(_("its number"), null=True)
    part_label = models.CharField(_("part"), max_length=300, blank=True)
    changes = models.JSONField(_("changes"), encoder=Plain)

    class Meta(Entry.Meta):
        verbose_name = _("change")
        verbose_name_plural = _("changes")


class PublicToken(models.Model):
    """One row; its token is replaced whenever something that public pages read has changed (public_token.py)."""

    token = models.CharField(max_length=32)
    written_at = models.DateTimeField(db_default=Now())  # by the token's writers and by `tick` (replicas.py)

    def __str__(self):
        return self.token
