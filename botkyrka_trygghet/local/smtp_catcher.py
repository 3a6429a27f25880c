"""An SMTP server that keeps every message in a Maildir and delivers nothing: the relay of `./run` and the tests.

    python -m botkyrka_trygghet.local.smtp_catcher --maildir FOLDER --socket FD

It takes a listening socket as a file descriptor, so that nobody can grab the port in between. The file
FOLDER/answer, when there, holds the reply it gives to every recipient instead ("451 4.3.0 Try later",
"550 5.1.1 No such user"): how the tests make a relay refuse.
"""

from __future__ import annotations

import argparse
import asyncio
import mailbox
import signal
import socket
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST_MESSAGE = 30_000_000


class Catcher:
    """aiosmtpd's handler: keeps what is accepted, with the envelope in X-MailFrom and X-RcptTo."""

    def __init__(self, folder: Path) -> None:
        self.answer = folder / "answer"
        self.box = mailbox.Maildir(str(folder), create=True)

    async def handle_RCPT(  # noqa: N802  (aiosmtpd names it)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept the recipient, or give the answer that was laid out."""
        if self.answer.exists():
            return self.answer.read_text().strip()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the message exactly as received, below two lines that tell its envelope."""
        content = envelope.original_content or b""
        recipients = ", ".join(envelope.rcpt_tos)
        head = f"X-MailFrom: {envelope.mail_from or ''}\r\nX-RcptTo: {recipients}\r\n"
        self.box.add((head.encode() + content).replace(b"\r\n", b"\n"))
        return "250 2.0.0 Kept"


async def serve(folder: Path, listening: socket.socket) -> None:
    """Serve until SIGTERM."""
    loop = asyncio.get_running_loop()
    handler = Catcher(folder)
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="localhost", data_size_limit=LARGEST_MESSAGE, enable_SMTPUTF8=True, loop=loop),
        sock=listening,
    )
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    await stopped.wait()
    server.close()


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--maildir", type=Path, required=True)
    parser.add_argument("--socket", type=int, required=True)
    chosen = parser.parse_args()
    chosen.maildir.parent.mkdir(parents=True, exist_ok=True)
    asyncio.run(serve(chosen.maildir, socket.socket(fileno=chosen.socket)))


if __name__ == "__main__":
    main()
