"""Share links, by which somebody without an account reads a working copy, and comments of such visitors."""

from django.contrib.auth.models import Group
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ..articles.models.articles import Stage
from ..history.logged_models import SECRET_PART, Logged
from ..lib.append_only import AppendOnly
from ..lib.signed_links import new_nonce
from ..lib.texts import LineField
from ..roles import Realm, roles_giving


def _maker_holds(roles):
    return models.Exists(Group.objects.filter(name__in=roles, user=models.OuterRef("created_by")))


class ShareLinkQuerySet(models.QuerySet):
    def usable(self, now=None):
        """Links that are neither expired nor revoked, by somebody who may still share the article.

        Acts that take this right revoke links too; the condition covers links made at the same moment.
        """
        theirs = models.Q(article__workflow__owner=models.F("created_by"))
        may_share = _maker_holds(roles_giving("share_article"))
        may_edit = theirs & _maker_holds(roles_giving("write_article")) | _maker_holds(roles_giving("edit_any_article"))
        return (
            self.filter(models.Q(created_by__is_superuser=True) | may_share & may_edit)
            .filter(
                expires_at__gt=now or Now(),
                revoked_at=None,
                created_by__is_active=True,
                article__workflow__taken_down_at=None,
            )
            .exclude(article__workflow__stage=Stage.ARCHIVED)
        )


class ShareLink(models.Model):
    """Opens one working copy until a date. The address is signed, and not stored."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="share_links")
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    for_whom = LineField(_("for whom"), max_length=120)
    created_by = models.ForeignKey("User", models.PROTECT, related_name="share_links")
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    openings = models.PositiveIntegerField(_("openings"), default=0)
    opened_at = models.DateTimeField(_("last opened"), null=True)

    objects = ShareLinkQuerySet.as_manager()

    logged = Logged(
        Realm.ARTICLES,
        part_of="article",
        silent=("openings", "opened_at"),
        secret=("nonce",),
        labels={"nonce": SECRET_PART},
    )

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


class VisitorComment(AppendOnly):
    comment = models.OneToOneField("Comment", models.CASCADE, related_name="visitor")
    link = models.ForeignKey("ShareLink", models.PROTECT, related_name="comments")

    def __str__(self):
        return f"{self.link}: {self.comment_id}"
