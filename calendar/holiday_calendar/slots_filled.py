"""What this room fills in slots: the ring of courses and evenings, which the room of the places below knows."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common import clock
from common.charts.wheel import Mark, Ring
from neighbourhoods.lifecycle import TrainingStatus
from neighbourhoods.models import Training

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

# The letter before the number, and the shape: basic course, theme evening, Grannstöd's training, other.
SIGNS = {
    Training.Kind.BASIC.value: ("K", "circle"),
    Training.Kind.THEME.value: ("F", "hexagon"),
    Training.Kind.GRANNSTOD.value: ("P", "square"),
    Training.Kind.OTHER.value: ("U", "diamond"),
}


def training_ring(user: User | AnonymousUser, first: date, last: date) -> Ring | None:
    """Return the year's trainings: all of them, by name and day, for the house; to others those they may come to."""
    days = (clock.start_of_day(first), clock.start_of_day(last + timedelta(days=1)))
    planned = Training.objects.filter(status__in=[TrainingStatus.OPEN, TrainingStatus.HELD])
    planned = planned.filter(starts_at__gte=days[0], starts_at__lt=days[1]).order_by("starts_at", "pk")
    own = set(Training.objects.visible_to(user).filter(pk__in=planned).values_list("pk", flat=True))
    sees_all = user.has_perm("calendar.see_internal_items")
    numbers: Counter[str] = Counter()
    marks = []
    for training in planned:
        numbers[training.kind] += 1
        if sees_all or training.pk in own:
            marks.append(_mark(training, numbers[training.kind], training.pk in own))
    return Ring(_("Trainings"), marks)


def _mark(training: Training, number: int, is_open_to_reader: bool) -> Mark:
    day = clock.local(training.starts_at).date()
    letter, shape = SIGNS[training.kind]
    return Mark(
        first_day=day,
        last_day=day,
        name=training.title,
        code=f"{letter}{number}",
        shape=shape,
        when=date_format(day, "j F"),
        url=reverse("neighbourhoods:training", args=[training.pk]) if is_open_to_reader else "",
        is_done=training.is_over,
    )
