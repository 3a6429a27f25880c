"""Mail-outs, lists and a mail server that does as it is told."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Callable

from django.test import override_settings

from post import services
from post.models import Mailing, MailingList, TextMessage

HTML = f"""<!doctype html><html lang="sv"><head><title>Brev</title><style>p {{ color: #17573f }}</style></head>
<body><p>Hej {services.RECIPIENT}, hälsningar från Tumba.</p>
<p><a href="{services.UNSUBSCRIBE_URL}">Avsluta</a> <a href="{services.PREFERENCES_URL}">Ändra</a></p></body></html>"""
TEXT = f"Hej {services.RECIPIENT}!\n.en rad som börjar med punkt\nAvsluta: {services.UNSUBSCRIBE_URL}\n"


def letter_list(key: str = "newsletters:a", readers: int = 0) -> MailingList:
    made = services.ensure_list(key=key, title="Grannsamverkan i Tumba")
    services.add_members(
        list_key=key, emails=[f"reader{n}@example.com" for n in range(readers)], consent={"how": "informed"}
    )
    return made


def mailing(key: str = "newsletters:issue:1", readers: int = 3, **fields) -> Mailing:
    letter_list(readers=readers)
    made = services.create_mailing(
        key=key,
        title="Nyhetsbrev A",
        list_keys=["newsletters:a"],
        sender="Trygghetssamordnaren <trygghet@example.com>",
        thread="newsletters:issue:1",
        **fields,
    )
    services.freeze(mailing=made, subject="Tryggare höst i Tumba", html=HTML, text=TEXT)
    return made


def text_message(*numbers: str, **fields) -> TextMessage:
    """A text message in the ledger; as in DEBUG, a folder is its gateway."""
    with override_settings(SMS_URL="file://"):
        return services.send_sms(
            text="Kvällens pass är inställt.", recipients=numbers or ["070-123 45 67"], **{"urgency": "shift", **fields}
        )


class ScriptedRelay:
    """A mail server in a thread that offers PIPELINING and asks `script(step, address, count)` what to answer.

    Steps are "rcpt" and "text"; the answer is a line, None for the usual, "drop" to hang up without a word.
    """

    def __init__(
        self,
        script: Callable[[str, str, int], str | None],
        offers: tuple[str, ...] = ("PIPELINING",),
        at_once: bool = True,
    ):
        self.script, self.offers = script, offers
        self.received: list[tuple[str, bytes]] = []
        self.count = 0
        self.lines = 0  # open now
        outer = self

        class Dialogue(socketserver.StreamRequestHandler):
            disable_nagle_algorithm = at_once  # else an answer waits until the one before has been acknowledged

            def handle(self) -> None:
                outer.lines += 1
                try:
                    outer.talk(self.rfile, self.wfile)
                except OSError:
                    return  # whoever spoke was killed
                finally:
                    outer.lines -= 1

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = daemon_threads = True

        self.server = Server(("127.0.0.1", 0), Dialogue)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def talk(self, lines, out) -> None:
        def say(line: str) -> None:
            out.write(line.encode() + b"\r\n")

        say("220 relay")
        recipient = ""
        while command := lines.readline():
            word = command[:4].upper()
            if word == b"RCPT":
                recipient, answer = self.asked(command)
            elif word == b"DATA" and recipient:
                say("354 go ahead")
                answer = self.taken(recipient, lines)
            else:
                answer = self.small_talk(word)
            if answer == "drop":
                return
            say(answer)
            if answer.startswith(("421", "221")):
                return

    def small_talk(self, word: bytes) -> str:
        if word == b"EHLO":
            return "\r\n".join(["250-relay", *(f"250-{name}" for name in self.offers), "250 SIZE 30000000"])
        return {b"DATA": "503 no valid recipients", b"QUIT": "221 bye"}.get(word, "250 ok")

    def asked(self, command: bytes) -> tuple[str, str]:
        recipient = re.search(rb"<(.*)>", command)[1].decode()
        self.count += 1
        answer = self.script("rcpt", recipient, self.count)
        return ("" if answer else recipient), answer or "250 ok"

    def taken(self, recipient: str, lines) -> str:
        text = b""
        while (line := lines.readline()) != b".\r\n":
            if not line:
                return "drop"  # the line went down before the dot: nothing was sent
            text += line[1:] if line.startswith(b".") else line
        answer = self.script("text", recipient, self.count)
        if answer in (None, "drop"):
            self.received.append((recipient, text))
        return answer or "250 taken"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
