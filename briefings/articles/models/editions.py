import json

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from ...history.logged_models import Logged
from ...lib.append_only import AppendOnly
from ...lib.texts import text_field
from ...roles import Realm
from ...statistics.fields import ValueField
from .articles import LANGUAGES, Article

# One person is named twice only where an edition was published without a second person; without a
# parameter, so that the index serves.
ONE_PAIR_OF_EYES = models.Q(approved_by=models.F("submitted_by"))


class WaitingChoice(models.TextChoices):
    """What becomes of an edition that waits when its article is withdrawn or taken down."""

    HOLD = "hold", _("hold it: nobody sees it until somebody ends the hold")
    CANCEL = "cancel", _("cancel it: it is deleted, the history keeps its text")
    KEEP = "keep", _("leave it as it is: at its date it becomes the newest edition of what is withdrawn")


class EditionQuerySet(models.QuerySet):
    def has_appeared(self, now=None):
        """Editions that readers could open at some time: their date has come and nobody holds them."""
        return self.filter(publish_at__lte=now or Now(), held_at__isnull=True)

    def public(self, now=None):
        """Editions that readers may open, old ones included."""
        return self.has_appeared(now).filter(article__workflow__taken_down_at__isnull=True)

    def latest(self, now=None):
        """Of the public editions the highest of each article: what lists, feeds and counts show."""
        later = self.model.objects.has_appeared(now).filter(
            article=models.OuterRef("article"), number__gt=models.OuterRef("number")
        )
        is_not = models.Q(superseded_at__isnull=True) | models.Q(superseded_at__gt=now or Now())
        return self.public(now).filter(is_not, ~models.Exists(later))

    def waiting(self, now=None):
        """Editions that nobody has been able to read: their date is to come, or they are held."""
        return self.filter(models.Q(publish_at__gt=now or Now()) | models.Q(held_at__isnull=False))

    def keys_of_waiting(self):
        return set(self.waiting_by_index())

    def waiting_by_index(self):
        """A query for the keys of `waiting`, each half by its own index: for an "or" all editions may be read."""
        to_come = self.filter(publish_at__gt=Now()).order_by().values_list("pk", flat=True)
        return to_come.union(self.filter(held_at__isnull=False).order_by().values_list("pk", flat=True))

    def forced(self):
        """Editions that somebody published without a second person."""
        return self.filter(ONE_PAIR_OF_EYES)

    def needing_second_look(self, now=None):
        """Forced editions that have appeared and that nobody else has read yet."""
        return self.forced().has_appeared(now).filter(second_look=None)

    def with_marks(self):
        """Whether each has been read by one person only, so far: readers of its page are told."""
        alone = models.Case(
            models.When(ONE_PAIR_OF_EYES & models.Q(second_look=None), then=True),
            default=False,
            output_field=models.BooleanField(),
        )
        return self.annotate(is_read_by_one=alone)

    def in_lists(self):
        """With what a list shows and no more; the document stays in the database."""
        return self.select_related("article__workflow__address").only(
            "number", "language", "kind", "title", "summary", "change_kind", "publish_at", "article__group",
            "article__workflow__address__slug", "article__workflow__withdrawn_at",
            "article__workflow__withdrawal_reason",
        )  # fmt: skip

    def with_briefing(self):
        """With its group, its canonical address, and whether and why it is withdrawn."""
        return self.select_related("article__workflow__address")


