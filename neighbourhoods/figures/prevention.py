"""What the prevention checklist says: its parts, a result, how versions differ, how often what was answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from neighbourhoods.models import ChecklistCount, ChecklistItem, ChecklistVersion

Topic = ChecklistItem.Topic
Answer = ChecklistCount.Answer

PARTS = (
    (_("Alarm"), (Topic.ALARM_DETER, Topic.ALARM_SCARE)),
    (_("Mechanical protection"), (Topic.DOORS, Topic.WINDOWS, Topic.LOCKS, Topic.BARS)),
    (
        _("Grannsamverkan"),
        (Topic.MARKING, Topic.REGISTERING, Topic.TRICKS, Topic.CARE, Topic.ATTENTION, Topic.WITNESS),
    ),
)
"""The three ways to fool the thief, and what belongs to each."""


@dataclass(frozen=True)
class Part:
    """One of the three ways, with its questions in order."""

    title: str
    items: list[ChecklistItem]


def parts(version: ChecklistVersion) -> list[Part]:
    """Return a version's questions part by part; a part without questions is left out."""
    items = list(version.items.all())
    found = [Part(str(title), [item for item in items if item.topic in topics]) for title, topics in PARTS]
    return [part for part in found if part.items]


@dataclass(frozen=True)
class Result:
    """What a visitor's answers come to: what to do, part by part, what is done already, and what was left open."""

    to_do: list[Part]
    done: list[ChecklistItem] = field(default_factory=list)
    open: list[ChecklistItem] = field(default_factory=list)


def result(version: ChecklistVersion, answers: Mapping[str, str]) -> Result:
    """Return what the answers (question's key to yes, no, skip or nothing) come to."""
    whole = parts(version)
    to_do = [Part(part.title, [item for item in part.items if answers.get(item.key) == Answer.NO]) for part in whole]
    items = [item for part in whole for item in part.items]
    return Result(
        [part for part in to_do if part.items],
        [item for item in items if answers.get(item.key) == Answer.YES],
        [item for item in items if not answers.get(item.key)],
    )


@dataclass(frozen=True)
class Change:
    """How one question differs from the version before: `kind` is `new`, `gone` or `changed`."""

    kind: str
    before: ChecklistItem | None
    after: ChecklistItem | None


def changes(version: ChecklistVersion) -> list[Change]:
    """Return how a version differs from the one before it in its language."""
    earlier = ChecklistVersion.objects.filter(language=version.language, number__lt=version.number)
    previous = earlier.order_by("-number").first()
    before = {item.key: item for item in previous.items.all()} if previous else {}
    after = {item.key: item for item in version.items.all()}
    rows = [Change("new" if key not in before else "changed", before.get(key), item) for key, item in after.items()]
    rows = [row for row in rows if row.before is None or row.after is None or _words(row.before) != _words(row.after)]
    return rows + [Change("gone", item, None) for key, item in before.items() if key not in after]


def _words(item: ChecklistItem) -> tuple[str, str, str]:
    return item.topic, item.question, item.advice


@dataclass(frozen=True)
class Tally:
    """How often a question was answered yes, no or does not apply."""

    item: ChecklistItem
    yes: int
    no: int
    skip: int


def tallies(version: ChecklistVersion) -> list[Tally]:
    """Return how often each of a version's questions got each answer, all months together."""
    counted = ChecklistCount.objects.values("key", "answer").order_by().annotate(total=Sum("times"))
    times = {(row["key"], row["answer"]): row["total"] for row in counted}
    return [
        Tally(item, *(times.get((item.key, answer), 0) for answer in (Answer.YES, Answer.NO, Answer.SKIP)))
        for item in version.items.all()
    ]
