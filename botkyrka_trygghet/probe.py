"""Health check of a container: exits 0 when its process is well.

    python -m botkyrka_trygghet.probe web    the web server answers and its database is ready
    python -m botkyrka_trygghet.probe beat   the scheduler wrote its schedule lately

The worker is asked through the broker instead: `celery -A botkyrka_trygghet inspect ping`.
"""

from __future__ import annotations

import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

# Beat writes its schedule file every three minutes; three of those missed is too many.
STALE_SECONDS = 9 * 60


def web() -> bool:
    """Ask /readyz as the reverse proxy would: with a host name we answer to."""
    host = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].strip().lstrip(".")
    port = os.environ.get("PORT", "8000")
    request = urllib.request.Request(f"http://127.0.0.1:{port}/readyz", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310  (our own address)
            return bool(answer.status == 200)
    except OSError:
        return False


def beat() -> bool:
    """Look when the schedule was last written."""
    var = Path(os.environ.get("VAR_DIR", "var"))
    written = [file.stat().st_mtime for file in var.glob("beat-schedule*")]
    return bool(written) and time.time() - max(written) < STALE_SECONDS


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "beat": beat}[sys.argv[1]]() else 1)
