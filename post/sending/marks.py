"""Marking accepted messages while the next one is already being spoken about: one mark under way at most.

A mark is handed to PostgreSQL before the next message's text is sent, and has been committed before that message's
own mark is handed over. A worker that is killed has handed over all but the message whose answer was still to come.
One whose database goes away remembers what was not committed and notes it as soon as the database is back; nobody
else takes its bundle before (docs/decisions/0035).
"""

from __future__ import annotations

import itertools
import logging
import select
import time
from types import TracebackType
from typing import Self

import psycopg
from django.db import DatabaseError, OperationalError, connection
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn

from common import clock
from post.transitions import accepted_statement

logger = logging.getLogger(__name__)

_names = itertools.count()
PATIENCE = 60.0  # seconds to wait for a database that is away
Values = list[bytes | None]


class Marks:
    """The marks of one worker thread, on its own database connection, which must not be inside a transaction."""

    def __init__(self) -> None:
        connection.ensure_connection()
        self._wire: PGconn = connection.connection.pgconn
        self._name = b"accepted_%d" % next(_names)
        self._under_way: Values | None = None
        self._owed: list[Values] = []
        self._failure = ""
        self._answers = select.poll()
        self._answers.register(self._wire.socket, select.POLLIN)

    def __enter__(self) -> Self:
        result = self._wire.prepare(self._name, accepted_statement().encode())
        if result.status != ExecStatus.COMMAND_OK:
            raise OperationalError(result.error_message.decode("utf-8", "replace"))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.settle()
        if self._owed:
            connection.close()  # and with it the bundle's lock
            self._write_again()
        elif kind is None or not issubclass(kind, OperationalError):
            self._wire.exec_(b"DEALLOCATE " + self._name)

    def begin(self, delivery_id: int, code: int | None, reply: str) -> None:
        """Hand the mark of an accepted message to PostgreSQL, without waiting for its commit."""
        at = clock.now().isoformat().encode()
        said = reply[:300].replace("\x00", "").encode()
        mark = [b"%d" % delivery_id, at, b"%d" % code if code else None, said]
        self.settle()
        self._under_way = mark
        if self._failure:
            return
        try:
            self._wire.send_query_prepared(self._name, self._under_way)
            while self._wire.flush():
                self._wire.consume_input()
        except psycopg.Error as error:
            self._failure = str(error)

    def settle(self) -> None:
        """Wait until the mark under way is committed; one that was not is remembered."""
        if self._under_way is None:
            return
        try:
            self._failure = self._failure or self._wait()
        except psycopg.Error as error:
            self._failure = str(error)
        if self._failure:
            self._owed.append(self._under_way)
        self._under_way = None

    def check(self) -> None:
        """Raise OperationalError when the database did not take a mark: nothing more is to be sent."""
        if self._failure:
            raise OperationalError(self._failure)

    def _wait(self) -> str:
        while self._wire.is_busy():
            self._answers.poll()  # other lines' threads go on meanwhile, as they would not inside get_result
            self._wire.consume_input()
        failure = ""
        while (result := self._wire.get_result()) is not None:
            if result.status != ExecStatus.COMMAND_OK:
                failure = result.error_message.decode("utf-8", "replace") or "the database did not take the mark"
        return failure

    def _write_again(self) -> None:
        """Note what is owed on a new connection, as soon as there is one."""
        ends = time.monotonic() + PATIENCE
        while self._owed and time.monotonic() < ends:
            try:
                connection.ensure_connection()
                result = connection.connection.pgconn.exec_params(accepted_statement().encode(), self._owed[0])
            except (DatabaseError, psycopg.Error):
                connection.close()
                time.sleep(0.1)
                continue
            if result.status == ExecStatus.COMMAND_OK:
                self._owed.pop(0)
            else:
                connection.close()
                time.sleep(0.1)
        if self._owed:
            logger.error("accepted messages could not be noted", extra={"count": len(self._owed)})
