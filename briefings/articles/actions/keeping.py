"""Keeping a version: what an article and its blocks say after a save."""

import reversion
from django.utils import timezone

from ..models import SavedVersion


def keep(article, *, by, act, now=None):
    """Keep the article, as it is stored, as the version that it is; called inside the act's transaction."""
    with reversion.create_revision(manage_manually=True, atomic=False):
        reversion.set_user(by)
        reversion.set_date_created(now or timezone.now())
        reversion.add_to_revision(article)
        reversion.add_meta(SavedVersion, article=article, number=article.version, act=act)
