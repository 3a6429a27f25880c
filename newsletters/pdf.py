"""The print edition of an issue: an A4 for the stairwell, with the figures of one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from django.conf import settings
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from common import clock
from common.charts.svg import drawing
from documents.slots import Paper, Progress, SubjectGoneError
from neighbourhoods.models import Area, District
from newsletters.figures import Ground, Place, parts_for, words_of
from newsletters.models import Issue

if TYPE_CHECKING:
    from accounts.models import User


class PrintEdition:
    """The kind of document `print_edition`; its subject is the issue's number and the place's key: "12:area-5"."""

    def title(self, subject: str) -> str:
        """Return the issue's heading and the place."""
        issue, place = _of(subject)
        return _("%(title)s, %(place)s") % {"title": issue.title or issue.name, "place": place}

    def may_request(self, user: User, subject: str) -> bool:
        """Tell whether the issue may be read by the person, and the area is in their scope."""
        try:
            issue, place = _of(subject)
        except SubjectGoneError:
            return False
        in_scope = place.area is None or Area.objects.visible_to(user).filter(pk=place.area.pk).exists()
        return in_scope and Issue.objects.visible_to(user).filter(pk=issue.pk).exists()

    def may_read(self, user: User, subject: str) -> bool:
        """Tell the same at every download."""
        return self.may_request(user, subject)

    def build(self, subject: str, language: str, progress: Progress) -> Paper:
        """Gather the issue's parts as readers of the place get them."""
        issue, place = _of(subject)
        progress(10, _("Gathering figures"))
        words = words_of(issue, language)
        address = web_address(issue, place)
        sent = date_format(clock.local(issue.send_at), "DATE_FORMAT")
        from_whom = _("%(sender)s. %(name)s, %(date)s.") % {
            "sender": issue.series.sender,
            "name": issue.name,
            "date": sent,
        }
        context = {
            "issue": issue,
            "words": words,
            "parts": list(zip(parts_for(words, place, Ground(), language), words.blocks, strict=True)),
            "address": address,
            "qr_code": _qr_code(address),
        }
        return Paper(
            template="newsletters/print_edition.html",
            context=context,
            title=words.title or issue.name,
            subtitle=f"{from_whom} {_('Example, invented data.')}" if issue.is_example else from_whom,
            foot=f"{issue.name}, {place}. {sent}",
            description=_("Newsletter to print: %(title)s") % {"title": issue.series.title},
        )


def web_address(issue: Issue, place: Place) -> str:
    """Return where the issue is read on the web, with the figures of the place."""
    asked = f"?kommundel={place.variant}" if place.variant else ""
    return f"{settings.BASE_URL.rstrip('/')}{issue.get_absolute_url()}{asked}"


def _qr_code(address: str) -> SafeString:
    code = segno.make(address, error="m")
    width, height = code.symbol_size(scale=1, border=2)
    dots = mark_safe(code.svg_inline(border=2, dark="#000", light="#fff"))  # noqa: S308  (segno's drawing of our address)
    return drawing("qr", int(width), int(height), _("QR code to this letter on the web"), address, dots)


def _of(subject: str) -> tuple[Issue, Place]:
    """Return the issue and the place. Raises SubjectGoneError."""
    number, _colon, variant = subject.partition(":")
    issue = Issue.objects.select_related("series").filter(pk=number).first() if _is_number(number) else None
    place = _place(variant)
    if issue is None or place is None:
        raise SubjectGoneError(subject)
    return issue, place


def _place(variant: str) -> Place | None:
    if not variant:
        return Place()
    area = variant.removeprefix("area-")
    if area != variant:
        held = Area.objects.select_related("district").filter(pk=area).first() if _is_number(area) else None
        return Place(area=held) if held else None
    district = District.objects.filter(slug=variant).first()
    return Place(district=district) if district else None


def _is_number(word: str) -> bool:
    return word.isdecimal() and len(word) < 10
