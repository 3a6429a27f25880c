"""What is held about a person among the places, and how it is forgotten."""

from __future__ import annotations

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from common import clock
from neighbourhoods.models import (
    AgentChannels,
    AreaMessage,
    CircleNote,
    ContactAgent,
    GroupHead,
    HouseholdCount,
    InterestedPerson,
    ListRow,
    MessageAnswer,
    MessageRecipient,
    OrganisationContact,
    RevivalNote,
    SignCheck,
    TaskDone,
    YearlyMeeting,
)
from neighbourhoods.services.appointments import ONE_DAY, end_appointment
from neighbourhoods.services.training_privacy import export_trainings, forget_in_trainings

EMPTIED = "–"  # what a line is called whose words are gone


def export_person(email: str) -> list[dict[str, object]]:
    """Return the appointments, interests, notes and contact rows of an address."""
    rows = [
        _appointment(held) for held in ContactAgent.objects.filter(user__email__iexact=email).select_related("area")
    ]
    interested = InterestedPerson.objects.filter(email__iexact=email)
    asked = ("name", "email", "phone", "address", "wants_to_be_agent", "consented_at", "expires_on")
    rows += [{"kind": "interest", **row} for row in interested.values(*asked)]
    rows += export_trainings(email)
    notes = RevivalNote.objects.filter(written_by__email__iexact=email)
    rows += [{"kind": "revival_note", **row} for row in notes.values("text", "at")]
    rows += _written(email)
    listed = ListRow.objects.filter(cells__email__iexact=email).values("cells", "run__at")
    rows += [{"kind": "list", **row} for row in listed]
    contacts = OrganisationContact.objects.filter(email__iexact=email)
    return rows + [{"kind": "contact", **row} for row in contacts.values("role", "name", "email", "phone")]


def _appointment(held: ContactAgent) -> dict[str, object]:
    return {
        "kind": "appointment",
        "area": str(held.area),
        "from": held.starts_on,
        "until": held.ends_on,
        "is_head": held.is_head,
        "trained_on": held.trained_on,
        "agrees_to_be_shown": held.agrees_to_be_shown,
    }


def _written(email: str) -> list[dict[str, object]]:
    """Return what an agent has written, what was written to the agent, and how the agent wants to be reached."""
    by, user = {"author__email__iexact": email}, {"user__email__iexact": email}
    rows = AgentChannels.objects.filter(**user).values("by_sms", "quiet_from", "quiet_until")
    notes = CircleNote.objects.filter(**by).values("subject", "text", "sent_at")
    messages = AreaMessage.objects.filter(**by).values("subject", "text", "sent_at")
    received = MessageRecipient.objects.filter(**user).values("message__subject", "read_at", "passed_on_at")
    answers = MessageAnswer.objects.filter(**by).values("text", "at")
    heads = GroupHead.objects.filter(**user).values("group__name", "period")
    meetings = YearlyMeeting.objects.filter(called_by__email__iexact=email).values("invitation", "outcome", "starts_at")
    counts = HouseholdCount.objects.filter(counted_by__email__iexact=email).values("households", "joined", "counted_on")
    done = TaskDone.objects.filter(done_by__email__iexact=email).values("key", "month")
    looked = SignCheck.objects.filter(actor__email__iexact=email).values("sign__place", "condition", "checked_on")
    more = {"meeting": meetings, "count": counts, "task": done, "sign_check": looked}
    kinds = {**more, "channels": rows, "note": notes, "message": messages, "received": received, "answer": answers}
    return [{"kind": kind, **row} for kind, found in {**kinds, "group": heads}.items() for row in found]


@transaction.atomic
def erase_person(email: str) -> int:
    """Delete an address's interests and notes, end the appointments, and empty the person out of what remains."""
    forgotten = forget_in_trainings(email) + _forget_appointments(email)
    deleted = InterestedPerson.objects.filter(email__iexact=email).delete()[0]
    deleted += RevivalNote.objects.filter(written_by__email__iexact=email).delete()[0]
    deleted += MessageAnswer.objects.filter(author__email__iexact=email).delete()[0]
    for model in (MessageRecipient, AgentChannels, GroupHead):
        deleted += model._default_manager.filter(user__email__iexact=email).delete()[0]
    own = AreaMessage.objects.filter(author__email__iexact=email, direction=AreaMessage.Direction.TO_COORDINATOR)
    deleted += own.delete()[0]
    emptied = _forget_words(email)
    emptied += OrganisationContact.objects.filter(email__iexact=email).update(name="", email="", phone="")
    listed = ListRow.objects.filter(cells__email__iexact=email)
    emptied += listed.update(name="", cells={}, before={}, after={})
    return forgotten + deleted + emptied


def _forget_words(email: str) -> int:
    """Empty what the person wrote to many: they keep that it was sent, and what they answered."""
    by = {"author__email__iexact": email}
    passed_on = CircleNote.objects.filter(**by, kind=CircleNote.Kind.LETTER)
    emptied = passed_on.update(author=None)  # the words are the newsletter's
    emptied += CircleNote.objects.filter(**by).update(author=None, subject=EMPTIED, text="")
    to_group = AreaMessage.objects.filter(**by, direction=AreaMessage.Direction.TO_GROUP)
    emptied += to_group.update(author=None, subject=EMPTIED, text="", sms_text="")
    called = YearlyMeeting.objects.filter(called_by__email__iexact=email)
    emptied += called.update(called_by=None, invitation="", outcome="")
    return int(emptied)


def _forget_appointments(email: str) -> int:
    """End the appointments that last and take those to come away. That there was an agent still counts by year."""
    own = ContactAgent.objects.filter(user__email__iexact=email)
    lasting = own.filter(period__overlap=DateRange(clock.today(), None)).select_related("user", "area")
    ended = [end_appointment(appointment=one, last_day=clock.today() - ONE_DAY, by=None) for one in lasting]
    told = Q(is_head=True) | Q(agrees_to_be_shown=True) | Q(trained_on__isnull=False)
    emptied: int = own.filter(told).update(is_head=False, agrees_to_be_shown=False, trained_on=None)
    return len(ended) + emptied
