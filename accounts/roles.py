"""The one table of roles: which group may do what. `manage.py load_reference` makes the groups from it.

Code asks for permissions (`user.has_perm`), never for a group's name. Permissions say *what*;
`visible_to(user)` of each room says *where*: a permission named `see_all_*` lifts the limit of place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import Group
    from django_stubs_ext import StrOrPromise

SAFETY_COORDINATOR = "safety_coordinator"
SECURITY_COORDINATOR = "security_coordinator"
CHIEF_OF_SECURITY = "chief_of_security"
INFORMATION_SECURITY_COORDINATOR = "information_security_coordinator"
RECORDS_OFFICER = "records_officer"
POLICE = "police"
LOCAL_BRA = "local_bra"
HEAD_CONTACT_AGENT = "head_contact_agent"
CONTACT_AGENT = "contact_agent"
GRANNSTOD_LEADER = "grannstod_leader"
GRANNSTOD_VOLUNTEER = "grannstod_volunteer"


@dataclass(frozen=True)
class Role:
    """A role's group name, title, whether it may enter `/admin/` (second factor required), and permissions."""

    key: str
    title: StrOrPromise
    is_staff: bool
    permissions: tuple[str, ...]


def _crud(room: str, *models: str) -> tuple[str, ...]:
    return tuple(f"{room}.{verb}_{model}" for model in models for verb in ("view", "add", "change", "delete"))


def _view(room: str, *models: str) -> tuple[str, ...]:
    return tuple(f"{room}.view_{model}" for model in models)


# What every coordinator's desk needs.
_DESK = (
    "neighbourhoods.see_all_areas",
    "incidents.see_all_reports",
    "incidents.triage_report",
    "incidents.see_reporter",
    "documents.see_all_documents",
    "calendar.see_internal_items",
    "newsletters.see_drafts",
    "grannstod.see_all_patrols",
    "post.see_ledger",
    "post.send_sms",
    "accounts.use_desk",
)
_PLACES = (
    *_crud("neighbourhoods", "municipality", "district", "organisation", "organisationcontact", "area", "contactagent"),
    *_crud("neighbourhoods", "address", "placename"),
    *_view("neighbourhoods", "areaevent"),
    "neighbourhoods.edit_checklist",
    "neighbourhoods.tune_vitality",
    "neighbourhoods.handle_revival",
    *_crud("neighbourhoods", "measure"),
    *_view("neighbourhoods", "revivalcase", "vitalityrule", "areaactivity", "areavitality", "vitalitychange"),
    "neighbourhoods.write_to_areas",
    *_crud("neighbourhoods", "areagroup", "groupedarea", "grouphead", "yearlymeeting", "householdcount"),
    *_view("neighbourhoods", "circle", "circlenote", "circlemisuse", "areamessage", "taskdone"),
    *_crud("neighbourhoods", "sign", "signorder", "startupcase", "interestedperson"),
    *_view("neighbourhoods", "signcheck", "signorderevent", "startupevent", "interestevent"),
    "neighbourhoods.release_signs",
    "neighbourhoods.recruit_interested",
    "neighbourhoods.manage_trainings",
    *_view("neighbourhoods", "training", "signup"),
    "neighbourhoods.change_training",
)
_REPORTS = (
    *_crud("incidents", "category"),
    *_view("incidents", "report", "reportevent", "photo"),
    "incidents.change_report",
    "incidents.manage_api_keys",
    "incidents.route_reports",
    "incidents.deliver_counts",
    "incidents.record_efforts",
    "incidents.subscribe_summaries",
    *_crud("incidents", "countsource"),
    *_view("incidents", "deliveredcount", "countlist"),
    "incidents.decide_retention",
    "incidents.disclose_report",
    *_view("incidents", "destination", "routingrule", "forwarding"),
    *_crud("incidents", "standardtext"),
    *_view("incidents", "retentiondecision", "retentionrun"),
    *_view("incidents", "apikey", "policeevent", "policefeed"),
)
_CALENDAR = _crud("calendar", "schoolyear", "schoolbreak", "calendaritem", "wheelring", "meetingrule")
_LETTERS = (
    *_crud("newsletters", "series", "issue", "block", "tip", "knownword"),
    "newsletters.approve_issue",
    "newsletters.send_issue",
)
_PATROLS = (
    *_crud(
        "grannstod",
        "volunteer",
        "car",
        "shift",
        "patrol",
        "observation",
        "route",
        "routestop",
        "checklistversion",
        "checklistline",
        "shiftpattern",
        "briefingnote",
    ),
    "grannstod.brief_patrols",
    "grannstod.lead_support",
    *_crud("grannstod", "supportercourse"),
    "grannstod.view_supportretention",
    "grannstod.add_supportretention",
)
_POST = (
    *_view(
        "post", "mailing", "delivery", "mailinglist", "subscription", "suppression", "listimport", "incomingmessage"
    ),
    *_view("post", "textmessage"),
    "post.control_mailing",
    "post.read_message",
    "post.send_again",
    "post.manage_lists",
    "post.export_lists",
    "post.handle_incoming",
)
_PEOPLE = (*_view("accounts", "user", "invitation"), "accounts.add_invitation", "accounts.invite")
_SUMMARIES = ("documents.view_document", "documents.request_document")

