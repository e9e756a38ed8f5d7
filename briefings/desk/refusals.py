"""The 403 page of staff: which act was refused, which roles allow it, which the person holds, and whom to ask."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib import admin
from django.shortcuts import render

from ..accounts.models import User
from ..history.logged_models import realm_of
from ..lib.act_pages import NotNow
from ..lib.http import refusal
from ..middleware import is_staff_path
from ..roles import MODEL_PERMISSIONS, PERMISSIONS, REALM_PERMISSIONS, ROLES, may

# Permission of each page of the admin; all other pages need "view".
VERBS = {"change": "change", "add": "add", "delete": "delete"}
PAGES = {"edition_forced": ["see_article_history"], "edition_second_look": ["take_second_look"]}

MOST_NAMES = 10


@dataclass(frozen=True)
class Explanation:
    """`acts`: the missing permissions in words, empty if roles are not the reason. `held`: the user's roles.

    `others`: people who can do it; if there are none, `ask` holds administrators.
    """

    acts: list
    roles: list
    held: list
    has_one: bool
    nobody: bool
    ask: list
    others: list


def permissions_of_address(match, method):
    """(permissions that this address of the admin needs, whether the table of permissions knows it)."""
    name = ((match and match.url_name) or "").removeprefix("briefings_")
    model, _underscore, page = name.partition("_")
    if name in PAGES:
        return PAGES[name], True
    if model not in MODEL_PERMISSIONS or not page:
        return [], False
    if page == "history":
        return [REALM_PERMISSIONS[realm_of(apps.get_model("briefings", model))]], True
    verb = "view" if page == "change" and method in ("GET", "HEAD") else VERBS.get(page, "view")
    return MODEL_PERMISSIONS[model].get(verb, "").split(), True


def explanation(request, exception):
    """For staff only, because it names accounts."""
    if permissions := getattr(exception, "permissions", ()):
        known = True
    elif str(exception or ""):
        permissions, known = [], False  # the message itself says why, and roles are not the reason
    else:
        permissions, known = permissions_of_address(request.resolver_match, request.method)
    others = list(getattr(exception, "ask", ())[:MOST_NAMES])
    managers = User.objects.managers().exclude(pk=request.user.pk).order_by("last_name", "username")
    allowing = frozenset().union(*(PERMISSIONS[name].roles for name in permissions))
    return Explanation(
        acts=[PERMISSIONS[name].words for name in permissions],
        roles=[words for role, words in ROLES.items() if role in allowing],
        held=[words for role, words in ROLES.items() if role in request.user.roles],
        has_one=any(may(request.user, name) for name in permissions),
        nobody=known and not permissions,
        ask=[] if others else list(managers[:MOST_NAMES]),
        others=others,
    )


def refused(request, exception=None):
    """The 403 page with the exception's message; within the admin site for staff."""
    why = str(exception or "")
    if not is_staff_path(request):
        return refusal(request, "403.html", status=403, why=why)
    ways = {name: getattr(exception, name, None) for name in ("back", "ways")}
    context = admin.site.each_context(request) | {"why": why, **ways}
    if isinstance(exception, NotNow):
        context["not_now"] = True
    elif admin.site.has_permission(request):
        context["explanation"] = explanation(request, exception)
    return render(request, "admin/403.html", context, status=403)
