"""A mail-out's content, rendered once and frozen to bytes.

What differs between recipients stands as markers, `{{{{name}}}}` in the source, that are replaced in the bytes:
building a message anew costs a thousand times as much. At freezing, a marker learns where it stands (T text,
H HTML, S header), because each place escapes differently.
"""

from __future__ import annotations

import binascii
import html as html_module
import re
from base64 import encodebytes
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.header import Header

import css_inline
from django.core.exceptions import ValidationError
from django.core.mail.message import sanitize_address
from django.utils.translation import gettext as _

RECIPIENT = "{{{{recipient}}}}"
UNSUBSCRIBE_URL = "{{{{unsubscribe_url}}}}"
PREFERENCES_URL = "{{{{preferences_url}}}}"

_SOURCE = re.compile(r"\{\{\{\{([a-z][a-z0-9_]{0,39})\}\}\}\}")
_FROZEN = re.compile(rb"\{\{\{\{([THS]):([a-z][a-z0-9_]{0,39})\}\}\}\}")
_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)
_MIXED, _ALTERNATIVE = "=_house_related", "=_house_alternative"
_PLAIN = re.compile(r"[A-Za-z0-9@_+:/-][A-Za-z0-9@_+:/.-]{0,70}")  # stands as it is in quoted-printable


@dataclass(frozen=True)
class Pieces:
    """A frozen message taken apart: its texts, a name at each marker's place, and where, how and what to fill in."""

    texts: list[bytes]
    markers: list[tuple[int, bytes, str]]


@dataclass(frozen=True)
class Picture:
    """A picture that travels inside the mail; the HTML names it `cid:<name>`."""

    name: str
    subtype: str  # png, jpeg
    data: bytes


@dataclass(frozen=True)
class Headers:
    """What the headers of one content say."""

    sender: str
    subject: str
    language: str
    reply_to: str = ""
    list_title: str = ""
    list_id: str = ""


def freeze(headers: Headers, *, html: str, text: str, pictures: Iterable[Picture] = ()) -> bytes:
    """Return the message as it will stand on the wire: CSS inlined, dots doubled, markers left open.

    Raises ValidationError (code `header`) if a header holds a line break or a marker.
    """
    body = _alternative(text, _INLINER.inline(html), list(pictures), headers.language)
    return double_dots("\r\n".join([*_header_lines(headers), ""]).encode("ascii") + body)


def double_dots(data: bytes) -> bytes:
    """Double a dot that begins a line, as SMTP asks (RFC 5321 section 4.5.2)."""
    return re.sub(rb"(?m)^\.", b"..", data)


def take_apart(frozen: bytes) -> Pieces:
    """Split frozen bytes at the markers, once per content, for `fill`."""
    split = _FROZEN.split(frozen)
    texts = [piece for at, piece in enumerate(split) if at % 3 != 1]
    return Pieces(texts, [(2 * at + 1, split[3 * at + 1], split[3 * at + 2].decode()) for at in range(len(split) // 3)])


def fill(pieces: Pieces, values: Mapping[str, str]) -> bytes:
    """Return one recipient's message. A marker nobody gave a value for becomes nothing."""
    filled = list(pieces.texts)
    quoted: dict[str, bytes] = {}  # most values stand both in text and HTML
    for at, place, name in pieces.markers:
        value = values.get(name, "")
        if place == b"S":
            filled[at] = value.replace("\r", "").replace("\n", "").encode()
            continue
        shown = html_module.escape(value) if place == b"H" else value
        if shown not in quoted:
            quoted[shown] = _quoted(shown)
        filled[at] = quoted[shown]
    return b"".join(filled)


def _quoted(text: str) -> bytes:
    if _PLAIN.fullmatch(text):
        return text.encode()
    lines = "\n".join(text.splitlines())
    quoted = binascii.b2a_qp(lines.encode(), istext=True).replace(b"\n", b"\r\n")
    return re.sub(rb"(?m)^\.", b"=2E", quoted)


def _quoted_with_markers(text: str, place: str) -> bytes:
    """Encode a part so that each marker stands on a line of its own that the reader never sees."""
    text = "\n".join(text.splitlines()) + "\n"
    pieces = _SOURCE.split(text)
    for at in range(0, len(pieces), 2):
        pieces[at] = binascii.b2a_qp(pieces[at].encode(), istext=True).replace(b"\n", b"\r\n").decode("ascii")
    for at in range(1, len(pieces), 2):
        pieces[at] = f"=\r\n{{{{{{{{{place}:{pieces[at]}}}}}}}}}=\r\n"
    return "".join(pieces).encode("ascii")


def _header_lines(headers: Headers) -> list[str]:
    for value in (headers.sender, headers.subject, headers.reply_to, headers.list_title, headers.list_id):
        if "\r" in value or "\n" in value or _SOURCE.search(value):
            raise ValidationError(_("A subject or a sender is one line of text."), code="header")
    lines = [
        f"From: {_address(headers.sender)}",
        "To: {{{{S:to}}}}",
        f"Subject: {_encoded('Subject', headers.subject)}",
        "Date: {{{{S:date}}}}",
        "Message-ID: {{{{S:message_id}}}}",
    ]
    if headers.reply_to:
        lines.append(f"Reply-To: {_address(headers.reply_to)}")
    if headers.list_id:
        lines += [
            f"List-Id: {_encoded('List-Id', headers.list_title)}\r\n <{headers.list_id}>",
            "List-Unsubscribe: <{{{{S:unsubscribe_url}}}}>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        ]
    return [
        *lines,
        "Auto-Submitted: auto-generated",
        f"Content-Language: {headers.language}",
        "MIME-Version: 1.0",
    ]


def _address(value: str) -> str:
    """Return an address with its name as a header has it, a long one folded as SMTP has its lines."""
    return "\r\n".join(sanitize_address(value, "utf-8").splitlines())


def _encoded(name: str, value: str) -> str:
    charset = "us-ascii" if value.isascii() else "utf-8"
    return Header(value, charset, header_name=name).encode(linesep="\r\n")


def _part(subtype: str, text: str, place: str) -> bytes:
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode() + _quoted_with_markers(text, place)


def _alternative(text: str, html: str, pictures: list[Picture], language: str) -> bytes:
    page = _part("html", html, "H")
    if pictures:
        page = _multipart("related", _MIXED, [page, *map(_picture, pictures)])
    return _multipart("alternative", _ALTERNATIVE, [_part("plain", text, "T"), page])


def _multipart(subtype: str, boundary: str, parts: list[bytes]) -> bytes:
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()
    edge = f"--{boundary}".encode()
    return head + b"".join(edge + b"\r\n" + part + b"\r\n" for part in parts) + edge + b"--\r\n"


def _picture(picture: Picture) -> bytes:
    if not re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", picture.name) or picture.subtype not in {"png", "jpeg"}:
        raise ValidationError(_("A picture in a mail is a PNG or JPEG with a plain name."), code="picture")
    head = (
        f"Content-Type: image/{picture.subtype}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-ID: <{picture.name}>\r\nContent-Disposition: inline\r\n\r\n"
    )
    return head.encode() + encodebytes(picture.data).replace(b"\n", b"\r\n")
