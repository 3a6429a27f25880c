"""The house itself: settings, addresses, the Celery app and the pages that show several rooms."""

import sys
from pathlib import Path

# `calendar/` must not be a package (it would hide Python's own `calendar`), so the room inside it,
# `holiday_calendar`, is found by adding that folder to the path. Done here once for every way in:
# manage.py, gunicorn, Celery and pytest all import this package first.
CALENDAR_FOLDER = str(Path(__file__).resolve().parent.parent / "calendar")
if CALENDAR_FOLDER not in sys.path:
    sys.path.append(CALENDAR_FOLDER)

from botkyrka_trygghet.celery import app as celery_app  # noqa: E402  (needs the path above)

__all__ = ["celery_app"]
