"""What stands in the portal, for tests: a circle, a meeting, a message."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.models import User
from accounts.roles import CONTACT_AGENT
from common import clock, form_tokens
from neighbourhoods import services
from neighbourhoods.figures import Choice, chosen_areas, reached
from neighbourhoods.models import Area, AreaGroup, AreaMessage, CircleMisuse, GroupedArea, GroupHead, YearlyMeeting
from tests.factories.accounts import person
from tests.factories.neighbourhoods import make_area


def make_meeting(area: Area, days: int = 14, **fields: Any) -> YearlyMeeting:
    """Make a meeting so many days ahead."""
    values = {"starts_at": clock.now() + timedelta(days=days), "place": "Gården", "invitation": "Välkommen!"}
    return YearlyMeeting.objects.create(area=area, form_token=form_tokens.new(), **values | fields)


def make_misuse(area: Area) -> CircleMisuse:
    """Make what a neighbour says is wrong."""
    services.circle_of(area)
    return CircleMisuse.objects.create(area=area, text="Det pekar ut någon.", form_token=form_tokens.new())


def make_group(*areas: Area, name: str = "Torget") -> AreaGroup:
    """Make a group of areas."""
    group = AreaGroup.objects.create(name=name)
    GroupedArea.objects.bulk_create(GroupedArea(group=group, area=area) for area in areas)
    return group


def make_head(group: AreaGroup) -> GroupHead:
    """Let a new person head a group from today."""
    return services.appoint_group_head(group=group, user=person(CONTACT_AGENT), by=None)


def make_message(area: Area, by: User | None, **fields: Any) -> AreaMessage:
    """Write to the agents of an area."""
    words = {"subject": "Möte", "text": "Vi ses på torsdag.", "form_token": form_tokens.new()}
    return services.write_to_areas(to=reached(chosen_areas(Choice(areas=[area.pk]))), by=by, **words | fields)


def arguments(area: Area, by: User) -> dict[str, dict[str, Any]]:
    """Return the arguments of the portal's addresses, for an area with an agent."""
    own, number = {"slug": area.slug}, make_meeting(area).pk
    names = [
        "tick",
        "meetings",
        "count",
        "welcome",
        "circle",
        "circle_sheet",
        "circle_renew",
        "pass_on",
        "portal_signs",
        "portal_write",
    ]
    token, message = {"token": services.circle_of(area).token}, {"pk": make_message(area, by).pk}
    found: dict[str, dict[str, Any]] = dict.fromkeys(names, own)
    found |= dict.fromkeys(("meeting", "meeting_cancel", "meeting_invite", "meeting_sheet"), own | {"pk": number})
    found |= dict.fromkeys(("circle_join", "circle_misuse"), token)
    found |= dict.fromkeys(("message", "portal_message"), message)
    found["recipients_export"] = message | {"kind": "csv"}
    found["circle_export"] = own | {"kind": "csv"}
    found["own_export"] = own | {"name": "arsmoten", "kind": "csv"}
    group = make_group(make_area())
    found["area_group"] = found["group_head"] = {"pk": group.pk}
    found["group_head_end"] = {"pk": group.pk, "head_pk": make_head(group).pk}
    found["misuse_settle"] = {"pk": make_misuse(area).pk}
    return {f"neighbourhoods:{name}": values for name, values in found.items()}
