"""Who changed the names and other texts that an article shows and that are kept elsewhere."""

from dataclasses import replace
from datetime import datetime

from django.utils.timezone import make_aware

from ....accounts.models import User
from ....documents.comparing import Comparison
from ....documents.document import Document
from ....history.models import FieldChange
from ....roles import Realm
from ...acts.four_eyes import changed_texts

MOST = 1000  # changes of names that are looked at, the newest


def name_people(comparison: Comparison, before: Document) -> None:
    """Set `changed_by` of the parts that show such a text as it was changed since `before` was resolved; two queries
    where a part differs."""
    pieces = [piece for piece in comparison.blocks if piece.parts]
    if not pieces:
        return
    since = make_aware(datetime.fromisoformat(before.data["as_of"]))  # the day
    changes = FieldChange.objects.filter(realm__in=(Realm.ARTICLES, Realm.STATISTICS), at__gt=since)
    newest = changes.exclude(target_type="article").order_by("-at", "-pk")[:MOST]
    last = {}
    for person, fields in newest.values_list("by_id", "changes"):
        for text in changed_texts(fields):
            last.setdefault(text, person)
    users = User.objects.in_bulk(set(last.values()) - {None})
    people = {text: str(users[person]) for text, person in last.items() if person in users}
    for piece in pieces:
        piece.parts = [_named(part, people) for part in piece.parts]


def _named(part, people):
    before, after = part.before, part.after
    names = [name for text, name in people.items() if text in after and text not in before]
    return replace(part, changed_by=", ".join(dict.fromkeys(names))) if names else part
