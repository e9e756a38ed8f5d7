"""The answer to somebody who may not do something."""

from django.contrib import admin
from django.shortcuts import render

from ..lib.http import refusal
from ..middleware import is_staff_path


def refused(request, exception=None):
    """403 with the sentence that the act gave; in the administration's dress for those who are signed in."""
    why = str(exception or "")
    if not is_staff_path(request):
        return refusal(request, "403.html", status=403, why=why)
    context = admin.site.each_context(request) | {"why": why}
    return render(request, "admin/403.html", context, status=403)
