"""Inviting several people by pasted lines: plan first, then invite everybody or nobody."""

import csv
import re
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ...lib.acts import does, require_act
from ...lib.texts import fold
from ...roles import ROLES
from ..access import locked_manager
from ..acts import INVITE, INVITE_SEVERAL
from ..acts.conditions import Attempt
from ..models import Invitation, User
from .account import require_giver, tidy
from .invitations import mail_link, make_account, proper_email

MOST = 100


@dataclass(frozen=True)
class Problem:
    line: int
    message: str

    def __str__(self):
        return _("Line %(line)d: %(message)s") % {"line": self.line, "message": self.message}


@dataclass(frozen=True)
class Newcomer:
    line: int
    email: str
    name: str
    roles: tuple


@dataclass(frozen=True)
class Plan:
    newcomers: list
    problems: list
    language: str


def _known_roles():
    """{"author": "Author", "autor": "Author", …}: the roles by their names in both languages."""
    known = {fold(role): role for role in ROLES}
    for language in ("en", "es"):
        with translation.override(language):
            known |= {fold(words): role for role, words in ROLES.items()}
    return known


def _cells(row):
    """[address, name, role, …] of a line separated by commas, semicolons or tabs."""
    separator = next((mark for mark in "\t;" if mark in row), ",")
    cells = next(csv.reader([row], delimiter=separator, skipinitialspace=True))
    roles = [role for cell in cells[2:] for role in re.split(r"[,;+/]", cell)]
    return [text for text in map(tidy, [*cells[:2], *roles]) if text]


def _newcomer(number, row, *, by, known, seen):
    cells = _cells(row)
    if len(cells) < 3:
        raise ValidationError(_("Write an address, a name and a role, with commas between."))
    email, name, *role_names = cells
    email = proper_email(email)
    if email in seen:
        raise ValidationError(_("%(email)s is in line %(line)d too.") % {"email": email, "line": seen[email]})
    unknown = [role for role in role_names if fold(role) not in known]
    if unknown:
        words = {"role": unknown[0], "roles": ", ".join(str(words) for words in ROLES.values())}
        raise ValidationError(_("There is no role “%(role)s”. There are: %(roles)s.") % words)
    roles = tuple(sorted({known[fold(role)] for role in role_names}))
    require_giver(by, roles, by_invitation=True)
    seen[email] = number
    return Newcomer(number, email, name, roles)


def plan_invitations(text: str, *, language: str, by: User) -> Plan:
    """Read pasted lines ("address, name, roles"); saves nothing."""
    known, seen, newcomers, problems = _known_roles(), {}, [], []
    lines = [(number, row) for number, row in enumerate(text.splitlines(), 1) if row.strip()]
    if len(lines) > MOST:
        return Plan([], [Problem(lines[MOST][0], _("At most %(most)d people at once.") % {"most": MOST})], language)
    for number, row in lines:
        try:
            newcomers.append(_newcomer(number, row, by=by, known=known, seen=seen))
        except ValidationError as error:
            problems.append(Problem(number, " ".join(error.messages)))
        except (PermissionDenied, csv.Error) as error:
            problems.append(Problem(number, str(error)))
    if not lines:
        problems.append(Problem(1, _("Nothing is written here yet.")))
    return Plan(newcomers, problems, language)


@does(INVITE_SEVERAL)
@transaction.atomic
def invite_several(text: str, *, language: str, by: User, now: datetime | None = None) -> list[Invitation]:
    """Invite everybody in the pasted lines, or nobody: ValidationError with the problems, line by line."""
    by = locked_manager(by)
    require_act(INVITE_SEVERAL, Attempt(by, now=now))
    plan = plan_invitations(text, language=language, by=by)
    if plan.problems:
        raise ValidationError([ValidationError(str(problem), code="line") for problem in plan.problems])
    invitations = [
        make_account(email=newcomer.email, name=newcomer.name, roles=newcomer.roles, language=language, by=by, now=now)
        for newcomer in plan.newcomers
    ]
    for invitation in invitations:
        mail_link(invitation, INVITE)
    return invitations
