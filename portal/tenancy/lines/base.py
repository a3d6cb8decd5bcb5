"""What Django loads for `ENGINE = "portal.tenancy.lines"`."""

from typing import Any

import psycopg
from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection that answers.

        One found dead is seldom alone, so all that lie in the pool are looked at then. The pool's own look, which takes
        them one after the other, waits a second after the second dead one, two after the third, four after the next.
        """
        connection = super().get_new_connection(conn_params)
        if self.pool and not answers(connection):
            self.pool.putconn(connection)
            self.pool.check()
            connection = super().get_new_connection(conn_params)
        return connection


def answers(connection: Any) -> bool:
    try:
        connection.execute("")
    except psycopg.OperationalError:
        return False
    return True
