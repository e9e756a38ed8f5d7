"""Pages of the admin site besides Django's own."""

from django.contrib import admin
from django.template.response import TemplateResponse


def admin_page(request, template, title, context, *, model_admin=None, thing=None, with_subtitle=False, status=200):
    """A page in the site's frame; `model_admin` and the `thing` that it is about lead to its breadcrumbs."""
    frame = admin.site.each_context(request) | {"title": title}
    if model_admin is not None:
        frame["opts"] = model_admin.opts
    if thing is not None:
        frame |= {"original": thing} | ({"subtitle": str(thing)} if with_subtitle else {})
    return TemplateResponse(request, template, frame | context, status=status)