ROLES: tuple[Role, ...] = (
    Role(
        SAFETY_COORDINATOR,
        _("Safety coordinator"),
        True,
        (
            *_DESK,
            *_PLACES,
            *_REPORTS,
            *_CALENDAR,
            *_LETTERS,
            *_PATROLS,
            *_POST,
            *_PEOPLE,
            *_SUMMARIES,
            "accounts.change_user",
            "accounts.add_partneraccess",
            "accounts.change_partneraccess",
            "accounts.view_partneraccess",
        ),
    ),
    Role(
        SECURITY_COORDINATOR,
        _("Security coordinator"),
        True,
        (*_DESK, *_PLACES, *_REPORTS, *_CALENDAR, *_LETTERS, *_PATROLS, *_POST, *_SUMMARIES),
    ),
    Role(
        CHIEF_OF_SECURITY,
        _("Chief of security"),
        True,
        (
            *_DESK,
            "incidents.hear_of_late",
            *_REPORTS,
            *_CALENDAR,
            *_LETTERS,
            *_POST,
            *_PEOPLE,
            *_SUMMARIES,
            *_view("neighbourhoods", "district", "organisation", "area", "contactagent"),
        ),
    ),
    Role(
        INFORMATION_SECURITY_COORDINATOR,
        _("Information-security coordinator"),
        True,
        (
            "accounts.view_auditentry",
            *_view("accounts", "user", "invitation", "partneraccess"),
            "post.see_ledger",
            *_view("post", "mailing", "delivery"),
        ),
    ),
    Role(RECORDS_OFFICER, _("Records officer"), True, ("accounts.handle_personal_data", "incidents.decide_retention")),
    Role(
        POLICE,
        _("Police"),
        False,
        (
            "neighbourhoods.see_all_areas",
            "incidents.see_all_reports",
            "calendar.see_internal_items",
            "newsletters.see_drafts",
            *_SUMMARIES,
            "documents.see_all_documents",
            "grannstod.brief_patrols",
        ),
    ),
    Role(
        LOCAL_BRA,
        _("Local Brå"),
        False,
        (
            "neighbourhoods.see_all_areas",
            "calendar.see_internal_items",
            *_SUMMARIES,
            "newsletters.see_drafts",
        ),
    ),
    Role(HEAD_CONTACT_AGENT, _("Head contact agent"), False, (*_SUMMARIES, "neighbourhoods.use_portal")),
    Role(CONTACT_AGENT, _("Contact agent"), False, (*_SUMMARIES, "neighbourhoods.use_portal")),
    Role(
        GRANNSTOD_LEADER,
        _("Grannstöd leader"),
        False,
        (
            "grannstod.use_patrol",
            "grannstod.see_all_patrols",
            "grannstod.plan_shifts",
            "post.send_sms",
            *_PATROLS,
            *_SUMMARIES,
        ),
    ),
    Role(GRANNSTOD_VOLUNTEER, _("Grannstöd volunteer"), False, ("grannstod.use_patrol",)),
)

_BY_KEY = {role.key: role for role in ROLES}


def by_key(key: str) -> Role:
    """Return a role of the table. Raises KeyError for a group of another make."""
    return _BY_KEY[key]


def titles(groups: Iterable[Group]) -> list[str]:
    """Return the titles of roles, in the order of the table; a group of another make keeps its own name."""
    names = [group.name for group in groups]
    held = [str(role.title) for role in ROLES if role.key in names]
    return held + sorted(name for name in names if name not in _BY_KEY)


def staff_keys() -> frozenset[str]:
    """Return the keys of the roles that may enter the admin."""
    return frozenset(role.key for role in ROLES if role.is_staff)
