"""Reading a message that anybody may have made: within limits, never raising on broken MIME.

Everything returned is text that a database takes: no NUL, no half characters, no line breaks in header values.
"""

from __future__ import annotations

import binascii
import email
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from html.parser import HTMLParser

from post.slots import Attachment

MOST_PARTS = 200
MOST_BOUNDARIES = 60
MOST_HEADERS = 2_000
LARGEST_HEAD = 200_000  # bytes; servers accept about half of that
LONGEST_HEADER = 10_000  # characters that are read of one
MOST_TEXT = 200_000  # characters of a message's text; what a person writes is far below
MOST_ATTACHMENTS = 20
# What the standard library raises on broken input, besides its own errors.
UNREADABLE = (MessageError, ValueError, LookupError, TypeError, AttributeError, binascii.Error)

_DECLARED = re.compile(rb"content-type\s{0,9}:", re.IGNORECASE)
_BOUNDARY = re.compile(rb"boundary", re.IGNORECASE)


def open_message(raw: bytes) -> tuple[Message, bool]:
    """Parse a message; the second value is False where it is so complicated that only its head was read.

    The standard library's time and stack grow with the depth of nesting, so what nests too much is refused
    before it is tried.
    """
    head = raw.lstrip(b"\r\n").split(b"\r\n\r\n", 1)[0].split(b"\n\n", 1)[0]
    if head.count(b"\n") > MOST_HEADERS or len(head) > LARGEST_HEAD:
        head = b"\n".join(head[:LARGEST_HEAD].split(b"\n", MOST_HEADERS)[:MOST_HEADERS])
        return email.message_from_bytes(head), False
    if len(_DECLARED.findall(raw)) > MOST_PARTS or len(_BOUNDARY.findall(raw)) > MOST_BOUNDARIES:
        return email.message_from_bytes(head), False
    return email.message_from_bytes(raw.lstrip(b"\r\n")), True


def clean(text: str) -> str:
    """Return text without NUL and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _values(message: Message, name: str, most: int) -> list[str]:
    """Return a header's values as they came, bytes beyond ASCII read as UTF-8 or, failing that, as Windows text."""
    found: list[str] = []
    for key, value in message.raw_items():
        if key.lower() == name.lower() and len(found) < most:
            data = str(value)[:LONGEST_HEADER].encode("utf-8", "surrogateescape")
            try:
                found.append(data.decode("utf-8"))
            except UnicodeDecodeError:
                found.append(data.decode("cp1252", "replace"))
    return found


def header(message: Message, name: str, most: int = 1_000) -> str:
    """Return a header's value decoded, on one line; empty where there is none."""
    value = next(iter(_values(message, name, 1)), "")
    return " ".join(clean(_decoded(value)).split())[:most]


def _decoded(value: str) -> str:
    try:
        return "".join(
            piece.decode(charset or "ascii", "replace") if isinstance(piece, bytes) else piece
            for piece, charset in decode_header(value)
        )
    except UNREADABLE:
        return value


def addresses(message: Message, *names: str) -> list[str]:
    """Return the bare addresses in some headers, in small letters, in order."""
    values = [value for name in names for value in _values(message, name, 20)]
    try:
        found = getaddresses([" ".join(clean(value).split()) for value in values])
    except (*UNREADABLE, RecursionError):  # comments within comments, a thousand deep
        return []
    return [address.strip().lower()[:320] for _name, address in found if "@" in address]


def parts(message: Message) -> Iterator[Message]:
    """Go through the parts that hold something, at most `MOST_PARTS`; attached messages are not opened."""
    count, waiting = 0, [message]
    while waiting and count < MOST_PARTS:
        part = waiting.pop()
        count += 1
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting += reversed(children(part))
        else:
            yield part


def children(part: Message) -> list[Message]:
    """Return the messages inside a part. Asked of a part that holds text, `get_payload` may raise."""
    inside = part.get_payload() if part.is_multipart() else []
    return [child for child in inside if isinstance(child, Message)]


