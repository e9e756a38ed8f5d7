"""The content of the demonstration: texts as dicts and tuples, figures as CSV files in `data/`.

`reference.py` collects what the briefings refer to; each `briefing_*.py` holds one briefing as
`{"en": …, "es": …}`; `loading/` writes all of it into the database. Every fact comes from the source article or from
the published counts.
"""
