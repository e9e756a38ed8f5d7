"""Queries whose SQL is written once. Django takes longer to write that of a page than PostgreSQL to answer it."""

import copy
from functools import cache

from django.db import connections

TEXT, NUMBER = "\x1astands for {}\x1a", 2**62


def _stand_in(kind, position):
    return NUMBER + position if kind is int else TEXT.format(position)


class Prepared:
    """`Prepared(build, slug=str)(slug="ports")`: the rows of `build(slug="ports")`, built only the first time.

    The SQL must be the same for every value: no None, no lists, no slices that depend on one. `build` returns a
    queryset, of objects or of `values_list`.
    """

    def __init__(self, build, **kinds):
        self.build, self.kinds = build, kinds
        self._written = cache(self._write)

    def _write(self, using):
        """The queryset, its compiler, its SQL, and for each of the SQL's parameters (name it stands for, or None)."""
        stand_ins = {name: _stand_in(kind, place) for place, (name, kind) in enumerate(self.kinds.items())}
        names = {value: name for name, value in stand_ins.items()}
        queryset = self.build(**stand_ins).using(using)
        compiler = queryset.query.get_compiler(using)
        sql, parameters = compiler.as_sql()
        return queryset, compiler, sql, [(value, names.get(value)) for value in parameters]

    def rows(self, *, using="default", **values):
        """The rows as the database gives them: enough to tell whether anything has changed, and cheap."""
        _queryset, _compiler, sql, parameters = self._written(using)
        with connections[using].cursor() as cursor:
            cursor.execute(sql, [values[name] if name else value for value, name in parameters])
            return cursor.fetchall()

    def read(self, rows, *, using="default"):
        """What `rows` hold: objects, or tuples of `values_list`."""
        queryset, written, _sql, _parameters = self._written(using)
        compiler = copy.copy(written)
        compiler.connection = connections[using]
        compiler.execute_sql = lambda *arguments, **options: [rows]
        found = queryset.all()
        found.query.get_compiler = lambda *arguments, **options: compiler
        return list(found)

    def __call__(self, *, using="default", **values):
        return self.read(self.rows(using=using, **values), using=using)
