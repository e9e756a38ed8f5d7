"""The pages of signing in and of one's own account: allauth's views in the administration's dress."""

from functools import wraps

from django.contrib import admin


def dress(request):
    """What the administration's frame shows around a page."""
    site = admin.site
    return {
        "site_header": site.site_header,
        "site_title": site.site_title,
        "site_url": site.site_url,
        "has_permission": site.has_permission(request),
        "is_nav_sidebar_enabled": False,
    }


def dressed(view):
    """`view` of allauth inside that frame."""

    @wraps(view)
    def page(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if getattr(response, "context_data", None) is not None:
            response.context_data |= dress(request)
        return response

    return page
