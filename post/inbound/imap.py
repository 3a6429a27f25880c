"""Emptying a mailbox by IMAP (RFC 3501): fetch, store, and only then mark or delete.

Killed between storing and marking, the next run fetches the same bytes again, which the ledger knows already.
What has been taken bears a keyword of ours, so that somebody who reads the mailbox beside us hides nothing.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TAKEN = "HouseTaken"
MOST_AT_ONCE = 500  # messages a run
SECONDS = 30.0  # to wait for an answer
PORTS = {"imaps": 993, "imap+tls": 143, "imap": 143}
AWAY = (imaplib.IMAP4.error, OSError, ssl.SSLError, EOFError)

# Raw bytes (only the head of a message that is too large), and whether it was.
Store = Callable[[bytes, bool], object]


class MailboxAwayError(Exception):
    """The mailbox does not answer, or refuses what we ask; says with which error."""


@dataclass(frozen=True)
class Mailbox:
    """Where mail is fetched. `deletes` empties it; else what was taken is marked as read."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str
    deletes: bool


def mailbox_of(url: str) -> Mailbox:
    """Read IMAP_URL: imaps://USER:PASSWORD@HOST/FOLDER?after=delete. Raises ImproperlyConfigured."""
    parts = urlsplit(url)
    after = parse_qs(parts.query).get("after", ["keep"])[0]
    try:
        port = parts.port or PORTS[parts.scheme]
    except (KeyError, ValueError) as error:
        raise ImproperlyConfigured("IMAP_URL begins with imaps://, imap+tls:// or imap://.") from error
    if not parts.hostname or not parts.username or after not in ("keep", "delete"):
        raise ImproperlyConfigured("IMAP_URL is imaps://USER:PASSWORD@HOST/FOLDER, with ?after=delete or nothing.")
    return Mailbox(
        scheme=parts.scheme,
        host=parts.hostname,
        port=port,
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        deletes=after == "delete",
    )


def fetch(mailbox: Mailbox, *, store: Store, largest: int) -> int:
    """Take what is new in a mailbox; returns how many messages were stored. Raises MailboxAwayError.

    `store` has committed a message when it returns. Of one larger than `largest` bytes only the head is stored,
    and it stays in the mailbox, flagged.
    """
    count = 0
    try:
        with _open(mailbox) as line:
            keywords = _takes_keywords(line)
            for uid in _new(line, mailbox, keywords)[:MOST_AT_ONCE]:
                count += _take(line, mailbox, uid, store, largest, keywords)
            if mailbox.deletes:
                _ask(line.expunge())
    except AWAY as error:
        raise MailboxAwayError(type(error).__name__) from error
    return count


@contextmanager
def _open(mailbox: Mailbox) -> Iterator[imaplib.IMAP4]:
    """Sign in and open the folder; hang up whatever happens."""
    context = ssl.create_default_context()
    line: imaplib.IMAP4
    if mailbox.scheme == "imaps":
        line = imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=context, timeout=SECONDS)
    else:
        line = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=SECONDS)
    try:
        if mailbox.scheme == "imap+tls":
            line.starttls(context)
        line.login(mailbox.user, mailbox.password)
        _ask(line.select(_quoted(mailbox.folder)))
        yield line
    finally:
        with suppress(*AWAY):  # what was stored is stored; a server that has gone needs no goodbye
            line.logout()


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _ask(answer: tuple[str, Any]) -> list[object]:
    """Return what the server said. Raises IMAP4.error unless it said OK."""
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(status)
    return list(data)


def _takes_keywords(line: imaplib.IMAP4) -> bool:
    _name, flags = line.response("PERMANENTFLAGS")
    return any(isinstance(flag, bytes) and b"\\*" in flag for flag in flags or [])


def _new(line: imaplib.IMAP4, mailbox: Mailbox, keywords: bool) -> list[str]:
    """Return what has not been taken.

    Without keywords of our own, unread or undeleted has to say so, and read with a flag what was too large.
    """
    wanted = ["UNDELETED"]
    if keywords:
        wanted += ["UNKEYWORD", TAKEN]
    elif mailbox.deletes:
        wanted += ["OR", "UNFLAGGED", "UNSEEN"]
    else:
        wanted.append("UNSEEN")
    [found, *_rest] = _ask(line.uid("SEARCH", *wanted)) or [b""]
    return found.decode("ascii").split() if isinstance(found, bytes) else []


def _take(line: imaplib.IMAP4, mailbox: Mailbox, uid: str, store: Store, largest: int, keywords: bool) -> bool:
    is_large = _size(line, uid) > largest
    raw = _bytes(_ask(line.uid("FETCH", uid, "(BODY.PEEK[HEADER])" if is_large else "(BODY.PEEK[])")))
    if raw is None:  # somebody else deleted it in this moment
        return False
    store(raw, is_large)
    _ask(line.uid("STORE", uid, "+FLAGS.SILENT", f"({' '.join(_marks(mailbox, is_large, keywords))})"))
    return True


def _marks(mailbox: Mailbox, is_large: bool, keywords: bool) -> list[str]:
    """Return the flags that say that a message has been taken; unread where a person is still to read it."""
    if is_large:
        return ["\\Flagged", TAKEN if keywords else "\\Seen"]
    done = "\\Deleted" if mailbox.deletes else "\\Seen"
    return [TAKEN, done] if keywords else [done]


def _size(line: imaplib.IMAP4, uid: str) -> int:
    for item in _ask(line.uid("FETCH", uid, "(RFC822.SIZE)")):
        found = re.search(rb"RFC822\.SIZE (\d{1,12})", item) if isinstance(item, bytes) else None
        if found:
            return int(found[1])
    return 0


def _bytes(answer: list[object]) -> bytes | None:
    """Return the literal in a FETCH answer."""
    for item in answer:
        if isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], bytes):
            return item[1]
    return None
