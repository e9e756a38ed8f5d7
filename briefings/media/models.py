from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..history.logged_models import Logged
from ..lib.bases import Bilingual, bilingual
from ..lib.texts import LineField
from ..roles import Realm

DESCRIBE_IT = _("Describe the picture in at least one language.")


class Image(Bilingual):
    """A picture for articles. Readers can open it only while something public uses it.

    `actions.upload_image` creates it. The file name is the SHA-256 of the content, never the uploaded name.
    """

    file = models.ImageField(_("picture"), width_field="width", height_field="height", editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height"), editable=False, default=0)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    alt_en = LineField(
        _("alternative text in English"),
        max_length=300,
        blank=True,
        help_text=_("Say what someone who cannot see the picture needs to know. Fill in one language at least."),
    )
    alt_es = LineField(_("alternative text in Spanish"), max_length=300, blank=True)
    alt = bilingual("alt")
    credit = LineField(
        _("credit"), max_length=200, blank=True, help_text=_("Who made the picture. It is printed under it.")
    )
    licence = LineField(
        _("licence"), max_length=200, blank=True, help_text=_("What allows us to show it, for example “CC BY 4.0”.")
    )
    uploaded_by = models.ForeignKey(
        "User", models.PROTECT, editable=False, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)

    logged = Logged(Realm.ARTICLES, by_acts=True, silent=("uploaded_by",))

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(alt_en="", alt_es=""),
                name="image_has_alternative_text",
                violation_error_message=DESCRIBE_IT,
            )
        ]

    def __str__(self):
        return str(self.alt) or self.file.name

    def get_absolute_url(self):
        """The same in all languages; 404 unless a public edition shows the picture."""
        return reverse("picture", args=[*self.file.name.rsplit(".", 1)])
