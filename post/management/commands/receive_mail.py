"""`manage.py receive_mail < message`: the end of a mail server's pipe. Answers in the exit codes of sysexits.h."""

from __future__ import annotations

import logging
import os
import sys
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from post import services
from post.models import IncomingMessage

logger = logging.getLogger(__name__)

EX_OK, EX_DATAERR, EX_UNAVAILABLE, EX_TEMPFAIL = 0, 65, 69, 75
BLOCK = 65_536  # bytes
# Postfix (RECIPIENT, ORIGINAL_RECIPIENT) and Exim (RECIPIENT) tell a piped command whom the message is for.
RECIPIENT_VARIABLES = ("ORIGINAL_RECIPIENT", "RECIPIENT")


class Command(BaseCommand):
    """Takes one message from standard input into the ledger, as it is.

    75 when it can't be stored now: the mail server keeps it and tries again. 69 when it is too large and 65 when
    there is nothing: the mail server tells the sender, with the sentence printed here.
    """

    help = "Take one e-mail message from standard input; for a mail server's pipe."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Say whom the message is for, where the mail server does not say so itself."""
        parser.add_argument("--recipient", default="", help="the envelope recipient; else from the environment")

    def handle(self, *args: Any, recipient: str, **options: Any) -> None:
        """Store the message and leave with a code that the mail server understands."""
        code = receive(sys.stdin.buffer, recipient or _from_environment())
        if code:
            sys.exit(code)


def _from_environment() -> str:
    return next((os.environ[name] for name in RECIPIENT_VARIABLES if os.environ.get(name)), "")


def receive(stream: BinaryIO, recipient: str) -> int:
    """Take in one message; returns the exit code."""
    raw = read_within(stream, settings.POST_INCOMING_MAX_BYTES)
    if raw is None:
        megabytes = settings.POST_INCOMING_MAX_BYTES // 1_000_000
        _say(f"5.3.4 Ditt brev togs inte emot: max {megabytes} MB. / Not accepted: larger than {megabytes} MB.")
        return EX_UNAVAILABLE
    if not raw.strip():
        _say("5.6.0 Ditt brev var tomt. / The message is empty.")
        return EX_DATAERR
    try:
        services.take_in(raw=raw, source=IncomingMessage.Source.PIPE, envelope_to=recipient)
    except Exception:  # whatever it was, the mail server still has the message and must keep it
        logger.exception("mail not stored")
        _say("4.3.0 Not stored now, try again later.")
        return EX_TEMPFAIL
    return EX_OK


def read_within(stream: BinaryIO, most: int) -> bytes | None:
    """Return what the stream holds, or None if that is more than `most` bytes.

    What is too much is read and let go, so that memory stays bounded and the writer's pipe does not break.
    """
    blocks: list[bytes] = []
    size = 0
    while block := stream.read(BLOCK):
        size += len(block)
        if size <= most:
            blocks.append(block)
        else:
            blocks.clear()
    return b"".join(blocks) if size <= most else None


def _say(sentence: str) -> None:
    """Print what the mail server puts into the bounce: without å, ä and ö, which many servers drop there."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()
