"""Articles of the bench, led to the stage that an act needs."""

import datetime

from django.utils import timezone

from briefings.articles import actions
from briefings.articles.models import Article
from briefings.articles.resolving import resolve

from ..preparing import LONG_ARTICLE, MANY_EDITIONS, REVIEWER, WRITER, person


def tomorrow():
    return timezone.now() + datetime.timedelta(days=1)


def draft():
    return Article.objects.get(slug=LONG_ARTICLE)


def in_review():
    actions.submit(draft(), by=person(WRITER))
    return draft()


def changed_in_review():
    in_review()
    Article.objects.filter(slug=LONG_ARTICLE).update(summary="Other words.")
    actions.article_saved(draft(), by=person(REVIEWER))
    return draft()


def approved():
    article = in_review()
    actions.approve(article, by=person(REVIEWER), seen=resolve(article).signed)
    return draft()


def waiting():
    article = approved()
    seen = resolve(article).signed
    actions.publish(article, by=person(REVIEWER), seen=seen, change_kind="first", publish_at=tomorrow())
    return draft()


def held():
    article = waiting()
    actions.hold(article.editions.get(), by=person(REVIEWER))
    return draft()


def published():
    """The article with 500 editions."""
    return Article.objects.get(slug=MANY_EDITIONS)


def withdrawn():
    actions.withdraw(published(), by=person(REVIEWER), reason="Wrong.")
    return published()


def _next_edition(article, change_kind):
    """Publish the article's next edition, with another summary."""
    Article.objects.filter(pk=article.pk).update(summary=f"{article.summary} Read again.")
    article = Article.objects.get(pk=article.pk)
    actions.submit(article, by=person(WRITER))
    seen = resolve(article).signed
    actions.approve_and_publish(article, by=person(REVIEWER), seen=seen, change_kind=change_kind, note="New figures.")


def behind():
    """The translation of an article that was corrected since."""
    original = published()
    translation = actions.start_translation(original, language="es", by=person(WRITER))
    _next_edition(translation, "first")
    _next_edition(original, "correction")
    return translation
