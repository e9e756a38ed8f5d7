"""What people leave on an article while they work on it: comments, links for visitors, second looks, presence."""

import uuid

from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ...lib.nonces import new_nonce
from ...roles import ACTS
from .kept import Kept


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
    share_link = models.ForeignKey("ShareLink", models.PROTECT, null=True, related_name="comments")
    visitor_name = models.CharField(_("name"), max_length=120, blank=True)
    at = models.DateTimeField(_("at"))
    resolved_at = models.DateTimeField(_("resolved"), null=True)
    resolved_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by__isnull=False, share_link=None)
                | models.Q(by=None, share_link__isnull=False) & ~models.Q(visitor_name=""),
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
        return f"{self.by or self.visitor_name}: {self.text[:60] or self.get_verdict_display()}"


def _maker_holds(roles):
    return models.Exists(Group.objects.filter(name__in=roles, user=models.OuterRef("created_by")))


class ShareLinkQuerySet(models.QuerySet):
    def usable(self, now=None):
        """Links that open something: neither expired nor revoked, made by somebody who still has an account and may
        still share the article, which is not taken down.

        Acts that take rights revoke links too; this is for one that is made in the same moment.
        """
        theirs = models.Q(article__workflow__owner=models.F("created_by"))
        may_share = _maker_holds(ACTS["share_article"].roles)
        may_edit = theirs & _maker_holds(ACTS["write_article"].roles) | _maker_holds(ACTS["edit_any_article"].roles)
        return self.filter(models.Q(created_by__is_superuser=True) | may_share & may_edit).filter(
            expires_at__gt=now or Now(),
            revoked_at=None,
            created_by__is_active=True,
            article__workflow__taken_down_at=None,
        )


class ShareLink(models.Model):
    """Lets somebody without an account read one working copy until a date. The address is signed, and not stored."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="share_links")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    for_whom = models.CharField(_("for whom"), max_length=120)
    created_by = models.ForeignKey("User", models.PROTECT, related_name="share_links")
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    openings = models.PositiveIntegerField(_("openings"), default=0)
    opened_at = models.DateTimeField(_("last opened"), null=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("share link")
        verbose_name_plural = _("share links")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="share_link_expires_after_making"
            ),
            models.CheckConstraint(condition=~models.Q(for_whom=""), name="share_link_for_somebody"),
        ]

    def __str__(self):
        return f"{self.article}: {self.for_whom}"


class SecondLook(Kept):
    """Somebody else has read an edition that was published by force."""

    edition = models.OneToOneField("Edition", models.CASCADE, related_name="second_look")
    by = models.ForeignKey("User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(_("what you found"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("second look")
        verbose_name_plural = _("second looks")

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
