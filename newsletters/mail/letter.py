"""Composes one issue for one kind of reader: subject, HTML and a text that reads well alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import clock
from incidents.figures import by_category
from neighbourhoods.models import District
from newsletters.figures import StatisticsRow, as_html, statistics_rows
from newsletters.models import Block, Issue

STATISTICS_DAYS = 90


@dataclass(frozen=True)
class Statistics:
    """Figures with what they are about and where they come from."""

    caption: str
    rows: list[StatisticsRow]
    source: str


@dataclass(frozen=True)
class Part:
    """One block as readers get it."""

    heading: str
    html: SafeString
    text: str
    statistics: Statistics | None


@dataclass(frozen=True)
class Letter:
    """A composed issue."""

    subject: str
    html: str
    text: str
    parts: list[Part]


def parts_for(issue: Issue, district: District | None) -> list[Part]:
    """Return the blocks of an issue for readers of a district, or of the whole municipality."""
    return [
        Part(
            heading=block.heading,
            html=as_html(block.text),
            text=block.text,
            statistics=_statistics(district) if block.kind == Block.Kind.STATISTICS else None,
        )
        for block in issue.blocks.all()
    ]


def _statistics(district: District | None) -> Statistics:
    until = clock.today()
    kinds = by_category(until - timedelta(days=STATISTICS_DAYS - 1), until, district=district)
    counts = [(kind.label, kind.this_year, kind.last_year) for kind in kinds if kind.this_year or kind.last_year]
    place = district.name if district else settings.MUNICIPALITY
    return Statistics(
        caption=_("Reports in %(place)s during the last three months, and the same time last year.") % {"place": place},
        rows=statistics_rows(counts),
        source=_(
            "Source: residents' reports to the municipality, preliminary, %(day)s. "
            "Fewer reports can mean fewer events, or that fewer people report."
        )
        % {"day": date_format(until, "DATE_FORMAT")},
    )


def compose(
    issue: Issue,
    *,
    district: District | None,
    language: str,
    unsubscribe_url: str = "",
    preferences_url: str = "",
) -> Letter:
    """Compose an issue. Without the two addresses it is the web edition's or a preview's."""
    with translation.override(language):
        parts = parts_for(issue, district)
        context = {
            "issue": issue,
            "parts": parts,
            "subject": issue.title,
            "language": language,
            "municipality": settings.MUNICIPALITY,
            "unsubscribe_url": unsubscribe_url,
            "preferences_url": preferences_url,
            "web_url": settings.BASE_URL + issue.get_absolute_url(),
        }
        html = render_to_string("newsletters/mail/letter.html", context)
        text = render_to_string("newsletters/mail/letter.txt", context)
    return Letter(subject=issue.title, html=html, text=text, parts=parts)
