"""Which release an edition's citations name."""

import pytest

from tests import kinds

from .. import make
from .scenes import table_of

pytestmark = pytest.mark.django_db


def test_source_is_cited_with_the_release_that_its_figures_come_from(author, editor):
    one_release, several, none_named = (make.series() for _number in range(3))
    book = make.release(one_release.source)
    make.recorded(one_release, {"2021": "2495", "2022": "4886"}, release=book)
    make.recorded(several, {"2021": "1"}, release=make.release(several.source))
    make.recorded(several, {"2022": "2"}, release=make.release(several.source))
    make.recorded(none_named, {"2021": "3", "2022": "4"})
    table = table_of(one_release)
    make.column(table, several)
    make.column(table, none_named)
    blocks = [
        (kinds.DataTableBlock, {"table": table}),
        (kinds.KeyFigureBlock, {"series": several, "period": "2022"}),
        (kinds.KeyFigureBlock, {"series": several, "period": "2022", "compare_with": "2021"}),
        (kinds.SourcesBlock, {"selection": [one_release.source]}),
    ]
    edition = make.edition(by=author, approver=editor, blocks=blocks)
    in_table, alone, compared, listed = (
        {row.source: row.release for row in edition.citations.filter(block_key=block["key"])}
        for block in edition.data["blocks"]
    )
    assert in_table == {one_release.source: book, several.source: None, none_named.source: None}
    assert alone == {several.source: several.observations.get(start__year=2022).current.release}
    assert compared == {several.source: None}
    assert listed == {one_release.source: None}
