from django.db import models
from django.db.models.functions import Now


class FollowUpQuerySet(models.QuerySet):
    def public(self, now=None):
        """Those that readers of the article are told: its revision in the other language is public, and they have no
        edition yet that follows it."""
        is_to_come = models.Q(followed_by__publish_at__gt=now or Now()) | models.Q(followed_by__held_at__isnull=False)
        return self._appeared(now).filter(models.Q(followed_by=None) | is_to_come)

    def open(self, now=None):
        """Those that somebody has to see to; an edition that waits for its date follows already."""
        return self._appeared(now).filter(followed_by=None)

    def _appeared(self, now):
        return self.filter(
            settled_at=None,
            edition__publish_at__lte=now or Now(),
            edition__held_at__isnull=True,
            edition__article__workflow__taken_down_at__isnull=True,
        )


class FollowUp(models.Model):
    """`edition` updates or corrects the briefing in one language; `article`, which is the other language, has to follow
    unless somebody says that it is right as it is. Minor changes need none."""

    read_by_public = True

    edition = models.OneToOneField("Edition", models.CASCADE, related_name="follow_up")
    article = models.ForeignKey("Article", models.CASCADE, related_name="follow_ups")
    followed_by = models.ForeignKey("Edition", models.SET_NULL, null=True, related_name="+")
    settled_by = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["article"],
                condition=models.Q(followed_by=None, settled_at=None),
                name="follow_up_open",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(settled_by=None, settled_at=None)
                | models.Q(settled_by__isnull=False, settled_at__isnull=False),
                name="follow_up_settled_by_someone",
            )
        ]

    def __str__(self):
        return f"{self.edition} → {self.article_id}"
