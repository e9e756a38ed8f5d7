import uuid

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from ...history.logged_models import Logged
from ...lib.append_only import AppendOnly
from ...lib.texts import LineField
from ...roles import Realm


class CommentQuerySet(models.QuerySet):
    def open(self):
        return self.filter(resolved_at=None)


class Comment(models.Model):
    """A remark on an article, or on one block by its key; by somebody with an account or by a visitor with a link."""

    class Verdict(models.TextChoices):
        CORRECT = "correct", _("correct")
        NEEDS_CHANGES = "needs_changes", _("needs changes")

    article = models.ForeignKey("Article", models.CASCADE, related_name="comments")
    block_key = models.UUIDField(_("block"), null=True, blank=True)
    excerpt = models.CharField(max_length=200, blank=True)  # how the block began then: it may change or go
    text = models.TextField(_("comment"), max_length=5000, blank=True)
    verdict = models.CharField(_("verdict"), max_length=13, choices=Verdict.choices, blank=True)
    by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    visitor_name = LineField(_("name"), max_length=120, blank=True)
    at = models.DateTimeField(_("at"))
    resolved_at = models.DateTimeField(_("resolved"), null=True)
    resolved_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    logged = Logged(Realm.ARTICLES, part_of="article", silent=("block_key", "at"))

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by__isnull=False, visitor_name="") | models.Q(by=None) & ~models.Q(visitor_name=""),
                name="comment_by_person_or_visitor",
            ),
            models.CheckConstraint(condition=~models.Q(text="") | ~models.Q(verdict=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=models.Q(resolved_at=None, resolved_by=None)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.by or self.visitor_name}: {Truncator(self.text).chars(60) or self.get_verdict_display()}"


class SecondLook(AppendOnly):
    """Somebody else has read an edition that was published without a second person."""

    read_by_public = True

    edition = models.OneToOneField("Edition", models.CASCADE, related_name="second_look")
    by = models.ForeignKey("User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(_("what you found"), max_length=2000, blank=True)

    def __str__(self):
        return f"{self.edition}: {self.by}"


class Presence(models.Model):
    """Somebody has an article open, as of `seen_at`.

    The database does not check its keys: to do that PostgreSQL would lock the article's row, and a heartbeat would wait
    for whoever saves or publishes.
    """

    article = models.ForeignKey("Article", models.CASCADE, related_name="presences", db_constraint=False)
    user = models.ForeignKey("User", models.CASCADE, related_name="+", db_constraint=False)
    window = models.UUIDField(default=uuid.uuid4)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "user", "window"], name="presence_once")]

    def __str__(self):
        return f"{self.user}: {self.article_id}"


class TypedCopy(models.Model):
    """What somebody has typed into the form of an article, new without one, and not saved. Nobody else reads it.

    The token goes through the form; a save with it deletes the copy.
    """

    user = models.ForeignKey("User", models.CASCADE, related_name="+")
    article = models.ForeignKey("Article", models.CASCADE, null=True, related_name="+", db_constraint=False)
    token = models.CharField(max_length=40)
    entries = models.TextField()  # JSON: a list of [name, value] as the form posts them
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "token"], name="typed_copy_once")]

    def __str__(self):
        return f"{self.user}: {self.article_id or 'new'}"
