"""The desk, the list, comments, an editor's fix and the pages of a review, in both languages, light and dark."""

import pytest

from briefings.articles.actions import comment, force_publish, resolve_comment, submit
from tests import make
from tests.articles.scenes import rewrite, seen
from tests.kinds import RichTextBlock

from .axe import offences

pytestmark = pytest.mark.once

REASON = "The port is closed since noon, and nobody else is awake."


@pytest.fixture
def pages(site, author, editor):
    """(whose page, address) with something on each."""
    blocks = [(RichTextBlock, {"html": f"<h2>Ports</h2><p>{words}</p>"}) for words in ("Three ports.", "Four quays.")]
    article = make.article("Ports", by=author, blocks=blocks)
    key = article.richtextblock_set.order_by("ordering").first().key
    for about in (key, None):
        comment(article, by=editor, text="Who says so?", block_key=about)
        resolve_comment(comment(article, by=editor, text="A typo.", block_key=about), by=author)
    submit(article, by=author)
    mended = make.article("Quays", by=author)
    submit(mended, by=author)
    rewrite(mended, by=editor, html="<p>Five ports.</p>")
    alone = make.article("Roads", by=editor)
    edition = force_publish(alone, by=editor, seen=seen(alone), reason=REASON, change_kind="first")
    own = make.article("Rivers", by=editor)
    public = make.edition("Lakes", by=author, approver=editor).article
    base = f"{site}/admin/briefings"
    return [
        (author, f"{base}/article/{article.pk}/comments/"),
        (author, f"{base}/article/{mended.pk}/fix/"),
        (editor, f"{base}/article/{article.pk}/acts/approve/"),
        (editor, f"{base}/article/{own.pk}/acts/force_publish/"),
        (editor, f"{base}/edition/{edition.pk}/second-look/"),
        (editor, f"{base}/edition/forced/"),
        (editor, f"{site}/admin/"),
        (editor, f"{base}/article/"),
        (editor, f"{base}/article/{public.pk}/acts/withdraw/"),
        (author, f"{base}/article/{public.pk}/changes/"),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_pages_of_a_review(pages, window, console, author, editor, other_editor, language, scheme):
    windows = {}
    for person in (author, editor, other_editor):
        person.language = language
        person.save()
        windows[person] = window(person, color_scheme=scheme)
    pages.append((other_editor, pages[4][1]))
    for person, url in pages:
        windows[person].goto(url)
    assert console == []
    for person, url in pages:
        windows[person].goto(url)
        assert offences(windows[person]) == [], url
    for page in windows.values():
        page.context.close()
    console.clear()  # what axe itself has set off
