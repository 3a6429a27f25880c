"""The dialogue with the mail server: one connection used again and again, pipelined where the server offers it.

With PIPELINING (RFC 2920) the envelope of the next message travels together with this one's text, so a message costs
one round trip. A message's answer is handed over before the next text is sent.
"""

from __future__ import annotations

import logging
import smtplib
import socket
import ssl
from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple, Protocol

from django.conf import settings

logger = logging.getLogger(__name__)

CLOSING = 421
NOT_OURS_TO_SEND = (530, 534, 535, 538)  # "sign in first": says nothing about the recipient
GO_AHEAD = 354
READ_AT_ONCE = 65_536  # bytes
LONGEST_ANSWER = 65_536  # bytes of a line without its end
# A server that writes its answers to what was pipelined one by one waits with the second until the first has been
# acknowledged, which is put off for 40 ms unless it is asked for anew at each reading (Linux: tcp(7)).
AT_ONCE_IS_KNOWN = hasattr(socket, "TCP_QUICKACK")


class Outcome(Enum):
    """What an answer means for a message."""

    ACCEPTED = "accepted"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Letter(NamedTuple):
    """One message ready for the wire: dots doubled, lines ended by CR LF."""

    key: int
    sender: str
    recipient: str
    data: bytes
    utf8: bool = False


class Answer(NamedTuple):
    """What the mail server said. `closed`: the line went down with it. `of_recipient`: it was said of the address."""

    outcome: Outcome
    code: int | None = None
    text: str = ""
    closed: bool = False
    of_recipient: bool = False

    @property
    def is_passing(self) -> bool:
        """Tell whether it is a refusal that may pass; "sign in first" and a line that is closed are our own affair."""
        return self.code is not None and 400 <= self.code < 500 and not self.closed


class RelayAwayError(Exception):
    """No mail server takes our mail, or the line went down. What was not answered is still unsent.

    `kind`: why, as `post.figures.RelayFault` has it. The words are the mail server's, or those of whatever failed.
    """

    def __init__(self, said: str = "", *, kind: str = "away") -> None:
        super().__init__(said)
        self.kind = kind


class LostLineError(Exception):
    """The line went down inside a dialogue. `written`: how many bytes of the last piece may have left."""

    def __init__(self, *words: object, written: int = 0) -> None:
        super().__init__(*words)
        self.written = written


class Stored(Protocol):
    """What keeps the answers: no text is sent when they can't be stored."""

    def check(self) -> None:
        """Raise what keeps answers from being stored, if anything does."""


class _AtOnce:
    """For a caller that stores each answer before it asks for the next."""

    def check(self) -> None:
        """Nothing is ever under way."""


AT_ONCE = _AtOnce()


def _answer(code: int, text: bytes, *, about_us: bool = False) -> Answer:
    """Read an answer. A refusal that is `about_us`, our sender or sign-in, is no recipient's fault: tried later."""
    said = text.replace(b"\0", b"").decode("utf-8", "replace")  # PostgreSQL keeps no text with a NUL
    if 200 <= code < 300:
        return Answer(Outcome.ACCEPTED, code, said)
    refused = 500 <= code < 600 and not about_us and code not in NOT_OURS_TO_SEND
    return Answer(Outcome.REFUSED if refused else Outcome.LATER, code, said, closed=code == CLOSING)


