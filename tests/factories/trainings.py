"""Trainings and sign-ups for tests."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from accounts.models import User
from common import clock
from neighbourhoods import transitions
from neighbourhoods.lifecycle import SignUpStatus, TrainingStatus
from neighbourhoods.models import SignUp, Training
from neighbourhoods.services import trainings as services

_numbers = count(1)


def make_training(*, status: str = TrainingStatus.OPEN, in_days: float = 30, **fields: Any) -> Training:
    """Make a training for everybody with ten places; in_days may be negative."""
    starts = fields.pop("starts_at", clock.now() + timedelta(days=in_days))
    defaults = {
        "title": f"Grundkurs {next(_numbers)}",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=3),
        "venue": "Polisstationen, Exempelvägen 1",
        "capacity": 10,
        "audience": Training.Audience.EVERYBODY,
    }
    training = services.create_training(training=Training(**defaults | fields), by=None)
    steps = {"draft": [], "open": ["open"], "cancelled": ["cancelled"], "held": ["open", "held"]}
    for step in steps[status]:
        transitions.move_training(training, TrainingStatus(step), by=None)
    return training


def make_sign_up(
    training: Training | None = None, *, status: str = SignUpStatus.CONFIRMED, user: User | None = None, **fields: Any
) -> SignUp:
    """Make a sign-up in a state, with its events and its seat; no mail is sent."""
    training = training or make_training()
    number = next(_numbers)
    email = user.email if user else f"deltagare{number}@example.com"
    defaults = {"full_name": str(user or f"Prov Deltagare {number}"), "email": email, "user": user}
    sign_up = SignUp.objects.create(training=training, **defaults | fields)
    transitions.begin_sign_up(sign_up, by=None)
    way = {
        "asked": [],
        "confirmed": ["confirmed"],
        "waiting": ["waiting"],
        "offered": ["waiting", "offered"],
        "withdrawn": ["withdrawn"],
        "attended": ["confirmed", "attended"],
        "absent": ["confirmed", "absent"],
    }
    for step in way[status]:
        until = clock.now() + timedelta(hours=48) if step == "offered" else None
        transitions.move_sign_up(sign_up, SignUpStatus(step), by=None, offer_until=until)
    sign_up.training = training
    return sign_up
