"""Why an area got its points, in words: signal by signal, what costs most first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from neighbourhoods.figures.vitality import last_reading
from neighbourhoods.models import Area, AreaVitality, VitalitySignal

Name = VitalitySignal.Name


@dataclass(frozen=True)
class Reason:
    """What one signal says: a sentence, its points and the most it could give (of 100)."""

    name: str
    sentence: str
    points: int
    most: int

    @property
    def is_whole(self) -> bool:
        """Tell whether the signal gives all it can."""
        return self.points == self.most


def reasons(area: Area) -> list[Reason]:
    """Return why the last night read an area as it did; nothing before its first."""
    read = last_reading(area)
    if read is None:
        return []
    signals = list(read.rule.signals.all())
    whole = max(sum(signal.weight for signal in signals), 1)
    rows = [
        Reason(
            signal.name,
            _sentence(Name(signal.name), read),
            round(100 * signal.weight * _value(signal, read) / whole),
            round(100 * signal.weight / whole),
        )
        for signal in signals
        if signal.weight
    ]
    return sorted(rows, key=lambda row: row.points - row.most)


def _day(name: Name, read: AreaVitality) -> date | None:
    return {
        Name.CONTACT: read.contact_on,
        Name.MEETING: read.meeting_on,
        Name.SIGN_CHECK: read.sign_check_on,
        Name.PASSED_ON: read.passed_on_on,
    }.get(name)


def _value(signal: VitalitySignal, read: AreaVitality) -> float:
    if signal.name == Name.AGENTS:
        return float(read.agents > 0)
    if signal.name == Name.TRAINING:
        return read.agents_trained / read.agents if read.agents else 0.0
    on = _day(Name(signal.name), read)
    age = (read.scored_on - on).days if on else signal.stale_days + 1
    if age <= signal.fresh_days:
        return 1.0
    return max(0.0, (signal.stale_days - age) / max(signal.stale_days - signal.fresh_days, 1))


def _sentence(name: Name, read: AreaVitality) -> str:
    if name == Name.AGENTS:
        return (
            ngettext("%(count)d contact agent.", "%(count)d contact agents.", read.agents) % {"count": read.agents}
            if read.agents
            else _("The area has no contact agent now.")
        )
    if name == Name.TRAINING and not read.agents:
        return _("Nobody is there to take the basic course.")
    if name == Name.TRAINING:
        counts = {"trained": read.agents_trained, "agents": read.agents}
        return _("%(trained)d of %(agents)d agents have taken the basic course.") % counts
    on = _day(name, read)
    words: dict[Name, Callable[[], tuple[str, str]]] = {
        Name.CONTACT: lambda: (_("Last sign of life %(day)s."), _("No sign of life is known.")),
        Name.MEETING: lambda: (_("Last met %(day)s."), _("No yearly meeting is known.")),
        Name.SIGN_CHECK: lambda: (_("Signs last looked at %(day)s."), _("Nobody has looked at the signs.")),
        Name.PASSED_ON: lambda: (_("A newsletter was passed on %(day)s."), _("No newsletter has been passed on.")),
    }
    known, unknown = words[name]()
    return known % {"day": date_format(on, "DATE_FORMAT")} if on else unknown
