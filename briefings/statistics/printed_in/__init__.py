"""Every place that prints a value: home page, editions, drafts, scheduled editions, data tables.

`places.printed_in` asks the providers; slices above this one register theirs (articles/printed_in.py).
"""
