"""What belongs to an edition beside its figures: sources, pictures, public names and related briefings."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...lib.append_only import AppendOnly, AppendOnlyQuerySet
from .articles import LANGUAGES


class CitationQuerySet(AppendOnlyQuerySet):
    def note_editions(self):
        """Repeat what the index needs to know of the edition of each: nothing else of a citation may change."""
        editions = self.model._meta.get_field("edition").related_model.objects.filter(pk=models.OuterRef("edition"))
        names = "language", "publish_at", "superseded_at"
        return models.QuerySet.update(self, **{name: models.Subquery(editions.values(name)) for name in names})


class Citation(AppendOnly):
    """A source that an edition rests on, for claims without a number too.

    With the language and dates of the edition, so that an index finds the newest that cite a source."""

    read_by_public = True

    edition = models.ForeignKey("Edition", models.CASCADE, related_name="citations")
    block_key = models.UUIDField(null=True)
    source = models.ForeignKey("Source", models.PROTECT, related_name="citations")
    release = models.ForeignKey("Release", models.PROTECT, null=True, related_name="citations")
    locator = models.CharField(_("where in it"), max_length=200, blank=True)
    # As the source stated it at publication; empty too in editions that are older than this column.
    licence = models.CharField(_("licence"), max_length=200, blank=True, db_default="")
    language = models.CharField(max_length=2, choices=LANGUAGES, editable=False, db_default="")
    publish_at = models.DateTimeField(null=True, editable=False)
    superseded_at = models.DateTimeField(null=True, editable=False)

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        indexes = [
            models.Index(
                fields=["source", "language", "-publish_at", "-edition", "superseded_at"], name="citation_of_source"
            ),
            models.Index(
                fields=["release", "language", "-publish_at", "-edition", "superseded_at"], name="citation_of_release"
            ),
            models.Index(fields=["edition"], condition=models.Q(publish_at=None), name="citation_undated"),
        ]

    def __str__(self):
        return f"{self.edition}: {self.source}"


class ImageUse(AppendOnly):
    """A picture that an edition shows; readers may open it as long as such an edition is public."""

    edition = models.ForeignKey("Edition", models.CASCADE, related_name="image_uses")
    image = models.ForeignKey("Image", models.PROTECT, related_name="uses")

    class Meta:
        verbose_name = _("picture in an edition")
        verbose_name_plural = _("pictures in editions")
        constraints = [models.UniqueConstraint(fields=["edition", "image"], name="image_use_once")]

    def __str__(self):
        return f"{self.edition}: {self.image}"


class EditionByline(AppendOnly):
    """A public name under an edition, as it stood at publication; hiding the byline hides it here too."""

    read_by_public = True

    edition = models.ForeignKey("Edition", models.CASCADE, related_name="byline_rows")
    byline = models.ForeignKey("Byline", models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("byline of an edition")
        verbose_name_plural = _("bylines of editions")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "byline"], name="edition_byline_once")]

    def __str__(self):
        return f"{self.edition}: {self.byline}"


class EditionRelated(AppendOnly):
    """Another briefing that an edition points to; readers see its public title, and only while it has one."""

    read_by_public = True

    edition = models.ForeignKey("Edition", models.CASCADE, related_name="related_rows")
    article = models.ForeignKey("Article", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "article"], name="edition_related_once")]

    def __str__(self):
        return f"{self.edition} → {self.article_id}"
