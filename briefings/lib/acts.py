"""Declarations of acts. A slice declares each of its acts once, in its `acts.py`; the function that does the act, its
buttons and page, the reason why somebody cannot do it now, the log and the mail all read the declaration.

    APPROVE = declare(
        "approve", _("Approved"), title=_("Approve"), conditions=[needs("approve_article"), by_another], details=[HASH]
    )

    @does(APPROVE)
    @transaction.atomic
    def approve(article, *, by, seen, now=None):
        require_act(APPROVE, Attempt(by, lock(article), now))
"""

from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError


class Attempt:
    """Somebody who wants to act. Subclasses add what the act is about, and look up what several conditions ask for."""

    def __init__(self, by: Any, now: datetime | None = None):
        self.by, self.now = by, now


# Raises what stands in the way: PermissionDenied because of who asks, ValidationError for anybody just now. A condition
# that asks for a permission of roles.py has its name as `permission`.
Condition = Callable[[Attempt], None]


@dataclass(frozen=True)
class Detail:
    """One entry of what an event says beside who did what to which thing, as the log shows it.

    `parts` are the labels of an entry that holds several; `sentence` has the value in it (as `number`) and no label;
    `names_people`: it holds a user name; `for_author`: the author of an article sees it too, in the article's history;
    `hidden`: nobody reads it in a list; `is_long`: no list even fetches it.
    """

    name: str
    label: str = ""
    choices: tuple = ()
    parts: tuple = ()
    is_fingerprint: bool = False
    sentence: str = ""
    names_people: bool = False
    for_author: bool = False
    hidden: bool = False
    is_long: bool = False
    words: Callable[[Any], str] | None = None

    def for_staff(self) -> "Detail":
        return replace(self, for_author=False)

    def called(self, label: str) -> "Detail":
        return replace(self, label=label)


@dataclass(frozen=True)
class Mail:
    """The texts of an act's mail. A slice's subclass adds the recipients."""

    subject: str
    words: str


@dataclass(frozen=True)
class Page:
    """The page of an act: what the act does, and the message once it is done. A grave act is hard to undo."""

    explanation: str
    done: str
    _: KW_ONLY
    grave: bool = False


@dataclass(frozen=True, eq=False)
class Act:
    """`words` are for the log, empty for what other acts record. `title` is the act's name on its button, its page and
    the page of roles; the log has the same name in the past tense. An act that is the save of a plain form has none.
    `former`: names under which older rows and addresses know the act; `by_visitor`: somebody without an account does
    it; `is_frequent`: too often to be news; `in_emergency`: without the conditions of all acts. Conditions are asked in
    their order."""

    name: str
    words: str
    conditions: tuple[Condition, ...] = ()
    details: tuple[Detail, ...] = ()
    title: str = ""
    mail: Mail | None = None
    page: Page | None = None
    former: tuple[str, ...] = ()
    by_visitor: bool = False
    is_frequent: bool = False
    in_emergency: bool = False

    def __str__(self):
        return self.name

    @property
    def link(self) -> str:
        """The words that lead to its page."""
        return f"{self.title}…"

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that a row of the log may have for it."""
        return (self.name, *self.former)

    @property
    def permissions(self) -> list[str]:
        return [condition.permission for condition in self.conditions if hasattr(condition, "permission")]

    @property
    def function(self) -> Callable:
        return _functions[self.name]


ACTS: dict[str, Act] = {}  # by name, former ones included
_functions: dict[str, Callable] = {}
_of_all_acts: list[Condition] = []


def declare(name: str, words: str, *, conditions: Iterable = (), details: Iterable = (), **options) -> Act:
    act = Act(name, words, tuple(conditions), tuple(details), **options)
    for known in act.names:
        if known in ACTS:
            raise ValueError(f"The act {known} is declared twice.")
        ACTS[known] = act
    return act


def does(act: Act):
    def register(function):
        if act.name in _functions:
            raise ValueError(f"Two functions do {act}.")
        _functions[act.name] = function
        return function

    return register


def acts() -> list[Act]:
    """Each declared act once."""
    return list(dict.fromkeys(ACTS.values()))


def names_of(*acts: Act) -> list[str]:
    """All names that rows of the log may have for these acts."""
    return [name for act in acts for name in act.names]


def act_words(name: str) -> str:
    """The act's words in the log; for an act that is not declared (any more), its name made readable."""
    return str(ACTS[name].words) if name in ACTS else name.replace("_", " ").capitalize()


def of_all_acts(condition: Condition) -> Condition:
    """Decorator for a condition that every act asks after its own, `in_emergency` ones excepted."""
    _of_all_acts.append(condition)
    return condition


def require_act(act: Act, attempt: Attempt, *, besides: Iterable[Condition] = ()) -> None:
    """Check the conditions. The function of an act calls it first, inside its lock."""
    for condition in (*act.conditions, *(() if act.in_emergency else _of_all_acts)):
        if condition not in besides:
            condition(attempt)


def why_not(act: Act, attempt: Attempt, *, besides: Iterable[Condition] = ()) -> Exception | None:
    """The exception that the act would raise now; None if it would not refuse.

    `besides`: conditions that are left aside, because what the person is about to do decides them."""
    try:
        require_act(act, attempt, besides=besides)
    except (PermissionDenied, ValidationError) as reason:
        return reason
    return None


def available(acts: Iterable[Act], attempt: Attempt) -> list[Act]:
    return [act for act in acts if why_not(act, attempt) is None]
