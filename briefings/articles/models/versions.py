from django.db import models
from django.utils.translation import gettext_lazy as _

from ...history.models import Plain


class SavedVersionQuerySet(models.QuerySet):
    def in_lists(self):
        """Newest first, with who; the content stays in the database until it is read."""
        return self.select_related("by").defer("content").order_by("-number")


class SavedVersion(models.Model):
    """The article and its blocks as one save left them: `number` is `Article.version` after it, `act` what saved.

    articles/versions.py writes `content` and reads it back.
    """

    article = models.ForeignKey("Article", models.CASCADE, related_name="saved_versions")
    number = models.PositiveIntegerField(_("version"))
    act = models.CharField(_("act"), max_length=60)
    by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    content = models.JSONField(encoder=Plain)

    objects = SavedVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number", "-pk"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="saved_version_once")]

    def __str__(self):
        return f"{self.article_id}, {self.number}"
