"""The dialogue with the mail server: one connection used again and again, pipelined where the server offers it.

With PIPELINING (RFC 2920) the envelope of the next message travels together with the end of this one, so a message
costs one round trip. A message's answer is handed over before the next text is sent, and the dot that completes a
text is sent only when the caller says that it has stored the answer before.
"""

from __future__ import annotations

import logging
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)

CLOSING = 421
NOT_OURS_TO_SEND = (530, 534, 535, 538)  # "sign in first": says nothing about the recipient
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


def _nothing() -> None:
    """Do nothing before the dot."""


def _answer(code: int, text: bytes, *, about_us: bool = False) -> Answer:
    """Read an answer. A refusal that is `about_us`, our sender or sign-in, is no recipient's fault: tried later."""
    said = text.decode("utf-8", "replace")
    if 200 <= code < 300:
        return Answer(Outcome.ACCEPTED, code, said)
    refused = 500 <= code < 600 and not about_us and code not in NOT_OURS_TO_SEND
    return Answer(Outcome.REFUSED if refused else Outcome.LATER, code, said, closed=code == CLOSING)


class Pipeline(smtplib.SMTP):
    """Django's and Python's own connection (TLS, login, EHLO) with a dialogue of our own."""

    def transmit(
        self, letters: Iterator[Letter], stored: Callable[[], None] = _nothing
    ) -> Iterator[tuple[Letter, Answer]]:
        """Send letters, giving each one's answer. Raises RelayAwayError when the line goes down.

        `stored` is called before a text is completed; what it raises leaves that text unsent. The letter whose text
        was under way when the line broke is answered UNKNOWN first: it may have arrived.
        """
        letter = next(letters, None)
        opened = False
        while letter is not None:
            try:
                refusal = self._open(letter, already_asked=opened)
            except LostLineError as error:
                yield letter, Answer(Outcome.LATER, text="line lost", closed=True)
                raise RelayAwayError from error
            following: Letter | None = None
            if refusal is None:
                answer, following = self._text(letter, letters, stored)
            else:
                answer = refusal
            opened = following is not None and self.has_extn("pipelining")
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
        refused = ((at, reply) for at, reply in enumerate(replies) if reply[0] >= 400)
        refusal = next((_answer(*reply, about_us=at == 0) for at, reply in refused), None)
        if refusal is not None:
            self._step_back(replies[-1][0])
        return refusal

    def _step_back(self, last_code: int) -> None:
        """Leave a refused message behind: an empty text if the server waits for one all the same, else RSET."""
        if last_code == CLOSING:
            return
        self._write(b".\r\n" if last_code == GO_AHEAD else b"RSET\r\n")
        self._read()

    def _text(
        self, letter: Letter, letters: Iterator[Letter], stored: Callable[[], None]
    ) -> tuple[Answer, Letter | None]:
        """Send a text. While it travels the following letter is composed, and its envelope goes with the dot."""
        try:
            self._write(letter.data)
        except LostLineError:
            return Answer(Outcome.LATER, text="line lost", closed=True), None
        try:
            following = next(letters, None)
            stored()
        except BaseException:
            self.close()  # without its dot the text is nothing to the mail server
            raise
        ending = b".\r\n" if letter.data.endswith(b"\r\n") else b"\r\n.\r\n"
        if following is not None and self.has_extn("pipelining"):
            ending += b"".join(self._envelope(following))
        try:
            self._write(ending)
            return _answer(*self._read()), following
        except LostLineError:
            return Answer(Outcome.UNKNOWN, text="no answer after the text", closed=True), following

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
    if line.sock is not None:
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
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
