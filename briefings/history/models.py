"""The record of acts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..roles import may
from .words import act_words


class EventQuerySet(models.QuerySet):
    def seen_by(self, user):
        """Those of the realms whose history the person may see."""
        return self.filter(realm__in=[realm for realm, act in REALM_ACTS.items() if may(user, act)])


class Event(models.Model):
    """One act: who did what to which thing, when. Rows are never changed or deleted; no foreign keys, so that nothing
    that is deleted takes its history along."""

    class Realm(models.TextChoices):
        ARTICLES = "articles", _("articles")
        STATISTICS = "statistics", _("statistics")
        USERS = "users", _("users")

    at = models.DateTimeField(_("at"), db_index=True)
    by_id = models.BigIntegerField(_("account"), null=True, db_index=True)
    by_name = models.CharField(_("by"), max_length=200)
    realm = models.CharField(_("realm"), max_length=12, choices=Realm.choices, db_index=True)
    act = models.CharField(_("act"), max_length=60, db_index=True)
    target_type = models.CharField(_("kind of thing"), max_length=60)
    target_id = models.BigIntegerField(_("its number"))
    target_label = models.CharField(_("thing"), max_length=300)
    detail = models.JSONField(_("detail"), default=dict, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id", "-at"], name="event_of_target")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name}: {act_words(self.act)}, {self.target_label}"


REALM_ACTS = {
    Event.Realm.ARTICLES: "see_article_history",
    Event.Realm.STATISTICS: "see_statistics_history",
    Event.Realm.USERS: "see_user_history",
}
