"""Says on the page whom no mail reached, so that whoever acted can tell them otherwise."""

from functools import wraps

from django.contrib import messages
from django.utils.translation import gettext as _

from ...mailing import unreached


def telling(view):
    """For a view that acts: (model admin, request, …)."""

    @wraps(view)
    def told(model_admin, request, *args, **kwargs):
        with unreached() as names:
            response = view(model_admin, request, *args, **kwargs)
        if names:
            words = _("Done, but no mail could be sent to %(who)s: tell them yourself. Their desk shows it too.")
            messages.warning(request, words % {"who": ", ".join(names)})
        return response

    return told
