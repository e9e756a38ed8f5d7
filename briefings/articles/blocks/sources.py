from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ...documents.kinds.sources import KIND
from ...lib.texts import LineField, text_field
from .base import Block


class SourcesBlock(Block):
    kind = KIND
    icon = "menu_book"
    rows_refer_to = ("source", "release__source")
    short_texts = ("intro",)
    plain_texts = ("intro",)
    needed = ("sources",)

    intro = text_field(_("introduction"), blank=True)
    sources = models.ManyToManyField("Source", through="SourcesRow", verbose_name=_("sources"))

    def excerpt(self):
        return self.intro

    def resolve(self, resolution):
        sources = [resolution.source(row.source) | _place(row, resolution.language) for row in self.chosen]
        return {"intro": self.intro, "sources": sources}


def _place(row, language):
    """The release of the source and the place in it; keys that nobody filled in are left out."""
    place = {"locator": row.locator} if row.locator else {}
    if release := row.release:
        is_foreign = release.language and release.language != language
        place["release"] = {
            "id": release.pk,
            "title": {"text": release.title} | ({"lang": release.language} if is_foreign else {}),
            "url": release.link,
            "published": release.day_published.code if release.published else None,
        }
    return place


class SourcesRow(models.Model):
    block = models.ForeignKey("SourcesBlock", models.CASCADE, related_name="rows")
    source = models.ForeignKey("Source", models.PROTECT)
    release = models.ForeignKey("Release", models.PROTECT, null=True, blank=True, verbose_name=_("release"))
    locator = LineField(_("where in it"), max_length=200, blank=True, help_text=_("Where in it: page, table, section."))
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["block", "source"], name="source_once_a_list")]

    def __str__(self):
        return ", ".join(str(part) for part in (self.source, self.release and self.release.title, self.locator) if part)

    def clean(self):
        if self.release and self.release.source_id != self.source_id:
            raise ValidationError({"release": _("This release is another source’s.")})
