"""The working copy, its workflow, its bylines and addresses. No public page reads a working copy."""

from content_editor.models import Region
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ...addresses.models import ADDRESS_TAKEN, BRIEFING, LANGUAGES, Address
from ...documents.document import ArticleKind
from ...history.logged_models import Logged
from ...lib.acts import Act
from ...lib.bases import address_of
from ...lib.texts import DESCRIPTION, SUMMARY, AddressField, LineField, text_field
from ...roles import Realm


class TranslationGroup(models.Model):
    """The articles that are one briefing, one for each language."""

    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.pk}"


class Byline(models.Model):
    """A public name. It belongs to no account, and hiding it takes it off every page at once."""

    read_by_public = True

    name = LineField(_("public name"), max_length=120, unique=True)
    hidden = models.BooleanField(
        _("hidden everywhere"), default=False, help_text=_("Takes the name off all pages, old editions included.")
    )

    logged = Logged(Realm.ARTICLES, silent=("hidden",))

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Stage(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    APPROVED = "approved", _("approved")
    ARCHIVED = "archived", _("archived")


class ArticleQuerySet(models.QuerySet):
    def unarchived(self):
        return self.exclude(workflow__stage=Stage.ARCHIVED)


class Article(models.Model):
    """The working copy of a briefing. `version` counts saves, so that two people never overwrite each other unseen."""

    Kind = ArticleKind

    group = models.ForeignKey("TranslationGroup", models.PROTECT, related_name="articles", editable=False)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.BRIEFING)
    title = LineField(_("title"), max_length=200, blank=True, help_text=_("Up to about 90 characters read well."))
    slug = AddressField(
        _("address"),
        max_length=120,
        blank=True,
        help_text=_(
            "The last part of the web address. Until the first submission it follows the title, unless you type one. "
            "After the first publication it changes only by “Move to another address”."
        ),
    )
    summary = text_field(
        _("summary"), most=SUMMARY, blank=True, help_text=_("One paragraph: what happened, how big it is, says who.")
    )
    topics = models.ManyToManyField("Topic", blank=True, verbose_name=_("topics"), related_name="articles")
    bylines = models.ManyToManyField("Byline", through="ArticleByline", blank=True, verbose_name=_("bylines"))
    related = models.ManyToManyField(
        "self", symmetrical=False, blank=True, verbose_name=_("related briefings"), related_name="related_from"
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True, db_index=True)
    changed_by = models.ForeignKey("User", models.PROTECT, null=True, editable=False, related_name="+")

    regions = [Region(key="main", title=_("Body"))]

    objects = ArticleQuerySet.as_manager()

    logged = Logged(Realm.ARTICLES, by_acts=True, silent=("group",), many=("topics", "related"))

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "slug"],
                condition=~models.Q(slug=""),
                name="article_slug_once",
                violation_error_message=_("Another article in this language has this address."),
            ),
            models.UniqueConstraint(
                fields=["group", "language"],
                name="article_one_per_language",
                violation_error_message=_("This briefing already has an article in this language."),
            ),
        ]

    def __str__(self):
        return self.title or str(_("Untitled"))

    def desk_url(self, act: Act | None = None) -> str:
        if act:
            return reverse("admin:briefings_article_act", args=[self.pk, act.name])
        return reverse("admin:briefings_article_change", args=[self.pk])

    def clean(self):
        others = Address.objects.at(BRIEFING, self.language, self.slug).of_others(BRIEFING, self.pk)
        if others.exists():
            raise ValidationError({"slug": ValidationError(ADDRESS_TAKEN, code="taken")})


class ArticleBylines(models.Manager):
    """Rows with their bylines, because a row says nothing without its name."""

    def get_queryset(self):
        return super().get_queryset().select_related("byline")


class ArticleByline(models.Model):
    article = models.ForeignKey("Article", models.CASCADE, related_name="byline_rows")
    byline = models.ForeignKey("Byline", models.PROTECT, verbose_name=_("byline"))
    position = models.PositiveIntegerField(_("position"), default=0)

    objects = ArticleBylines()

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "byline"], name="byline_once")]

    def __str__(self):
        return str(self.byline)


