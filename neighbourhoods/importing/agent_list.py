"""Contact agents from a list: which column is what, and what each row would do. Nothing is saved here."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.models import User
from common.list_runs import Outcome
from neighbourhoods.importing.judged import Judged, day_in, require_values
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, ContactAgent

HEADINGS: dict[str, tuple[str, ...]] = {
    "email": ("e-post", "e-mail", "epost", "e-postadress", "mejl", "mail", "email", "e-mail address"),
    "full_name": ("namn", "name", "kontaktombud", "contact agent"),
    "phone": ("telefon", "phone", "mobil", "tel", "telefonnummer"),
    "area": ("område", "area", "grannsamverkansområde"),
    "district": ("kommundel", "district", "distrikt"),
    "starts_on": ("första dag", "first day", "från", "from", "startdatum"),
    "last_day": ("sista dag", "last day", "till", "until", "slutdatum"),
    "is_head": ("huvudkontaktombud", "head contact agent", "huvudombud"),
    "agrees_to_be_shown": ("får visas", "may be shown", "vill visas"),
    "trained_on": ("grundkurs", "basic course"),
}
DAYS = ("starts_on", "last_day", "trained_on")
CHOICES = ("is_head", "agrees_to_be_shown")
YES, NO = ("ja", "yes", "x", "1", "true", "sant"), ("nej", "no", "0", "false", "falskt", "-")
LONGEST_NAME, LONGEST_PHONE = 120, 32
Period = tuple[date, date]  # first and last day
NEW: dict[str, Any] = {"last_day": None, "is_head": False, "agrees_to_be_shown": False, "trained_on": None}


def needed_headings() -> tuple[frozenset[str], str]:
    """Return the columns without which nothing is read, and the sentence that says so."""
    sentence = _("The first row must hold headings, among them one for the e-mail address and one for the area.")
    return frozenset({"email", "area"}), sentence


def values_of(appointment: ContactAgent) -> dict[str, Any]:
    """Return the fields a list can change, as JSON holds them."""
    held: dict[str, Any] = {name: getattr(appointment, name) for name in ("area_id", "starts_on", *NEW)}
    return held | {name: held[name].isoformat() for name in DAYS if held[name]}


def period_in(values: dict[str, Any]) -> Period:
    """Return first and last day of such fields, open ends as far as a calendar goes."""
    first, last = values["starts_on"], values["last_day"]
    return (date.fromisoformat(first) if first else date.min), (date.fromisoformat(last) if last else date.max)


class AgentJudge:
    """Judges rows against what is held now and against the rows above."""

    def __init__(self, *, today: date, may_add_people: bool) -> None:
        self.today, self.may_add_people = today, may_add_people
        self.areas = defaultdict[str, list[Area]](list)
        for area in Area.objects.select_related("district").defer("boundary", "district__boundary"):
            self.areas[area.name.lower()].append(area)
        self.people = {person.email.lower(): person for person in User.objects.all()}
        self.held = defaultdict[tuple[int, int], list[ContactAgent]](list)
        # Who heads an area when, as it would be after the rows above: by appointment, or by row where it is new.
        self.heads = defaultdict[int, dict[str, Period]](dict)
        for one in ContactAgent.objects.order_by("period", "pk"):
            self.held[one.area_id, one.user_id].append(one)
            if one.is_head:
                self.heads[one.area_id][f"held {one.pk}"] = period_in(values_of(one))
        self.seen = defaultdict[tuple[int, str], dict[int, Period]](dict)

    def judge(self, number: int, cells: dict[str, str]) -> Judged:
        """Return what the row would do, or why it is refused."""
        name = (cells.get("full_name") or cells.get("email", ""))[:LONGEST_NAME]
        try:
            require_values(cells)
            email, area = self._email(cells), self._area(cells)
            wanted = self._wanted(cells)
            person = self.people.get(email)
            held = self._held(area, person, wanted)
            before = values_of(held) if held else {}
            after = (before or {"area_id": area.pk, "starts_on": self.today.isoformat(), **NEW}) | wanted
            self._check_person(person, cells)
            self._check_place(number, area, email, after, held)
        except ValidationError as error:
            return Judged(number, name, Outcome.REFUSED, " ".join(error.messages)[:300], cells)
        outcome = Outcome.NEW if held is None else Outcome.UNCHANGED if after == before else Outcome.CHANGED
        return Judged(number, name, outcome, _remark(person, cells), cells, before, after, held.pk if held else None)

    def _email(self, cells: dict[str, str]) -> str:
        email = cells.get("email", "").removeprefix("mailto:").lower()
        if not email:
            raise ValidationError(_("The row has no e-mail address."))
        validate_email(email)
        return email

    def _area(self, cells: dict[str, str]) -> Area:
        name, district = cells.get("area", ""), cells.get("district", "").lower()
        if not name:
            raise ValidationError(_("The row has no area. Merged cells must be filled in on each row."))
        found = [one for one in self.areas.get(name.lower(), []) if district in ("", one.district.name.lower())]
        if not found:
            raise ValidationError(_("There is no area “%(name)s” there.") % {"name": name[:60]})
        if len(found) > 1:
            raise ValidationError(_("Several areas are called “%(name)s”. Write the district too.") % {"name": name})
        return found[0]

    def _wanted(self, cells: dict[str, str]) -> dict[str, Any]:
        # An empty cell leaves what is held as it is.
        wanted: dict[str, Any] = {field: day_in(cells[field]).isoformat() for field in DAYS if cells.get(field)}
        return wanted | {field: _choice(cells[field]) for field in CHOICES if cells.get(field)}

    def _held(self, area: Area, person: User | None, wanted: dict[str, Any]) -> ContactAgent | None:
        """Return the appointment a row is about: the one that its days touch."""
        first = date.fromisoformat(wanted["starts_on"]) if "starts_on" in wanted else self.today
        last = date.fromisoformat(wanted["last_day"]) if wanted.get("last_day") else date.max
        mine = self.held[area.pk, person.pk] if person else []
        touched = [one for one in mine if _overlap(period_in(values_of(one)), (first, last))]
        if len(touched) > 1:
            raise ValidationError(
                _("The person has several appointments there in this period. Change them one by one.")
            )
        return touched[0] if touched else None

    def _check_person(self, person: User | None, cells: dict[str, str]) -> None:
        if person is not None and not person.is_active:
            raise ValidationError(_("This person's account is closed."))
        if person is not None:
            return
        if not self.may_add_people:
            raise ValidationError(_("Nobody has this address. Ask a safety coordinator to add it."))
        if not 0 < len(cells.get("full_name", "")) <= LONGEST_NAME or len(cells.get("phone", "")) > LONGEST_PHONE:
            raise ValidationError(_("Nobody has this address yet: write the person's name too."))

    def _check_place(
        self, number: int, area: Area, email: str, after: dict[str, Any], held: ContactAgent | None
    ) -> None:
        first, last = period = period_in(after)
        if last < first:
            raise ValidationError(_("The last day comes before the first."))
        if held is None and area.status == AreaStatus.CLOSED and last >= self.today:
            raise ValidationError(_("The area is closed. Open it again first."))
        rows = self.seen[area.pk, email]
        for row in (row for row, other in rows.items() if _overlap(other, period)):
            raise ValidationError(_("The agent stands on row %(row)d already.") % {"row": row})
        heads, own = self.heads[area.pk], f"held {held.pk}" if held else f"row {number}"
        if after["is_head"] and any(who != own and _overlap(other, period) for who, other in heads.items()):
            raise ValidationError(
                _("The area has a head contact agent in this period. Let the row that changes that stand above this.")
            )
        rows[number] = period
        heads.pop(own, None)
        if after["is_head"]:
            heads[own] = period


def _overlap(one: Period, other: Period) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _choice(text: str) -> bool:
    word = text.lower()
    if word not in YES + NO:
        raise ValidationError(_("“%(text)s” is neither yes nor no.") % {"text": text[:40]})
    return word in YES


def _remark(person: User | None, cells: dict[str, str]) -> str:
    if person is None:
        return _("The person gets an account.")
    given = {"full_name": person.full_name, "phone": person.phone}
    if any(cells.get(name) and cells[name] != held for name, held in given.items()):
        return _("Name and phone of somebody who has an account are not changed by a list.")
    return ""
