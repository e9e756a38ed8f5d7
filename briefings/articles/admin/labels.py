"""What an article names, and by which words staff know it: other articles, and public names."""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from ...roles import may
from ..access import may_read
from ..models import Article, Edition


def name_words(name, hidden):
    """A public name, for staff; with a word where readers do not see it."""
    return _("%(name)s (hidden everywhere)") % {"name": name} if hidden else name


def linkable(user):
    """Articles that the person may name as related: those they may read, and those with a public edition."""
    editions = Edition.objects.public().filter(article=OuterRef("pk")).order_by("-number")
    articles = Article.objects.select_related("workflow").annotate(public_title=Subquery(editions.values("title")[:1]))
    if may(user, "read_drafts"):
        return articles
    return articles.filter(Q(Exists(editions)) | Q(workflow__owner=user))


def link_words(article, user):
    """What an article of `linkable(user)` is called in a choice: a colleague's by the title that it has in public."""
    return str(article) if may_read(article, user) else article.public_title or _("a colleague’s draft")


def found_by_title(articles, user, term):
    """Of `linkable(user)` those whose title, as the person may know it, holds the term."""
    if may(user, "read_drafts"):
        return articles.filter(title__icontains=term)
    return articles.filter(Q(workflow__owner=user, title__icontains=term) | Q(public_title__icontains=term))


def related_words(documents, user):
    """For each document what it points to, a line each, by the words under which the person may know it."""
    wanted = {pk for data in documents for pk in data["related"]}
    found = linkable(user).in_bulk(wanted) if wanted else {}
    words = {pk: link_words(article, user) for pk, article in found.items()}
    return ["\n".join(words.get(pk, _("a colleague’s draft")) for pk in data["related"]) for data in documents]
