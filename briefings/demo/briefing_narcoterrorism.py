"""The main briefing, in both languages, with the update that followed when the ministry revised its counts.

Every briefing module holds BRIEFING = {"en": article, "es": article} and EDITIONS.

article     title, slug, kind, summary, topics (slug_en), bylines (public names), blocks
block       key (short ASCII name, the same in both languages and in the same order), type, and by type:
            rich_text html · callout title, html · unknown html · text_table caption, header_row, rows, note, source ·
            data_table table, show · key_figure indicator, area, frequency, source, period, compare_with, label ·
            impact_table caption, impacts · initiative_table caption, initiatives · sources intro, sources,
            and places where they are known (source → key of a release, and where in it)
EDITIONS    in order: published_on, change_kind, and for each language note, summary ("" where it stays) and
            blocks (key → what replaces the block)

The figures of the first edition are those known at the end of June 2026, those of the second at the end of July.
"""

from . import briefing_narcoterrorism_en as en
from . import briefing_narcoterrorism_es as es

BRIEFING = {"en": en.ARTICLE, "es": es.ARTICLE}

EDITIONS = (
    {"published_on": "2026-07-06", "change_kind": "first"},
    {"published_on": "2026-08-03", "change_kind": "update", "en": en.EDITION_2, "es": es.EDITION_2},
)
