"""Names of other articles and bylines on staff pages, without titles of drafts that the person may not read."""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from ...roles import may
from ..access import may_read
from ..models import Article, Edition


def name_words(name, hidden):
    """A byline for staff; hidden ones are marked."""
    return _("%(name)s (hidden everywhere)") % {"name": name} if hidden else name


def linkable(user):
    """Articles that the person may choose as related: readable ones, and those with a public edition."""
    editions = Edition.objects.public().filter(article=OuterRef("pk")).order_by("-number")
    articles = Article.objects.unarchived().select_related("workflow")
    articles = articles.annotate(public_title=Subquery(editions.values("title")[:1]))
    if may(user, "read_drafts"):
        return articles
    return articles.filter(Q(Exists(editions)) | Q(workflow__owner=user))


def link_words(article, user):
    """The label of an article of `linkable(user)`: for a colleague's draft its public title."""
    return str(article) if may_read(article, user) else article.public_title or _("a colleague’s draft")


def found_by_title(articles, user, term):
    """The articles of `linkable(user)` with the term in the title that the person may know."""
    if may(user, "read_drafts"):
        return articles.filter(title__contains_folded=term)
    return articles.filter(Q(workflow__owner=user, title__contains_folded=term) | Q(public_title__contains_folded=term))


def related_words(documents, user):
    """The labels of each document's related articles, one a line."""
    keys = {pk for data in documents for pk in data["related"]}
    articles = linkable(user).in_bulk(keys) if keys else {}
    labels = {pk: link_words(article, user) for pk, article in articles.items()}
    return ["\n".join(labels.get(pk, _("a colleague’s draft")) for pk in data["related"]) for data in documents]
