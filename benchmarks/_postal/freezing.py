"""A newsletter rendered and frozen for 350 areas, through the newsletters room's own code."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsletters.models import Issue

AREAS = 350


def seconds() -> float:
    """Return how long 350 variants take in every language: composed, CSS inlined, serialised, stored."""
    from django.conf import settings

    from neighbourhoods.models import District
    from newsletters.figures import Place
    from newsletters.sending import freeze_all
    from post import services

    District.objects.bulk_create(
        District(name=f"Exempelområde {number}", slug=f"exempel-{number}") for number in range(AREAS)
    )
    issue = _issue()
    key = issue.series.list_key
    services.ensure_list(key=key, title="Brev")
    mailing = services.create_mailing(key="bench:freeze", title="Brev", list_keys=[key])
    began = time.monotonic()
    freeze_all(issue, mailing, [Place(district=district) for district in District.objects.all()])
    taken = time.monotonic() - began
    assert mailing.contents.count() == AREAS * len(settings.LANGUAGES)
    return taken


def _issue() -> Issue:
    """Return a letter of six texts and a block of statistics."""
    from common import clock
    from newsletters.models import Block, Issue, Series

    series = Series.objects.create(
        code="Z", slug="bench", title="Brev", sender="Samordnaren", about="Om brevet", issues_per_year=9
    )
    today = clock.today()
    issue = Issue.objects.create(
        series=series,
        year=today.year,
        number=1,
        title="Tryggare höst",
        send_at=clock.now() + timedelta(days=1),
        text_due_on=today,
        approve_due_on=today,
    )
    for position in range(1, 7):
        text = "Ring **112** när det är bråttom. " * 12
        Block.objects.create(issue=issue, position=position, heading=f"Del {position}", text=text)
    Block.objects.create(issue=issue, position=9, kind=Block.Kind.STATISTICS, heading="Så ser det ut")
    return issue
