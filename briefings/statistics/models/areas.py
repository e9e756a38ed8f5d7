import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...addresses.actions import give_addresses
from ...addresses.models import WithPage
from ...history.logged_models import Logged
from ...lib.bases import Named
from ...lib.texts import AddressField, LineField, fold
from ...roles import Realm
from ...search.searchable import Searchable
from .series import Series

ALWAYS = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # no act makes an area public


class Area(Named, WithPage, Searchable):
    """A country, province, canton or zone. `code` is ours and never blank; the official one may be."""

    read_by_public = True

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        PROVINCE = "province", _("province")
        CANTON = "canton", _("canton")
        ZONE = "zone", _("zone")

    code = LineField(
        _("code"), max_length=12, unique=True, help_text=_("Ours, for ever: EC, EC-G, a canton's DPA number, EC-ZND.")
    )
    official_code = LineField(_("official code"), max_length=12, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )

    # Made from the names; empty only in rows that the release before this one adds.
    slug = AddressField(_("address in English"), max_length=80, unique=True, null=True, editable=False)
    slug_es = AddressField(_("address in Spanish"), max_length=80, unique=True, null=True, editable=False)

    page_name = search_kind = "place"
    search_fields = ()
    logged = Logged(Realm.STATISTICS, silent=("slug", "slug_es"))

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["sort_en"]
        constraints = [models.CheckConstraint(condition=~models.Q(code=""), name="area_has_code")]

    def save(self, *args, **kwargs):
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            give_addresses(self)
            super().save(update_fields=["slug", "slug_es"])

    @classmethod
    def to_be_found(cls):
        """The nation, its provinces and zones, and the cantons that have public values: those that wait for a second
        person are none yet."""
        with_values = Series.objects.public().filter(area=models.OuterRef("pk"), observations__current__isnull=False)
        return cls.objects.filter(~models.Q(kind=cls.Kind.CANTON) | models.Exists(with_values))

    def search_words(self, language):
        return [self.get_kind_display(), self.official_code, *self.aliases.values_list("spelling", flat=True)]

    def search_details(self):
        return {"key": self.code, "public_from": ALWAYS}


class AreaAlias(models.Model):
    """A spelling of an area in a source, unique after folding so that an import is unambiguous."""

    area = models.ForeignKey("Area", models.CASCADE, related_name="aliases")
    spelling = LineField(_("spelling"), max_length=200)
    folded = models.CharField(max_length=200, unique=True, editable=False)

    search_parts_of = ("area",)
    logged = Logged(Realm.STATISTICS, part_of="area")

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings seen in sources")
        ordering = ["spelling"]

    def __str__(self):
        return self.spelling

    def save(self, *args, **kwargs):
        self.folded = fold(self.spelling)
        super().save(*args, **kwargs)

    def clean(self):
        self.folded = fold(self.spelling)
