"""A message that came in as a person reads it: text, heads and the names of its files. Nothing of it is ever run."""

from __future__ import annotations

from dataclasses import dataclass

from post.inbound import mime, quotes

SHOWN_HEADS = ("From", "To", "Cc", "Reply-To", "Date", "Subject", "Message-ID", "Auto-Submitted", "Delivered-To")
MOST_SHOWN = 50_000  # characters


@dataclass(frozen=True)
class Read:
    """`text` is without quotation and signature. `files` are (name, type, size in bytes)."""

    text: str
    whole_text: str
    heads: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str, int], ...]


def read(raw: bytes) -> Read:
    """Take a message apart for a person's eyes. Never raises, whatever the bytes."""
    message, whole = mime.open_message(raw)
    text = mime.plain_text(message) if whole else ""
    machine = "\n\n".join(
        mime.part_text(part)
        for part in mime.parts(message)
        if whole and part.get_content_type() == "text/rfc822-headers"
    )
    return Read(
        text=quotes.without_quote(text)[:MOST_SHOWN],
        whole_text="\n\n".join(filter(None, [text, machine]))[:MOST_SHOWN],
        heads=tuple((name, value) for name in SHOWN_HEADS if (value := mime.header(message, name))),
        files=tuple((file.name, file.content_type, len(file.data)) for file in mime.attachments(message))
        if whole
        else (),
    )
