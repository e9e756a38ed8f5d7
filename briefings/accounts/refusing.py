"""What a refusal explains: which act it was, which roles allow it, which the person holds, and whom to ask."""

from dataclasses import dataclass

from ..roles import ACTS, MODEL_ACTS, ROLES, may
from .models import User

# What the administration's own pages do to a thing of the model that their address names.
VERBS = {"changelist": "view", "history": "view", "change": "change", "add": "add", "delete": "delete"}


@dataclass(frozen=True)
class Explanation:
    """`acts`: what would have allowed it; empty where nobody's role is the reason. `held`: one's own roles' names."""

    acts: list
    roles: list
    held: list
    has_one: bool
    nobody: bool
    ask: list


def acts_of_address(match, method):
    """(acts that allow what this address of the administration does, whether it is one that the table knows)."""
    _app, _underscore, rest = (
        (match.url_name if match else "").partition("_") if match and match.url_name else ("",) * 3
    )
    model, _underscore, page = rest.partition("_")
    if model not in MODEL_ACTS or page not in VERBS:
        return [], False
    verb = "view" if page == "change" and method in ("GET", "HEAD") else VERBS[page]
    return MODEL_ACTS[model].get(verb, "").split(), True


def explained(request, exception):
    """For staff only: names of accounts go to nobody else."""
    act = getattr(exception, "act", "")
    if act:
        acts, known = [act], True
    elif str(exception or ""):
        acts, known = [], False  # the sentence itself says why: it is about this thing, not about roles
    else:
        acts, known = acts_of_address(request.resolver_match, request.method)
    allowing = frozenset().union(*(ACTS[name].roles for name in acts)) if acts else frozenset()
    return Explanation(
        acts=[ACTS[name].words for name in acts],
        roles=[words for role, words in ROLES.items() if role in allowing],
        held=[words for role, words in ROLES.items() if role in request.user.roles],
        has_one=any(may(request.user, name) for name in acts),
        nobody=known and not acts,
        ask=list(User.objects.managers().exclude(pk=request.user.pk).order_by("last_name", "username")[:10]),
    )
