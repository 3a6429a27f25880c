"""What a phone needs to drive a whole shift without network, and the keys that lock it there."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common import clock
from grannstod.figures.answers import LogLine, log
from grannstod.figures.briefing import briefing
from grannstod.figures.shifts import own_next
from grannstod.figures.steps import line_key, lines_of, planned_stops, stop_key
from grannstod.lifecycle import PatrolStatus
from grannstod.models import ChecklistVersion, Patrol, PatrolStep, Shift
from incidents.figures import PortalRow
from incidents.models import Category

if TYPE_CHECKING:
    from accounts.models import User

# How long a shift's key is handed out: as long as what was written may come.
KEYS_FOR = timedelta(days=14)
# How long after its end a phone that nobody ended keeps a shift readable.
READABLE_AFTER = timedelta(hours=2)


def key_of(user: User, shift_id: int) -> str:
    """Return the key (256 bits, base64) that locks one person's shift on a phone. It is stored nowhere here."""
    words = f"patrol-on-a-phone:{user.pk}:{shift_id}".encode()
    return base64.b64encode(hmac.digest(settings.HASH_KEY.encode(), words, hashlib.sha256)).decode()


def keys(user: User) -> dict[str, str]:
    """Return the keys of a person's shifts of the last two weeks: what a phone still holds can be opened and sent."""
    recent = Shift.objects.visible_to(user).own(user).filter(ends_at__gte=clock.now() - KEYS_FOR)
    return {str(pk): key_of(user, pk) for pk in recent.order_by("starts_at").values_list("pk", flat=True)[:60]}


def phone_state(user: User) -> dict[str, Any]:
    """Return what a phone shows: the shift under way or next with all that belongs to it, and the server's time."""
    shift, kinds = own_next(user), _kinds()
    own = None if shift is None else {**_shift(user, shift), "kinds": kinds}
    return {"now": clock.now().isoformat(), "keys": keys(user), "kinds": kinds, "shift": own}


def _shift(user: User, shift: Shift) -> dict[str, Any]:
    patrol: Patrol | None = getattr(shift, "patrol", None)
    version = ChecklistVersion.objects.in_force()
    starts, ends = clock.local(shift.starts_at), clock.local(shift.ends_at)
    return {
        "id": shift.pk,
        "day": date_format(starts, "l j F"),
        "from": f"{starts:%H.%M}",
        "until": f"{ends:%H.%M}",
        "opens": (shift.starts_at - timedelta(hours=1)).isoformat(),
        "locks": (shift.ends_at + READABLE_AFTER).isoformat(),
        "car": shift.car.name,
        "route": shift.route.name if shift.route else "",
        "crew": [str(member.volunteer) for member in shift.crew.all() if not member.was_absent],
        "started": patrol is not None and patrol.status == PatrolStatus.UNDERWAY,
        "checklist": version.pk if version else None,
        "steps": _steps_of(patrol) if patrol else _planned(shift, version),
        "briefing": _briefing(user, shift),
        "log": [_written(one) for one in log(user, patrol)] if patrol else [],
    }


def _kinds() -> list[dict[str, Any]]:
    chosen = Category.objects.filter(is_active=True, is_public_choice=True)
    return [{"code": one.code, "name": str(one)} for one in chosen]


def _steps_of(patrol: Patrol) -> list[dict[str, Any]]:
    return [_step(step) for step in patrol.steps.order_by("kind", "position")]


def _step(step: PatrolStep) -> dict[str, Any]:
    done = step.done_at.isoformat() if step.done_at else None
    return {"key": step.key, "kind": step.kind, "name": step.name, "hint": step.hint, "done": done}


def _planned(shift: Shift, version: ChecklistVersion | None) -> list[dict[str, Any]]:
    lines = [
        {"key": line_key(line), "kind": line.kind, "name": line.text, "hint": "", "done": None}
        for line in lines_of(version)
    ]
    places = [
        {"key": stop_key(stop), "kind": "place", "name": stop.name, "hint": stop.hint, "done": None}
        for stop in planned_stops(shift)
    ]
    return lines + places


def _briefing(user: User, shift: Shift) -> list[dict[str, Any]]:
    """Return the briefing's three parts, each with its heading."""
    told = briefing(user, shift)
    wishes = [f"{wish.area.name}: {wish.text}" if wish.text else wish.area.name for wish in told.wishes]
    return [
        {"title": _("To look at today"), "lines": [note.text for note in told.notes]},
        {"title": _("These areas would like a visit"), "lines": wishes},
        {"title": _("Reported along the way, the last two weeks"), "lines": [_reported(row) for row in told.reports]},
    ]


def _reported(row: PortalRow) -> str:
    """Return kind, coarse place and day, and the words if a person has released them."""
    line = ", ".join(filter(None, [str(row.kind), row.place, date_format(row.received_on, "j F")]))
    return f"{line}: {row.text}" if row.text else line


def _written(line: LogLine) -> dict[str, Any]:
    observation = line.seen
    return {
        "key": observation.form_token,
        "text": observation.text,
        "place": observation.place,
        "at": observation.observed_at.isoformat(),
        "outcome": observation.outcome,
        "case": observation.case_number,
        "became": line.became,
        "answers": line.answers,
    }
