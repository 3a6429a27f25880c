"""Following a place by mail: everybody's released reports of an area, a district or the whole municipality.

A list of the post is made the first time somebody asks for it; consent and leaving are the post's. A sweep makes one
mail-out a report, day or week, by a key that names it, so that running again sends nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from common import clock
from incidents import figures, mail
from incidents.querysets import ReportQuerySet
from neighbourhoods.models import Area, District
from post import services as post
from post.models import Mailing, MailingList

_PREFIX = "reports"
_FROM_HOUR = 7  # digests leave after seven in the morning
_FRESH = timedelta(days=1)  # how old a release may be that is still told "at once"


class Rhythm(models.TextChoices):
    """How often a follower of a place is written to."""

    NOW = "now", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")


@dataclass(frozen=True)
class Place:
    """An area, a district, or with neither the whole municipality."""

    area: Area | None = None
    district: District | None = None

    @property
    def key(self) -> str:
        """Return the place as a word of a list's key."""
        if self.area is not None:
            return f"area:{self.area.pk}"
        return f"district:{self.district.pk}" if self.district is not None else "all"

    def __str__(self) -> str:
        return str(self.area or self.district or settings.MUNICIPALITY)

    def of(self, reports: ReportQuerySet) -> ReportQuerySet:
        """Return those of some reports that lie here."""
        if self.area is not None:
            return reports.filter(area=self.area)
        return reports.filter(district=self.district) if self.district is not None else reports


def follow_place(*, place: Place, rhythm: str, email: str, language: str) -> None:
    """Ask an address by mail whether it wants to follow a place (double opt-in). The caller limits how often.

    Raises ValidationError (code `address`).
    """
    key = f"{_PREFIX}:{place.key}:{Rhythm(rhythm).value}"
    with override(settings.LANGUAGE_CODE):
        title = _("Reports in %(place)s, %(rhythm)s") % {"place": place, "rhythm": Rhythm(rhythm).label}
    post.ensure_list(key=key, title=title[:120])
    post.subscribe(list_key=key, email=email, language=language, how="reports")


def tell_followers_of_places() -> int:
    """Make the mail-outs that are due: at once, of yesterday, of last week. Returns how many."""
    lists = _followed()
    if not lists:
        return 0
    now = clock.local(clock.now())
    sent = _tell_now(lists, clock.now() - _FRESH)
    if now.hour >= _FROM_HOUR:
        today, monday = now.date(), now.date() - timedelta(days=now.weekday())
        sent += _tell_digests(lists, Rhythm.DAILY, today - timedelta(days=1), today)
        sent += _tell_digests(lists, Rhythm.WEEKLY, monday - timedelta(days=7), monday)
    return sent


def _followed() -> dict[str, str]:
    """Return the keys of lists that have readers, with their place as a word."""
    keys = MailingList.objects.filter(key__startswith=f"{_PREFIX}:", subscriptions__status="confirmed").values_list(
        "key", flat=True
    )
    return {key: key.removeprefix(f"{_PREFIX}:").rpartition(":")[0] for key in keys.distinct()}


def _tell_now(lists: dict[str, str], since: datetime) -> int:
    fresh = figures.as_public(figures.public_reports().filter(released_at__gte=since).order_by("released_at", "pk"))
    told = set(Mailing.objects.filter(key__in=[_now_key(row) for row in fresh]).values_list("key", flat=True))
    sent = 0
    for row in fresh:
        report = row.report
        places = ("all", f"district:{report.district_id}", f"area:{report.area_id}")
        wanted = [key for key, place in lists.items() if place in places and key.endswith(f":{Rhythm.NOW}")]
        if wanted and _now_key(row) not in told:
            _send(_now_key(row), wanted, str(report.district or settings.MUNICIPALITY), [row])
            sent += 1
    return sent


def _now_key(row: figures.PublicReport) -> str:
    return f"{_PREFIX}:now:{row.report.number}"


def _tell_digests(lists: dict[str, str], rhythm: Rhythm, first: date, end: date) -> int:
    wanted = {key: f"{key}:{first.isoformat()}" for key in lists if key.endswith(f":{rhythm}")}
    told = set(Mailing.objects.filter(key__in=wanted.values()).values_list("key", flat=True))
    released = figures.public_reports().filter(
        released_at__gte=clock.start_of_day(first), released_at__lt=clock.start_of_day(end)
    )
    sent = 0
    for list_key, key in wanted.items():
        place = None if key in told else _place(lists[list_key])
        rows = figures.as_public(place.of(released).order_by("-received_at", "-pk")[: mail.MOST_ROWS]) if place else []
        if rows:
            _send(key, [list_key], str(place), rows)
            sent += 1
    return sent


def _place(word: str) -> Place | None:
    kind, _colon, pk = word.partition(":")
    if kind == "area":
        area = Area.objects.filter(pk=pk).first()
        return Place(area=area) if area else None
    if kind == "district":
        district = District.objects.filter(pk=pk).first()
        return Place(district=district) if district else None
    return Place()


@transaction.atomic
def _send(key: str, list_keys: Iterable[str], place: str, rows: list[figures.PublicReport]) -> None:
    letters = {language: mail.news_of_place(place, rows, language) for language, _name in settings.LANGUAGES}
    title = letters[settings.LANGUAGE_CODE].subject
    mailing = post.create_mailing(key=key, title=title, list_keys=list_keys)
    for language, letter in letters.items():
        post.freeze(mailing=mailing, subject=letter.subject, html=letter.html, text=letter.text, language=language)
    post.start_mailing(mailing=mailing)
