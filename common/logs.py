"""Logs are JSON lines: codes and ids, never free text or contact data."""

from __future__ import annotations

import json
import logging
import re

OWN_FIELDS = set(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "request_id",
    "request",
    "taskName",
}

# An address in an error's words, as PostgreSQL quotes the value of a unique key.
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def _message(record: logging.LogRecord) -> str:
    """Return the message with the request's path as the route it took: a path can hold a secret link's token."""
    message = record.getMessage()
    request = getattr(record, "request", None)
    path = getattr(request, "path", "")
    if len(path) > 1:
        route = getattr(getattr(request, "resolver_match", None), "route", "")
        message = message.replace(path, f"/{route}" if route else "(unknown address)")
    return ADDRESS.sub("(e-mail)", message)


class JsonFormatter(logging.Formatter):
    """One JSON object a line; `extra={...}` becomes fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of JSON."""
        line: dict[str, object] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            "request_id": getattr(record, "request_id", ""),
        }
        line.update({key: value for key, value in vars(record).items() if key not in OWN_FIELDS})
        if record.exc_info:
            line["exception"] = ADDRESS.sub("(e-mail)", self.formatException(record.exc_info))
        return json.dumps(line, default=str, ensure_ascii=False)
