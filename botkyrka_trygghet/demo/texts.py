"""A few text messages to numbers that nobody has, kept in the folder that `/_post/` shows."""

from __future__ import annotations

import random

from django.conf import settings

from accounts.models import User
from common import clock
from post.services import send_sms

# Numbers for made-up people (source: PTS, telefonnummer för användning i böcker och filmer m.m.).
NUMBERS = tuple(f"070-174 06 {number:02d}" for number in range(5, 100))
MESSAGES = (
    ("Passet i eftermiddag är inställt på grund av halka. Hör av dig om du undrar. /Grannstöd", "shift", 4),
    ("Påminnelse: grundkurs hos polisen i Tumba på torsdag kl. 18.00. Välkommen! /Trygghetssamordnaren", "", 12),
    ("Polisen söker vittnen i Storvreten. Såg du något i går kväll? Ring 114 14. /Botkyrka kommun", "asked", 7),
)


def seed(rng: random.Random) -> None:
    """Send the examples; only where a folder is the gateway, so that nothing can cost anything."""
    if not settings.SMS_URL.startswith("file:"):
        return
    author = User.objects.filter(is_staff=True).order_by("pk").first()
    for text, urgency, count in MESSAGES:
        send_sms(
            text=text,
            recipients=rng.sample(NUMBERS, count),
            actor=author,
            urgency=urgency,
            thread=f"example:text:{clock.today():%Y}",
        )
