"""Marking accepted messages while the next one is already being spoken about: one mark under way at most.

A mark is written to PostgreSQL before anything more is said to the mail server, and its commit has been confirmed
before the next message is completed. So whatever is killed, the worker or the database, at most the one message
whose answer was still to come is in doubt on each line.
"""

from __future__ import annotations

import itertools
import select
from types import TracebackType
from typing import Self

import psycopg
from django.db import OperationalError, connection
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn

from common import clock
from post.transitions import accepted_statement

_names = itertools.count()


class Marks:
    """The marks of one worker thread, on its own database connection, which must not be inside a transaction."""

    def __init__(self) -> None:
        connection.ensure_connection()
        self._wire: PGconn = connection.connection.pgconn
        self._name = b"accepted_%d" % next(_names)
        self._under_way = False
        self._answers = select.poll()
        self._answers.register(self._wire.socket, select.POLLIN)

    def __enter__(self) -> Self:
        result = self._wire.prepare(self._name, accepted_statement().encode())
        if result.status != ExecStatus.COMMAND_OK:
            raise OperationalError(result.error_message.decode("utf-8", "replace"))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None or not issubclass(kind, OperationalError):
            self.settle()
            self._wire.exec_(b"DEALLOCATE " + self._name)

    def begin(self, delivery_id: int, code: int | None, reply: str) -> None:
        """Hand the mark of an accepted message to PostgreSQL, without waiting for its commit."""
        self.settle()
        reply = reply[:300].replace("\x00", "")
        values = [str(delivery_id), clock.now().isoformat(), str(code) if code else None, reply]
        encoded = [value if value is None else value.encode() for value in values]
        try:
            self._wire.send_query_prepared(self._name, encoded)
            while self._wire.flush():
                self._wire.consume_input()
        except psycopg.Error as error:
            raise OperationalError(str(error)) from error
        self._under_way = True

    def settle(self) -> None:
        """Wait until the mark under way is committed. Raises OperationalError when the database did not."""
        if not self._under_way:
            return
        self._under_way = False
        try:
            failure = self._failure()
        except psycopg.Error as error:
            raise OperationalError(str(error)) from error
        if failure:
            raise OperationalError(failure.decode("utf-8", "replace"))

    def _failure(self) -> bytes:
        while self._wire.is_busy():
            self._answers.poll()  # other lines' threads go on meanwhile, as they would not inside get_result
            self._wire.consume_input()
        failure = b""
        while (result := self._wire.get_result()) is not None:
            if result.status != ExecStatus.COMMAND_OK:
                failure = result.error_message or b"the database did not take the mark"
        return failure
