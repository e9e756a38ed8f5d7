"""Two documents compared: by block, by word, by figure, always in bounded time."""

import copy
import time

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.articles.resolving import resolve
from briefings.documents.comparing import compare
from briefings.lib.differences import EQUAL, GONE, NEW, Budget, paragraphs_between, words_between
from briefings.lib.html import visible_text

from .. import make
from ..articles.scenes import counts, every_block, table_of

words = st.text(alphabet="ab1,. é<&", max_size=30)
lines = st.lists(words, max_size=8).map("\n".join)


def sides(paragraphs):
    before = "\n".join(one.before for one in paragraphs if not one.is_new)
    return before, "\n".join(one.after for one in paragraphs if not one.is_gone)


@given(lines, lines)
def test_both_texts_can_be_read_back_out_of_what_differs(before, after):
    assert sides(paragraphs_between(before, after)) == (before, after)


@given(st.text(max_size=60), st.text(max_size=60), st.integers(0, 40))
def test_both_texts_can_be_read_back_however_early_it_gives_up(before, after, steps):
    assert sides(paragraphs_between(before, after, Budget(steps))) == (before, after)


@given(lines)
def test_a_text_does_not_differ_from_itself(text):
    assert not any(one.differs for one in paragraphs_between(text, text))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("4,886", "4,912"),
        ("4.886", "4.912"),
        ("7 063", "7 065"),
        ("7\u00a0063", "7\u00a0065"),
        ("12\u202f345,6", "12\u202f345,7"),
        ("1 234 567", "1 234 568"),
        ("27,4", "27,5"),
    ],
)
def test_a_number_is_marked_as_a_whole(before, after):
    assert words_between(f"In 2022, {before} people died.", f"In 2022, {after} people died.", Budget()) == (
        (EQUAL, "In 2022, "), (GONE, before), (NEW, after), (EQUAL, " people died."),
    )  # fmt: skip


def test_a_year_before_a_number_is_no_part_of_it():
    runs = words_between("In 2023 480 people", "In 2023 490 people", Budget())
    assert runs == ((EQUAL, "In 2023 "), (GONE, "480"), (NEW, "490"), (EQUAL, " people"))


def test_a_paragraph_put_between_two_marks_only_itself():
    told = paragraphs_between("One.\nTwo.", "One.\nAnd a half.\nTwo.")
    assert [(one.differs, one.is_new) for one in told] == [(False, False), (True, True), (False, False)]


def test_a_paragraph_written_anew_is_told_as_one_gone_and_one_new():
    told = paragraphs_between("Ports are closed today.", "Nobody knows who ordered it.")
    assert [one.runs[0][0] for one in told] == [GONE, NEW]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a b " * 25_000, "b a " * 25_000),
        ("a\n" * 50_000, "b\n" * 50_000),
        ("x" * 100_000, "y" * 100_000),
        ("a b\n" * 25_000, "a c\n" * 25_000),
        (" ".join(map(str, range(20_000))), " ".join(map(str, range(20_000, 0, -1)))),
        (" ".join(f"a{n} x" for n in range(190)), " ".join(f"b{n} x" for n in range(190))),
        ("a b c " * 700, "c b a " * 700),
        ("\n".join(f"{n} of many" for n in range(9_000)), "\n".join(f"{n * 7 % 9_001} of many" for n in range(9_000))),
    ],
)  # fmt: skip
def test_huge_texts_take_bounded_time(before, after):
    begun = time.process_time()
    assert sides(paragraphs_between(before, after)) == (before, after)
    assert time.process_time() - begun < 5


# --- documents


def document(*blocks, **fields):
    base = {"title": "Ports", "summary": "Three ports.", "kind": "briefing", "topics": [], "blocks": list(blocks)}
    return base | fields


def paragraph(key, html="<p>Three ports.</p>"):
    return {"type": "rich_text", "key": key, "html": html}


def shown(comparison):
    context = {"comparison": comparison, "before_words": "Before", "after_words": "After"}
    return render_to_string("briefings/articles/comparison.html", context)


def by_key(comparison):
    return {piece.key: piece for piece in comparison.blocks}


def test_equal_documents_do_not_differ():
    assert not compare(document(paragraph("a")), document(paragraph("a"))).differs


def test_added_and_removed_blocks_are_told_with_their_places():
    told = compare(document(paragraph("a"), paragraph("b")), document(paragraph("c"), paragraph("b")))
    pieces = by_key(told)
    assert (pieces["a"].removed, pieces["a"].place_before) == (True, 1)
    assert (pieces["c"].added, pieces["c"].place_after) == (True, 1)
    assert not pieces["b"].differs


def test_a_removed_block_stands_after_the_one_that_it_followed():
    told = compare(document(*map(paragraph, "abcd")), document(*map(paragraph, "acd")))
    assert [piece.key for piece in told.blocks] == list("abcd")


def test_only_what_was_moved_is_told_as_moved():
    told = compare(document(*map(paragraph, "abcde")), document(*map(paragraph, "abdec")))
    moved = [(piece.key, piece.place_before, piece.place_after) for piece in told.blocks if piece.moved]
    assert moved == [("c", 3, 5)]
    assert "moved from 3 to 5" in visible_text(shown(told))


def test_what_shifts_because_something_was_added_has_not_moved():
    told = compare(document(*map(paragraph, "abc")), document(*map(paragraph, "xabc")))
    assert [piece.key for piece in told.blocks if piece.differs] == ["x"]


