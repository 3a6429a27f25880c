"""The checklist that every installation begins with. Once a version is published it is left alone."""

from __future__ import annotations

from grannstod.models import ChecklistLine, ChecklistVersion, StepKind
from grannstod.services import draft_checklist, publish_checklist

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
# Met before and after: the patrol's report tells when.
POLICE = (LINES[StepKind.BEFORE][3], LINES[StepKind.AFTER][0])


def load() -> None:
    """Write the lines that are not there yet and publish them as the first version, lines changed since included."""
    if ChecklistVersion.objects.in_force() is not None:
        return
    for kind, texts in LINES.items():
        for position, text in enumerate(texts, start=1):
            values = {"text": text, "is_police": text in POLICE}
            ChecklistLine.objects.get_or_create(version=None, kind=kind, position=position, defaults=values)
    ChecklistLine.objects.filter(version=None, text__in=POLICE).update(is_police=True)
    publish_checklist(version_id=draft_checklist().pk, by=None)
