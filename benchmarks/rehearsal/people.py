"""Called inside the site: the demonstration with two editors who can sign in, and what became of their texts."""

import hashlib
import io

from .client import HOST

HTTPS = {"SERVER_NAME": HOST, "HTTP_X_FORWARDED_PROTO": "https"}


def prepare():
    """Load the demonstration; [(user name, password, secret of the second factor, id of the article to edit)]."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.core.management import call_command

    from briefings.accounts.models import User
    from briefings.articles.models import Article
    from briefings.demo.loading.people import give_password
    from briefings.roles import EDITOR

    call_command("load_demo", force=True, stdout=io.StringIO())
    editors = User.objects.filter(groups__name=EDITOR).order_by("pk")[:2]
    articles = Article.objects.filter(workflow__address__isnull=False).order_by("pk")[:2]
    staff = []
    for editor, article in zip(editors, articles, strict=True):
        secret = generate_totp_secret()
        TOTP.activate(editor, secret)
        staff.append((editor.username, give_password(editor), secret, article.pk))
    return staff


def share_link():
    """The token of a new link to a draft."""
    from briefings.articles.models import Article
    from briefings.sharing.actions import share, token_of

    article = Article.objects.filter(workflow__address__isnull=False, language="en").earliest("pk")
    return token_of(share(article, by=article.workflow.owner, for_whom="a reviewer"))


def lost(confirmed):
    """Those of the summaries, all of which the site said it had saved, that are in no saved version."""
    from briefings.articles.models import SavedVersion

    stored = "\n".join(str(content) for content in SavedVersion.objects.values_list("content", flat=True))
    return [summary for summary in confirmed if summary not in stored]


def pages():
    """{public address: status and hash of the body} of pages that links lead to: some of each kind."""
    from ..crawling import crawl

    return {
        address: (response.status_code, hashlib.sha256(body).hexdigest())
        for address, response, body in crawl(environment=HTTPS, same_questions=1, of_a_kind=10)
    }
