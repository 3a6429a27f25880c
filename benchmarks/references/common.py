"""What the three reference programs share: their settings, and the letter they send."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection

LETTER = {name: os.environ.get(f"LETTER_{name}", "") for name in ("TEXT", "HTML")}
FROM = "Brev <a@example.com>"


def recipients(count: int) -> list[str]:
    """Return so many addresses."""
    return [f"reader{number}@example.com" for number in range(count)]


def personal(text: str, recipient: str) -> str:
    """Fill in the three things that differ between recipients."""
    link = f"https://trygghet.example.com/post/avsluta/{recipient}"
    return text.replace("{{{{recipient}}}}", recipient).replace("{{{{unsubscribe_url}}}}", link)


def _database(given: str) -> dict[str, object]:
    """Return Django's words for a database's address; after "@/" stands the folder of its socket."""
    parts = urlsplit(given)
    place = given.rpartition("@/")[2].rpartition("/") if "@/" in given else None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.rpartition("/")[2],
        "USER": parts.username or "postgres",
        "PASSWORD": parts.password or "",
        "HOST": place[0] if place else parts.hostname,
        "PORT": (parts.port or "") if not place else "",
    }


def set_up(*apps: str, template_folder: str = "", **more: object) -> None:
    """Make a Django project of these apps on DATABASE_URL that mails to MAIL_PORT, and create its tables."""
    settings.configure(
        SECRET_KEY="only-for-this-run",
        DATABASES={"default": _database(os.environ["DATABASE_URL"])},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", *apps],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [template_folder] if template_folder else [],
                "APP_DIRS": True,
            }
        ],
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=int(os.environ["MAIL_PORT"]),
        DEFAULT_FROM_EMAIL=FROM,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        **more,
    )
    django.setup()
    call_command("migrate", verbosity=0)
    connection.close()  # a process forked from here must not share it


def rounds() -> Iterator[int]:
    """Wait for a number on standard input, one for each round; nothing more ends the program."""
    return iter(lambda: int(sys.stdin.readline() or 0), 0)
