from ecuador_site.settings import *  # noqa: F403
from ecuador_site.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.toy_kind"]
if "TEST" not in DATABASES["default"]:  # on SQLite the DATA_DIR is another
    DATABASES["default"]["TEST"] = {"NAME": f"test_toy_{DATABASES['default']['NAME']}"}
