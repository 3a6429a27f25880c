"""A newsletter rendered and frozen for 350 areas, through the newsletters room's own code."""

from __future__ import annotations

import time
from datetime import timedelta

AREAS = 350


def seconds() -> float:
    """Return how long one language of 350 variants takes: composed, CSS inlined, serialised, stored."""
    from common import clock
    from neighbourhoods.models import District
    from newsletters.models import Block, Issue, Series
    from newsletters.sending import _freeze
    from post import services

    District.objects.bulk_create(
        District(name=f"Exempelområde {number}", slug=f"exempel-{number}") for number in range(AREAS)
    )
    series = Series.objects.create(
        code="Z", slug="bench", title="Brev", sender="Samordnaren", about="Om brevet", issues_per_year=9
    )
    services.ensure_list(key=series.list_key, title=series.title)
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
    mailing = services.create_mailing(key="bench:freeze", title="Brev", list_keys=[series.list_key])
    began = time.monotonic()
    for district in District.objects.all():
        _freeze(issue, mailing, district, "sv")
    taken = time.monotonic() - began
    assert mailing.contents.count() == AREAS
    return taken