def test_moved_and_rewritten_is_told_as_both():
    told = compare(
        document(*map(paragraph, "abc")), document(paragraph("b"), paragraph("c"), paragraph("a", "<p>Four ports.</p>"))
    )
    piece = by_key(told)["a"]
    assert piece.moved
    assert piece.rewritten


def test_same_words_in_another_block_are_no_move():
    told = compare(document(paragraph("a")), document(paragraph("b")))
    assert [(piece.key, piece.added, piece.removed) for piece in told.blocks] == [
        ("a", False, True),
        ("b", True, False),
    ]


def test_words_are_marked_for_eyes_and_ears():
    html = shown(compare(document(paragraph("a")), document(paragraph("a", "<p>Four ports.</p>"))))
    assert (
        '<del><span class="visually-hidden">[removed: </span>Three<span class="visually-hidden">]</span></del>' in html
    )
    assert '<ins><span class="visually-hidden">[added: </span>Four<span class="visually-hidden">]</span></ins>' in html


def test_link_and_emphasis_are_differences_too():
    before = paragraph("a", '<p>See <a href="https://a.example">there</a>.</p>')
    link = compare(document(before), document(paragraph("a", '<p>See <a href="https://b.example">there</a>.</p>')))
    assert [part.label for part in link.pieces[0].parts] == ["links"]
    bold = compare(document(paragraph("a")), document(paragraph("a", "<p><strong>Three ports.</strong></p>")))
    assert "Only what it looks like differs" in shown(bold)


def test_title_summary_kind_and_topics_are_compared():
    topics = [{"slug": "ports", "name": {"text": "Ports"}}]
    after = document(title="Harbours", summary="Four ports.", kind="analysis", topics=topics)
    told = compare(document(), after)
    assert [piece.heading for piece in told.pieces] == ["title", "summary", "kind", "topics"]


def test_bylines_are_compared():
    told = compare(document(), document(), extra_facts=[("bylines", "R. Vera", "R. Vera\nM. Sol")])
    assert [piece.heading for piece in told.pieces] == ["bylines"]


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</ins></p><h1>"])
def test_hostile_texts_are_escaped_on_both_sides(hostile):
    cells = {"type": "text_table", "key": "t", "caption": hostile, "rows": [[hostile]], "note": hostile, "source": None}
    other = cells | {"caption": f"{hostile} {hostile}", "rows": [[f"x {hostile}"]], "note": ""}
    html = shown(compare(document(cells, title=hostile), document(other, title=f"{hostile} x", summary=hostile)))
    html += shown(compare(document(cells), document(other | {"key": "u"})))
    assert hostile not in html
    assert "<script" not in html
    assert "<img" not in html
    assert "<h1" not in html


# --- figures


@pytest.fixture
def data(author):
    return resolve(make.article("Ports", by=author, blocks=every_block(author))).data


@pytest.mark.django_db
def test_every_kind_of_block_compares_with_itself_and_with_nothing(data):
    assert not compare(data, copy.deepcopy(data)).differs
    gone = compare(data, data | {"blocks": []})
    assert len(gone.pieces) == 10
    assert all(piece.rewritten for piece in gone.pieces)
    shown(gone)
    shown(compare(data | {"blocks": []}, data))


@pytest.mark.django_db
def test_figures_are_compared_as_figures(data):
    after = copy.deepcopy(data)
    figure = next(block for block in after["blocks"] if block["type"] == "key_figure")["figure"]
    figure |= {"text": "4,912", "value": "4912", "vintage": figure["vintage"] + 100}
    told = compare(data, after)
    (change,) = told.figures
    assert (change.before.text, change.after.text, change.differs) == ("4,886", "4,912", True)
    assert not [part for piece in told.pieces for part in piece.parts]


@pytest.mark.django_db
def test_a_later_vintage_with_the_same_value_is_told_and_is_no_new_value(data):
    after = copy.deepcopy(data)
    next(block for block in after["blocks"] if block["type"] == "key_figure")["figure"]["vintage"] += 100
    told = compare(data, after)
    assert told.differs
    assert told.figures == []
    assert [change.differs for change in told.changes()] == [False]


@pytest.mark.django_db
def test_a_row_put_before_the_others_changes_no_other_cell(author):
    series = counts({"2020": "1372", "2021": "2495", "2022": "4886"})
    table = table_of(series, ["2021", "2022"])
    blocks = [block for block in every_block(author) if block[0].__name__ == "DataTableBlock"]
    blocks[0][1]["table"] = table
    article = make.article("Ports", by=author, blocks=blocks)
    before = resolve(article).data
    table.rows.all().delete()
    for year in ("2020", "2021", "2022"):
        make.row(table, year)
    told = compare(before, resolve(article).data)
    assert [(change.before, change.after.text) for change in told.figures] == [(None, "1,372")]


@settings(max_examples=60)
@given(st.permutations("abcdef"), st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("uvw")))
def test_every_block_of_both_documents_is_told_once(order, gone, added):
    after = [key for key in order if key not in gone] + sorted(added)
    told = compare(document(*map(paragraph, "abcdef")), document(*map(paragraph, after)))
    assert sorted(piece.key for piece in told.blocks) == sorted(set("abcdef") | added)
    assert [piece.key for piece in told.blocks if not piece.removed] == after
    unmoved = [piece.key for piece in told.blocks if not (piece.moved or piece.removed or piece.added)]
    assert unmoved == sorted(unmoved)
