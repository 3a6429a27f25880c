"""The three series: nine, four and two issues a year (docs/decisions/0002), and tips to begin with."""

from __future__ import annotations

from newsletters.models import Series, Tip
from newsletters.reference.tips import TIPS
from post.services import ensure_list

SERIES = (
    {
        "code": "A",
        "slug": "a",
        "title": "Polisen och lokala Brå informerar",
        "sender": "Polisen och lokala Brå i Botkyrka",
        "about": "Vad som har hänt där du bor, tips och statistik. Kommer nio gånger om året.",
        "issues_per_year": 9,
    },
    {
        "code": "B",
        "slug": "b",
        "title": "Tryggt i Botkyrka",
        "sender": "Säkerhetschefen, säkerhetssamordnaren och trygghetssamordnaren",
        "about": "Om det som gör oss tryggare tillsammans. Kommer fyra gånger om året.",
        "issues_per_year": 4,
    },
    {
        "code": "T",
        "slug": "temabrev",
        "title": "Temakvällsbrevet",
        "sender": "Trygghetssamordnaren",
        "about": "Inbjudan till vårens och höstens fördjupningskväll. Kommer två gånger om året.",
        "issues_per_year": 2,
    },
)


def load() -> None:
    """Make series, lists and the first tips where they are missing; what a coordinator has changed stays."""
    for values in SERIES:
        series, _made = Series.objects.get_or_create(code=values["code"], defaults=values)
        ensure_list(key=series.list_key, title=series.title)
    for title, months, text in TIPS:
        first, last = months or (None, None)
        Tip.objects.get_or_create(title=title, defaults={"text": text, "first_month": first, "last_month": last})
