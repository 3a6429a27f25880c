"""The front door of the room: verbs on people, access and the audit trail."""

from accounts.services.admin_reads import NotesReads
from accounts.services.auditing import audit, caller_network
from accounts.services.partners import (
    enter_partner_access,
    name_of_purpose,
    open_partner_access,
    partner_access_by_token,
    partner_access_of,
    partner_choices,
    partner_page_of,
    remember_partner,
    revoke_partner_access,
)
from accounts.services.people import (
    accept_invitation,
    correct_address,
    create_person,
    give_role,
    invitation_by_token,
    invite,
    may_give,
    require_newcomer,
    revoke_invitation,
    take_person_back,
    take_role,
)
from accounts.services.privacy import erase_person, export_person
from accounts.services.roles import make_groups
from accounts.services.sealing import reseal_all
from accounts.services.tidying import tidy

__all__ = [
    "NotesReads",
    "accept_invitation",
    "audit",
    "caller_network",
    "correct_address",
    "create_person",
    "enter_partner_access",
    "erase_person",
    "export_person",
    "give_role",
    "invitation_by_token",
    "invite",
    "make_groups",
    "may_give",
    "name_of_purpose",
    "open_partner_access",
    "partner_access_by_token",
    "partner_access_of",
    "partner_choices",
    "partner_page_of",
    "remember_partner",
    "require_newcomer",
    "reseal_all",
    "revoke_invitation",
    "revoke_partner_access",
    "take_person_back",
    "take_role",
    "tidy",
]