class Edition(models.Model):
    """An immutable, numbered publication. Only while it waits may its date change, may it be held, or deleted."""

    read_by_public = True
    public_from = "publish_at", "created_at"

    class ChangeKind(models.TextChoices):
        FIRST = "first", _("first publication")
        UPDATE = "update", _("update")
        CORRECTION = "correction", _("correction")
        MINOR = "minor", _("minor change")

    # Without an index of its own: PostgreSQL used it for `latest()` and read all 500 editions of an article for each.
    article = models.ForeignKey("Article", models.PROTECT, related_name="editions", db_index=False)
    number = models.PositiveIntegerField(_("number"))
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    kind = models.CharField(_("kind"), max_length=12, choices=Article.Kind.choices)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"))
    document = models.TextField()
    sha256 = models.CharField(_("SHA-256 of the document"), max_length=64)
    content_hash = models.CharField(max_length=64)
    change_kind = models.CharField(_("kind of change"), max_length=10, choices=ChangeKind.choices)
    note = text_field(_("public note"), blank=True)
    translates = models.ForeignKey("self", models.PROTECT, null=True, related_name="translations")
    publish_at = models.DateTimeField(_("public from"))
    held_at = models.DateTimeField(_("held since"), null=True)
    created_at = models.DateTimeField(_("made"))
    by = models.ForeignKey("User", models.PROTECT, related_name="+", verbose_name=_("published by"))
    approved_by = models.ForeignKey("User", models.PROTECT, related_name="+", verbose_name=_("approved by"))
    submitted_by = models.ForeignKey("User", models.PROTECT, related_name="+", verbose_name=_("submitted by"))
    # When a later edition appeared, noted so that `latest()` looks at no more than it shows: some have 500 editions.
    superseded_at = models.DateTimeField(null=True, editable=False)
    forced_reason = models.TextField(_("published without a second person because"), max_length=2000, blank=True)

    objects = EditionQuerySet.as_manager()

    logged = Logged(Realm.ARTICLES, follows_fields=False)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["-publish_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="edition_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="edition_number_from_1"),
            models.CheckConstraint(
                condition=models.Q(change_kind__in=["first", "minor"]) | ~models.Q(note=""), name="edition_has_note"
            ),
            models.CheckConstraint(
                condition=models.Q(change_kind="first", number=1)
                | ~models.Q(change_kind="first") & models.Q(number__gt=1),
                name="edition_first_is_number_1",
            ),
            models.CheckConstraint(
                condition=ONE_PAIR_OF_EYES & ~models.Q(forced_reason="")
                | ~ONE_PAIR_OF_EYES & models.Q(forced_reason=""),
                name="edition_four_eyes",
            ),
        ]
        indexes = [
            models.Index(fields=["language", "-publish_at", "-id", "superseded_at"], name="edition_in_lists"),
            models.Index(fields=["-publish_at", "-id"], name="edition_by_date"),
            models.Index(fields=["held_at"], condition=models.Q(held_at__isnull=False), name="edition_held"),
            models.Index(fields=["created_at"], name="edition_made"),
            models.Index(
                fields=["language", "-publish_at", "-id"],
                condition=models.Q(change_kind="correction"),
                name="edition_corrections",
            ),
            models.Index(fields=["created_at", "id"], condition=ONE_PAIR_OF_EYES, name="edition_forced"),
            # Of those that were scheduled: `tick` looks every minute which of them have become public.
            models.Index(
                fields=["publish_at"],
                condition=models.Q(publish_at__gt=models.F("created_at")),
                name="edition_scheduled",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.number})"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            self._require_waiting()
            if not set(kwargs.get("update_fields") or ["everything"]) <= {"publish_at", "held_at"}:
                raise ValidationError(_("Of an edition that waits only the date may change."), code="kept")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._require_waiting()
        return super().delete(*args, **kwargs)

    @cached_property
    def data(self):
        return json.loads(self.document)

    def _require_waiting(self):
        if not type(self).objects.waiting().filter(pk=self.pk).exists():
            raise ValidationError(_("An edition that has been public stays for ever, as it is."), code="public")


class Rendering(AppendOnly):
    """An edition's document as HTML by one named renderer. A better renderer adds a row; none is changed."""

    read_by_public = True

    edition = models.ForeignKey("Edition", models.CASCADE, related_name="renderings")
    renderer = models.CharField(max_length=20)
    html = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["edition", "-pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "renderer"], name="rendering_once")]

    def __str__(self):
        return f"{self.edition}, {self.renderer}"


class FigureUse(AppendOnly):
    """A number that an edition prints, and the vintage that it rests on."""

    read_by_public = True

    class Role(models.TextChoices):
        VALUE = "value", _("value")
        OPERAND = "operand", _("part of a calculation")
        CELL = "cell", _("table cell")
        POINT = "point", _("chart point")

    edition = models.ForeignKey("Edition", models.CASCADE, related_name="figure_uses")
    key = models.CharField(max_length=100)
    role = models.CharField(max_length=8, choices=Role.choices)
    vintage = models.ForeignKey("Vintage", models.PROTECT, related_name="uses", db_index=False)
    block_key = models.UUIDField()
    expression = models.CharField(max_length=200, blank=True)
    value = ValueField(null=True)
    text = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "key", "vintage", "role"], name="figure_use_once")]
        indexes = [models.Index(fields=["vintage", "edition"], name="figure_use_of_vintage")]

    def __str__(self):
        return f"{self.edition}: {self.text}"
