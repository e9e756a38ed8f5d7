"""What is expected, in one table. Milliseconds of a processor are of a machine on which a 404 took 0.8 ms when they
were written; `yardstick.py` tells how much slower this one is.

Wagtail's figures on that machine: form of an article 116 ms, saving it 61 ms, publishing it 102 ms.
"""

PUBLIC, STAFF, ACTS = "public pages", "staff pages", "acts"  # sections of the report
UNCACHED, STORED, KNOWN = "uncached", "stored", "304"  # how a page is answered

STORED_MS, KNOWN_MS = 0.7, 0.4
MAX_GROWTH, LEAST_GROWTH_MS = 1.5, 0.3  # a page of a tenth of a millisecond may double
MAX_SQLITE = 1.3
MIN_MIXED = 0.5  # of the rate that the briefing has alone
MAX_BARE = 5  # a bare view is at most so many times as fast as a stored briefing
MAX_FORM_KB = 180
MAX_LONGEST_TASK = 50  # ms in the browser while a letter is typed into a form of 60 blocks
MAX_LOCK = {"PostgreSQL": 200, "SQLite": 1_000}  # ms that others wait; on SQLite one writes at a time
MAX_IMPORT, MAX_IMPORT_TURN = 10, 0.2  # seconds of the processor: to record and apply them, its longest transaction
MAX_IMPORT_MEMORY = 300  # MiB of the process that imports 50,000 values

# Public pages, by their label or its beginning: milliseconds at the size of the demonstration and at the large sizes.
PUBLIC_MS = {
    "404": (1, 1),
    "home": (8, 10),
    "briefing": (3, 3),
    "briefings": (3, 3),
    "editions": (3, 3),
    "statistics": (10, 12),
    "indicator": (30, 40),
    "data-table": (8, 8),
    "initiatives": (6, 6),
    "source": (8, 8),
    "search": (20, 60),
    "search, ?q=rare77": (10, 10),
    "search, ?q=nowhere": (10, 10),
    "search-suggestions": (10, 10),
}
STAFF_MS = {
    "article change, 30 blocks": 116,
    "article preview": 30,
    "save": 61,
    "submit": 71,
    "approve": 71,
    "publish": 71,
    "approve_and_publish": 71,
}
# Most queries at any size.
QUERIES = {
    "briefing": 5,
    "briefings": 6,
    "home": 9,
    "search": 5,
    "indicator, printed": 10,
    "index": 18,
    "index, of an author": 14,
    "calendar": 8,
    "article changelist": 15,
    "article change, 30 blocks": 36,
    "roles": 8,
    "user changelist": 15,
    "log": 12,
    "save": 60,
    "publish": 60,
    "approve_and_publish": 66,
}
# What these touch is more at the large sizes: they take a few queries for each row.
TOUCHES_MORE = {"revoke_all_links"}
MORE_QUERIES = 5  # than at the smallest size: a request that prolongs its session takes four more
RESOLVED_ONCE = ("submit", "approve", "publish", "approve_and_publish")
# The first takes at most so many times as long as the second, at the same size.
RATIOS = [
    ("article change, 30 blocks", "article changelist", 2.3),
    ("save", "article changelist", 1.2),
    ("save, unchanged", "save", 1 / 3),
]


def public_limits(label):
    """(ms at the size of the demonstration, ms at the large sizes), or None where nothing is said."""
    return PUBLIC_MS.get(label) or PUBLIC_MS.get(label.partition(",")[0])
