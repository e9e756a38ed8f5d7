"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecuador_site.settings")

application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 - needs the settings

from briefings.upkeep import time_limits  # noqa: E402

time_limits.begin()

# What a process has loaded stays, and full garbage collections need not go through it: each took 0.1 s, and every
# twelfth form of an article of thirty blocks waited for one.
get_resolver().url_patterns  # noqa: B018 - loads the views
gc.collect()
gc.freeze()
