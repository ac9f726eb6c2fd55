"""Django's PostgreSQL backend. While the server is away, a request is refused at once instead of after a time-out.

The pool cannot tell a server that is away from one whose connections are all in use: both are silence. So when it had
none to give, a connection is tried beside it, which an absent server refuses in milliseconds. From then on one request
in half a second tries, and the others are told what it found, until it succeeds.
"""

from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from daqing1369.postgresql.outage import Outage

ASK_SECONDS = 2  # for a server that neither answers nor refuses
AWAY = "The database is away."
_outage = Outage()  # of this process, which has one database


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection of the pool, or of one's own where there is none."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A working connection. OperationalError at once while the server is known to be away."""
        if not self.pool:
            return super().get_new_connection(conn_params)
        if _outage.is_known:
            self._ask(conn_params)
        try:
            return super().get_new_connection(conn_params)
        except PoolTimeout:
            self._ask(conn_params)
            raise

    def _ask(self, conn_params: dict[str, Any]) -> None:
        """Return if the server takes connections; OperationalError if it does not, or is not to be asked again yet."""

        def connect() -> None:
            self.Database.connect(**conn_params | {"connect_timeout": ASK_SECONDS}).close()

        if not _outage.ask(connect) and _outage.is_known:
            raise OperationalError(AWAY)
