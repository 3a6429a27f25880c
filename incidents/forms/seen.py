"""Which version of a row its reader saw: sent along by a form of one button."""

from __future__ import annotations

from django.http import QueryDict


def seen_version(posted: QueryDict) -> int:
    """Return the version that a form was shown with, or -1, which never stands."""
    version = posted.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else -1
