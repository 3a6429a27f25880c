"""What is held about a person among the places, and how it is forgotten."""

from __future__ import annotations

from django.db import transaction

from neighbourhoods.models import ContactAgent, InterestedPerson, OrganisationContact, RevivalNote
from neighbourhoods.services.training_privacy import export_trainings, forget_in_trainings


def export_person(email: str) -> list[dict[str, object]]:
    """Return the appointments, interests, notes and contact rows of an address."""
    rows: list[dict[str, object]] = [
        {"kind": "appointment", "area": str(held.area), "from": held.starts_on, "until": held.ends_on}
        for held in ContactAgent.objects.filter(user__email__iexact=email).select_related("area")
    ]
    interested = InterestedPerson.objects.filter(email__iexact=email)
    asked = ("name", "email", "phone", "address", "wants_to_be_agent", "consented_at", "expires_on")
    rows += [{"kind": "interest", **row} for row in interested.values(*asked)]
    rows += export_trainings(email)
    notes = RevivalNote.objects.filter(written_by__email__iexact=email)
    rows += [{"kind": "revival_note", **row} for row in notes.values("text", "at")]
    contacts = OrganisationContact.objects.filter(email__iexact=email)
    return rows + [{"kind": "contact", **row} for row in contacts.values("role", "name", "email", "phone")]


@transaction.atomic
def erase_person(email: str) -> int:
    """Delete an address's appointments, interests and notes, and empty the person out of contact rows."""
    forgotten = forget_in_trainings(email)
    deleted = ContactAgent.objects.filter(user__email__iexact=email).delete()[0]
    deleted += InterestedPerson.objects.filter(email__iexact=email).delete()[0]
    deleted += RevivalNote.objects.filter(written_by__email__iexact=email).delete()[0]
    emptied = OrganisationContact.objects.filter(email__iexact=email).update(name="", email="", phone="")
    return forgotten + deleted + emptied