def payload(part: Message) -> bytes:
    """Return a part's bytes, decoded; empty where they can't be."""
    try:
        data = part.get_payload(decode=True)
    except UNREADABLE:
        return b""
    return data if isinstance(data, bytes) else b""


def part_text(part: Message) -> str:
    """Return a part's text in its charset, or in a likely one where it lies or is unknown."""
    data = payload(part)[: MOST_TEXT * 4]
    try:
        charset = str(part.get_content_charset("utf-8"))
        return clean(data.decode(charset))
    except UNREADABLE:
        pass  # the next lines are the answer to a charset that is unknown or wrong
    try:
        return clean(data.decode("utf-8"))
    except UnicodeDecodeError:
        return clean(data.decode("cp1252", "replace"))


def is_attachment(part: Message) -> bool:
    """Tell whether a part is a file rather than what somebody wrote."""
    try:
        named = bool(part.get_filename())
        disposition = part.get_content_disposition()
    except UNREADABLE:
        return True
    # A calendar's own answer to an invitation comes as text, but nobody wrote it.
    is_calendar = part.get_content_type() == "text/calendar"
    return disposition == "attachment" or named or is_calendar or part.get_content_maintype() != "text"


def is_calendar_answer(message: Message) -> bool:
    """Tell whether a person's calendar answers an invitation (RFC 6047): a person pressed, though a machine wrote."""
    try:
        return any(
            part.get_content_type() == "text/calendar" and str(part.get_param("method", "")).lower() == "reply"
            for part in parts(message)
        )
    except UNREADABLE:
        return False


def plain_text(message: Message) -> str:
    """Return what somebody wrote: the plain text, or the words of the HTML where there is none."""
    written = [part for part in parts(message) if not is_attachment(part)]
    plain = [part_text(part) for part in written if part.get_content_type() == "text/plain"]
    if not any(text.strip() for text in plain):
        plain = [words_of_html(part_text(part)) for part in written if part.get_content_type() == "text/html"]
    joined = "\n\n".join(text for text in plain if text.strip())
    return "\n".join(joined.splitlines())[:MOST_TEXT].strip()


def attachments(message: Message) -> tuple[Attachment, ...]:
    """Return the files that came with a message, at most `MOST_ATTACHMENTS`."""
    found = []
    for part in parts(message):
        if not is_attachment(part) or part.get_content_type().startswith("message/"):
            continue
        try:
            name = clean(_decoded(str(part.get_filename("") or "")))
        except UNREADABLE:
            name = ""
        found.append(Attachment(" ".join(name.split())[:120], part.get_content_type()[:100], payload(part)))
        if len(found) == MOST_ATTACHMENTS:
            break
    return tuple(found)


class _Words(HTMLParser):
    """Gathers the words of a page, a line for each block; style, script and quoted mail are left out."""

    BLOCKS = frozenset(
        ["p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "hr", "pre"]
    )
    HIDDEN = frozenset({"style", "script", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0
        self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in self.HIDDEN
        self._quoted += tag == "blockquote"
        if tag in self.BLOCKS or tag == "blockquote":
            self.pieces.append("\n" + ("> " if self._quoted else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        if tag == "blockquote":
            self._quoted = max(0, self._quoted - 1)
        if tag in self.BLOCKS or tag == "blockquote":
            self.pieces.append("\n" + ("> " if self._quoted else ""))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(re.sub(r"\s+", " ", data))


def words_of_html(page: str) -> str:
    """Return the words of an HTML page as lines of text; quoted mail gets the `> ` of plain text."""
    reader = _Words()
    try:
        reader.feed(page)
        reader.close()
    except (AssertionError, ValueError):  # html.parser on marked sections that make no sense
        reader.pieces.append(re.sub(r"<[^<>]{0,1000}>", " ", page))
    lines = [line.strip() for line in "".join(reader.pieces).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
