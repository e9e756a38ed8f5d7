import copy

import pytest

from briefings.articles.resolving import resolve
from briefings.documents.change_note import kept_back_from_minor
from tests import kinds

from .. import make
from ..articles.scenes import counts, every_block

pytestmark = pytest.mark.django_db


def paragraph(html):
    return {
        "title": "Ports",
        "summary": "Since 2020.",
        "blocks": [{"type": "rich_text", "key": "a" * 36, "html": html}],
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Tree ports in 2022.</p>", "<p>Three ports in 2022.</p>"),
        ("<p>In 2022, 4,886 died.</p>", "<p>In 2022, 4,886 were killed.</p>"),
        ("<p>2020-2022</p>", "<p>2020–2022</p>"),
        ("<p>B-52</p>", "<p>B–52</p>"),
        ("<p>4 886</p>", "<p>4\u00a0886</p>"),
        ("<p>It rose 5 %.</p>", "<p>It rose <strong>5 %</strong>.</p>"),
        ("<p>Same.</p>", "<p>Same.</p>"),
    ],
)  # fmt: skip
def test_words_may_change(before, after):
    assert kept_back_from_minor(paragraph(before), paragraph(after)) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>4,886</p>", "<p>4,887</p>"),
        ("<p>4,886</p>", "<p>4.886</p>"),
        ("<p>27.4</p>", "<p>27,4</p>"),
        ("<p>5 of 7</p>", "<p>7 of 5</p>"),
        ("<p>5 %</p>", "<p>−5 %</p>"),
        ("<p>5 %</p>", "<p>-5 %</p>"),
        ("<p>Three</p>", "<p>Three in 2022</p>"),
        ("<p>Three in 2022</p>", "<p>Three</p>"),
        ("<p>12</p>", "<p>1 2</p>"),
        ("<p>٣</p>", "<p>٤</p>"),
    ],
)
def test_numbers_in_the_text_may_not(before, after):
    assert kept_back_from_minor(paragraph(before), paragraph(after)) == ["A number in the text differs."]


@pytest.fixture
def data(author):
    return resolve(make.article("Ports", by=author, blocks=every_block(author))).data


def changed(data, kind, change):
    other = copy.deepcopy(data)
    change(next(block for block in other["blocks"] if block["type"] == kind))
    return kept_back_from_minor(data, other)


def first_cell(block):
    return block["table"]["rows"][0]["cells"][0]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("data_table", lambda block: first_cell(block).update(value="2495.4")),
        ("data_table", lambda block: first_cell(block).update(text="2,496")),
        ("data_table", lambda block: block["table"]["rows"].reverse()),
        ("data_table", lambda block: block["table"]["columns"][0].update(unit="thousand victims")),
        ("data_table", lambda block: block["table"].update(show="table")),
        ("key_figure", lambda block: block["figure"].update(value="4887")),
        ("key_figure", lambda block: block["figure"].update(unit="deaths")),
        ("key_figure", lambda block: block["figure"].update(change=None)),
        ("key_figure", lambda block: block.update(figure=None)),
    ],
)
def test_no_figure_may_differ(kind, change, data):
    assert "A figure differs." in changed(data, kind, change)


def test_source_may_not_differ(data):
    assert "A source differs." in changed(data, "sources", lambda block: block["sources"].pop())


def test_title_may_not_differ(data):
    assert kept_back_from_minor(data, data | {"title": "Harbours"}) == ["The title differs."]


def test_caption_and_alternative_text_may_be_corrected(data):
    assert changed(data, "picture", lambda block: block.update(caption="The harbor")) == []
    assert changed(data, "callout", lambda block: block.update(title="Notes")) == []


def test_new_vintage_with_the_same_value_is_no_change(data):
    assert changed(data, "data_table", lambda block: first_cell(block).update(vintage=999)) == []


def test_every_reason_is_given_at_once(author):
    before = resolve(make.article("Ports 2021", by=author, blocks=every_block(author))).data
    figure = (kinds.KeyFigureBlock, {"series": counts(), "period": "2021"})
    after = resolve(make.article("Ports 2022", by=author, blocks=[figure])).data
    assert len(kept_back_from_minor(before, after)) == 4
