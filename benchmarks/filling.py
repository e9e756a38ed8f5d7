"""Multiply the articles of the demonstration by copying their rows, and all rows that belong to them, with SQL."""

import io
import uuid
from itertools import cycle, islice

from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction

from briefings.accounts.models import User
from briefings.articles.actions import begin
from briefings.articles.blocks import block_models
from briefings.articles.models import Article
from briefings.history.models import Event, FieldChange
from briefings.roles import EDITOR

STRIDE = 1_000_000  # copy n of a row has the row's id + n × STRIDE
LONG_ARTICLE = "thirty-blocks"
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
    belonging = {apps.get_model("briefings", "TranslationGroup")}
    while True:
        referring = {
            model
            for model in apps.get_models(include_auto_created=True)
            if any(field.related_model in belonging for field in model._meta.concrete_fields if field.is_relation)
        }
        if referring <= belonging:
            copied = (model for model in belonging if _one_to_one_models(model) <= belonging)
            return sorted(copied, key=lambda model: model._meta.db_table)
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
            fields = model._meta.local_concrete_fields
            table = connection.ops.quote_name(model._meta.db_table)
            columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
            values = ", ".join(_copied(field, copied) for field in fields)
            key = connection.ops.quote_name(model._meta.pk.column)
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} "
                f"CROSS JOIN {NUMBERS[connection.vendor]} WHERE {key} < {STRIDE}",
                [first, last],
            )


def _long_article():
    """Make a draft with thirty blocks by repeating those of the sample briefing."""
    sample = max(
        Article.objects.filter(language="en", pk__lt=STRIDE),
        key=lambda article: sum(kind.objects.filter(parent=article).count() for kind in block_models()),
    )
    author = User.objects.filter(groups__name=EDITOR).earliest("pk")
    draft = begin(Article(title="Thirty blocks", slug=LONG_ARTICLE, summary=sample.summary), by=author)
    originals = [block for kind in block_models() for block in kind.objects.filter(parent=sample)]
    originals.sort(key=lambda block: block.ordering)
    for position, block in enumerate(islice(cycle(originals), 30)):
        selection = list(block.rows.all()) if block._meta.many_to_many else []
        block.pk, block.key, block.parent, block.ordering = None, uuid.uuid4(), draft, position
        block.save(force_insert=True)
        for row in selection:
            row.pk, row.block = None, block
            row.save(force_insert=True)


def analyze():
    """Update the statistics of the query planner."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def prepare(articles):
    """Fill a new database with about `articles` articles; return the exact number."""
    call_command("migrate", verbosity=0)
    call_command("load_demo", force=True, stdout=io.StringIO())
    call_command("collectstatic", interactive=False, verbosity=0)
    _long_article()
    return grow(articles)


def grow(articles):
    """Copy articles until there are about `articles`; return the exact number."""
    originals = Article.objects.filter(pk__lt=STRIDE).count()
    copy(Article.objects.count() // originals, articles // originals - 1)
    analyze()
    return Article.objects.count()


def close_connections():
    """PostgreSQL does not copy a database that has open connections."""
    connection.close()
