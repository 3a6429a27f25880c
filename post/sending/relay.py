"""The dialogue with the mail server: one connection used again and again, pipelined where the server offers it.

With PIPELINING (RFC 2920) the envelope of the next message travels together with the text of this one, so a message
costs one round trip. A message's answer is handed over before the next text is sent: the caller stores it first.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)

CLOSING = 421
GO_AHEAD = 354


class Outcome(Enum):
    """What an answer means for a message."""

    ACCEPTED = "accepted"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Letter:
    """One message ready for the wire: dots doubled, lines ended by CR LF."""

    key: int
    sender: str
    recipient: str
    data: bytes
    utf8: bool = False


@dataclass(frozen=True)
class Answer:
    """What the mail server said. `closed`: the line went down with it."""

    outcome: Outcome
    code: int | None = None
    text: str = ""
    closed: bool = False


class RelayAwayError(Exception):
    """No mail server answers, or the line went down. What was not answered is still unsent."""


class LostLineError(Exception):
    """The line went down inside a dialogue."""


def _answer(code: int, text: bytes) -> Answer:
    said = text.decode("utf-8", "replace")
    if 200 <= code < 300:
        return Answer(Outcome.ACCEPTED, code, said)
    refused = 500 <= code < 600
    return Answer(Outcome.REFUSED if refused else Outcome.LATER, code, said, closed=code == CLOSING)


class Pipeline(smtplib.SMTP):
    """Django's and Python's own connection (TLS, login, EHLO) with a dialogue of our own."""

    def transmit(self, letters: Iterator[Letter]) -> Iterator[tuple[Letter, Answer]]:
        """Send letters, giving each one's answer. Raises RelayAwayError when the line goes down.

        The letter whose text was under way when the line broke is answered UNKNOWN first: it may have arrived.
        """
        overlap = self.has_extn("pipelining")
        letter = next(letters, None)
        opened = False
        while letter is not None:
            try:
                refusal = self._open(letter, already_asked=opened)
            except LostLineError as error:
                yield letter, Answer(Outcome.LATER, text="line lost", closed=True)
                raise RelayAwayError from error
            following, opened = None, False
            if refusal is None:
                following = next(letters, None)
                opened = overlap and following is not None
                answer = self._text(letter, following if opened else None)
            else:
                answer = refusal
            yield letter, answer
            if answer.closed:
                self.close()
                raise RelayAwayError(answer.text)
            letter = following if following is not None else next(letters, None)

    def _envelope(self, letter: Letter) -> list[bytes]:
        options = " BODY=8BITMIME" if self.has_extn("8bitmime") else ""
        options += " SMTPUTF8" if letter.utf8 else ""
        lines = (f"MAIL FROM:<{letter.sender}>{options}", f"RCPT TO:<{letter.recipient}>", "DATA")
        return [line.encode() + b"\r\n" for line in lines]

    def _open(self, letter: Letter, *, already_asked: bool) -> Answer | None:
        """Go through MAIL, RCPT and DATA. Return None when the server waits for the text, else its refusal."""
        replies: list[tuple[int, bytes]] = []
        commands = self._envelope(letter)
        if self.has_extn("pipelining"):
            if not already_asked:
                self._write(b"".join(commands))
            replies = [self._read() for _command in commands]
        else:
            for command in commands:
                self._write(command)
                replies.append(self._read())
                if replies[-1][0] >= 400:
                    break
        refusal = next((_answer(*reply) for reply in replies if reply[0] >= 400), None)
        if refusal is not None:
            self._step_back(replies[-1][0])
        return refusal

    def _step_back(self, last_code: int) -> None:
        """Leave a refused message behind: an empty text if the server waits for one all the same, else RSET."""
        if last_code == CLOSING:
            return
        self._write(b".\r\n" if last_code == GO_AHEAD else b"RSET\r\n")
        self._read()

    def _text(self, letter: Letter, following: Letter | None) -> Answer:
        ending = b".\r\n" if letter.data.endswith(b"\r\n") else b"\r\n.\r\n"
        ahead = b"".join(self._envelope(following)) if following else b""
        try:
            self._write(letter.data + ending + ahead)
            return _answer(*self._read())
        except LostLineError:
            return Answer(Outcome.UNKNOWN, text="no answer after the text", closed=True)

    def _write(self, data: bytes) -> None:
        try:
            self.send(data)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise LostLineError from error

    def _read(self) -> tuple[int, bytes]:
        try:
            code, text = self.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise LostLineError from error
        if code < 200 or code > 599:
            self.close()
            raise LostLineError(f"unreadable answer {code}")
        return code, text


class PipelineOverTls(Pipeline, smtplib.SMTP_SSL):
    """The same inside TLS from the first byte (smtp+ssl)."""


def connect() -> Pipeline:
    """Open a line to EMAIL_URL's mail server. Raises RelayAwayError."""
    relay: dict[str, Any] = settings.POST_RELAY
    options = relay.get("OPTIONS") or {}
    arguments: dict[str, Any] = {
        "host": relay.get("EMAIL_HOST") or "localhost",
        "port": relay.get("EMAIL_PORT") or (465 if relay.get("EMAIL_USE_SSL") else 25),
        "timeout": float(options.get("TIMEOUT", settings.POST_TIMEOUT)),
        "local_hostname": settings.POST_DOMAIN,
    }
    try:
        line = _open_line(relay, arguments)
        if relay.get("EMAIL_HOST_USER"):
            line.login(relay["EMAIL_HOST_USER"], relay.get("EMAIL_HOST_PASSWORD") or "")
        line.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("mail server away", extra={"error": type(error).__name__})
        raise RelayAwayError from error
    return line


def _open_line(relay: dict[str, Any], arguments: dict[str, Any]) -> Pipeline:
    if relay.get("EMAIL_USE_SSL"):
        return PipelineOverTls(**arguments, context=ssl.create_default_context())
    line = Pipeline(**arguments)
    if relay.get("EMAIL_USE_TLS"):
        line.starttls(context=ssl.create_default_context())
    return line


def hang_up(line: Pipeline) -> None:
    """Say goodbye; a line that is down already is fine."""
    try:
        line.quit()
    except (OSError, smtplib.SMTPException):
        line.close()
