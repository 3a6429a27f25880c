"""What a partner access opens: an upper room fills in its page by the purpose's first words ("calendar:break").

The filling takes the access and returns the address of its page, and lists what there is to open; the page itself
asks `accounts.services.partner_access_of(request)` who is inside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from common.slots import Slot

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from accounts.models import PartnerAccess, User


@dataclass(frozen=True)
class PartnerPage:
    """One kind of page for partners: its name, its address for an access, and purpose and name of what exists now."""

    title: StrOrPromise
    address: Callable[[PartnerAccess], str]
    choices: Callable[[User], list[tuple[str, str]]]


PARTNER_PAGES: Slot[PartnerPage] = Slot("accounts.partner_pages")
