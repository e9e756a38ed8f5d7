"""Querysets that are compiled once in each process.

Django takes 0.3 to 1.2 ms to build a query and its SQL, the database and the reading of a few rows 0.1 ms. For pages
that are asked for most only the latter is repeated.
"""

from collections import namedtuple
from collections.abc import Callable, Sequence
from functools import wraps
from threading import local

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections, router
from django.db.models import Expression, Field
from django.db.models.query import get_related_populators
from django.http import Http404
from psycopg.errors import FeatureNotSupported
from psycopg.sql import Literal

MOST = 100  # combinations of one function that are kept: addresses choose numbers of pages and how many keys there are
STATEMENTS = 400  # that each connection keeps planned; 300 take 30 MiB of its PostgreSQL process


def keep_statements(connection, **kwargs) -> None:
    """Receiver of `connection_created`. All public pages together make three times the 100 statements that psycopg
    keeps: whichever was asked for had just been dropped, and planning it again took longer than the whole briefing."""
    if connection.vendor == "postgresql":
        connection.connection.prepared_max = STATEMENTS


def is_old_plan(error: BaseException | None) -> bool:
    """Whether a migration has changed a column that a statement reads which this connection has prepared: PostgreSQL
    refuses it there until it is prepared anew. Faults of ours can have the same code, from elsewhere in its source."""
    cause = getattr(error, "__cause__", None)
    is_refused = isinstance(error, NotSupportedError) and isinstance(cause, FeatureNotSupported)
    return is_refused and cause.diag.source_function == "RevalidateCachedQuery"


def forget_old_plan(error: BaseException | None) -> bool:
    """Close the connections of this thread if it was an old plan, which is what it says."""
    if not is_old_plan(error):
        return False
    connections.close_all()
    return True


class Argument(Expression):
    """The place of a value that each call gives."""

    def __init__(self, name: str, output_field: Field, number: int | None = None):
        """`number`: the place within an argument that is a tuple."""
        super().__init__(output_field=output_field)
        self.name, self.number = name, number

    def as_sql(self, compiler, connection):
        return "%s", [self]


def prepared(**fields: Field) -> Callable:
    """Decorator for a function that returns a queryset. Its calls return a list: of named tuples where the queryset has
    `values_list`, else of instances, with annotations and what `select_related` names; `prefetch_related` is left out.

    `fields` are the types of the arguments that are values in the SQL: of these the function gets the place instead of
    the value, a tuple of places for a tuple of values, and None for None. It is called once for each database, thread,
    and combination of which of them, how many in a tuple, and what else is given.
    """

    def decorate(make):
        compiled = local()  # a compiler holds the connection of its thread

        @wraps(make)
        def rows(**arguments) -> list:
            alias = router.db_for_read(None) or DEFAULT_DB_ALIAS
            key = alias, *((name, _shape(value) if name in fields else value) for name, value in arguments.items())
            if key not in compiled.__dict__:
                if len(compiled.__dict__) >= MOST:
                    compiled.__dict__.clear()
                compiled.__dict__[key] = _compiled(make, fields, alias, arguments)
            if compiled.__dict__[key] is None:
                return []
            compiler, made_of, sql, places = compiled.__dict__[key]
            connection = connections[alias]
            values = [_value(place, arguments, connection) for place in places]
            with connection.cursor() as cursor:
                cursor.execute(sql, values)
                fetched = cursor.fetchall()
            return [made_of(values) for values in compiler.results_iter([fetched])]

        return rows

    return decorate


def padded(keys: Sequence, size: int = 10) -> tuple:
    """The keys of a query that finds any of them, the last again up to a multiple of `size`: so few queries are
    prepared, however many keys there are."""
    return (*keys, *keys[-1:] * (-len(keys) % size))


def first_or_404(rows: list):
    if not rows:
        raise Http404("no such page")
    return rows[0]


def _shape(value):
    return len(value) if isinstance(value, tuple) else value is not None


def _places(name, value, field):
    if value is None:
        return None
    if isinstance(value, tuple):
        return tuple(Argument(name, field, number) for number in range(len(value)))
    return Argument(name, field)


def _compiled(make, fields, alias, arguments):
    given = {name: _places(name, value, fields[name]) if name in fields else value for name, value in arguments.items()}
    query = make(**given).query
    compiler = query.get_compiler(alias)
    try:
        sql, places = _with_constants(*compiler.as_sql(), connections[alias])
    except EmptyResultSet:  # an empty tuple
        return None
    made_of = namedtuple("Row", query.selected)._make if query.selected else _instance_maker(compiler, alias)
    return compiler, made_of, sql, places


def _with_constants(sql, places, connection):
    """On PostgreSQL what is the same in each call becomes a part of the SQL: a plan that is kept knows no parameter, so
    it uses no index of some rows only, as that of corrections, and read 3,900 editions for three."""
    if connection.vendor != "postgresql":
        return sql, places
    connection.ensure_connection()
    parts = ["%s" if isinstance(place, Argument) else _literal(place, connection) for place in places]
    return sql.replace("%%", "%%%%") % tuple(parts), [place for place in places if isinstance(place, Argument)]


def _literal(value, connection):
    return Literal(value).as_string(connection.connection).replace("%", "%%")


def _instance_maker(compiler, alias):
    """The function that makes an instance of a row, as Django's `ModelIterable` does."""
    model, fields = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    own = slice(fields[0], fields[-1] + 1)
    names = [column.target.attname for column, _sql, _alias in compiler.select[own]]
    populators = get_related_populators(compiler.klass_info, compiler.select, alias)

    def instance_of(values):
        instance = model.from_db(alias, names, values[own])
        for populator in populators:
            populator.populate(values, instance)
        for name, place in compiler.annotation_col_map.items():
            setattr(instance, name, values[place])
        return instance

    return instance_of


def _value(place, arguments, connection):
    if not isinstance(place, Argument):
        return place
    value = arguments[place.name] if place.number is None else arguments[place.name][place.number]
    return place.output_field.get_db_prep_value(value, connection)
