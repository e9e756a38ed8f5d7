"""roles.py as people read it: roles × acts, and what one person may do through which role."""

from dataclasses import dataclass

from ..roles import ACTS, ROLES


@dataclass(frozen=True)
class Line:
    """An act in words; `cells` say for each role whether it allows the act; `through` names one's own roles that do."""

    words: str
    cells: list
    through: list
    may: bool


def lines(person=None):
    """Every act, for everybody or as `person` stands to it."""
    held = person.roles if person else frozenset()
    return [
        Line(
            words=act.words,
            cells=[role in act.roles for role in ROLES],
            through=[words for role, words in ROLES.items() if role in act.roles & held],
            may=bool(person and person.is_active and (person.is_superuser or act.roles & held)),
        )
        for act in ACTS.values()
    ]


def roles_in_words():
    """(role's name, the acts that it allows) for every role."""
    return [(words, [act.words for act in ACTS.values() if role in act.roles]) for role, words in ROLES.items()]
