"""The only writer of the status of an order of signs."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from common.moves import require_move
from neighbourhoods.lifecycle import SIGN_ORDER_MOVES, SignOrderStatus
from neighbourhoods.models import SignOrder, SignOrderEvent


@transaction.atomic
def move_sign_order(order: SignOrder, to: SignOrderStatus, *, by: User | None, reason: str = "") -> SignOrderEvent:
    """Move an order of signs under a row lock and append the event. Raises MoveRefusedError."""
    held = SignOrder.objects.select_for_update(of=("self",)).get(pk=order.pk)
    here = SignOrderStatus(held.status)
    require_move(SIGN_ORDER_MOVES, here, to)
    held.status = to
    held._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
    held.save(update_fields=["status"])
    order.status = to
    return SignOrderEvent.objects.create(order=held, moved_from=here, moved_to=to, reason=reason, actor=by)


def begin_sign_order(order: SignOrder, *, by: User | None) -> SignOrderEvent:
    """Append an order's first event."""
    return SignOrderEvent.objects.create(order=order, moved_from="", moved_to=SignOrderStatus(order.status), actor=by)
