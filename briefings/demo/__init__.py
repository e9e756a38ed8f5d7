"""What the demonstration site says: words as plain dicts and tuples, figures as CSV files in `data/`.

Nothing here loads anything. `reference.py` gathers what the briefings refer to; each `briefing_*.py` holds one
briefing as `{"en": …, "es": …}`. Every fact comes from the source article or from the published counts.
"""
