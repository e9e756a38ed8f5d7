"""Backups that succeeded, and the quarantine of a restored copy."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..history.logged_models import Logged
from ..lib.texts import LineField
from ..roles import Realm


class Backup(models.Model):
    """A backup that is whole; `manage.py backup` adds the row last. Readiness and metrics read the newest."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(db_index=True)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    missing = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering = ["-finished_at", "-pk"]

    def __str__(self):
        return self.name


class Tick(models.Model):
    """One row: when `manage.py tick` last did its work."""

    at = models.DateTimeField()

    class Meta:
        verbose_name = _("tick")
        verbose_name_plural = _("ticks")

    def __str__(self):
        return str(self.at)


class Quarantine(models.Model):
    """Its row exists while this site is a restored copy that nobody has released: no mail, no tick, a strip on every
    page. `manage.py restore` writes it into the copy; no backup contains it."""

    since = models.DateTimeField()
    backup = models.CharField(max_length=200)
    taken_at = models.DateTimeField()

    logged = Logged(Realm.USERS, follows_fields=False)

    class Meta:
        verbose_name = _("quarantine")
        verbose_name_plural = _("quarantine")

    def __str__(self):
        return self.backup


class EmergencySwitches(models.Model):
    """One row, which every emergency act locks. The desk is read-only while it has a date."""

    read_only_since = models.DateTimeField(_("read-only since"), null=True)
    reason = LineField(_("reason"), max_length=300, blank=True)

    logged = Logged(Realm.USERS, follows_fields=False)

    class Meta:
        verbose_name = _("emergency switches")
        verbose_name_plural = _("emergency switches")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="emergency_switches_are_one_row")]

    def __str__(self):
        return str(_("Emergency switches"))

    @classmethod
    def read_only(cls) -> "EmergencySwitches | None":
        """The row while the desk is read-only, else None."""
        return cls.objects.filter(read_only_since__isnull=False).first()
