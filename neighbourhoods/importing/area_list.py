"""Areas from a list: which column is what, and what each row would do. Nothing is saved here."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from common import clock
from common.list_cells import whole_number
from common.list_runs import Outcome
from neighbourhoods.importing.judged import Judged, day_in, require_values
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, District, Organisation

# What a column may be called, in lower case; the first two words are those of the list to fetch (Swedish, English).
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("namn", "name", "område", "area", "områdesnamn"),
    "district": ("kommundel", "district", "distrikt"),
    "status": ("status", "status", "områdesstatus"),
    "housing": ("boende", "housing", "boendeform", "housing type", "upplåtelseform"),
    "owner": ("ägare", "owner", "ägarorganisation", "owner organisation"),
    "households": ("hushåll", "households", "antal hushåll"),
    "households_joined": ("deltar", "taking part", "anslutna hushåll", "hushåll som deltar"),
    "households_declined": ("tackar nej", "decline", "avböjer", "hushåll som tackar nej"),
    "started_on": ("startade", "started", "startdatum", "start"),
    "closed_on": ("stängdes", "closed on", "stängd den", "slutdatum", "closed"),
    "last_contact_on": ("senaste kontakt", "last contact"),
}
NUMBERS = ("households", "households_joined", "households_declined")
DAYS = ("started_on", "last_contact_on")
MOST_HOUSEHOLDS = 100_000


def needed_headings() -> tuple[frozenset[str], str]:
    """Return the columns without which nothing is read, and the sentence that says so."""
    sentence = _("The first row must hold headings, among them one for the area's name and one for its district.")
    return frozenset({"name", "district"}), sentence


class AreaJudge:
    """Judges rows against what is held now; a name that has stood in the list before is refused."""

    def __init__(self) -> None:
        self.districts = {held.name.lower(): held.pk for held in District.objects.defer("boundary")}
        self.owners = {held.name.lower(): held.pk for held in Organisation.objects.all()}
        held = Area.objects.defer("boundary")
        self.areas = {(area.district_id, area.name.lower()): area for area in held}
        self.statuses = status_words()
        self.seen = dict[tuple[int, str], int]()

    def judge(self, number: int, cells: dict[str, str]) -> Judged:
        """Return what the row would do, or why it is refused."""
        name = cells.get("name", "")[:120]
        try:
            require_values(cells)
            wanted = self._wanted(number, cells)
            area = self.areas.get((wanted["district_id"], wanted["name"].lower()))
            status = wanted.pop("status", None)
            before = values_of(area) if area else {}
            after = (before or NEW | {"status": status or AreaStatus.INTEREST.value}) | wanted
            if area is None:
                after |= _closing(cells, after)
            if after["households_joined"] + after["households_declined"] > after["households"]:
                raise ValidationError(_("More households take part or decline than there are."))
        except ValidationError as error:
            return Judged(number, name, Outcome.REFUSED, " ".join(error.messages)[:300], cells)
        outcome = Outcome.NEW if area is None else Outcome.UNCHANGED if after == before else Outcome.CHANGED
        return Judged(
            number, name, outcome, _remark(area, status, after, cells), cells, before, after, area.pk if area else None
        )

    def _wanted(self, number: int, cells: dict[str, str]) -> dict[str, Any]:
        name, district = cells.get("name", ""), cells.get("district", "")
        if not name or len(name) > 120:
            raise ValidationError(_("The row has no name of at most 120 characters."))
        if not district:
            raise ValidationError(_("The row has no district. Merged cells must be filled in on each row."))
        if district.lower() not in self.districts:
            raise ValidationError(_("There is no district “%(name)s”.") % {"name": district[:60]})
        wanted: dict[str, Any] = {"name": name, "district_id": self.districts[district.lower()]}
        key = (wanted["district_id"], name.lower())
        if key in self.seen:
            raise ValidationError(_("The area stands on row %(row)d already.") % {"row": self.seen[key]})
        self.seen[key] = number
        # An empty cell leaves what is held as it is.
        wanted |= {field: _number(cells[field]) for field in NUMBERS if cells.get(field)}
        wanted |= {field: day_in(cells[field]).isoformat() for field in DAYS if cells.get(field)}
        words = {"status": self._status, "housing": _housing}
        wanted |= {field: read(cells[field]) for field, read in words.items() if cells.get(field)}
        if owner := cells.get("owner", "").lower():
            if owner not in self.owners:
                raise ValidationError(_("There is no organisation “%(name)s”.") % {"name": cells["owner"][:60]})
            wanted["owner_id"] = self.owners[owner]
        return wanted

    def _status(self, text: str) -> str:
        if text.lower() not in self.statuses:
            raise ValidationError(
                _("“%(text)s” is not an area's status. Write one of: %(all)s.")
                % {"text": text[:40], "all": ", ".join(str(label) for label in AreaStatus.labels)}
            )
        return self.statuses[text.lower()]


def status_words() -> dict[str, str]:
    """Return what a status may be called, in lower case: its code and its word in both languages."""
    words = {"aktiv": AreaStatus.ACTIVE.value, "stängd": AreaStatus.CLOSED.value}
    for language in ("sv", "en"):
        with translation.override(language):
            words |= {str(label).lower(): code for code, label in AreaStatus.choices}
    return words | {code: code for code in AreaStatus.values}


def _closing(cells: dict[str, str], after: dict[str, Any]) -> dict[str, Any]:
    """Return the day a new area that is closed was closed, where the list says it."""
    day = day_in(cells["closed_on"]) if cells.get("closed_on") else None
    if after["status"] != AreaStatus.CLOSED:
        if day:
            raise ValidationError(_("The row has a day of closing, but another status than closed."))
        return {}
    if day and day > clock.today():
        raise ValidationError(_("The day the area was closed has not come yet."))
    if day and after["started_on"] and day.isoformat() < after["started_on"]:
        raise ValidationError(_("The area was closed before it started."))
    return {"closed_on": day.isoformat() if day else None}


def _remark(area: Area | None, status: str | None, after: dict[str, Any], cells: dict[str, str]) -> str:
    """Say what a list leaves as it is of an area that is there already, and what an unknown closing counts as."""
    if "closed_on" in after and not after["closed_on"]:
        return _("Without a day in the column “Closed on” the area counts as closed from today.")
    if area is None:
        return ""
    if status in (None, area.status):
        stays = _("The day of closing stays as it was noted when the area was closed: a list does not move it.")
        return stays if cells.get("closed_on") else ""
    return _("The status stays %(status)s: a list does not move an area.") % {"status": area.get_status_display()}


NEW: dict[str, Any] = {
    "housing": Area.Housing.MIXED.value,
    "owner_id": None,
    "households": 0,
    "households_joined": 0,
    "households_declined": 0,
    "started_on": None,
    "last_contact_on": None,
}


def values_of(area: Area) -> dict[str, Any]:
    """Return the fields a list can change, as JSON holds them."""
    held: dict[str, Any] = {name: getattr(area, name) for name in ("name", "district_id", *NEW)}
    return held | {name: held[name].isoformat() for name in DAYS if held[name]}


def _number(text: str) -> int:
    number = whole_number(text, MOST_HOUSEHOLDS)
    if number is None:
        raise ValidationError(_("“%(text)s” is not a number of households.") % {"text": text[:40]})
    return number


def _housing(text: str) -> str:
    word = text.lower()
    for value, label in Area.Housing.choices:
        whole = str(label).lower()
        inside = re.search(r"\((.+)\)", whole)
        if word in (value, whole, whole.split(" (")[0], inside[1] if inside else whole):
            return value
    raise ValidationError(
        _("“%(text)s” is not a housing type. Write one of: %(all)s.")
        % {"text": text[:40], "all": ", ".join(str(label) for label in Area.Housing.labels)}
    )
