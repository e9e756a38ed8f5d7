"""Models whose public rows search finds. Each says what is to be found; signals keep the index in step.

A row is indexed after the commit of what changed it or a part of it, once however many parts changed. Editions are
indexed by the acts that publish, in their transaction.
"""

import threading
from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, QuerySet
from django.db.transaction import on_commit
from django.utils import translation

from ..lib.bases import Bilingual
from . import actions
from .actions import Entry
from .models import VERSION, SearchDocument

LANGUAGES = ("en", "es")
_thread = threading.local()  # `waiting`: {(model, key)} to be indexed after the commit


class Searchable(Bilingual):
    """A model with names in both languages, which searches find by them and by what else it says.

    Parts of it, whose changes index it again, name the foreign key to it in `search_parts_of`.
    """

    search_kind = ""
    search_fields: tuple[str, ...] = ("description",)

    class Meta:
        abstract = True

    @classmethod
    def to_be_found(cls) -> QuerySet:
        return cls._default_manager.public()

    def search_url(self) -> str:
        """In the active language."""
        return self.get_absolute_url()

    def search_words(self, language: str) -> Iterable[str]:
        """Further words that find it and that the page of results does not show."""
        return []

    def search_details(self) -> dict:
        """Further fields of `Entry`."""
        return {}

    def search_entry(self, language: str) -> Entry:
        """Texts that lack a translation are found in the language that they have."""
        with translation.override(language):
            texts = [text for name in self.search_fields if (text := self.text_in(name, language))]
            return Entry(
                kind=self.search_kind,
                target_id=self.pk,
                language=language,
                title=self.text_in("name", language),
                text="\n".join(texts),
                url=self.search_url(),
                more="\n".join(map(str, self.search_words(language))),
                **({"public_from": self.public_since} if hasattr(self, "public_since") else {}) | self.search_details(),
            )


def searchable_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if issubclass(model, Searchable)]


def part_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if hasattr(model, "search_parts_of")]


def note_change(sender, instance, using=DEFAULT_DB_ALIAS, **kwargs):
    """Receiver for saves and relations of searchable models."""
    if isinstance(instance, Searchable):
        _index_later(type(instance), instance.pk, using)


def note_part(sender, instance, using=DEFAULT_DB_ALIAS, **kwargs):
    """Receiver for saves and deletions of parts."""
    for name in sender.search_parts_of:
        field = sender._meta.get_field(name)
        if key := getattr(instance, field.attname):
            _index_later(field.related_model, key, using)


def note_deletion(sender, instance, **kwargs):
    actions.remove(kind=sender.search_kind, target_ids=[instance.pk])


def _index_later(model, key, using):
    _thread.__dict__.setdefault("waiting", set()).add((model, key))
    on_commit(_index_waiting, using=using, robust=True)


def _index_waiting():
    waiting = _thread.__dict__.pop("waiting", set())
    for model, key in sorted(waiting, key=lambda pair: (pair[0].search_kind, pair[1])):
        index_rows(model, model.to_be_found().filter(pk=key), [key])


def index_rows(model: type[Model], rows: QuerySet, keys: Iterable[int] = ()) -> int:
    """Index these rows; those of `keys` that are not among them are not found any more. Return how many there are."""
    found = list(rows.order_by("pk"))
    for row in found:
        for language in LANGUAGES:
            actions.index(row.search_entry(language))
    if gone := set(keys) - {row.pk for row in found}:
        actions.remove(kind=model.search_kind, target_ids=gone)
    return len(found)


def not_indexed(rows: QuerySet, kind: str) -> QuerySet:
    """Those of the rows that the index lacks, or has as an earlier release indexed them."""
    indexed = SearchDocument.objects.filter(kind=kind, version=VERSION).values("target_id")
    return rows.exclude(pk__in=indexed)


def index_missing(most: int) -> int:
    """Index up to `most` rows of each model that the index lacks; return how many."""
    count = 0
    for model in searchable_models():
        keys = list(not_indexed(model.to_be_found(), model.search_kind).values_list("pk", flat=True)[:most])
        count += index_rows(model, model.to_be_found().filter(pk__in=keys)) if keys else 0
    return count


def index_all() -> Iterator[tuple[str, int]]:
    """Index everything again, and remove what is not to be found any more: (kind, how many) of each model."""
    for model in searchable_models():
        rows = model.to_be_found()
        actions.forget_others(model.search_kind, rows)
        yield model.search_kind, index_rows(model, rows)
