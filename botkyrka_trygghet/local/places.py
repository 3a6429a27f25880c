"""Where the launcher keeps things, and how it words a problem that a person must solve."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()
# The kernel refuses a longer socket path; PostgreSQL's own file name takes 16 bytes of it.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
PLAIN_PATH = re.compile(r"[A-Za-z0-9._/-]+")


class LauncherError(Exception):
    """Something a person must put right; the text says what to do and is all that is shown."""


def folder(path: Path, mode: int = 0o711) -> Path:
    """Make a folder that others may pass through but not list, and return it."""
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(mode)
    return path


def socket_folder(wanted: Path) -> Path:
    """Return `wanted`, or a short folder in /tmp when a socket there could not be named in a URL.

    Two checkouts get two folders, for the name is a digest of the path. A folder that somebody else
    made under that name is refused.
    """
    path = str(wanted)
    if len(os.fsencode(path)) <= LONGEST_SOCKET_FOLDER and PLAIN_PATH.fullmatch(path):
        return folder(wanted)
    digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
    short = Path(f"/tmp/botkyrka-{os.getuid()}-{digest}")  # noqa: S108  (owner and kind are checked below)
    short.mkdir(exist_ok=True)
    found = short.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise LauncherError(f"{short} belongs to somebody else. Remove it, or move the checkout to a shorter path.")
    return folder(short)
