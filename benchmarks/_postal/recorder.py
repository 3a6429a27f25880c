"""A mail server that notes what it accepts before it says so: `python -m benchmarks._postal.recorder PORT FILE`.

One line a message: recipient, tab, Message-ID. Written by write(2) before the answer, so that what a client was
told is always in the file, and what is in the file may not have been told to a client that was killed.
"""

from __future__ import annotations

import contextlib
import os
import re
import socketserver
import sys
from typing import Any

OFFERS = b"250-recorder\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 30000000\r\n"
_MESSAGE_ID = re.compile(rb"(?im)^message-id:\s*(\S+)")


class Dialogue(socketserver.StreamRequestHandler):
    """One client's dialogue."""

    def handle(self) -> None:
        """Answer until the client goes, however it goes."""
        with contextlib.suppress(ConnectionError):
            self.talk()

    def talk(self) -> None:
        """Speak SMTP."""
        self.wfile.write(b"220 recorder\r\n")
        recipient = b""
        while command := self.rfile.readline():
            word = command[:4].upper()
            if word == b"RCPT":
                recipient = command[command.index(b"<") + 1 : command.rindex(b">")]
            if word == b"DATA":
                self.wfile.write(b"354 go ahead\r\n")
                if not self.take(recipient):
                    return
            else:
                self.wfile.write({b"EHLO": OFFERS, b"QUIT": b"221 bye\r\n"}.get(word, b"250 ok\r\n"))
            if word == b"QUIT":
                return

    def take(self, recipient: bytes) -> bool:
        """Read a text and note it; False when the client went away before its end: then it is nothing."""
        text = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            text.append(line)
        found = _MESSAGE_ID.search(b"".join(text[:40]))
        server: Any = self.server
        os.write(server.notes, recipient + b"\t" + (found[1] if found else b"none") + b"\n")
        self.wfile.write(b"250 taken\r\n")
        return True


class Server(socketserver.ThreadingTCPServer):
    """A thread for each client."""

    allow_reuse_address = daemon_threads = True


def main() -> None:
    """Serve for ever."""
    with Server(("127.0.0.1", int(sys.argv[1])), Dialogue) as server:
        server.notes = os.open(sys.argv[2], os.O_WRONLY | os.O_APPEND | os.O_CREAT)  # type: ignore[attr-defined]
        server.serve_forever(0.05)


if __name__ == "__main__":
    main()
