"""The WSGI application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from ecuador_site.loaded import leave_out_of_collections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecuador_site.settings")

application = get_wsgi_application()

from briefings.upkeep import time_limits  # noqa: E402 - needs the settings

time_limits.begin()
leave_out_of_collections()
