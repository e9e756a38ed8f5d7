from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models.functions import Left
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


class CardQuerySet(models.QuerySet):
    def of(self, kind: str, target_id, language: str):
        return self.filter(kind=kind, target_id=target_id, language=language)


class Card(models.Model):
    """The picture that other sites show beside a link to a page: drawn by `tick`, never in a request.

    In a table and not in a file: every process has it, backups have it, and it goes in a transaction. `made_from` is
    a SHA-256 of what it shows; its start is in the address, so that a new picture has another one.
    """

    WIDTH, HEIGHT = 1200, 630

    kind = models.CharField(max_length=20)  # of page, as addresses are named
    target_id = models.BigIntegerField()
    language = models.CharField(max_length=2)
    made_from = models.CharField(max_length=64)
    alt = models.TextField()
    png = models.BinaryField()
    version = models.PositiveSmallIntegerField()  # of how cards look

    objects = CardQuerySet.as_manager()
    read_by_public = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "target_id", "language"], name="card_once")]

    def __str__(self):
        return self.alt


@dataclass(frozen=True)
class CardLink:
    """What a page says about its card."""

    url: str
    alt: str
    width: int = Card.WIDTH
    height: int = Card.HEIGHT


def card_columns(kind: str, target_id, language) -> dict[str, models.Subquery]:
    """`card_key` and `card_alt` beside another row: None where there is no card."""
    cards = Card.objects.of(kind, target_id, language)
    return {
        "card_key": models.Subquery(cards.values(start=Left("made_from", 8))[:1]),
        "card_alt": models.Subquery(cards.values("alt")[:1]),
    }


def card_link(kind: str, language: str, slug: str, key: str | None, alt: str | None) -> CardLink | None:
    if not key:
        return None
    return CardLink(f"{settings.SITE_URL}{reverse(f'{kind}-card-{language}', args=[slug, key])}", alt)
