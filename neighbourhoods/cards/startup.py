"""What beginnings and signs ask of a coordinator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.cards import Need
from neighbourhoods import figures
from neighbourhoods.models import InterestedPerson, Sign

if TYPE_CHECKING:
    from accounts.models import User


def startup_needs(user: User) -> list[Need]:
    """Return people who wait for an answer, orders that wait for release, and signs that are broken."""
    needs = []
    people = InterestedPerson.objects.visible_to(user).waiting().count()
    if people:
        title = ngettext(
            "%(count)d neighbour would like to take part", "%(count)d neighbours would like to take part", people
        )
        address = reverse("neighbourhoods:interested") + "?status=new"
        detail = _("Get in touch, or start an area.")
        needs.append(Need(title % {"count": people}, detail, None, address, _("See who"), count=people))
    if user.has_perms(["neighbourhoods.see_all_areas", "neighbourhoods.release_signs"]):
        orders = figures.orders_to_release().count()
        title = ngettext("%(count)d order of signs waits", "%(count)d orders of signs wait", orders)
        address = reverse("neighbourhoods:sign_orders")
        detail = _("Release it when meeting, course and agent are recorded.")
        asked = Need(title % {"count": orders}, detail, None, address, _("See the orders"), count=orders)
        needs += [asked] if orders else []
        broken = Sign.objects.visible_to(user).broken().exclude(orders__status__in=("asked", "released")).count()
        title = ngettext("%(count)d sign is damaged or gone", "%(count)d signs are damaged or gone", broken)
        address = reverse("neighbourhoods:signs") + "?skick=damaged"
        seen = Need(
            title % {"count": broken}, _("Order a replacement."), None, address, _("See the signs"), count=broken
        )
        needs += [seen] if broken else []
    return needs
