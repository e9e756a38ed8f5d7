"""Reading a document: its words, its figures, its sources, its headings."""

from ..lib.html import headings_of, text_of


def figure_prefix(block):
    """How the identifiers of a block's figures begin on the page."""
    return f"f-{block['key'][:8]}"


def _table_uses(block):
    show = block["table"]["show"]
    roles = {"table": ["cell"], "chart": ["point"], "both": ["cell", "point"]}[show]
    for row_number, row in enumerate(block["table"]["rows"], 1):
        for column_number, cell in enumerate(row["cells"], 1):
            if cell is None:
                continue
            for role in roles:
                yield {
                    "key": f"{figure_prefix(block)}-r{row_number}c{column_number}",
                    "role": role,
                    "vintage_id": cell["vintage"],
                    "value": cell["value"],
                    "text": cell["text"],
                }


def _key_figure_uses(block):
    figure = block["figure"]
    if figure is None:
        return
    key = figure_prefix(block)
    yield {
        "key": key,
        "role": "value",
        "vintage_id": figure["vintage"],
        "value": figure["value"],
        "text": figure["text"],
    }
    if change := figure["change"]:
        expression = f"change({figure['vintage']}, {change['vintage']})"
        for vintage in dict.fromkeys([figure["vintage"], change["vintage"]]):
            yield {
                "key": f"{key}-change",
                "role": "operand",
                "vintage_id": vintage,
                "expression": expression,
                "value": change["value"],
                "text": change["text"],
            }
        yield {
            "key": f"{key}-before",
            "role": "value",
            "vintage_id": change["vintage"],
            "value": change["compare_value"],
            "text": change["compare_text"],
        }


def figure_uses(data):
    """Every number that the document's blocks print, as the fields of `FigureUse`."""
    uses = []
    for block in data["blocks"]:
        found = {"data_table": _table_uses, "key_figure": _key_figure_uses}.get(block["type"])
        for use in found(block) if found else ():
            uses.append(use | {"block_key": block["key"]})
    return uses


def _sources_of(block):
    match block["type"]:
        case "sources":
            return [source["slug"] for source in block["sources"]]
        case "text_table":
            return [block["source"]["slug"]] if block["source"] else []
        case "data_table":
            return [source["slug"] for source in block["table"]["sources"]]
        case "key_figure":
            return [block["figure"]["source"]["slug"]] if block["figure"] else []
        case _:
            return []


def cited_sources(data):
    """(block key, source slug) for every source that a block names."""
    return [(block["key"], slug) for block in data["blocks"] for slug in dict.fromkeys(_sources_of(block))]


def named_places(data):
    """{(block key, source slug): (number of a release or None, locator)} for the sources that lists name."""
    return {
        (block["key"], source["slug"]): (source.get("release", {}).get("id"), source.get("locator", ""))
        for block in data["blocks"]
        if block["type"] == "sources"
        for source in block["sources"]
    }


def _figure_words(figure):
    words = f"{figure['label']} {figure['text']} {figure['unit']} {figure['period_label']}"
    if change := figure["change"]:
        words += f" {change['text']} {change['compare_text']} {change['compare_period_label']}"
    return words


def _row_words(row, *names):
    return " ".join([row["name"]["text"], row["description"]["text"], *(row[name] for name in names)])


def _source_words(source):
    release = source.get("release")
    return " ".join(
        part for part in (source["name"]["text"], release and release["title"]["text"], source.get("locator")) if part
    )


def _block_words(block):
    match block["type"]:
        case "rich_text" | "unknown":
            return [text_of(block["html"])]
        case "callout":
            return [block["title"], text_of(block["html"])]
        case "text_table":
            return [block["caption"], *(" ".join(row) for row in block["rows"]), block["note"]]
        case "data_table":
            table = block["table"]
            rows = (
                " ".join([row["heading"], *(cell["text"] for cell in row["cells"] if cell)]) for row in table["rows"]
            )
            heads = (f"{column['heading']} {column['unit']}" for column in table["columns"])
            return [table["title"], table.get("finding"), *heads, *rows, table["note"]]
        case "key_figure":
            return [_figure_words(block["figure"])] if block["figure"] else []
        case "impact_table":
            return [block["caption"], *(_row_words(row, "level", "severity") for row in block["rows"])]
        case "initiative_table":
            return [block["caption"], *(_row_words(row, "status") for row in block["rows"])]
        case "picture":
            return [block["image"]["alt"]["text"], block["caption"]]
        case "sources":
            return [block["intro"], *(_source_words(source) for source in block["sources"])]


def block_words(block):
    """The block's visible words, a line for each part."""
    return "\n".join(part for part in _block_words(block) if part)


def excerpt(block, most=120):
    """How the block begins, on one line."""
    line = " ".join(block_words(block).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def words(data):
    """All visible words of the document."""
    return "\n".join([data["title"], data["summary"], *(block_words(block) for block in data["blocks"])])


def reading_minutes(data):
    """How long it takes to read, at 220 words a minute; one minute at least."""
    return max(1, round(len(words(data).split()) / 220))


def headings(data):
    """(block key, level, text) of every heading of the body."""
    return [
        (block["key"], level, text)
        for block in data["blocks"]
        if block["type"] == "rich_text"
        for level, text in headings_of(block["html"])
    ]
