"""What happens to each issue of the year, day by day: ten with a planted fault, the rest as planned.

A life is a list of steps: a moment and what is done then (see `faults`). `EXPECTED` says which alarms a fault must
raise, by kind and step, from what the house promises and not from how it does it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from benchmarks._year.processes import House

if TYPE_CHECKING:
    from newsletters.models import Issue

EXPECTED: dict[str, set[tuple[str, int]]] = {
    "beat_down": set(),
    "house_down": {("sending", 1), ("overdue", 1)},
    "late_text": {("text", 1), ("text", 2)},
    "approver_away": {("approval", 1), ("approval", 2)},
    "spring": set(),
    "autumn": set(),
    "broker_flushed": set(),
    "relay_away": {("stalled", 1)},
    "worker_killed": set(),
    "forgotten": {("sending", 1)},
}


@dataclass
class Life:
    """One issue, the house and its people; each method is something somebody does."""

    house: House
    desk: Any
    issue: Issue
    sends_at: datetime

    def fresh(self) -> Issue:
        """Return the issue as it stands now."""
        from newsletters.models import Issue

        return Issue.objects.select_related("series", "mailing").get(pk=self.issue.pk)

    def write(self) -> None:
        """Write the issue and ask for approval."""
        from newsletters import services

        issue = self.fresh()
        text = [services.BlockText(None, "text", "Från oss", f"Brev {issue.name}."), figures()]
        services.write(
            issue=issue,
            version=issue.version,
            title=f"Brev {issue.name}",
            preamble="",
            blocks=text,
            by=self.desk.writer,
        )
        services.submit(issue=self.fresh(), by=self.desk.writer)

    def approve(self) -> None:
        """Have the chief approve."""
        from newsletters import services

        services.approve(issue=self.fresh(), by=self.desk.chief)

    def approve_as_deputy(self) -> None:
        """Have the other named approver approve."""
        from newsletters import services

        services.approve(issue=self.fresh(), by=self.desk.deputy)

    def schedule(self) -> None:
        """Schedule it for its day, by the form that a person fills in."""
        from common import clock
        from newsletters import services
        from newsletters.forms import ScheduleForm

        form = ScheduleForm({"send_at": f"{clock.local(self.sends_at):%Y-%m-%dT%H:%M}"})
        if not form.is_valid():
            raise SystemExit(f"year: the form refused {self.sends_at}: {form.errors}")
        services.schedule(issue=self.fresh(), at=form.cleaned_data["send_at"], by=self.desk.writer)

    def refuse_missing_hour(self) -> None:
        """See the form refuse the hour that the change of clocks skips or repeats."""
        from newsletters.forms import ScheduleForm

        if ScheduleForm({"send_at": f"{self.sends_at:%Y-%m-%d}T02:30"}).is_valid():
            raise SystemExit("year: an hour that does not exist once was taken")

    def send_now(self) -> None:
        """Answer what the page asks: send it now."""
        from newsletters import services

        if not self.fresh().is_long_overdue:
            raise SystemExit(f"year: {self.issue} was not held back")
        services.send_now(issue=self.fresh(), by=self.desk.writer)

    def kill_worker(self) -> None:
        """Kill the worker in the middle of the sending, and start another."""
        before = len(self.house.arrivals())
        self.house.wait(lambda: len(self.house.arrivals()) >= before + 40, "letters to leave")
        self.house.kill("worker")
        time.sleep(0.2)
        self.house.up("worker")

    def flush(self) -> None:
        """Flush the broker again and again while the sending begins."""
        for _time in range(20):
            self.house.flush_broker()
            time.sleep(0.1)


def figures() -> Any:
    """Return a block of figures."""
    from newsletters import services

    return services.BlockText(None, "statistics", "Så ser det ut", "")
