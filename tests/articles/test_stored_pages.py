"""Work on a text leaves the stored public pages as they are until something of it becomes public."""

from briefings.articles.actions import approve, article_saved, publish, return_to_author, submit, withdraw
from briefings.articles.resolving import resolve
from briefings.history.models import PublicToken
from tests import make


def test_work_on_a_text_keeps_the_token_until_it_is_published(real_commits, author, editor):
    article = make.edition("Ports", by=author, approver=editor).article
    tokens = [PublicToken.objects.get().token]

    def is_replaced():
        tokens.append(PublicToken.objects.get().token)
        return tokens[-1] != tokens[-2]

    article.refresh_from_db()
    article.title = "Ports again"
    article.save()
    article_saved(article, by=author)
    submit(article, by=author)
    return_to_author(article, by=editor, comment="Say since when.")
    submit(article, by=author)
    approve(article, by=editor, seen=resolve(article).signed)
    assert not is_replaced()
    publish(article, by=editor, seen=resolve(article).signed, change_kind="update", note="The newest figures.")
    assert is_replaced()
    withdraw(article, by=editor, reason="The source retracted it.")
    assert is_replaced()
