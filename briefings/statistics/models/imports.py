"""Files that are being imported, for a day at most, and how the files of a source were read last."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...history.logged_models import Logged
from ...lib.texts import LineField
from ...roles import Realm

KEPT = timedelta(days=1)


class ImportFileQuerySet(models.QuerySet):
    def too_old(self, now=None):
        return self.filter(uploaded_at__lte=(now or timezone.now()) - KEPT)

    def kept(self):
        return self.filter(uploaded_at__gt=timezone.now() - KEPT)


class ImportFile(models.Model):
    """A file that somebody imports. Only they open it. It may hold rows about single people: its cells lie encrypted in
    its parts, and are deleted when it is recorded or discarded. Backups leave both tables out.

    `content` is the file itself, encrypted, where it may have to be read again in another encoding, or is a large
    workbook: then `unread` is where its next step begins to read, None once it is read, and `marks` what the first step
    has found. `sheets` is what is
    known about each sheet; `mapping` and `answers`: what the person has said about the columns and the words in them;
    `added_series`: keys of the series that were added for it, which go with it if nothing is recorded.
    """

    by = models.ForeignKey("User", models.CASCADE, related_name="+", verbose_name=_("by"))
    source = models.ForeignKey("Source", models.CASCADE, related_name="+", verbose_name=_("source"))
    name = LineField(_("file"), max_length=200)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    uploaded_at = models.DateTimeField(_("uploaded"), db_index=True)
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    content = models.BinaryField(blank=True, default=b"")
    marks = models.BinaryField(blank=True, default=b"", db_default=b"")
    unread = models.JSONField(null=True)
    sheets = models.JSONField(default=list)
    notices = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    answers = models.JSONField(null=True)
    added_series = models.JSONField(null=True)

    logged = Logged(Realm.STATISTICS, follows_fields=False)
    objects = ImportFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file being imported")
        verbose_name_plural = _("files being imported")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self):
        return self.name

    @property
    def kept_until(self):
        return self.uploaded_at + KEPT


class ImportPart(models.Model):
    """Some rows of a sheet, encrypted; `findings` is what they hold by the file's mapping, empty until it is read."""

    file = models.ForeignKey("ImportFile", models.CASCADE, related_name="parts")
    sheet = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    rows = models.BinaryField()
    findings = models.BinaryField(blank=True, default=b"")

    class Meta:
        ordering = ["sheet", "number"]
        constraints = [models.UniqueConstraint(fields=["file", "sheet", "number"], name="import_part_once")]

    def __str__(self):
        return f"{self.file}: {self.sheet}.{self.number}"


class FileMapping(models.Model):
    """How files of a source with these headings were read last: proposed for the next one."""

    source = models.ForeignKey("Source", models.CASCADE, related_name="+")
    headings = models.CharField(max_length=2000)
    mapping = models.JSONField()
    answers = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "headings"], name="file_mapping_once")]

    def __str__(self):
        return f"{self.source}: {self.headings[:40]}"
