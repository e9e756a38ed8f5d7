"""Texts as browsers post them: what a browser changes by itself is no change."""

import pytest

from briefings.history.models import FieldChange
from briefings.lib.texts import one_line_end
from tests import make
from tests.articles.scenes import every_block
from tests.articles.typing import change_url, opened
from tests.kinds import CalloutBlock, RichTextBlock, TextTableBlock

CELLS = "\tMembers\nOne\t12\n\nTwo\t3\t"
TEXT_TABLE = (TextTableBlock, {"caption": "Gangs", "cells": CELLS, "note": " Of 2024.\nCounted by hand.\n"})
PROSE = (RichTextBlock, {"html": "<p>Three\nports.</p>"})


def as_posted(fields):
    """The fields with the line ends of a browser's post."""
    posted = {name: [one_line_end(value).replace("\n", "\r\n") for value in values] for name, values in fields.items()}
    assert any("\r\n" in value for values in posted.values() for value in values)
    return posted


@pytest.fixture
def article(author):
    blocks = [TEXT_TABLE, PROSE, *every_block(author)]
    return make.article("Ports", by=author, blocks=blocks, summary="Three ports.\r\nTwo of them new.")


def test_untouched_form_changes_nothing(author, signed_in, article):
    client = signed_in(author)
    fields = as_posted(opened(client, article))
    before = FieldChange.objects.count()
    assert client.post(change_url(article), fields | {"_continue": "1"}).status_code == 302
    assert FieldChange.objects.count() == before
    assert TextTableBlock.objects.filter(parent=article).earliest("pk").cells == CELLS
    article.refresh_from_db()
    assert article.summary == "Three ports.\r\nTwo of them new."


def test_changed_text_is_stored_with_one_kind_of_line_end(author, signed_in, article):
    client = signed_in(author)
    fields = as_posted(opened(client, article))
    fields["texttableblock_set-0-cells"] = ["\tMembers\r\nOne\t13"]
    fields["summary"] = ["Three ports.\r\nNone of them new."]
    before = set(FieldChange.objects.values_list("pk", flat=True))
    client.post(change_url(article), fields | {"_continue": "1"})
    assert TextTableBlock.objects.filter(parent=article).earliest("pk").cells == "\tMembers\nOne\t13"
    article.refresh_from_db()
    assert article.summary == "Three ports.\nNone of them new."
    changed = {name for change in FieldChange.objects.exclude(pk__in=before) for name in change.changes}
    assert {"cells", "summary"} <= changed and not {"note", "html", "caption"} & changed
    assert not CalloutBlock.objects.exclude(html="<p>Read with care.</p>").exists()
