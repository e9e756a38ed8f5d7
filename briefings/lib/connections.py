"""Connections of the pool to PostgreSQL."""

import select

from psycopg import Connection


class WatchedConnection(Connection):
    """The pool asks each connection an empty question before it lends it: a round trip for every page.

    A server that hangs up can be heard without asking: the socket has something to read. Only then is it asked.
    """

    def execute(self, query, *arguments, **options):
        if query == "" and not self._has_news():
            return self.cursor()
        return super().execute(query, *arguments, **options)

    def _has_news(self):
        watch = select.poll()
        watch.register(self.pgconn.socket, select.POLLIN)
        return bool(watch.poll(0))
