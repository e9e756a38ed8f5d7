"""Copies of what people are typing. Browsers send them every half minute; they record no event and lock no article."""

import datetime
import json

from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField
from django.utils import timezone
from django.utils.translation import gettext as _

from ...accounts.models import User
from ...lib.rows.prepared import prepared
from ...roles import require
from ..access import require_edit
from ..models import Article, TypedCopy

KEPT = datetime.timedelta(days=30)
EACH = 20  # copies of one person; older ones are deleted
LONGEST = 1_500_000  # characters


def _require(article, user):
    require(user, "write_article") if article is None else require_edit(article, user)


def _checked(entries: str) -> str:
    """`entries`, if they are what a form posts: a list of pairs of texts."""
    try:
        pairs = json.loads(entries)
        is_form = isinstance(pairs, list) and all(
            isinstance(pair, list) and len(pair) == 2 and all(isinstance(text, str) for text in pair) for pair in pairs
        )
    except (ValueError, RecursionError):
        is_form = False
    if not is_form or len(entries) > LONGEST:
        raise ValidationError(_("This is not a copy of a form."), code="copy")
    kept = json.dumps(pairs, ensure_ascii=False).replace("\\u0000", "")  # PostgreSQL stores no NUL
    return kept.encode(errors="replace").decode()  # half of a surrogate pair is no text


def keep_typed(
    article: Article | None, *, by: User, token: str, entries: str, now: datetime.datetime | None = None
) -> None:
    """Keep what `by` has typed so far; `entries` is JSON, a list of [name, value]."""
    _require(article, by)
    now = now or timezone.now()
    if not token or len(token) > 40:
        raise ValidationError(_("This is not a copy of a form."), code="copy")
    copy = TypedCopy(user=by, article=article, token=token, entries=_checked(entries), at=now)
    TypedCopy.objects.bulk_create(
        [copy], update_conflicts=True, unique_fields=["user", "token"], update_fields=["article", "entries", "at"]
    )
    newest = TypedCopy.objects.filter(user=by).order_by("-at", "-pk").values_list("pk", flat=True)[:EACH]
    TypedCopy.objects.filter(user=by).exclude(pk__in=list(newest)).delete()


def typed_copy(article: Article | None, *, by: User) -> TypedCopy | None:
    """The newest copy of what `by` typed into the form of the article, or of a new one."""
    _require(article, by)
    return next(iter(_newest_copy(user=by.pk, article=article and article.pk)), None)


@prepared(user=BigIntegerField(), article=BigIntegerField())
def _newest_copy(user, article):
    return TypedCopy.objects.filter(user=user, article=article)[:1]


def gone_copies(copies: list[str], *, by: User) -> list[str]:
    """Those of the copies that `by` has saved or discarded since the server took them; each is "<token>_<time>".

    None where copies of theirs may have been deleted to make room.
    """
    if not copies:
        return []
    tokens = set(TypedCopy.objects.filter(user=by).values_list("token", flat=True))
    return [copy for copy in copies if copy.partition("_")[0] not in tokens] if len(tokens) < EACH else []


def forget_typed(token: str, *, by: User) -> None:
    TypedCopy.objects.filter(user=by, token=token).delete()


def forget_old_copies(*, now: datetime.datetime | None = None) -> None:
    TypedCopy.objects.filter(at__lte=(now or timezone.now()) - KEPT).delete()
