"""How well the guard against personal data sees: `./run bench guard [--data FILE]`.

Prints `guard.recall` (bar 0.95: the share of pieces of personal data that are named) and `guard.false_alarms`
(bar 0.05: the share of harmless texts in which anything is named). The set is made from BENCH_SEED by rules of its
own: it shares neither patterns nor name lists with the guard. `--data FILE` takes JSON lines instead, one text each:
`{"text": "ring 070-123 45 67", "expect": ["phone"]}`, where `expect` holds `identity_number`, `phone`, `email`,
`plate`, `personal_plate` and `name`, and is empty for a harmless text.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from common import sensitive_text

TEXTS = 4_000
RECALL_BAR, FALSE_BAR = 0.95, 0.05
GIVEN = [
    "Anna",
    "Maria",
    "Lars",
    "Erik",
    "Kerstin",
    "Mikael",
    "Birgitta",
    "Johan",
    "Elisabeth",
    "Karl",
    "Ingrid",
    "Anders",
    "Fatima",
    "Mohammed",
    "Ali",
    "Zeynep",
    "Mehmet",
    "Ninos",
    "Sargon",
    "Tuula",
    "Pekka",
    "Agnieszka",
    "Piotr",
    "Amina",
    "Hodan",
    "Ebba",
    "Hugo",
    "Wilma",
    "Lovisa",
    "Torsten",
    "Gunvor",
    "Majken",
    "Sixten",
    "Dawit",
]
FAMILY = [
    "Andersson",
    "Johansson",
    "Karlsson",
    "Nilsson",
    "Svensson",
    "Lindqvist",
    "Bergström",
    "Holmgren",
    "Öhman",
    "Sjöblom",
    "Wahlgren",
    "Hedström",
    "Åkerman",
    "Yilmaz",
    "Demir",
    "Hassan",
    "Ibrahim",
    "Warsame",
    "Korhonen",
    "Kowalski",
    "Rahman",
    "Malki",
    "Haddad",
    "Tesfaye",
    "Gustavsson",
    "Wikstrand",
    "Ljungdahl",
]
LETTERS = "ABCDEFGHJKLMNOPRSTUWXYZ"
FRAMES = (
    "{x}",
    "Klottret sitter på muren. {x}. Det har hänt förut.",
    "Jag såg det i går kväll, {x}, och sedan sprang de.",
    "Lampan är trasig vid garaget ({x}).",
    "Hej! Vi har skrivit förut. {x}\nTack på förhand",
    "The wall behind the school: {x}. It happens every week.",
)
CARRIERS = {
    "identity_number": ("hans nummer är {x}", "född {x}", "personnummer {x}", "pnr: {x}", "{x}", "id {x}"),
    "phone": ("ring {x}", "mitt nummer är {x}", "tel {x}", "nås på {x} efter jobbet", "call me: {x}", "mobil: {x}"),
    "email": ("mejla {x}", "skriv till {x}", "{x} vet mer", "my mail is {x}"),
    "plate": ("bilen {x}", "en grå Volvo {x}", "regnr {x}", "bil med nummer {x}", "a red van, {x}", "fordonet {x}"),
    "personal_plate": ("skylten {x}", "registreringsskylt {x}", "regnr {x}", "number plate {x}"),
    "name": ("det var {x}", "grannen {x} såg det", "{x} bor där", "han heter {x}", "fråga {x}", "{x}s son", "by {x}"),
}
PLACES = (
    "Tumbavägen 12",
    "Hågelbyleden",
    "Hans Stahles väg 4",
    "Alby centrum",
    "Fittja torg",
    "Storvretens skola",
    "Hallunda Folkets Hus",
    "Gustav Adolfs torg",
    "Södra Porten",
    "Riksten",
    "Lida friluftsgård",
    "Karl Johans gata 7",
    "Tullinge station",
    "ICA Maxi",
    "Norsborgs T-bana",
    "Vårsta bibliotek",
    "Albert Engströms gata 15",
    "S:t Botvids gymnasium",
)
HARMLESS = (
    "Klotter på {place}, ungefär {n} meter från porten.",
    "Lampa nr {lamp} vid {place} lyser inte sedan {day}.",
    "Buss {bus} och buss {bus2} stannar inte längre vid {place}.",
    "Det händer mellan {t1}-{t2} på vardagar.",
    "Det hände {t1} – {t2} den {day}.",
    "Jag ringde 112 och sedan 114 14 men ingen kom.",
    "Ärende {case} är inte åtgärdat.",
    "En grå BMW {model} utan skyltar står vid {place}.",
    "Hus {n}, port {p}, våning {p}.",
    "Postnummer 147 {pp} Tumba.",
    "Skräp i buskarna, {n} säckar, minst {n} kg.",
    "Koordinater 59.{c1}, 17.{c2}.",
    "The lamp at {place} has been out since {day}.",
    "Kvitto {receipt} och felkod E{n}.",
    "Det kostade {kr} kr att byta rutan.",
    "En Volvo V70 och en Saab 95 har krossade rutor.",
    "Stig som leder till {place} är mörk.",
    "Polisen sa att diarienumret är 0201-K{receipt}-26.",
    "Rum {n} på {place}, plan {p}.",
    "Bilen har stått där sedan vecka {p}.",
    "Min granne sprejade nog inte, men någon gör det vid {place}.",
    "Föreningen har org.nr {org}.",
    "Garage {n}-{n2} är öppna, lås {p} av {p} trasiga.",
    "Skylten SLUTA SLÄNG SKRÄP är nedklottrad.",
    "Någon har skrivit TBK och AIK på muren.",
    "LED 100 watt behövs vid {place}.",
    "Cykelställ MED 100 platser saknar ljus.",
    "Elskåp {cab} är uppbrutet.",
    "Vi är {n} boende på {place} som stör oss på mopeder.",
    "Bord {p} i parken är brutet.",
)


@dataclass(frozen=True)
class Sample:
    """A text and the kinds of personal data it holds."""

    text: str
    expect: tuple[str, ...]


def _check_digit(nine: str) -> str:
    doubled = "".join(str(int(digit) * (2 - place % 2)) for place, digit in enumerate(nine))
    return str(-sum(map(int, doubled)) % 10)


def identity_number(rng: random.Random) -> str:
    """Make a number of someone born 1920-2018, in one of the ways people write it."""
    born = date(1920, 1, 1) + timedelta(days=rng.randrange(36_000))
    day = born.day + (60 if rng.random() < 0.15 else 0)
    six = f"{born:%y%m}{day:02}"
    last = f"{rng.randrange(1000):03}"
    last += _check_digit(six + last)
    dash = rng.choice(["-", "-", "-", "", "", " ", " - ", "–"]) if born.year > 1926 else rng.choice(["+", "-", ""])
    return rng.choice(["", "", f"{born:%Y}"[:2]]) + six + dash + last


def phone(rng: random.Random) -> str:
    """Make a number in one of the ways people write it."""
    digits = "".join(rng.choices("0123456789", k=8))
    mobile = "7" + rng.choice("02369") + digits[:7]
    groups = rng.choice([(2, 3, 2, 2), (2, 7), (3, 2, 2, 2), (2, 2, 3, 2)])
    cut, parts = 0, []
    for size in groups:
        parts.append(mobile[cut : cut + size])
        cut += size
    joined = parts[0] + rng.choice(["-", " ", "", " - ", "."]) + rng.choice([" ", ""]).join(parts[1:])
    fixed = rng.choice(
        [f"08-{digits[:3]} {digits[3:5]} {digits[5:7]}", f"(08) {digits[:3]} {digits[3:]}", f"08{digits}"]
    )
    town = f"0{rng.choice([159, 155, 176, 224, 302, 480, 651, 914])}-{digits[:3]} {digits[3:5]}"
    return rng.choice([f"0{joined}", f"0{joined}", f"+46 {joined}", f"+46(0){joined}", f"0046{mobile}", fixed, town])


def email(rng: random.Random) -> str:
    """Make an address."""
    name = rng.choice(GIVEN).lower() + rng.choice([".", "_", "", "-"]) + str(rng.randrange(100))
    at = rng.choice(["@", "@", "@", "@", "@", "@", "(at)", " (at) "])
    return name + at + rng.choice(["example.com", "post.example.org", "exempel.se", "min-byra.example.net"])


def plate(rng: random.Random) -> str:
    """Make an ordinary plate."""
    letters, last = "".join(rng.choices(LETTERS, k=3)), rng.choice("0123456789ABCDEFGHJKLMNPRSTUWXYZ")
    joined = letters + rng.choice(["", " ", " ", "-"]) + f"{rng.randrange(100):02}" + last
    return joined.lower() if rng.random() < 0.3 else joined


def personal_plate(rng: random.Random) -> str:
    """Make a personal plate."""
    word = rng.choice(["PELLE", "KUNGEN", "LISA", "MAFFIA", "TURBO", "MINBIL", "NR"]) + rng.choice(["", "7", "99"])
    return rng.choice([word[:7], f"”{word[:7]}”", f'"{word[:7]}"'])


def name(rng: random.Random) -> str:
    """Make a full name."""
    first, last = rng.choice(GIVEN), rng.choice(FAMILY)
    if rng.random() < 0.15:
        first += rng.choice(["-", " "]) + rng.choice(GIVEN)
    return f"{first} {last}"


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "identity_number": identity_number, "phone": phone, "email": email, "plate": plate,
    "personal_plate": personal_plate, "name": name,
}  # fmt: skip


def harmless(rng: random.Random) -> str:
    """Make a text that says what a report needs and nothing about a person."""
    day = date(2026, 1, 1) + timedelta(days=rng.randrange(330))
    start = rng.randrange(0, 22)
    clock_form = rng.choice(["{:02}.{:02}", "{:02}:{:02}", "{:02}{:02}"])
    return rng.choice(HARMLESS).format(
        place=rng.choice(PLACES), n=rng.randrange(2, 300), n2=rng.randrange(300, 400), p=rng.randrange(1, 40),
        lamp=f"{rng.randrange(10**5):05}",
        day=rng.choice([day.isoformat(), f"{day:%d-%m-%Y}", f"{day.day}/{day.month}"]),
        bus=rng.randrange(700, 899), bus2=rng.randrange(100, 199), case=f"2026-{rng.randrange(1, 9999)}",
        model=rng.choice([320, 520, 118]), pp=rng.randrange(30, 70), c1=rng.randrange(10**5), c2=rng.randrange(10**5),
        t1=clock_form.format(start, rng.choice([0, 15, 30])), t2=clock_form.format(start + 1, rng.choice([0, 30, 45])),
        receipt=rng.randrange(10**4, 10**6), kr=rng.choice(["1 200", "3 500", "12 000", "850"]),
        org=f"55{rng.randrange(60, 99)}{rng.randrange(10, 99)}-{rng.randrange(1000, 9999)}",
        cab=f"E{rng.randrange(100, 999)}",
    )  # fmt: skip


def make_set(seed: str) -> list[Sample]:
    """Make half of the texts with one to three pieces of personal data, half without any."""
    rng = random.Random(seed)
    samples = []
    for number in range(TEXTS):
        if number % 2:
            samples.append(Sample(" ".join(harmless(rng) for _n in range(rng.choice([1, 1, 2, 3]))), ()))
            continue
        kinds = rng.sample(list(MAKERS), rng.choice([1, 1, 1, 2, 3]))
        pieces = [rng.choice(CARRIERS[kind]).format(x=MAKERS[kind](rng)) for kind in kinds]
        text = " ".join(rng.choice(FRAMES).format(x=piece) for piece in pieces)
        samples.append(Sample(f"{harmless(rng)} {text}", tuple(kinds)))
    return samples


def read_set(path: Path) -> list[Sample]:
    """Read a stranger's set."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Sample(str(row["text"]), tuple(row.get("expect", ()))) for row in rows]


def run(arguments: list[str]) -> bool:
    """Measure, say by kind what was missed, and tell whether the bars held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    options = parser.parse_args(arguments)
    samples = read_set(options.data) if options.data else make_set(os.environ.get("BENCH_SEED", "1"))
    wanted: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    clean = alarmed = 0
    for sample in samples:
        found = Counter(f.kind for f in (*sensitive_text.find(sample.text), *sensitive_text.questions(sample.text)))
        if not sample.expect:
            clean, alarmed = clean + 1, alarmed + bool(found)
        expected = Counter(sample.expect)
        wanted += expected
        missed += expected - found
    recall = 1 - missed.total() / max(wanted.total(), 1)
    false_alarms = alarmed / max(clean, 1)
    print(f"guard.recall: {recall:.4f}")
    print(f"guard.false_alarms: {false_alarms:.4f}")
    for kind in sorted(wanted):
        print(f"{kind}: {missed[kind]} of {wanted[kind]} missed", file=sys.stderr)
    return recall >= RECALL_BAR and false_alarms <= FALSE_BAR