def slug_of(title: str) -> str:
    return address_of(title, 110)


def free_slug(slug: str, language: str, *, of: Article | None = None) -> str:
    """The slug, numbered if an article of the language other than `of` has or had it."""
    stem = slug[:110]
    articles = Article.objects.filter(language=language, slug__startswith=stem).exclude(pk=of and of.pk)
    others = Address.objects.of_others(BRIEFING, of and of.pk)
    addresses = others.filter(language=language, slug__startswith=stem)
    taken = {*articles.values_list("slug", flat=True), *addresses.values_list("slug", flat=True)}
    candidate, number = slug, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem}-{number}"
    return candidate


class Workflow(models.Model):
    """Stage and owner of an article. A separate model, so that restoring a version never restores an approval."""

    read_by_public = ("address", "withdrawn_at", "taken_down_at", "withdrawal_reason")

    article = models.OneToOneField("Article", models.CASCADE, related_name="workflow")
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.DRAFT, db_index=True)
    owner = models.ForeignKey("User", models.PROTECT, related_name="articles", verbose_name=_("author"))
    submitted_hash = models.CharField(max_length=64, blank=True)
    submitted_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    approved_hash = models.CharField(max_length=64, blank=True)
    approved_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)  # of the last approval, even if it does not count any more
    # The exact text that an editor sent to the author as read whole; if the author accepts it, that editor approves it.
    sent_hash = models.CharField(max_length=64, blank=True, db_default="")
    sent_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    returned_comment = text_field(most=DESCRIPTION, blank=True)
    # Nobody has saved or submitted the article since its newest edition was made. The column keeps its first name: the
    # release before this one, which may run until the upgrade is done, still reads it.
    unchanged_since_edition = models.BooleanField(default=False, db_column="at_rest")
    planned_on = models.DateField(
        _("planned for"), null=True, blank=True, help_text=_("When you mean to publish. Nothing happens by itself.")
    )
    editor = models.ForeignKey(
        "User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("editor in charge")
    )
    address = models.ForeignKey("Address", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    taken_down_at = models.DateTimeField(_("taken down"), null=True)
    withdrawal_reason = text_field(_("reason for withdrawal"), blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["planned_on"], condition=models.Q(planned_on__isnull=False), name="workflow_planned"),
            models.Index(
                fields=["owner", "stage"], condition=models.Q(unchanged_since_edition=False), name="workflow_at_work"
            ),
            *(
                models.Index(fields=[f"-{name}", "-id"], condition=models.Q((f"{name}__isnull", False)), name=index)
                for name, index in (("withdrawn_at", "workflow_withdrawn"), ("taken_down_at", "workflow_taken_down"))
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(stage="approved")
                | ~models.Q(approved_hash="") & models.Q(approved_by__isnull=False),
                name="workflow_approved_by_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("submitted_by")),
                name="workflow_four_eyes",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, taken_down_at=None) | ~models.Q(withdrawal_reason=""),
                name="workflow_withdrawal_has_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage="archived") | models.Q(submitted_at=None, address=None),
                name="workflow_archived_never_submitted",
            ),
        ]

    def __str__(self):
        return f"{self.article}: {self.get_stage_display()}"

    def save_work(self):
        """Save what no public page reads: drafts and reviews leave the stored pages as they are."""
        names = [field.name for field in self._meta.concrete_fields if not field.primary_key]
        self.save(update_fields=[name for name in names if name not in self.read_by_public])


class Unread(models.Model):
    """Nobody else has read what `person` has written in the article since it was approved or accepted."""

    workflow = models.ForeignKey("Workflow", models.CASCADE, related_name="unread")
    person = models.ForeignKey("User", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workflow", "person"], name="unread_once")]

    def __str__(self):
        return f"{self.workflow}: {self.person}"
