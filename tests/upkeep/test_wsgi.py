"""The process that serves: what it loads at its start."""

import os
import subprocess
import sys

STARTED = """
import gc, sys
import ecuador_site.wsgi
print(gc.get_freeze_count(), "briefings.articles.views" in sys.modules)
"""


def test_what_a_process_loads_at_its_start_is_no_part_of_its_garbage_collections(tmp_path):
    """Of 180,000 objects a full one took 0.1 s, within somebody's request. The database may be away meanwhile."""
    environment = os.environ | {
        "SITE_MODE": "local",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    }
    answer = subprocess.run(
        [sys.executable, "-c", STARTED], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    frozen, has_views = answer.stdout.split()
    assert int(frozen) > 100_000 and has_views == "True"
