"""What the desk shows in English: a text published without a second person, and texts that are not public.

Each text has the shape of an article in `briefing_narcoterrorism`, and `name` (part of its block keys) and `language`.
A key figure without `indicator` has no series yet. `loading/desk.py` says when each was written and what became of it.
"""

FIRST_MONTHS = {
    "name": "first-months",
    "language": "en",
    "title": "January and February 2026: the first count",
    "slug": "january-and-february-2026",
    "kind": "data_note",
    "summary": "The Ministry of the Interior’s workbook of 19 March 2026 holds 1,431 intentional homicides for January "
    "and February 2026. It is a first count: those of 2023 and 2024 were raised later.",
    "topics": ["homicide", "data-and-methods"],
    "bylines": ["Data desk"],
    "blocks": [
        {
            "key": "kf-two-months",
            "type": "key_figure",
            "indicator": "homicides",
            "area": "EC",
            "frequency": "A",
            "source": "mdi",
            "period": "2026-01-01/P2M",
            "compare_with": "",
            "label": "Intentional homicides, first count",
        },
        {
            "key": "count",
            "type": "rich_text",
            "html": "<h2>What the count covers</h2>"
            "<p>The workbook covers two months and cannot be compared with a full year. It gives 754 victims for "
            "January and 677 for February.</p>"
            "<h2>Why it may change</h2>"
            "<p>The ministry’s count for the whole of 2024 was 6,964 when it was first given, and 7,063 in June 2026. "
            "That for 2023 rose from 8,237 to 8,248.</p>",
        },
        {"key": "sources", "type": "sources", "intro": "", "sources": ["mdi"]},
    ],
}

FIREARMS = {
    "name": "firearms",
    "language": "en",
    "title": "Homicides with a firearm, 2014–2023",
    "slug": "homicides-with-a-firearm",
    "kind": "data_note",
    "summary": "A firearm was used in 53.1% of the homicides that the Ministry of the Interior counted for 2014 and in "
    "86.4% of those for 2023, by its first workbook for these years.",
    "topics": ["homicide"],
    "bylines": ["Data desk"],
    "blocks": [
        {
            "key": "kf-firearm",
            "type": "key_figure",
            "indicator": "homicides-firearm",
            "area": "EC",
            "frequency": "A",
            "source": "mdi",
            "period": "2023",
            "compare_with": "2022",
            "label": "Homicides with a firearm",
        },
        {
            "key": "rise",
            "type": "rich_text",
            "html": "<h2>From about half to more than four in five</h2>"
            "<p>In 2014 a firearm was used in 695 of 1,310 homicides. In 2023 it was 7,119 of 8,237. Most of the "
            "change came after 2019, when the share was 54.8%.</p>",
        },
        {
            "key": "shares",
            "type": "text_table",
            "caption": "Homicides and homicides with a firearm, Ecuador, selected years",
            "header_row": True,
            "rows": [
                ["Year", "Homicides", "With a firearm", "Share"],
                ["2014", "1,310", "695", "53.1%"],
                ["2019", "1,189", "652", "54.8%"],
                ["2021", "2,495", "1,823", "73.1%"],
                ["2022", "4,886", "4,074", "83.4%"],
                ["2023", "8,237", "7,119", "86.4%"],
            ],
            "note": "Counted from the ministry’s workbook for 2014–2023.",
            "source": "mdi",
        },
        {"key": "sources", "type": "sources", "intro": "", "sources": ["mdi"]},
    ],
}

MONTHS = {
    "name": "months",
    "language": "en",
    "title": "The first half of 2026, month by month",
    "slug": "first-half-of-2026-by-month",
    "kind": "data_note",
    "summary": "The Ministry of the Interior’s data of July 2026 hold 4,154 intentional homicides for January to June "
    "2026. The monthly counts run from 667 in March to 760 in January; all six are provisional.",
    "topics": ["homicide", "data-and-methods"],
    "bylines": ["Data desk"],
    "blocks": [
        {
            "key": "kf-june",
            "type": "key_figure",
            "indicator": "homicides",
            "area": "EC",
            "frequency": "M",
            "source": "mdi",
            "period": "2026-06",
            "compare_with": "2026-05",
            "label": "Intentional homicides in June",
        },
        {
            "key": "course",
            "type": "rich_text",
            "html": "<h2>Six months</h2>"
            "<p>January has the highest count, 760, and March the lowest, 667. From February to June the counts lie "
            "between 667 and 697.</p>"
            "<p>The counts for January and February were 754 and 677 when the ministry first published them in March "
            "2026. In July they were 760 and 684. The later months have been counted once.</p>",
        },
        {
            "key": "by-month",
            "type": "text_table",
            "caption": "Intentional homicides by month, Ecuador, January–June 2026",
            "header_row": True,
            "rows": [
                ["Month", "Victims"],
                ["January", "760"],
                ["February", "684"],
                ["March", "667"],
                ["April", "677"],
                ["May", "697"],
                ["June", "669"],
            ],
            "note": "As known in July 2026; provisional.",
            "source": "mdi",
        },
        {"key": "sources", "type": "sources", "intro": "", "sources": ["mdi"]},
    ],
}

SEIZURES = {
    "name": "seizures",
    "language": "en",
    "title": "Drug seizures: what the totals include",
    "slug": "",
    "kind": "explainer",
    "summary": "",
    "topics": ["drug-trafficking"],
    "bylines": [],
    "blocks": [
        {"key": "kf-seizures", "type": "key_figure", "period": "2024", "compare_with": "", "label": "Drugs seized"},
        {
            "key": "totals",
            "type": "rich_text",
            "html": "<p>For 2021 the police gave 210 tonnes, of which 37 were seized abroad; the minister spoke of 190."
            "</p>",
        },
        {
            "key": "by-year",
            "type": "text_table",
            "caption": "",
            "header_row": True,
            "rows": [["Year", "Tonnes", "Said by"], ["2021", "210", "Police"], ["2021", "190", "Minister"]],
            "note": "",
            "source": "",
        },
    ],
}

# Each: the key of the block, "" for the whole article, and the comment.
COMMENTS = {
    "opening": ("rise", "Begin with the share: the summary has the counts already."),
    "expert": (
        "",
        "The shares follow from the counts. Say that they are shares of victims, not of incidents, and that 2023 is "
        "the first workbook’s count: the later one has 8,248.",
    ),
    "table": ("shares", "The expert is right about 2023. Put it into the note, so that the table can stand alone."),
    "whole": ("", "Otherwise I have nothing to add. Why does the table leave out 2015 to 2018?"),
}

FORCED_REASON = "The second editor is away today. The note holds one count, which I compared with the workbook twice."
