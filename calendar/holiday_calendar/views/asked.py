"""What an address of the calendar asks for: a school year, a month, a district."""

from __future__ import annotations

import re
from datetime import date

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from neighbourhoods.models import District

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


def asked_district(request: HttpRequest) -> District | None:
    """Return the district that is asked for (`kommundel=tumba`), or None. Raises Http404."""
    slug = request.GET.get("kommundel", "")
    return get_object_or_404(District, slug=slug.replace("\x00", "")) if slug else None
