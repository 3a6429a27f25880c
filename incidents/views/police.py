"""The police's events at the desk: the list, and how many by district and week."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from common.gates import permission_or_404
from incidents import figures
from incidents.figures import WeekRow, WeekTable
from incidents.forms.police import PoliceEventsForm
from incidents.models import PoliceEvent, PoliceFeed

PAGE = 50


@require_safe
@permission_or_404("incidents.see_all_reports")
def police_events(request: HttpRequest) -> HttpResponse:
    """Show what the police have published of the municipality, and whether fetching it works."""
    events = PoliceEvent.objects.visible_to(request.user)
    form = PoliceEventsForm(request.GET)
    table = figures.police_by_week(events, nowhere=_("No district named"))
    query = request.GET.copy()
    query.pop("sida", None)
    context = {
        "page": Paginator(form.apply(events).select_related("district"), PAGE).get_page(request.GET.get("sida", "1")),
        "is_narrowed": form.is_narrowed,
        "query": query.urlencode(),
        "weeks": table.weeks,
        "rows": [_row(row, table) for row in table.rows],
        "feed": PoliceFeed.objects.order_by("-asked_at").first(),
    }
    return render(request, "incidents/police.html", context)


def _row(row: WeekRow, table: WeekTable) -> tuple[str, list[tuple[int, str]]]:
    """Return a district with its counts and their addresses, all the weeks together last."""
    where = {"district": row.slug} if row.slug else {"nowhere": "1"}

    def behind(**when: str) -> str:
        return f"?{urlencode(where | when)}#h-list"

    weeks = zip(row.counts, table.mondays, strict=True)
    counts = [(count, behind(week=monday.isoformat())) for count, monday in weeks]
    return row.name, [*counts, (sum(row.counts), behind(since=table.mondays[0].isoformat()))]
