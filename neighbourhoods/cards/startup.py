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
    needs = [_people(InterestedPerson.objects.visible_to(user).waiting().count())]
    if user.has_perms(["neighbourhoods.see_all_areas", "neighbourhoods.release_signs"]):
        broken = Sign.objects.visible_to(user).to_order().count()
        needs += [_orders(figures.orders_to_release().count()), _broken(broken)]
    return [need for need in needs if need.count]


def _people(count: int) -> Need:
    title = ngettext(
        "%(count)d neighbour would like to take part", "%(count)d neighbours would like to take part", count
    )
    address = reverse("neighbourhoods:interested") + "?status=new"
    words = _("Get in touch, or start an area.")
    return Need(title % {"count": count}, words, None, address, _("See who"), count=count)


def _orders(count: int) -> Need:
    title = ngettext("%(count)d order of signs waits", "%(count)d orders of signs wait", count)
    words = _("Release it when meeting, course and agent are recorded.")
    address = reverse("neighbourhoods:sign_orders")
    return Need(title % {"count": count}, words, None, address, _("See the orders"), count=count)


def _broken(count: int) -> Need:
    title = ngettext("%(count)d sign is damaged or gone", "%(count)d signs are damaged or gone", count)
    address = reverse("neighbourhoods:signs") + "?skick=broken"
    return Need(title % {"count": count}, _("Order a replacement."), None, address, _("See the signs"), count=count)
