"""What briefings are about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..lib.bases import Named, Publishable


class Topic(Named, Publishable):
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    description_en = models.TextField(_("description in English"), blank=True)
    description_es = models.TextField(_("description in Spanish"), blank=True)

    public_act = "edit_topics"
    realm = "articles"

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["sort_en"]
