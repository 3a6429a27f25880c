"""What a partner access opens: an upper room fills in its page by the purpose's first words ("calendar:break").

The filling takes the access and returns the address of its page; the page itself asks
`accounts.services.partner_access_of(request)` who is inside.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from common.slots import Slot

if TYPE_CHECKING:
    from accounts.models import PartnerAccess

PARTNER_PAGES: Slot[Callable[[PartnerAccess], str]] = Slot("accounts.partner_pages")
