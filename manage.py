#!/usr/bin/env python3
"""One door to everything the site can be told to do."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ecuador_site.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.SITE_MODE  # noqa: B018 – reads the settings, so that what is wrong with them is said in one line
    except ImproperlyConfigured as error:
        sys.exit(f"The settings are not right. {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
