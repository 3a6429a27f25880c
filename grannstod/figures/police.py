"""What a patrol reads out when it calls the police."""

from __future__ import annotations

from django.utils.translation import gettext as _

from common import clock
from grannstod.models import Observation


def police_text(observation: Observation) -> list[tuple[str, str]]:
    """Return what the police ask for, in their order: what, where, when, which patrol. Never who."""
    position = ""
    if observation.latitude is not None and observation.longitude is not None:
        position = f"{observation.latitude:.5f}, {observation.longitude:.5f}"
    lines = [
        (_("The matter"), f"{observation.category}: {observation.text}"),
        (_("Where"), ", ".join(filter(None, [observation.place, position]))),
        (_("When"), f"{clock.local(observation.observed_at):%Y-%m-%d %H.%M}"),
        (_("Who calls"), _("Botkyrka Grannstöd, %(car)s") % {"car": observation.patrol.shift.car}),
        (_("Number with the municipality"), observation.report.number if observation.report else ""),
    ]
    return [(name, words) for name, words in lines if words]
