from functools import wraps

from django.contrib import messages
from django.utils.translation import gettext as _

from ..mailing import unreached


def warn_of_unsent_mail(view):
    """Warn on the page after a view (model admin, request, …) whose mail failed, so that people are told otherwise."""

    @wraps(view)
    def warning_view(model_admin, request, *args, **kwargs):
        with unreached() as names:
            response = view(model_admin, request, *args, **kwargs)
        if names:
            words = _("Done, but no mail could be sent to %(who)s: tell them yourself. Their desk shows it too.")
            messages.warning(request, words % {"who": ", ".join(names)})
        return response

    return warning_view
