"""What trainings hold about a person, and how it is forgotten."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from neighbourhoods import transitions
from neighbourhoods.lifecycle import SignUpStatus, TrainingStatus
from neighbourhoods.models import SignUp
from neighbourhoods.querysets import SignUpQuerySet

_WAITS = (SignUpStatus.ASKED, SignUpStatus.CONFIRMED, SignUpStatus.WAITING, SignUpStatus.OFFERED)


def _of(email: str) -> SignUpQuerySet:
    return SignUp.objects.filter(Q(email__iexact=email) | Q(user__email__iexact=email))


def export_trainings(email: str) -> list[dict[str, object]]:
    """Return the sign-ups of an address."""
    return [
        {
            "kind": "training",
            "training": str(held.training),
            "status": held.get_status_display(),
            "name": held.full_name,
            "email": held.email,
            "phone": held.phone,
            "dietary": held.dietary,
            "signed_up": held.created_at.isoformat(),
        }
        for held in _of(email).select_related("training").order_by("pk")
    ]


@transaction.atomic
def forget_in_trainings(email: str) -> int:
    """Take an address out of what is ahead, then empty the person out of every sign-up; the counts remain."""
    found = list(_of(email).select_related("training").order_by("training", "pk"))
    for sign_up in found:
        if sign_up.status in _WAITS and sign_up.training.status != TrainingStatus.CANCELLED:
            transitions.move_sign_up(sign_up, SignUpStatus.WITHDRAWN, by=None, reason="erased")
    pks = [sign_up.pk for sign_up in found]
    return SignUp.objects.filter(pk__in=pks).update(full_name="", email="", phone="", dietary="", user=None)
