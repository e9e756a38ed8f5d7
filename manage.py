#!/usr/bin/env python3
"""One door to everything the site can be told to do."""

import logging
import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecuador_site.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.SITE_MODE  # noqa: B018 – reads the settings, so that what is wrong with them is said in one line
    except (ImproperlyConfigured, ValueError) as error:
        sys.exit(f"The settings are not right. {error}")
    try:
        execute_from_command_line(sys.argv)
    except Exception:
        if settings.IS_LOCAL:
            raise
        # A traceback may show a row or an address; the log cuts them.
        logging.getLogger("briefings.manage").exception("manage.py %s failed", " ".join(sys.argv[1:2]))
        sys.exit(1)


if __name__ == "__main__":
    main()
