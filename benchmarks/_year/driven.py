"""The house's own Celery under a driven clock: `python -m benchmarks._year.driven FILE worker|beat …`.

The moment is read from FILE (ISO 8601) each time somebody asks. What beat publishes each minute it publishes twice
a second here: the driven clock runs that much faster. Everything else is as in production.
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from unittest import mock

EACH = 0.5  # seconds
TASKS = ("post-sweep", "newsletters-send-due", "newsletters-alarms", "heartbeat")


def main(file: Path, arguments: list[str]) -> None:
    """Run Celery with this process' clock read from the file."""
    from django.utils import timezone

    from botkyrka_trygghet.celery import app

    schedule = app.conf.beat_schedule
    app.conf.beat_schedule = {name: {**schedule[name], "schedule": EACH} for name in TASKS}
    with mock.patch.object(timezone, "now", lambda: datetime.fromisoformat(file.read_text())):
        app.start(arguments)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
