"""What this room fills in the slots of the rooms below."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.slots import PartnerPage
from common import clock
from common.charts.wheel import Mark, Ring
from common.clock import local, start_of_day
from neighbourhoods.slots import Letter
from newsletters import services
from newsletters.figures import Place
from newsletters.lifecycle import EDITABLE, PUBLIC, IssueStatus
from newsletters.models import Issue
from post.slots import ReaderPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import PartnerAccess, User
    from neighbourhoods.models import Area


def _address(access: PartnerAccess) -> str:
    """Return where a partner reads the issue that the access is for ("newsletters:issue:12")."""
    return reverse("newsletters:partner", args=[int(access.purpose.rsplit(":", 1)[1])])


def _choices(user: User) -> list[tuple[str, str]]:
    """Return the issues that still lie ahead, by their day: what has gone out stands in the open archive."""
    issues = Issue.objects.visible_to(user).not_yet_sent().select_related("series").order_by("send_at")
    return [(services.partner_purpose(issue), f"{issue}, {local(issue.send_at):%Y-%m-%d}") for issue in issues]


SHAPES = {"A": "circle", "B": "square"}


def year_ring(user: User | AnonymousUser, first: date, last: date) -> Ring:
    """Return the year's letters for the year wheel. The plan's days are for the house; readers see what was sent.

    On the wheel stand names and days only, so who may see internal items sees the plan without seeing drafts.
    """
    held = Issue.objects.filter(send_at__gte=start_of_day(first), send_at__lt=start_of_day(last + timedelta(days=1)))
    sees_plan = user.has_perm("newsletters.see_drafts") or user.has_perm("calendar.see_internal_items")
    issues = held.exclude(status=IssueStatus.CANCELLED) if sees_plan else held.published()
    late = set(issues.late().values_list("pk", flat=True)) if user.has_perm("newsletters.see_drafts") else set()
    return Ring(gettext("Newsletters"), [_mark(issue, issue.pk in late) for issue in issues.select_related("series")])


def _mark(issue: Issue, needs_you: bool) -> Mark:
    day = local(issue.send_at).date()
    is_sent = issue.status in PUBLIC
    return Mark(
        first_day=day,
        last_day=day,
        name=gettext("Newsletter %(name)s") % {"name": issue.name},
        code=issue.glyph,
        shape=SHAPES.get(issue.series.code, "hexagon"),
        when=date_format(day, "j F"),
        url=issue.get_absolute_url() if is_sent else "",
        is_done=is_sent,
        needs_you=needs_you,
    )


PARTNER_PAGE = PartnerPage(title=_("A newsletter to read before it is approved"), address=_address, choices=_choices)


def _writing_choices(user: User) -> list[tuple[str, str]]:
    """Return the issues whose text is still open."""
    issues = Issue.objects.visible_to(user).filter(status__in=EDITABLE).select_related("series").order_by("send_at")
    return [(services.partner_writes(issue), f"{issue}, {local(issue.send_at):%Y-%m-%d}") for issue in issues]


WRITING_PAGE = PartnerPage(title=_("A newsletter to write in"), address=_address, choices=_writing_choices)

READER_PAGE = ReaderPage(
    label=_("Whose figures you get"),
    about=_("Have you moved? Choose another area or district for the figures in your letters."),
    list_keys=services.LISTS,
    address=lambda token: reverse("newsletters:reader_place", args=[token]),
)

PASSED_ON_DAYS, MOST_TO_PASS_ON = 60, 3


def letters_for(area: Area) -> list[Letter]:
    """Return the letters of the last two months that agents may pass on: what is public, with the area's figures."""
    since = clock.now() - timedelta(days=PASSED_ON_DAYS)
    issues = Issue.objects.published().filter(send_at__gte=since).select_related("series").order_by("-send_at")
    place = f"?kommundel={Place(area=area).variant}"
    return [
        Letter(
            key=f"letter:{issue.pk}",
            title=str(issue),
            summary=issue.preamble,
            url=issue.get_absolute_url() + place,
            sent_on=local(issue.send_at).date(),
        )
        for issue in issues[:MOST_TO_PASS_ON]
    ]
