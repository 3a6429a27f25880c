"""Whether a figure may be shown: one decision for page, mail, portal, PDF, feed and export alike."""

from __future__ import annotations

from django.conf import settings


def is_small(count: int) -> bool:
    """Tell whether a count could point someone out (an area has 10-20 households). Zero points nobody out."""
    return bool(0 < count < settings.SMALL_NUMBER_THRESHOLD)


def area_or_district(area_counts: list[int], district_counts: list[int]) -> tuple[list[int], bool]:
    """Return the series to show and whether it is the district's.

    One small number anywhere hides the whole area series: single months could be found by subtraction.
    """
    if any(is_small(count) for count in area_counts) or is_small(sum(area_counts)):
        return district_counts, True
    return area_counts, False
