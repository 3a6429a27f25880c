"""How much slower the pages of the areas are at 35,000 areas than at 350: list, map, desk, portal and agents."""

from __future__ import annotations

import sys
from typing import Any

from benchmarks._pages import coordinator, page_p95, signed_in
from benchmarks._places.options import Figure

BAR = 1.5
DESK = (
    "/samordning/omraden/",
    "/samordning/omraden/?q=omr%C3%A5det+12&lage=dormant",
    "/samordning/omraden/karta/granser.json?box=17.6,59.0,17.62,59.02",
    "/samordning/omraden/karta/granser.json?box=17.4,58.9,18.4,59.6",
    "/samordning/ombud/",
    "/samordning/",
)


class Pages:
    """The same pages by the same people, with few areas and with many."""

    def __init__(self) -> None:
        self.desk, self.agent = coordinator(), _agent()

    def seconds(self) -> dict[str, float]:
        """Return each page's p95."""
        took = {page: page_p95(self.desk, page) for page in DESK}
        return took | {"/portal/": page_p95(self.agent, "/portal/")}


def _agent() -> Any:
    """Return the client of an agent of a made area, with the role."""
    from accounts.roles import HEAD_CONTACT_AGENT
    from accounts.services import give_role
    from neighbourhoods.models import ContactAgent

    user = ContactAgent.objects.earliest("pk").user
    give_role(by=None, user=user, role=HEAD_CONTACT_AGENT)
    return signed_in(user)


def figure(few: dict[str, float], many: dict[str, float]) -> Figure:
    """Return the worst growth; each page's figures are told beside."""
    for page, before in few.items():
        print(f"{page}: {before * 1000:.0f} ms, {many[page] * 1000:.0f} ms", file=sys.stderr)
    return Figure("page_growth", max(many[page] / few[page] for page in few), BAR)
