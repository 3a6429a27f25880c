"""One try to post a sending to another system. The row says what is known: nothing is posted twice."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from common import clock, crypto
from incidents import transitions
from incidents.lifecycle import ForwardingStatus
from incidents.models import Destination, Forwarding
from incidents.sending import open311
from incidents.sending.open311 import Fate, Outcome, Server

LEASE = timedelta(minutes=10)  # a worker that dies gives the sending up after this long
MOST_TRIES, MOST_UNCLEAR = 20, 4
LONGEST_WAIT = timedelta(hours=6)


def server_of(destination: Destination) -> Server:
    """Return how a destination's server is called."""
    key = crypto.decrypt(bytes(destination.key_sealed)).decode() if destination.key_sealed else ""
    keeps = destination.keeps_idempotency_keys
    return Server(destination.address, key, destination.jurisdiction, keeps_idempotency_keys=keeps)


def post(sending_id: int) -> bool:
    """Try once, if it is the sending's turn; returns whether it was tried. Safe to run twice at the same time."""
    now = clock.now()
    turn = Forwarding.objects.to_post(now).filter(pk=sending_id)
    if not turn.update(next_try_at=now + LEASE, tries=F("tries") + 1):
        return False
    sending = Forwarding.objects.select_related("report__category", "destination").get(pk=sending_id)
    was_unknown = sending.may_have_arrived
    # Said before the call leaves: a worker that dies under way does not know either.
    Forwarding.objects.filter(pk=sending_id).update(may_have_arrived=True)
    code = sending.destination.service_code
    server = server_of(sending.destination)
    outcome = open311.send(sending.report, sending.text, server, service_code=code, was_unknown=was_unknown)
    _settle(sending, outcome, was_unknown)
    return True


@transaction.atomic
def _settle(sending: Forwarding, outcome: Outcome, was_unknown: bool) -> None:
    unknown = was_unknown or outcome.fate != Fate.LATER
    wait = min(LONGEST_WAIT, timedelta(minutes=2 ** min(sending.tries, 10)))
    kept = Forwarding.objects.filter(pk=sending.pk, status=ForwardingStatus.QUEUED)
    kept.update(their_answer=outcome.answer[:2000], may_have_arrived=unknown, next_try_at=clock.now() + wait)
    if outcome.fate == Fate.TAKEN:
        transitions.settle_forwarding(sending, ForwardingStatus.SENT, number=outcome.number, token=outcome.token)
    elif outcome.fate == Fate.REFUSED:
        transitions.settle_forwarding(sending, ForwardingStatus.REFUSED)
    elif sending.tries >= (MOST_UNCLEAR if outcome.fate == Fate.UNKNOWN else MOST_TRIES):
        transitions.settle_forwarding(sending, ForwardingStatus.UNCLEAR)
