from functools import partial, update_wrapper

from django.contrib import admin
from django.template.response import TemplateResponse
from django.urls import path


def admin_page(request, template, title, context, *, model_admin=None, target=None, with_subtitle=False, status=200):
    """A page in the site's frame; `model_admin` and the `target` that it is about lead to its breadcrumbs."""
    frame = admin.site.each_context(request) | {"title": title}
    if model_admin is not None:
        frame["opts"] = model_admin.opts
    if target is not None:
        frame |= {"original": target} | ({"subtitle": str(target)} if with_subtitle else {})
    return TemplateResponse(request, template, frame | context, status=status)


class WithPages:
    """Mixin for a ModelAdmin with `pages`: `admin:briefings_<model>_<name>` for each (route, view, name).

    Views take (model admin, request, …).
    """

    pages = ()

    def get_urls(self):
        wrap, model = self.admin_site.admin_view, self.opts.model_name
        return [
            *(
                path(route, wrap(update_wrapper(partial(view, self), view)), name=f"briefings_{model}_{name}")
                for route, view, name in self.pages
            ),
            *super().get_urls(),
        ]
