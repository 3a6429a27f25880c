"""What the sweep shows, by name: everything in the table of addresses that is a page, each to one person at least."""

from __future__ import annotations

from collections.abc import Iterator

from tests.whole.test_every_view import TABLE, WHO

# The first of these whom the table lets in is shown a page: who sees most comes before who sees the same or less.
ORDER = ("anonymous", "coordinator", "agent", "volunteer", "police")
MOST = 25  # pages in one test

# The leader of the patrols sees more than the coordinator, the head of a group more than an agent.
LEADER = [
    "grannstod:briefing",
    "grannstod:car",
    "grannstod:cars",
    "grannstod:change_shift",
    "grannstod:checklist",
    "grannstod:correct",
    "grannstod:coverage",
    "grannstod:desk",
    "grannstod:hours",
    "grannstod:notes",
    "grannstod:patrol_area",
    "grannstod:patrol_areas",
    "grannstod:plan",
    "grannstod:route",
    "grannstod:routes",
    "grannstod:schedule",
    "grannstod:schedules",
    "grannstod:shifts",
    "grannstod:support",
    "grannstod:support_case",
    "grannstod:volunteer",
    "grannstod:volunteers",
    "grannstod:week",
]
HEAD = ["neighbourhoods:group", "neighbourhoods:portal_hand_over", "neighbourhoods:portal_write_head"]
# With a link of one's own that opens, and after link and code.
LINK = [
    "accounts:invitation",
    "accounts:partner",
    "incidents:own_list",
    "incidents:say_yes",
    "newsletters:reader_place",
    "post:about_you",
    "post:confirm",
    "post:leave",
    "post:preferences",
]
PARTNER = ["calendar:partner", "calendar:partner_phones", "incidents:summaries", "newsletters:partner"]
# With a password, an app, a key and codes.
SECURED = [
    "account_change_password",
    "account_reauthenticate",
    "mfa_deactivate_totp",
    "mfa_edit_webauthn",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
]
SIGNING_IN = ["account_confirm_login_code", "mfa_authenticate"]
BY_ITSELF = ["grannstod:police", "newsletters:correction", "records", "socialaccount_login_error"]

# Needs somebody with a key that answers: tests/accounts/test_browser.py.
WITH_A_KEY = ["mfa_reauthenticate_webauthn"]
ELSEWHERE = {*LEADER, *HEAD, *LINK, *PARTNER, *SECURED, *SIGNING_IN, *BY_ITSELF, *WITH_A_KEY}

# What answers and is no page.
FILES = [
    "accounts:own_data",
    "calendar:feed",
    "calendar:own_feed_file",
    "calendar:sheet",
    "calendar:wheel_picture",
    "documents:file",
    "grannstod:feed",
    "grannstod:hours_export",
    "grannstod:photo",
    "incidents:area_feed",
    "incidents:count_list_refused",
    "incidents:counts_export",
    "incidents:district_feed",
    "incidents:export",
    "incidents:feed",
    "incidents:photo",
    "incidents:situation_export",
    "incidents:situation_list_export",
    "incidents:statistics_data",
    "incidents:summary_file",
    "mfa_download_recovery_codes",
    "neighbourhoods:agents_export",
    "neighbourhoods:areas_export",
    "neighbourhoods:circle_export",
    "neighbourhoods:group_export",
    "neighbourhoods:growth_export",
    "neighbourhoods:interested_export",
    "neighbourhoods:lacking_export",
    "neighbourhoods:list_export",
    "neighbourhoods:list_refused",
    "neighbourhoods:list_rows",
    "neighbourhoods:measures_export",
    "neighbourhoods:my_sign_up_entry",
    "neighbourhoods:own_export",
    "neighbourhoods:recipients_export",
    "neighbourhoods:revivals_export",
    "neighbourhoods:sign_photo",
    "neighbourhoods:signs_export",
    "neighbourhoods:startups_export",
    "neighbourhoods:training_people",
    "neighbourhoods:trainings_export",
    "newsletters:feed",
    "newsletters:picture",
    "post:about_you_file",
    "post:import_left_out",
    "post:list_export",
    "records_file",
]
FOR_PROGRAMS = [
    "calendar:data",
    "grannstod:app_manifest",
    "grannstod:app_state",
    "grannstod:app_worker",
    "healthz",
    "incidents:open311_discovery",
    "incidents:open311_request",
    "incidents:open311_requests",
    "incidents:open311_service",
    "incidents:open311_services",
    "incidents:open311_token",
    "incidents:open311_unknown",
    "incidents:report_map",
    "incidents:situation_map_data",
    "incidents:statistics_singles",
    "metrics",
    "mfa_login_webauthn",
    "neighbourhoods:map_data",
    "readyz",
]
PARTS_OF_PAGES = ["newsletters:progress", "post:mailing_progress"]
IN_FRAMES = ["newsletters:preview_frame", "post:message_frame"]  # see test_letters_in_frames
POSTED_TO = ["records_erase"]
REDIRECTS = [
    "onward",
    "openid_connect_callback",
    "openid_connect_login",
    "set_language",
    "socialaccount_signup",
    "incidents:stop_following",
]
NO_PAGE = {*FILES, *FOR_PROGRAMS, *PARTS_OF_PAGES, *IN_FRAMES, *POSTED_TO, *REDIRECTS}


def answers(name: str) -> dict[str, int]:
    """Return what each kind of people gets, by the table."""
    return dict(zip(WHO, map(int, TABLE[name].split()), strict=True))


def first_let_in(name: str) -> str | None:
    """Return who is shown a page, or None where the table lets nobody in."""
    return next((who for who in ORDER if answers(name)[who] == 200), None)


def shown_to(who: str) -> list[str]:
    """Return the pages that the table alone is enough for."""
    return sorted(name for name in set(TABLE) - NO_PAGE - ELSEWHERE if first_let_in(name) == who)


def portions() -> Iterator[tuple[str, list[str]]]:
    """Yield a person and as many pages as fit in one test, until all have been."""
    for who in ORDER:
        names = shown_to(who)
        for start in range(0, len(names), MOST):
            yield who, names[start : start + MOST]
