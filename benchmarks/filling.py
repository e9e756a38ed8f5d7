"""Multiply the articles of the demonstration by copying their rows, and all rows that belong to them, with SQL."""

from django.apps import apps
from django.db import connection, models, transaction

from briefings.articles.models import Article, Edition
from briefings.history.models import Event, FieldChange
from briefings.search.models import SearchDocument

STRIDE = 1_000_000  # copy n of a row has the row's id + n × STRIDE
EDITIONS_FROM = 100_000  # the first copy of an edition; copies of articles have smaller numbers
THINGS = ("Topic", "Source", "Release", "Initiative", "Impact", "Byline", "Image", "User")
NUMBERS = {
    "postgresql": "generate_series(%s::bigint, %s::bigint) AS copies(n)",
    "sqlite": "(WITH RECURSIVE c(n) AS (VALUES(%s) UNION ALL SELECT n + 1 FROM c WHERE n < %s) SELECT n FROM c) AS c",
}
EARLIER = {  # copy n happened n hours before
    "postgresql": "{column} - n * interval '1 hour'",
    "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%f', {column}, '-' || n || ' hours')",
}


def models_of_articles():
    """The models whose rows belong to an article, found by following foreign keys backwards.

    Left out: models with a one-to-one relation to a model that is not copied.
    """
    belonging = _referring(apps.get_model("briefings", "TranslationGroup"))
    copied = (model for model in belonging if _one_to_one_models(model) <= belonging)
    return sorted(copied, key=lambda model: model._meta.db_table)


def _referring(model):
    """The model and all whose rows refer to its rows, directly or not."""
    belonging = {model}
    while True:
        referring = {
            model
            for model in apps.get_models(include_auto_created=True)
            if any(field.related_model in belonging for field in model._meta.concrete_fields if field.is_relation)
        }
        if referring <= belonging:
            return belonging
        belonging |= referring


def _one_to_one_models(model):
    return {field.related_model for field in model._meta.concrete_fields if field.one_to_one}


def _copied(field, copied):
    """The SQL expression of a column's value in copy n."""
    column = connection.ops.quote_name(field.column)
    if field.name == "target_id":  # events have no foreign keys; the events of an article are copied with it
        return f"CASE WHEN target_type = 'article' THEN {column} + n * {STRIDE} ELSE {column} END"
    if field.primary_key or (field.is_relation and field.related_model in copied):
        return f"{column} + n * {STRIDE}"
    if isinstance(field, models.SlugField):
        return f"{column} || '-' || n"
    if isinstance(field, models.DateTimeField):
        return EARLIER[connection.vendor].format(column=column)
    return column


def copy(first, last):
    """Make copies number `first` to `last` of all rows of the original articles and of the log."""
    copied = [*models_of_articles(), Event, FieldChange]
    with transaction.atomic(), connection.cursor() as cursor:
        for model in copied:
            key = connection.ops.quote_name(model._meta.pk.column)
            values = [_copied(field, copied) for field in model._meta.local_concrete_fields]
            _insert(cursor, model, values, f"{key} < {STRIDE}", [first, last])


def _insert(cursor, model, values, condition, numbers):
    """Copy the rows for which the SQL `condition` is true; `values` are the new values of all columns."""
    columns = ", ".join(connection.ops.quote_name(field.column) for field in model._meta.local_concrete_fields)
    table = connection.ops.quote_name(model._meta.db_table)
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {', '.join(values)} FROM {table} "
        f"CROSS JOIN {NUMBERS[connection.vendor]} WHERE {condition}",
        numbers,
    )


def copy_things(copies):
    """Multiply what articles and values refer to, so that lists of these are longer."""
    with transaction.atomic(), connection.cursor() as cursor:
        for name in THINGS:
            model = apps.get_model("briefings", name)
            together = {name for constraint in model._meta.total_unique_constraints for name in constraint.fields}
            values = [_of_thing(field, together) for field in model._meta.local_concrete_fields]
            _insert(cursor, model, values, f"id < {STRIDE}", [1, copies])


def _of_thing(field, together):
    column = connection.ops.quote_name(field.column)
    if field.primary_key:
        return f"{column} + n * {STRIDE}"
    if field.unique or (field.name in together and isinstance(field, models.CharField) and not field.choices):
        return f"substr({column}, 1, 60) || '-' || n"
    return column


def copy_edition(edition, last):
    """Make editions of its article from `edition`, with what belongs to it, up to number `last`."""
    copied = _referring(Edition)
    edition_fields = [field for model in copied for field in model._meta.concrete_fields]
    keys = {field.model: field.column for field in edition_fields if field.related_model is Edition} | {Edition: "id"}
    with transaction.atomic(), connection.cursor() as cursor:
        for model in sorted(copied, key=lambda model: model is not Edition):
            values = [_of_edition(field, copied) for field in model._meta.local_concrete_fields]
            _insert(cursor, model, values, f"{keys[model]} = {edition.pk}", [1, last - edition.number])


def _of_edition(field, copied):
    column = connection.ops.quote_name(field.column)
    if field.primary_key or (field.is_relation and field.related_model in copied):
        return f"{column} + (n + {EDITIONS_FROM}) * {STRIDE}"
    return f"{column} + n" if field.name == "number" else column


def analyze():
    """Update the statistics of the query planner."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def grow(articles):
    """Copy articles until there are about `articles`; return the exact number."""
    originals = Article.objects.filter(pk__lt=STRIDE).count()
    copy(Article.objects.count() // originals, articles // originals - 1)
    analyze()
    return Article.objects.count()


RARE = 5_000  # so many words, each in a few of the documents that `grow_search` makes: rare0, rare1, …
WITH_RARE_WORD = {
    "postgresql": f"words || ('rare' || (n %% {RARE}))::tsvector",
    "sqlite": f"words || ' rare' || (n %% {RARE})",
}


def grow_search(documents):
    """Copy the search documents of the demonstration until there are about so many, each with a rare word."""
    originals = SearchDocument.objects.count()
    values = {"id": f"id + n * {STRIDE}", "target_id": f"target_id + n * {STRIDE}", "key": "''"}
    values["words"] = WITH_RARE_WORD[connection.vendor]
    columns = [values.get(field.column, field.column) for field in SearchDocument._meta.local_concrete_fields]
    with transaction.atomic(), connection.cursor() as cursor:
        _insert(cursor, SearchDocument, columns, f"id < {STRIDE}", [1, documents // originals - 1])
    analyze()
    return SearchDocument.objects.count()


def close_connections():
    """PostgreSQL does not copy a database that has open connections."""
    connection.close()
