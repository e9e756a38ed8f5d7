from django.conf import settings
from django.core.checks import Error, Tags, register
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.module_loading import import_string


@register(Tags.security, deploy=True)
def forms_are_protected(app_configs, **kwargs):
    """Replaces Django's check W003 (silenced), which does not accept a subclass of CsrfViewMiddleware."""
    classes = [import_string(path) for path in settings.MIDDLEWARE]
    if any(isinstance(cls, type) and issubclass(cls, CsrfViewMiddleware) for cls in classes):
        return []
    return [Error("No middleware protects forms against cross-site requests.", id="briefings.E001")]
