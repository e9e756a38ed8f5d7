"""Saved versions of working copies. The text is kept by django-reversion; here is which save it was."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedVersionQuerySet(models.QuerySet):
    def in_lists(self):
        """Newest first, with who and when; the text stays in the database."""
        return self.select_related("revision__user").order_by("-number")


class SavedVersion(models.Model):
    """The article and its blocks as one save left them: `number` is `Article.version` after it, `act` what saved."""

    revision = models.OneToOneField("reversion.Revision", models.CASCADE, related_name="saved_version")
    article = models.ForeignKey("Article", models.CASCADE, related_name="saved_versions")
    number = models.PositiveIntegerField(_("version"))
    act = models.CharField(_("act"), max_length=60)

    objects = SavedVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved version")
        verbose_name_plural = _("saved versions")
        ordering = ["-number", "-pk"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="saved_version_once")]

    def __str__(self):
        return f"{self.article_id}, {self.number}"

    @property
    def at(self):
        return self.revision.date_created

    @property
    def by(self):
        return self.revision.user
