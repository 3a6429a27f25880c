"""Composes one issue for one kind of reader: subject, HTML and a text that reads well alone."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incidents.figures import DeliveredLine, letter_counts, letter_period, letter_sums
from neighbourhoods.models import District
from newsletters.figures import StatisticsRow, as_html, statistics_rows
from newsletters.models import Block, Issue


@dataclass(frozen=True)
class Statistics:
    """Figures with what they are about and where they come from."""

    caption: str
    rows: list[StatisticsRow]
    source: str
    others: list[str]


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
    """Tell of published months only: a letter says no more than the public statistics."""
    period = letter_period()
    first, last = (date_format(day, "F Y") for day in period) if period else ("–", "–")
    place = district.name if district else settings.MUNICIPALITY
    return Statistics(
        caption=_("Reports in %(place)s, %(first)s – %(last)s, and the same months a year earlier.")
        % {"place": place, "first": first, "last": last},
        rows=statistics_rows([(one.label, one.now or 0, one.before or 0) for one in letter_sums(district)]),
        source=_(
            "Source: residents' reports to the municipality. Kinds with few reports are left out. "
            "Fewer reports can mean fewer events, or that fewer people report."
        ),
        others=[_other(line) for line in letter_counts(district)],
    )


def _other(line: DeliveredLine) -> str:
    """Say one count from others in words, with its source and whether it is final."""
    count = line.count
    status = _("final") if count.is_final else _("preliminary")
    words = _("%(kind)s in %(place)s, %(period)s: %(number)d (%(source)s, %(status)s)") % {
        "kind": count.kind,
        "place": count.place,
        "period": line.period,
        "number": count.number,
        "source": count.source,
        "status": status,
    }
    return words + (_(", a year earlier %(number)d") % {"number": line.before.number} if line.before else "")


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
