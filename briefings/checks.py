"""What `manage.py check` looks at beyond Django's own list."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.module_loading import import_string


@register(Tags.security, deploy=True)
def forms_are_protected(app_configs, **kwargs):
    """Our CSRF middleware is in place: Django's own check (W003, silenced) knows only the name of its class."""
    classes = [import_string(path) for path in settings.MIDDLEWARE]
    if any(isinstance(found, type) and issubclass(found, CsrfViewMiddleware) for found in classes):
        return []
    return [Error("No middleware protects forms against cross-site requests.", id="briefings.E001")]
