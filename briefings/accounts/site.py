"""The administration as a site of its own."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class Site(AdminSite):
    site_header = _("Ecuador security briefings")
    site_title = _("Editorial desk")
    index_title = _("Editorial desk")
    empty_value_display = "–"
