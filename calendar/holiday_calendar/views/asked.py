"""What an address of the calendar asks for: a school year, a month, a district."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from holiday_calendar.querysets import Narrow
from neighbourhoods.models import District, Organisation

# School years that a page can be asked for; before the first and after the last nothing is entered.
FIRST_YEAR, LAST_YEAR = 2010, 2099


def asked_year(request: HttpRequest) -> date | None:
    """Return the first day of the school year that is asked for (`lasar=2026-27`), or None. Raises Http404."""
    asked = request.GET.get("lasar", "")
    if not asked:
        return None
    match = re.fullmatch(r"(\d{4})-(\d{2})", asked)
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR or (int(match[1]) + 1) % 100 != int(match[2]):
        raise Http404
    return date(int(match[1]), 8, 1)


def asked_month(request: HttpRequest) -> date | None:
    """Return the first day of the month that is asked for (`manad=2026-11`), or None. Raises Http404."""
    asked = request.GET.get("manad", "")
    if not asked:
        return None
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})", asked)
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR or not 1 <= int(match[2]) <= 12:
        raise Http404
    return date(int(match[1]), int(match[2]), 1)


def neighbour(year: int) -> str | None:
    """Return a school year as an address names it, or None where no page is."""
    return f"{year}-{(year + 1) % 100:02d}" if FIRST_YEAR <= year <= LAST_YEAR else None


def asked_narrow(request: HttpRequest) -> Narrow:
    """Return what is asked for: `kommundel=tumba`, `organisation=12`, `alder=12`, `oppet=ja`. Raises Http404."""
    owner, age = request.GET.get("organisation", ""), request.GET.get("alder", "").strip()
    if owner and not (owner.isascii() and owner.isdigit() and len(owner) < 19):
        raise Http404
    return Narrow(
        district=asked_district(request),
        owner=get_object_or_404(Organisation, pk=owner) if owner else None,
        age=int(age) if age.isascii() and age.isdigit() and len(age) < 4 else None,
        is_open=request.GET.get("oppet") == "ja",
    )


def narrow_query(to: Narrow) -> str:
    """Return the words of an address that ask for the same."""
    asked = {
        "kommundel": to.district.slug if to.district else "",
        "organisation": to.owner.pk if to.owner else "",
        "alder": "" if to.age is None else to.age,
        "oppet": "ja" if to.is_open else "",
    }
    return urlencode({key: value for key, value in asked.items() if value != ""})


def asked_district(request: HttpRequest) -> District | None:
    """Return the district that is asked for (`kommundel=tumba`), or None. Raises Http404."""
    slug = request.GET.get("kommundel", "")
    return get_object_or_404(District, slug=slug.replace("\x00", "")) if slug else None
