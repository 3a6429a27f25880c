"""The checklist that every installation begins with. Lines that someone has changed since are left alone."""

from __future__ import annotations

from grannstod.models import ChecklistLine, StepKind

LINES: dict[StepKind, tuple[str, ...]] = {
    StepKind.BEFORE: (
        "Vi är två i bilen",
        "Västar, legitimation och skyltar på bilen",
        "Ficklampa och laddad telefon",
        "Vi har träffat polisen och vet vad de vill att vi tittar på",
    ),
    StepKind.AFTER: (
        "Vi har berättat för polisen hur det var",
        "Vi har läst igenom det vi skrivit",
        "Skyltar av bilen, västar och ficklampa tillbaka",
    ),
}


def load() -> None:
    """Write the lines that are not there yet."""
    for kind, texts in LINES.items():
        for position, text in enumerate(texts, start=1):
            ChecklistLine.objects.get_or_create(kind=kind, position=position, defaults={"text": text})
