"""Issues and readers in bulk: fifteen issues a year back in time, each with what a letter holds."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

A_YEAR, A_BUNDLE = 15, 100
SENDER = "Botkyrka Trygghet <brev@example.se>"
WORDS = (
    "Flest inbrott sker när det är mörkt men många ännu inte är hemma. Vi kör fler rundor i villaområdena.\n\n"
    "Ser du något som inte stämmer? Skriv ner tid, plats och färg på bilen. **Pågår det: ring 112.** Har det redan "
    "hänt: ring 114 14. Läs mer på [polisens sida](https://polisen.se/utsatt-for-brott/skydda-dig-mot-brott/).\n\n"
    "- Säg till två grannar.\n- Lås även när du är hemma.\n- Töm brevlådan."
)


def series() -> Any:
    """Return the one series, made the first time."""
    from newsletters.models import Series
    from newsletters.services import open_series

    defaults = {"slug": "prov", "title": "Brev från polisen", "sender": "Polisen och lokala Brå", "about": "Prov"}
    made, is_new = Series.objects.get_or_create(code="P", defaults={**defaults, "issues_per_year": A_YEAR})
    if is_new:
        open_series(made)
    return made


def issues(first: int, last: int) -> None:
    """Make the issues of these numbers, counted from 0: the first fifteen are this year's."""
    from newsletters.models import Block, Issue

    made = Issue.objects.bulk_create(_issue(number) for number in range(first, last))
    Block.objects.bulk_create(block for issue in made for block in blocks(issue))


def _issue(number: int) -> Any:
    from common import clock
    from newsletters.lifecycle import IssueStatus
    from newsletters.models import Issue

    year, place = clock.today().year - number // A_YEAR, number % A_YEAR
    at = datetime.combine(date(year, 1, 8) + timedelta(days=place * 21), time(9), tzinfo=clock.STOCKHOLM)
    return Issue(
        series=series(), year=year, number=place + 1, title=f"Brev {number}: lås, ljus och grannar", preamble="Kort.",
        status=IssueStatus.SENT, send_at=at, sent_at=at, text_due_on=at.date(), approve_due_on=at.date(),
    )  # fmt: skip


def blocks(issue: Any) -> list[Any]:
    """Return five texts and one of everything that the house fills in."""
    from newsletters.models import Block

    filled = (Block.Kind.STATISTICS, Block.Kind.TRAININGS, Block.Kind.CALENDAR, Block.Kind.VOLUNTEERS)
    texts = [Block(issue=issue, position=place, heading=f"Del {place}", text=WORDS) for place in range(1, 6)]
    return texts + [Block(issue=issue, position=9, kind=kind, heading=kind.label) for kind in filled]


def readers(first: int, last: int) -> None:
    """Make the readers of these numbers; every third has chosen an area."""
    from neighbourhoods.models import Area
    from newsletters.models import ReaderPlace
    from post.lifecycle import SubscriptionStatus
    from post.models import MailingList, Subscription

    held = MailingList.objects.get(key=series().list_key)
    areas = list(Area.objects.values_list("pk", flat=True))
    rows = Subscription.objects.bulk_create(
        (
            Subscription(list=held, email=f"lasare{number}@example.org", status=SubscriptionStatus.CONFIRMED)
            for number in range(first, last)
        ),
        batch_size=5_000,
    )
    ReaderPlace.objects.bulk_create(
        (ReaderPlace(subscription=row, area_id=areas[place % len(areas)]) for place, row in enumerate(rows[::3])),
        batch_size=5_000,
    )


def delivered(issue: Any, first: int, last: int) -> None:
    """Let these readers have got an issue: its mail-out, made the first time, with a row for each and its bundles."""
    from post.lifecycle import DeliveryStatus, MailingStatus
    from post.models import Chunk, Delivery, Mailing, MailingList

    values = {"title": issue.title, "sender": SENDER, "status": MailingStatus.SENT, "started_at": issue.send_at}
    mailing, is_new = Mailing.objects.get_or_create(key=f"newsletters:issue:{issue.pk}", defaults=values)
    if is_new:
        mailing.lists.set(MailingList.objects.filter(key=series().list_key))
        issue.mailing = mailing
        issue.save(update_fields=["mailing"])
    Delivery.objects.bulk_create(
        (
            Delivery(
                mailing=mailing, recipient=f"lasare{number}@example.org", message_id=f"{number}@example.org",
                chunk=number // A_BUNDLE, status=DeliveryStatus.ACCEPTED, accepted_at=issue.send_at,
            )
            for number in range(first, last)
        ),
        batch_size=5_000,
    )  # fmt: skip
    Chunk.objects.bulk_create(
        Chunk(mailing=mailing, number=number, done=True, size=A_BUNDLE, accepted=A_BUNDLE, counted_at=issue.send_at)
        for number in range(-(-first // A_BUNDLE), -(-last // A_BUNDLE))
    )
