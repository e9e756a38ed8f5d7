"""The site's settings; local, unless the environment says otherwise: `python -m pytest tests/lib` needs no variable."""

import os

os.environ.setdefault("SITE_MODE", "local")

from ecuador_site.settings import *  # noqa: F403

PUBLISHER, PUBLISHER_ADDRESS = "Example Foundation", "Av. Amazonas N21-147, Quito"
PUBLISHER_CONTACT = "corrections@briefings.example"
