"""Inviting people, one or several at once."""

import csv
import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ...lib.acts import does, require_act
from ...lib.texts import fold
from ...roles import ROLES
from ..access import manager, record
from ..acts import INVITE, INVITE_SEVERAL
from ..acts.conditions import Case
from ..models import User
from .passwords import fresh_link, send_after_commit
from .person import require_giver, set_roles, tidy

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


def free_user_name(email):
    """The part before the @ in plain letters; with a number where somebody has it already."""
    local = email.partition("@")[0].partition("+")[0].casefold()
    plain = unicodedata.normalize("NFKD", local).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9._-]+", "", plain).strip("._-")[:30] or "person"
    taken = {
        name.casefold() for name in User.objects.filter(username__istartswith=stem).values_list("username", flat=True)
    }
    candidate, number = stem, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem}{number}"
    return candidate


def proper_email(email):
    """The address in small letters, refused in words where it is none or somebody has it."""
    email = email.strip().lower()
    validate_email(email)
    owner = User.objects.filter(email__iexact=email).first()
    if owner is None:
        return email
    if owner.is_active:
        raise ValidationError(_("%(email)s has an account already.") % {"email": email}, code="taken")
    raise ValidationError(
        _("%(email)s has an account that is shut. Open it again on its own page.") % {"email": email}, code="shut"
    )


def _make(*, email, name, roles, language, by, now):
    """The account, with its roles and without a password, and its invitation; in the caller's turn."""
    first, _blank, last = tidy(name).partition(" ")
    person = User(
        username=free_user_name(email), email=email, first_name=first, last_name=last, language=language, is_staff=True
    )
    person.date_joined = now or timezone.now()
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    person.save()
    set_roles(person, roles)
    invitation = fresh_link(person, by=by, now=now)
    record(
        by=by, act=INVITE, person=person, now=now,
        email=email, roles=sorted(roles), until=invitation.expires_at.isoformat(),
    )  # fmt: skip
    return invitation


@does(INVITE)
@transaction.atomic
def invite(*, email, name, roles, language, by, now=None):
    """Make an account and mail its owner a link; refused where the address has one, or a role is not `by`'s to give."""
    by, roles = manager(by), set(roles)
    require_act(INVITE, Case(by, now=now))
    if not roles:
        raise ValidationError({"roles": ValidationError(_("Choose at least one role."), code="required")})
    if not tidy(name):
        raise ValidationError({"name": ValidationError(_("Write the person’s name."), code="required")})
    require_giver(by, roles, by_invitation=True)
    try:
        email = proper_email(email)
    except ValidationError as error:
        raise ValidationError({"email": error}) from error
    invitation = _make(email=email, name=name, roles=roles, language=language, by=by, now=now)
    send_after_commit([invitation], INVITE)
    return invitation


def _known_roles():
    """{"author": "Author", "autor": "Author", …}: roles by their names in every language of the site."""
    known = {fold(role): role for role in ROLES}
    for language in ("en", "es"):
        with translation.override(language):
            known |= {fold(words): role for role, words in ROLES.items()}
    return known


def _cells(row):
    """[address, name, role, …] of a line, wherever its commas, semicolons or tabs are."""
    separator = next((mark for mark in "\t;" if mark in row), ",")
    cells = next(csv.reader([row], delimiter=separator, skipinitialspace=True))
    roles = [role for cell in cells[2:] for role in re.split(r"[,;+/]", cell)]
    return [tidy(cell) for cell in [*cells[:2], *roles] if cell.strip()]


def _newcomer(number, row, *, by, known, seen):
    """What a line says; ValidationError or PermissionDenied in the words of whoever has to mend it."""
    cells = _cells(row)
    if len(cells) < 3:
        raise ValidationError(_("Write an address, a name and a role, with commas between."))
    email, name, *wanted = cells
    email = proper_email(email)
    if email in seen:
        raise ValidationError(_("%(email)s stands in line %(line)d too.") % {"email": email, "line": seen[email]})
    strange = [role for role in wanted if fold(role) not in known]
    if strange:
        words = {"role": strange[0], "roles": ", ".join(str(words) for words in ROLES.values())}
        raise ValidationError(_("There is no role “%(role)s”. There are: %(roles)s.") % words)
    roles = tuple(sorted({known[fold(role)] for role in wanted}))
    require_giver(by, roles, by_invitation=True)
    seen[email] = number
    return Newcomer(number, email, name, roles)


def plan_invitations(text, *, language, by):
    """What pasted lines ("address, name, roles") would do, and what is wrong with them. Nothing is saved."""
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
def invite_several(text, *, language, by, now=None):
    """Invite everybody in the pasted lines, or nobody: ValidationError with what is wrong, line by line."""
    by = manager(by)
    require_act(INVITE_SEVERAL, Case(by, now=now))
    plan = plan_invitations(text, language=language, by=by)
    if plan.problems:
        raise ValidationError([ValidationError(str(problem), code="line") for problem in plan.problems])
    invitations = [
        _make(email=one.email, name=one.name, roles=one.roles, language=language, by=by, now=now)
        for one in plan.newcomers
    ]
    send_after_commit(invitations, INVITE_SEVERAL)
    return invitations