class Pipeline(smtplib.SMTP):
    """Django's and Python's own connection (TLS, login, EHLO) with a dialogue of our own."""

    _heard = b""  # what the server has said and nobody has read

    def transmit(self, letters: Iterator[Letter], stored: Stored = AT_ONCE) -> Iterator[tuple[Letter, Answer]]:
        """Send letters, giving each one's answer. Raises RelayAwayError when the line goes down.

        What `stored.check` raises leaves the text at hand unsent. The letter whose text was under way when the line
        broke is answered UNKNOWN first: it may have arrived. Letters are asked for up to two ahead.
        """
        letter, following = next(letters, None), None
        opened = False
        while letter is not None:
            try:
                refusal = self._open(letter, already_asked=opened)
            except LostLineError as error:
                yield letter, Answer(Outcome.LATER, text="line lost", closed=True)
                raise RelayAwayError from error
            opened = False
            if following is None:
                following = next(letters, None)
            after: Letter | None = None
            if refusal is None:
                opened = following is not None and self._pipelined
                answer, after = self._text(letter, following, letters, stored)
            else:
                answer = refusal
            yield letter, answer
            if answer.closed:
                self.close()
                raise RelayAwayError(answer.text)
            letter, following = following, after

    @property
    def _pipelined(self) -> bool:
        return "pipelining" in self.esmtp_features

    def _envelope(self, letter: Letter) -> bytes:
        options = " BODY=8BITMIME" if "8bitmime" in self.esmtp_features else ""
        options += " SMTPUTF8" if letter.utf8 else ""
        return f"MAIL FROM:<{letter.sender}>{options}\r\nRCPT TO:<{letter.recipient}>\r\nDATA\r\n".encode()

    def _open(self, letter: Letter, *, already_asked: bool) -> Answer | None:
        """Go through MAIL, RCPT and DATA. Return None when the server waits for the text, else its refusal."""
        replies: list[tuple[int, bytes]] = []
        if self._pipelined:
            if not already_asked:
                self._write(self._envelope(letter))
            replies = [self._read(), self._read(), self._read()]
        else:
            for command in self._envelope(letter).splitlines(keepends=True):
                self._write(command)
                replies.append(self._read())
                if replies[-1][0] >= 400:
                    break
        for at, reply in enumerate(replies):
            if reply[0] >= 400:
                self._step_back(replies[-1][0])
                return _answer(*reply, about_us=at == 0)._replace(of_recipient=at == 1)
        return None

    def _step_back(self, last_code: int) -> None:
        """Leave a refused message behind: an empty text if the server waits for one all the same, else RSET."""
        if last_code == CLOSING:
            return
        self._write(b".\r\n" if last_code == GO_AHEAD else b"RSET\r\n")
        self._read()

    def _text(
        self, letter: Letter, following: Letter | None, letters: Iterator[Letter], stored: Stored
    ) -> tuple[Answer, Letter | None]:
        """Send a text, with the envelope of the letter that follows. While it travels the one after is composed."""
        try:
            stored.check()
        except BaseException:
            self.close()  # without its text the letter is nothing to the mail server
            raise
        ending = b".\r\n" if letter.data.endswith(b"\r\n") else b"\r\n.\r\n"
        envelope = self._envelope(following) if following is not None and self._pipelined else b""
        try:
            self._write(letter.data + ending + envelope)
        except LostLineError as error:
            if error.written < len(letter.data) + len(ending):
                return Answer(Outcome.LATER, text="line lost", closed=True), None
            return Answer(Outcome.UNKNOWN, text="no answer after the text", closed=True), None
        after = next(letters, None) if following is not None else None
        try:
            return _answer(*self._read()), after
        except LostLineError:
            return Answer(Outcome.UNKNOWN, text="no answer after the text", closed=True), after

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                if self.sock is None:
                    raise OSError("the line is closed")
                rest = rest[self.sock.send(rest) :]
        except OSError as error:
            self.close()
            raise LostLineError("not written", written=len(data) - len(rest)) from error

    def _read(self) -> tuple[int, bytes]:
        """Return a whole answer (RFC 5321 section 4.2.1): its code and its words."""
        line = self._line()
        words = line[4:].strip()
        while line[3:4] == b"-":
            line = self._line()
            words += b"\n" + line[4:].strip()
        if not line[:3].isdigit() or not 200 <= (code := int(line[:3])) <= 599:
            self.close()
            raise LostLineError(f"unreadable answer {line[:3]!r}")
        return code, words

    def _line(self) -> bytes:
        while (end := self._heard.find(b"\n")) < 0:
            try:
                more = self._hear()
            except OSError as error:
                self.close()
                raise LostLineError from error
            if not more or len(self._heard) > LONGEST_ANSWER:
                self.close()
                raise LostLineError("the line is closed")
            self._heard += more
        line, self._heard = self._heard[:end], self._heard[end + 1 :]
        return line

    def _hear(self) -> bytes:
        """Return what the server says next; nothing when the line is closed."""
        if self.sock is None:
            return b""
        if AT_ONCE_IS_KNOWN:
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        return self.sock.recv(READ_AT_ONCE)


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
        raise RelayAwayError(_words_of(error), kind=_kind_of(error)) from error
    if line.sock is not None:
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def _kind_of(error: OSError | smtplib.SMTPException) -> str:
    """Say why no line could be opened, as far as it tells what a person has to do about it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return "certificate"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "sign_in"
    return "not_offered" if isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLError) else "away"


def _words_of(error: OSError | smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return f"{error.smtp_code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
    return str(error)


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
