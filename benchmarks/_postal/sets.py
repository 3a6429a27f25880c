"""Made sets: a newsletter of 15.5 kB in two parts with three things filled in, and its readers."""

from __future__ import annotations

import os
import random
import smtplib
import time
import uuid
from typing import Any

SIZE = 15_500  # bytes on the wire, headers and all
WORDS = tuple(
    """grannsamverkan trygghet höst ljus stig lekplats granne rapport cykel källare port gård kväll promenad
väktare kommun möte skylt belysning klotter förebygga anmäla tillsammans Tumba Alby Hallunda Tullinge""".split()  # noqa: SIM905  (words read better than a list of literals)
)


def random_words() -> random.Random:
    """Return the source of everything made, changed by BENCH_SEED."""
    return random.Random(os.environ.get("BENCH_SEED", "1"))


def letter(rng: random.Random, *, paragraphs: int) -> tuple[str, str]:
    """Return text and HTML of a newsletter with the recipient and two addresses to be filled in."""
    from post import services

    said = [" ".join(rng.choices(WORDS, k=24)).capitalize() + "." for _ in range(paragraphs)]
    links = f"{services.UNSUBSCRIBE_URL}\n"
    text = f"Hej {services.RECIPIENT}!\n\n" + "\n\n".join(said) + f"\n\nAvsluta: {links}"
    style = "<style>p { color: #17573f; font: 16px/1.5 sans-serif } a { color: #0b4 }</style>"
    body = "".join(f"<p>{one}</p>" for one in said)
    foot = f'<p><a href="{services.UNSUBSCRIBE_URL}">Avsluta</a></p>'
    head = f'<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Brev</title>{style}</head>'
    return text, f"{head}<body><p>Hej {services.RECIPIENT}!</p>{body}{foot}</body></html>"


def fitting_letter() -> tuple[str, str]:
    """Return a letter that is about SIZE bytes when frozen."""
    from post.mail import frozen

    headers = frozen.Headers(sender="a@example.com", subject="Tryggare höst", language="sv")
    for paragraphs in range(1, 200):
        text, html = letter(random_words(), paragraphs=paragraphs)
        if len(frozen.freeze(headers, html=html, text=text)) >= SIZE - 700:
            return text, html
    raise AssertionError("no letter of that size")


def readers(count: int) -> str:
    """Return the key of a list with so many readers, made the first time."""
    from post import services
    from post.models import MailingList, Subscription

    key = f"bench:{count}"
    if MailingList.objects.filter(key=key).exists():
        return key
    made = services.ensure_list(key=key, title="Grannsamverkan i Tumba")
    rng = random_words()
    rows = (
        Subscription(list=made, email=f"{rng.getrandbits(40):x}.{n}@example.com", status="confirmed")
        for n in range(count)
    )
    Subscription.objects.bulk_create(rows, batch_size=5_000)
    return key


def mailing(count: int, **fields: Any) -> Any:
    """Return a mail-out to so many readers, started but not begun."""
    from post import services

    made = services.create_mailing(
        key=f"bench:{uuid.uuid4()}",
        title="Nyhetsbrev",
        list_keys=[readers(count)],
        sender="Brev <a@example.com>",
        **fields,
    )
    text, html = fitting_letter()
    services.freeze(mailing=made, subject="Tryggare höst i Tumba", html=html, text=text)
    return services.start_mailing(mailing=made)


def wire_message() -> bytes:
    """Return one finished message as the engine sends it, for the programs it is compared with."""
    from post.mail import frozen

    text, html = fitting_letter()
    headers = frozen.Headers(
        sender="a@example.com", subject="Tryggare höst", language="sv", list_title="T", list_id="t.x"
    )
    link = "https://trygghet.example.com/post/avsluta/" + "x" * 60
    values = {"recipient": "anna@example.com", "to": "anna@example.com", "date": "Mon, 23 Nov 2026 00:00:00 +0000"}
    values |= {"message_id": "<1@example.com>", "unsubscribe_url": link}
    return frozen.fill(frozen.take_apart(frozen.freeze(headers, html=html, text=text)), values)


def smtplib_rate(port: int, message: bytes, *, count: int) -> float:
    """Return messages a second of Python's smtplib on one connection with one message built before."""
    data = message + (b".\r\n" if message.endswith(b"\r\n") else b"\r\n.\r\n")
    with smtplib.SMTP("127.0.0.1", port) as line:
        line.ehlo()
        began = time.monotonic()
        for _number in range(count):
            line.mail("a@example.com")
            line.rcpt("b@example.com")
            line.docmd("DATA")
            line.send(data)
            code, _said = line.getreply()
            assert code == 250
        return count / (time.monotonic() - began)
