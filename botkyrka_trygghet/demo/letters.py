"""Past and planned newsletters, with invented texts, and readers who subscribe."""

from __future__ import annotations

import random
from datetime import date, timedelta

from common import clock
from newsletters import services
from newsletters.lifecycle import IssueStatus
from newsletters.models import Block, Issue, Series
from post.services import add_members

READERS_PER_SERIES = 150

HEADINGS = {
    "A": [
        "Nytt år, nya grannar",
        "Halka, mörker och öppna garage",
        "Vårstädning: bort med klottret",
        "Cyklarna kommer fram, lås fast dem",
        "Inför sommaren: be en granne titta till",
        "Augusti: hemma igen",
        "Skolan har börjat, sänk farten",
        "Höstlov: det händer saker där du bor",
        "Mörkertid: lampan, grannen och brevlådan",
    ],
    "B": [
        "Tryggare tillsammans: så arbetar vi",
        "Trygghetsvandringarna i vår",
        "Nattvandra en kväll i höst",
        "Året som gick, och det som väntar",
    ],
    "T": ["Välkommen till vårens fördjupningskväll", "Välkommen till höstens fördjupningskväll"],
}
PREAMBLE = (
    "Hej! Här är det viktigaste från oss den här gången: vad som har hänt, vad du kan göra själv "
    "och vad som är på gång där du bor. Det tar fyra minuter att läsa."
)
TEXTS = [
    (
        "Från polisen",
        "Flest inbrott sker när det är mörkt men många ännu inte är hemma. Vi kör fler rundor i villaområdena.\n\n"
        "Ser du något som inte stämmer? Skriv ner tid, plats och färg på bilen. **Pågår det: ring 112.** "
        "Har det redan hänt: ring 114 14.",
    ),
    (
        "Tips: låt det synas att någon är hemma",
        "Sätt en timer på lampan i köket och en i vardagsrummet. Be en granne tömma brevlådan och parkera på din "
        "uppfart när du är borta.\n\n- Säg till två grannar, så räcker det om en glömmer.\n- Lås även när du är hemma.",
    ),
    (
        "Från lokala Brå",
        "Vi träffas varje vecka, polis, bostadsbolag och kommun, och går igenom vad som har anmälts. "
        "Det du skriver till oss gör skillnad: släckta lampor och klotter går snabbare att åtgärda när vi vet var.",
    ),
]


def seed(rng: random.Random) -> None:
    """Make last year's, this year's and next year's issues, and readers of each series."""
    year = clock.today().year
    for series in Series.objects.all():
        for wanted in (year - 1, year, year + 1):
            with clock.at(clock.start_of_day(date(wanted, 1, 1))):  # what has passed is there to be looked at too
                services.plan_year(series=series, year=wanted)
        readers = [f"lasare{rng.randrange(10**6):06d}@example.org" for _ in range(READERS_PER_SERIES)]
        add_members(list_key=series.list_key, emails=readers, consent={"how": "example"})
    _fill(list(Issue.objects.select_related("series")))


def _fill(issues: list[Issue]) -> None:
    now = clock.now()
    for issue in issues:
        issue.is_example = True
        headings = HEADINGS.get(issue.series.code, [issue.series.title])
        issue.title = headings[(issue.number - 1) % len(headings)]
        if issue.send_at < now:
            issue.status, issue.sent_at = IssueStatus.SENT, issue.send_at
        elif issue.send_at < now + timedelta(days=30):
            issue.status = IssueStatus.DRAFT
        else:
            continue
        issue.preamble = PREAMBLE
    Issue.objects.bulk_update(issues, ["title", "preamble", "status", "sent_at", "is_example"])
    Block.objects.bulk_create(
        block for issue in issues if issue.status != IssueStatus.PLANNED for block in _blocks(issue)
    )


def _blocks(issue: Issue) -> list[Block]:
    blocks = [
        Block(issue=issue, position=position, heading=heading, text=text)
        for position, (heading, text) in enumerate(TEXTS, start=1)
    ]
    figures = Block(issue=issue, position=9, kind=Block.Kind.STATISTICS, heading="Så ser det ut där du bor")
    return [*blocks, figures]
