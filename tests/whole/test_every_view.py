"""Every address of the house, by name: who gets what. A new view that stands in no table fails here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.models import PartnerAccess, User
from common import clock, signed_links
from documents.models import Document
from grannstod.services import applicant_token
from incidents import services as incidents
from incidents.models import Destination, Forwarding, Report, RoutingRule, StandardText
from neighbourhoods.figures import training_links
from neighbourhoods.models import Area, ListRun
from neighbourhoods.services import interest_token, order_signs
from newsletters.lifecycle import IssueStatus
from post.models import Delivery, ListImport, Suppression
from post.services import post_message
from tests.factories.break_rooms import arguments as room_arguments
from tests.factories.grannstod import (
    make_applicant,
    make_observation,
    make_patrol,
    make_pattern,
    make_schedule,
    make_support_case,
    make_volunteer,
)
from tests.factories.incidents import make_photo, make_report
from tests.factories.incoming import arrives
from tests.factories.insights import arguments as insight_pages
from tests.factories.neighbourhoods import (
    make_agent,
    make_area,
    make_checklist,
    make_draft_rule,
    make_interested,
    make_measure,
    make_revival,
    make_sign,
    make_startup,
)
from tests.factories.newsletters import make_issue
from tests.factories.portal import arguments as portal_arguments
from tests.factories.post import mailing, text_message
from tests.factories.trainings import make_sign_up, make_training

pytestmark = pytest.mark.django_db

WHO = ("anonymous", "agent", "other_agent", "volunteer", "police", "coordinator")
# Shown in DEBUG only, with tests of their own; the admin's pages are Django's and need staff (see below).
ELSEWHERE = {"style", "mailbox", "mailbox_mail", "mailbox_page"}
# Name: what GET answers, in the order of WHO.
TABLE: dict[str, str] = {
    "about": "200 200 200 200 200 200",
    "accessibility": "200 200 200 200 200 200",
    "account_change_password": "302 302 302 302 302 302",
    "account_confirm_email": "200 200 200 200 200 200",
    "account_confirm_login_code": "302 302 302 302 302 302",
    "account_email": "302 200 200 200 200 200",
    "account_email_verification_sent": "200 200 200 200 200 200",
    "account_inactive": "200 200 200 200 200 200",
    "account_login": "200 302 302 302 302 302",
    "account_logout": "302 200 200 200 200 200",
    "account_reauthenticate": "302 403 403 403 403 403",
    "account_request_login_code": "200 302 302 302 302 302",
    "account_reset_password": "200 200 200 200 200 200",
    "account_reset_password_done": "200 200 200 200 200 200",
    "account_reset_password_from_key": "200 200 200 200 200 200",
    "account_reset_password_from_key_done": "200 200 200 200 200 200",
    "account_set_password": "302 200 200 200 200 200",
    "account_signup": "200 302 302 302 302 302",
    "accounts:erase_own": "302 405 405 405 405 405",
    "accounts:invitation": "404 404 404 404 404 404",
    "accounts:own": "302 200 200 200 200 200",
    "accounts:own_data": "302 200 200 200 200 200",
    "accounts:partners": "302 404 404 404 404 200",
    "accounts:withdraw_partner": "405 405 405 405 405 405",
    "accounts:partner": "404 404 404 404 404 404",
    "calendar:item": "302 404 404 404 404 200",
    "calendar:item_new": "302 404 404 404 404 200",
    "calendar:copy": "302 404 404 404 404 200",
    "calendar:drafts": "302 404 404 404 404 200",
    "calendar:answer": "200 200 200 200 200 200",
    "calendar:meeting": "302 404 404 404 200 200",
    "calendar:meeting_act": "405 405 405 405 405 405",
    "calendar:meeting_decide": "302 404 404 404 404 200",
    "calendar:meeting_invite": "302 404 404 404 404 200",
    "calendar:meeting_minutes": "302 404 404 404 404 200",
    "calendar:meeting_promise": "302 404 404 404 404 200",
    "calendar:meeting_rules": "302 404 404 404 404 200",
    "calendar:meeting_tasks": "302 404 404 404 200 200",
    "calendar:meetings": "302 404 404 404 200 200",
    "calendar:month": "200 200 200 200 200 200",
    "calendar:task": "200 200 200 200 200 200",
    "calendar:sheet": "200 200 200 200 200 200",
    "calendar:data": "200 200 200 200 200 200",
    "calendar:own_feed": "302 200 200 200 200 200",
    "calendar:own_feed_file": "404 404 404 404 404 404",
    "calendar:participant": "200 200 200 200 200 200",
    "calendar:partner": "404 404 404 404 404 404",
    "calendar:room": "302 404 404 404 404 200",
    "calendar:room_activity": "302 404 404 404 404 200",
    "calendar:room_activity_file": "302 404 404 404 404 200",
    "calendar:room_activity_new": "302 404 404 404 404 200",
    "calendar:room_act": "405 405 405 405 405 405",
    "calendar:room_person": "302 404 404 404 404 200",
    "calendar:room_person_new": "302 404 404 404 404 200",
    "calendar:partner_phones": "404 404 404 404 404 404",
    "calendar:room_phones": "302 404 404 404 404 200",
    "calendar:room_plan": "302 404 404 404 404 200",
    "calendar:room_presence": "302 404 404 404 404 200",
    "calendar:room_target": "302 404 404 404 404 200",
    "calendar:rooms": "302 404 404 404 404 200",
    "calendar:school_year_new": "302 404 404 404 404 200",
    "calendar:school_year_proposal": "302 404 404 404 404 200",
    "calendar:school_years": "302 404 404 404 404 200",
    "calendar:feed": "200 200 200 200 200 200",
    "calendar:wheel": "200 200 200 200 200 200",
    "calendar:wheel_picture": "200 200 200 200 200 200",
    "calendar:year": "200 200 200 200 200 200",
    "contact": "200 200 200 200 200 200",
    "desk": "302 404 404 404 404 200",
    "documents:again": "405 405 405 405 405 405",
    "documents:ask": "405 405 405 405 405 405",
    "documents:document": "302 200 404 404 200 200",
    "documents:file": "302 404 404 404 404 404",
    "documents:index": "302 200 200 200 200 200",
    "grannstod:absent": "405 405 405 405 405 405",
    "grannstod:app": "200 200 200 200 200 200",
    "grannstod:app_manifest": "200 200 200 200 200 200",
    "grannstod:app_photo": "405 405 405 405 405 405",
    "grannstod:app_state": "401 404 404 200 404 404",
    "grannstod:app_sync": "405 405 405 405 405 405",
    "grannstod:app_worker": "200 200 200 200 200 200",
    "grannstod:briefing": "302 404 404 200 404 200",
    "grannstod:notes": "302 404 404 404 200 200",
    "grannstod:support": "302 404 404 200 404 200",
    "grannstod:support_act": "405 405 405 405 405 405",
    "grannstod:support_case": "302 404 404 404 404 200",
    "grannstod:visits": "302 200 200 404 404 404",
    "grannstod:police": "302 404 404 404 404 404",
    "grannstod:report": "405 405 405 405 405 405",
    "grannstod:break_off": "405 405 405 405 405 405",
    "grannstod:end": "302 404 404 200 404 404",
    "grannstod:feed": "404 404 404 404 404 404",
    "grannstod:hours": "302 404 404 404 404 200",
    "grannstod:hours_export": "302 404 404 404 404 200",
    "grannstod:hours_paper": "405 405 405 405 405 405",
    "grannstod:lay_out": "405 405 405 405 405 405",
    "grannstod:applicant": "405 405 405 405 405 405",
    "grannstod:join": "200 200 200 200 200 200",
    "grannstod:join_own": "200 200 200 200 200 200",
    "grannstod:join_thanks": "200 200 200 200 200 200",
    "grannstod:volunteer": "302 404 404 404 404 200",
    "grannstod:volunteer_move": "405 405 405 405 405 405",
    "grannstod:volunteers": "302 404 404 404 404 200",
    "grannstod:coverage": "302 404 404 404 404 200",
    "grannstod:desk": "302 404 404 404 404 200",
    "grannstod:schedule": "302 404 404 404 404 404",
    "grannstod:schedule_act": "405 405 405 405 405 405",
    "grannstod:schedules": "302 404 404 404 404 404",
    "grannstod:wishes": "302 404 404 200 404 404",
    "grannstod:leave": "405 405 405 405 405 405",
    "grannstod:line": "405 405 405 405 405 405",
    "grannstod:renew_calendar": "405 405 405 405 405 405",
    "grannstod:remove_pattern": "405 405 405 405 405 405",
    "grannstod:seats": "302 404 404 200 404 404",
    "grannstod:swap": "405 405 405 405 405 405",
    "grannstod:take": "405 405 405 405 405 405",
    "grannstod:take_over": "405 405 405 405 405 405",
    "grannstod:week": "302 404 404 404 404 404",
    "grannstod:home": "302 404 404 302 404 200",
    "grannstod:observe": "302 404 404 200 404 404",
    "grannstod:patrol": "302 404 404 200 404 200",
    "grannstod:photo": "302 404 404 200 404 200",
    "grannstod:plan": "302 404 404 404 404 404",
    "grannstod:reminders": "405 405 405 405 405 405",
    "grannstod:shifts": "302 404 404 404 404 200",
    "grannstod:start": "405 405 405 405 405 405",
    "grannstod:step": "405 405 405 405 405 405",
    "healthz": "200 200 200 200 200 200",
    "incidents:agent_says": "405 405 405 405 405 405",
    "incidents:api_keys": "302 404 404 404 404 200",
    "incidents:open311_discovery": "200 200 200 200 200 200",
    "incidents:open311_request": "200 200 200 200 200 200",
    "incidents:open311_requests": "200 200 200 200 200 200",
    "incidents:open311_service": "200 200 200 200 200 200",
    "incidents:open311_services": "200 200 200 200 200 200",
    "incidents:open311_token": "200 200 200 200 200 200",
    "incidents:open311_unknown": "404 404 404 404 404 404",
    "incidents:revoke_api_key": "405 405 405 405 405 405",
    "incidents:blur": "302 404 404 404 404 200",
    "incidents:export": "302 404 404 404 200 200",
    "incidents:area_feed": "200 200 200 200 200 200",
    "incidents:district_feed": "200 200 200 200 200 200",
    "incidents:feed": "200 200 200 200 200 200",
    "incidents:follow_place": "200 200 200 200 200 200",
    "incidents:follow": "200 200 200 200 200 200",
    "incidents:forward": "302 404 404 404 404 200",
    "incidents:disclose": "302 404 404 404 404 200",
    "incidents:helped": "405 405 405 405 405 405",
    "incidents:save_filter": "405 405 405 405 405 405",
    "incidents:standard_texts": "302 404 404 404 404 200",
    "incidents:new_standard_text": "302 404 404 404 404 200",
    "incidents:standard_text": "302 404 404 404 404 200",
    "incidents:retention": "302 404 404 404 404 200",
    "incidents:retention_kind": "302 404 404 404 404 200",
    "incidents:routes": "302 404 404 404 404 200",
    "incidents:new_destination": "302 404 404 404 404 200",
    "incidents:destination": "302 404 404 404 404 200",
    "incidents:new_rule": "302 404 404 404 404 200",
    "incidents:rule": "302 404 404 404 404 200",
    "incidents:publish_rule": "405 405 405 405 405 405",
    "incidents:their_number": "405 405 405 405 405 405",
    "incidents:many": "405 405 405 405 405 405",
    "incidents:merge": "302 404 404 404 404 405",
    "incidents:not_fixed": "405 405 405 405 405 405",
    "incidents:own": "200 200 200 200 200 200",
    "incidents:own_list": "404 404 404 404 404 404",
    "incidents:photo": "302 200 404 404 200 200",
    "incidents:police_events": "302 404 404 404 200 200",
    "incidents:portal": "302 200 200 404 404 404",
    "incidents:release_photo": "302 404 404 404 405 405",
    "incidents:released": "200 200 200 200 200 200",
    "incidents:report_map": "200 200 200 200 200 200",
    "incidents:report": "200 200 200 200 200 200",
    "incidents:show_plate": "302 404 404 404 405 405",
    "incidents:show_reporter": "302 404 404 404 405 405",
    "incidents:split": "302 404 404 404 404 405",
    "incidents:stop_following": "405 405 405 405 405 405",
    "incidents:counts": "302 404 404 404 200 200",
    "incidents:counts_export": "302 404 404 404 200 200",
    "incidents:count_list": "302 404 404 404 404 200",
    "incidents:count_list_decide": "405 405 405 405 405 405",
    "incidents:count_list_refused": "302 404 404 404 404 200",
    "incidents:count_lists": "302 404 404 404 404 200",
    "incidents:count_source": "302 404 404 404 404 200",
    "incidents:change_effort": "302 404 404 404 404 200",
    "incidents:effort": "302 404 404 404 200 200",
    "incidents:efforts": "302 404 404 404 200 200",
    "incidents:new_effort": "302 404 404 404 404 200",
    "incidents:change_standing": "302 404 404 404 404 200",
    "incidents:new_standing": "302 404 404 404 404 200",
    "incidents:standing": "302 404 404 404 404 200",
    "incidents:summaries": "404 404 404 404 404 404",
    "incidents:summary_file": "404 404 404 404 404 404",
    "incidents:statistics": "200 200 200 200 200 200",
    "incidents:statistics_data": "200 200 200 200 200 200",
    "incidents:statistics_singles": "200 200 200 200 200 200",
    "incidents:situation": "302 404 404 404 200 200",
    "incidents:situation_export": "302 404 404 404 200 200",
    "incidents:situation_list": "302 404 404 404 200 200",
    "incidents:situation_list_export": "302 404 404 404 200 200",
    "incidents:situation_map": "302 404 404 404 200 200",
    "incidents:situation_map_data": "302 404 404 404 400 400",
    "incidents:triage": "302 404 404 404 200 200",
    "incidents:triage_detail": "302 404 404 404 200 200",
    "metrics": "404 404 404 404 404 404",
    "mfa_activate_totp": "302 200 200 200 200 200",
    "mfa_add_webauthn": "302 200 200 200 200 200",
    "mfa_authenticate": "302 302 302 302 302 302",
    "mfa_deactivate_totp": "302 404 404 404 404 404",
    "mfa_download_recovery_codes": "302 404 404 404 404 404",
    "mfa_edit_webauthn": "302 404 404 404 404 404",
    "mfa_generate_recovery_codes": "302 200 200 200 200 200",
    "mfa_index": "302 200 200 200 200 200",
    "mfa_list_webauthn": "302 200 200 200 200 200",
    "mfa_login_webauthn": "302 302 302 302 302 302",
    "mfa_reauthenticate": "302 403 403 403 403 403",
    "mfa_reauthenticate_webauthn": "302 403 403 403 403 403",
    "mfa_remove_webauthn": "302 404 404 404 404 404",
    "mfa_view_recovery_codes": "302 404 404 404 404 404",
    "neighbourhoods:border": "302 404 404 404 404 200",
    "neighbourhoods:map": "302 404 404 404 200 200",
    "neighbourhoods:map_data": "302 404 404 404 400 400",
    "neighbourhoods:area_signs": "302 404 404 404 404 200",
    "neighbourhoods:interest": "200 200 200 200 200 200",
    "neighbourhoods:interest_own": "200 200 200 200 200 200",
    "neighbourhoods:interest_thanks": "200 200 200 200 200 200",
    "neighbourhoods:interested": "302 404 404 404 404 200",
    "neighbourhoods:interested_export": "302 404 404 404 404 200",
    "neighbourhoods:interested_move": "405 405 405 405 405 405",
    "neighbourhoods:sign_order_decide": "405 405 405 405 405 405",
    "neighbourhoods:sign_orders": "302 404 404 404 404 200",
    "neighbourhoods:sign_photo": "404 200 404 404 200 200",
    "neighbourhoods:signs": "302 404 404 404 404 200",
    "neighbourhoods:signs_export": "302 404 404 404 404 200",
    "neighbourhoods:startup": "302 404 404 404 404 200",
    "neighbourhoods:startup_decide": "405 405 405 405 405 405",
    "neighbourhoods:startup_new": "302 404 404 404 404 200",
    "neighbourhoods:startups": "302 404 404 404 404 200",
    "neighbourhoods:startups_export": "302 404 404 404 404 200",
    "neighbourhoods:appoint": "302 404 404 404 404 200",
    "neighbourhoods:growth": "302 404 404 404 200 200",
    "neighbourhoods:growth_export": "302 404 404 404 200 200",
    "neighbourhoods:measure": "302 404 404 404 404 200",
    "neighbourhoods:measure_new": "302 404 404 404 404 200",
    "neighbourhoods:measures": "302 404 404 404 200 200",
    "neighbourhoods:measures_export": "302 404 404 404 200 200",
    "neighbourhoods:revival": "302 404 404 404 404 200",
    "neighbourhoods:revival_act": "405 405 405 405 405 405",
    "neighbourhoods:revivals": "302 404 404 404 404 200",
    "neighbourhoods:revivals_export": "302 404 404 404 404 200",
    "neighbourhoods:vitality_rule": "302 404 404 404 404 200",
    "neighbourhoods:vitality_rule_begin": "405 405 405 405 405 405",
    "neighbourhoods:vitality_rule_decide": "405 405 405 405 405 405",
    "neighbourhoods:vitality_rules": "302 404 404 404 404 200",
    "neighbourhoods:area": "302 404 404 404 200 200",
    "neighbourhoods:area_move": "405 405 405 405 405 405",
    "neighbourhoods:agents": "302 404 404 404 404 200",
    "neighbourhoods:agents_export": "302 404 404 404 404 200",
    "neighbourhoods:areas": "302 404 404 404 200 200",
    "neighbourhoods:areas_export": "302 404 404 404 200 200",
    "neighbourhoods:bounced": "302 404 404 404 404 200",
    "neighbourhoods:channels": "302 200 200 404 404 404",
    "neighbourhoods:circle": "302 200 404 404 404 404",
    "neighbourhoods:circle_join": "200 200 200 200 200 200",
    "neighbourhoods:circle_misuse": "200 200 200 200 200 200",
    "neighbourhoods:circle_renew": "405 405 405 405 405 405",
    "neighbourhoods:circle_sheet": "302 200 404 404 404 404",
    "neighbourhoods:count": "302 200 404 404 404 404",
    "neighbourhoods:group": "302 404 404 404 404 404",
    "neighbourhoods:group_export": "302 404 404 404 404 404",
    "neighbourhoods:meeting": "302 200 404 404 404 404",
    "neighbourhoods:meeting_invite": "405 405 405 405 405 405",
    "neighbourhoods:meeting_sheet": "302 200 404 404 404 404",
    "neighbourhoods:meetings": "302 200 404 404 404 404",
    "neighbourhoods:message": "302 404 404 404 404 200",
    "neighbourhoods:message_write": "302 404 404 404 404 200",
    "neighbourhoods:messages": "302 404 404 404 404 200",
    "neighbourhoods:misuse_list": "302 404 404 404 404 200",
    "neighbourhoods:misuse_settle": "405 405 405 405 405 405",
    "neighbourhoods:pass_on": "405 405 405 405 405 405",
    "neighbourhoods:portal_message": "302 200 404 404 404 404",
    "neighbourhoods:portal_messages": "302 200 200 404 404 404",
    "neighbourhoods:portal_signs": "302 200 404 404 404 404",
    "neighbourhoods:portal_write": "302 200 404 404 404 404",
    "neighbourhoods:tick": "405 405 405 405 405 405",
    "neighbourhoods:welcome": "302 200 404 404 404 404",
    "neighbourhoods:checklist": "200 200 200 200 200 200",
    "neighbourhoods:checklist_begin": "405 405 405 405 405 405",
    "neighbourhoods:checklist_decide": "405 405 405 405 405 405",
    "neighbourhoods:checklist_version": "302 404 404 404 404 200",
    "neighbourhoods:checklist_versions": "302 404 404 404 404 200",
    "neighbourhoods:end": "302 404 404 404 404 200",
    "neighbourhoods:tell": "405 405 405 405 405 405",
    "neighbourhoods:hand_over": "302 404 404 404 404 200",
    "neighbourhoods:list_export": "302 404 404 404 200 200",
    "neighbourhoods:recipients_export": "302 404 404 404 404 200",
    "neighbourhoods:list_runs": "302 404 404 404 404 200",
    "neighbourhoods:list_run": "302 404 404 404 404 200",
    "neighbourhoods:list_refused": "302 404 404 404 404 200",
    "neighbourhoods:list_rows": "302 404 404 404 404 200",
    "neighbourhoods:list_decide": "405 405 405 405 405 405",
    "neighbourhoods:portal_hand_over": "302 404 404 404 404 404",
    "neighbourhoods:attendance": "302 404 404 404 404 200",
    "neighbourhoods:attendance_finish": "405 405 405 405 405 405",
    "neighbourhoods:attendance_mark": "405 405 405 405 405 405",
    "neighbourhoods:lacking_export": "302 404 404 404 404 200",
    "neighbourhoods:my_sign_up": "200 200 200 200 200 200",
    "neighbourhoods:my_sign_up_entry": "200 200 200 200 200 200",
    "neighbourhoods:training": "404 200 200 404 404 200",
    "neighbourhoods:training_add": "302 404 404 404 404 200",
    "neighbourhoods:training_cancel": "302 404 404 404 404 200",
    "neighbourhoods:training_change": "302 404 404 404 404 200",
    "neighbourhoods:training_copy": "405 405 405 405 405 405",
    "neighbourhoods:training_desk": "302 404 404 404 404 200",
    "neighbourhoods:training_link": "200 200 200 200 200 200",
    "neighbourhoods:training_new": "302 404 404 404 404 200",
    "neighbourhoods:training_new_link": "405 405 405 405 405 405",
    "neighbourhoods:training_open": "405 405 405 405 405 405",
    "neighbourhoods:training_people": "302 404 404 404 404 200",
    "neighbourhoods:training_person": "302 404 404 404 404 200",
    "neighbourhoods:training_question": "200 200 200 200 200 200",
    "neighbourhoods:training_write": "302 404 404 404 404 200",
    "neighbourhoods:trainings": "302 404 404 404 404 200",
    "neighbourhoods:trainings_export": "302 404 404 404 404 200",
    "neighbourhoods:trainings_lacking": "302 404 404 404 404 200",
    "neighbourhoods:trainings_portal": "302 200 200 404 404 404",
    "neighbourhoods:trainings_public": "200 200 200 200 200 200",
    "neighbourhoods:portal_area": "302 200 404 404 404 404",
    "newsletters:act": "302 404 404 404 405 405",
    "newsletters:archive": "200 200 200 200 200 200",
    "newsletters:check": "302 404 404 404 200 200",
    "newsletters:comment": "302 404 404 404 405 405",
    "newsletters:correction": "404 404 404 404 404 404",
    "newsletters:desk": "302 404 404 404 200 200",
    "newsletters:edit": "302 404 404 404 200 200",
    "newsletters:feed": "200 200 200 200 200 200",
    "newsletters:invite_partner": "302 404 404 404 404 405",
    "newsletters:issue": "200 200 200 200 200 200",
    "newsletters:outcome": "302 404 404 404 200 200",
    "newsletters:partner": "404 404 404 404 404 404",
    "newsletters:picture": "404 404 404 404 404 404",
    "newsletters:plan": "405 405 405 405 405 405",
    "newsletters:preview": "302 404 404 404 200 200",
    "newsletters:preview_frame": "302 404 404 404 200 200",
    "newsletters:subscribe": "200 200 200 200 200 200",
    "newsletters:translate": "302 404 404 404 404 200",
    "newsletters:versions": "302 404 404 404 200 200",
    "onward": "302 302 302 302 302 302",
    "openid_connect_callback": "404 404 404 404 404 404",
    "openid_connect_login": "404 404 404 404 404 404",
    "portal": "302 200 200 404 404 404",
    "post:about_me": "200 200 200 200 200 200",
    "post:about_you": "410 410 410 410 410 410",
    "post:about_you_file": "410 410 410 410 410 410",
    "post:again": "302 404 404 404 404 405",
    "post:belongs": "302 404 404 404 404 405",
    "post:cancel": "302 404 404 404 404 200",
    "post:confirm": "410 410 410 410 410 410",
    "post:control": "302 404 404 404 404 405",
    "post:inbox": "302 404 404 404 404 200",
    "post:incoming": "302 404 404 404 404 200",
    "post:import": "302 404 404 404 404 200",
    "post:import_do": "302 404 404 404 404 405",
    "post:import_left_out": "302 404 404 404 404 200",
    "post:import_new": "302 404 404 404 404 200",
    "post:import_undo": "302 404 404 404 404 405",
    "post:leave": "404 404 404 404 404 404",
    "post:ledger": "302 404 404 404 404 200",
    "post:list": "302 404 404 404 404 200",
    "post:list_ask": "302 404 404 404 404 405",
    "post:list_export": "302 404 404 404 404 200",
    "post:lists": "302 404 404 404 404 200",
    "post:pace": "302 404 404 404 404 405",
    "post:mailing": "302 404 404 404 404 200",
    "post:mailing_progress": "302 404 404 404 404 200",
    "post:message": "302 404 404 404 404 200",
    "post:message_frame": "302 404 404 404 404 200",
    "post:open_incoming": "302 404 404 404 404 405",
    "post:open_message": "302 404 404 404 404 405",
    "post:preferences": "404 404 404 404 404 404",
    "post:preferences_about_me": "405 405 405 405 405 405",
    "post:sort_incoming": "302 404 404 404 404 405",
    "post:reader_language": "302 404 404 404 404 405",
    "post:reader_remove": "302 404 404 404 404 405",
    "post:suppress": "302 404 404 404 404 405",
    "post:suppression_add": "302 404 404 404 404 405",
    "post:suppression_lift": "302 404 404 404 404 405",
    "post:suppressions": "302 404 404 404 404 200",
    "post:test_mail": "302 404 404 404 404 405",
    "post:text": "302 404 404 404 404 200",
    "post:text_report": "405 405 405 405 405 405",
    "post:write_text": "302 404 404 404 404 200",
    "privacy": "200 200 200 200 200 200",
    "readyz": "200 200 200 200 200 200",
    "records": "302 404 404 404 404 404",
    "records_erase": "302 404 404 404 404 404",
    "records_file": "302 404 404 404 404 404",
    "set_language": "302 302 302 302 302 302",
    "socialaccount_connections": "302 200 200 200 200 200",
    "socialaccount_login_cancelled": "200 200 200 200 200 200",
    "socialaccount_login_error": "401 401 401 401 401 401",
    "socialaccount_signup": "302 302 302 302 302 302",
    "start": "200 200 200 200 200 200",
    "take_part": "200 200 200 200 200 200",
}
# allauth's and Django's own views answer a strange method in their own way; the portal and the records officer's
# pages ask for the role first.
NOT_405 = {
    "account_change_password",
    "account_confirm_login_code",
    "account_email",
    "account_login",
    "account_reauthenticate",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_from_key",
    "account_set_password",
    "account_signup",
    "incidents:open311_unknown",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "openid_connect_callback",
    "openid_connect_login",
    "portal",
    "records",
    "records_erase",
    "records_file",
    "set_language",
    "socialaccount_connections",
    "socialaccount_signup",
}
# What changes or reveals something by POST.
OWNED = (
    "accounts:partners",
    "accounts:withdraw_partner",
    "calendar:item",
    "calendar:item_new",
    "calendar:meeting_act",
    "calendar:meeting_decide",
    "calendar:meeting_invite",
    "calendar:meeting_minutes",
    "calendar:meeting_promise",
    "calendar:room_act",
    "calendar:room_activity",
    "calendar:room_person",
    "calendar:room_plan",
    "calendar:rooms",
    "calendar:school_year_proposal",
    "documents:again",
    "grannstod:absent",
    "grannstod:police",
    "grannstod:report",
    "grannstod:hours_paper",
    "grannstod:support",
    "grannstod:support_act",
    "grannstod:visits",
    "grannstod:break_off",
    "grannstod:end",
    "grannstod:lay_out",
    "grannstod:leave",
    "grannstod:schedule_act",
    "grannstod:schedules",
    "grannstod:wishes",
    "grannstod:applicant",
    "grannstod:volunteer",
    "grannstod:volunteer_move",
    "grannstod:line",
    "grannstod:remove_pattern",
    "grannstod:renew_calendar",
    "grannstod:swap",
    "grannstod:take",
    "grannstod:take_over",
    "grannstod:week",
    "grannstod:observe",
    "grannstod:plan",
    "grannstod:start",
    "grannstod:step",
    "incidents:agent_says",
    "incidents:api_keys",
    "incidents:blur",
    "incidents:forward",
    "incidents:new_destination",
    "incidents:destination",
    "incidents:new_rule",
    "incidents:disclose",
    "incidents:new_standard_text",
    "incidents:standard_text",
    "incidents:retention_kind",
    "incidents:rule",
    "incidents:publish_rule",
    "incidents:their_number",
    "incidents:change_effort",
    "incidents:change_standing",
    "incidents:new_effort",
    "incidents:new_standing",
    "incidents:count_list_decide",
    "incidents:count_lists",
    "incidents:count_source",
    "incidents:many",
    "incidents:merge",
    "incidents:release_photo",
    "incidents:show_plate",
    "incidents:show_reporter",
    "incidents:split",
    "incidents:triage_detail",
    "neighbourhoods:appoint",
    "neighbourhoods:measure",
    "neighbourhoods:measure_new",
    "neighbourhoods:revival_act",
    "neighbourhoods:vitality_rule",
    "neighbourhoods:vitality_rule_begin",
    "neighbourhoods:vitality_rule_decide",
    "neighbourhoods:area_move",
    "neighbourhoods:area_signs",
    "neighbourhoods:portal_signs",
    "neighbourhoods:border",
    "neighbourhoods:interested_move",
    "neighbourhoods:sign_order_decide",
    "neighbourhoods:startup",
    "neighbourhoods:startup_decide",
    "neighbourhoods:startup_new",
    "neighbourhoods:checklist_begin",
    "neighbourhoods:checklist_decide",
    "neighbourhoods:checklist_version",
    "neighbourhoods:end",
    "neighbourhoods:list_decide",
    "neighbourhoods:list_runs",
    "neighbourhoods:hand_over",
    "neighbourhoods:portal_hand_over",
    "neighbourhoods:attendance",
    "neighbourhoods:attendance_finish",
    "neighbourhoods:attendance_mark",
    "neighbourhoods:training_add",
    "neighbourhoods:training_cancel",
    "neighbourhoods:training_change",
    "neighbourhoods:training_copy",
    "neighbourhoods:training_new",
    "neighbourhoods:training_new_link",
    "neighbourhoods:training_open",
    "neighbourhoods:training_person",
    "neighbourhoods:training_write",
    "newsletters:act",
    "newsletters:edit",
    "newsletters:invite_partner",
    "post:again",
    "post:belongs",
    "post:cancel",
    "post:control",
    "post:pace",
    "post:import_do",
    "post:import_new",
    "post:import_undo",
    "post:ledger",
    "post:inbox",
    "post:open_incoming",
    "post:sort_incoming",
    "post:list",
    "post:list_ask",
    "post:open_message",
    "post:reader_language",
    "post:reader_remove",
    "post:suppress",
    "post:suppression_add",
    "post:suppression_lift",
    "post:suppressions",
    "post:test_mail",
    "post:write_text",
)


def names(patterns: list[Any], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and not prefix.startswith("admin:"):
            yield f"{prefix}{pattern.name}"


def every_name() -> set[str]:
    return set(names(get_resolver().url_patterns)) - ELSEWHERE


def training_pages() -> dict[str, dict[str, Any]]:
    """Return the arguments of the trainings' pages: one for agents that has begun, with somebody who has a place."""
    training = make_training(in_days=0, audience="agents", question="Fick du svar?")
    sign_up = make_sign_up(training)
    token = training_links.own_link(sign_up).rstrip("/").rpartition("/")[2]
    pages = ("desk", "change", "cancel", "copy", "new_link", "open", "write", "add")
    return {
        **{f"neighbourhoods:training_{name}": {"pk": training.pk} for name in pages},
        "neighbourhoods:training": {"pk": training.pk},
        **{f"neighbourhoods:attendance{name}": {"pk": training.pk} for name in ("", "_finish")},
        **{f"neighbourhoods:{name}": {"kind": "csv"} for name in ("lacking_export", "trainings_export")},
        "neighbourhoods:training_people": {"pk": training.pk, "kind": "csv"},
        "neighbourhoods:training_person": {"pk": training.pk, "sign_up": sign_up.pk},
        "neighbourhoods:attendance_mark": {"pk": training.pk, "sign_up": sign_up.pk},
        **{f"neighbourhoods:my_sign_up{name}": {"token": token} for name in ("", "_entry")},
        "neighbourhoods:training_link": {
            "token": training_links.training_link(training).rstrip("/").rpartition("/")[2]
        },
        "neighbourhoods:training_question": {
            "token": training_links.question_link(sign_up).rstrip("/").rpartition("/")[2]
        },
    }


def routing_pages(report: Report) -> dict[str, dict[str, Any]]:
    parks = Destination.objects.create(name="Gatukontoret", email="gata@example.org")
    rule = RoutingRule.objects.create(name="Regel", destination=parks)
    sending = Forwarding.objects.create(report=report, destination=parks)
    rule_args = {"pk": rule.pk}
    return {
        "incidents:destination": {"pk": parks.pk},
        "incidents:disclose": {"number": report.number},
        "incidents:standard_text": {"pk": StandardText.objects.create(name="Hej", text="Hej").pk},
        "incidents:retention_kind": {"code": report.category.code},
        "incidents:rule": rule_args,
        "incidents:publish_rule": rule_args,
        "incidents:forward": {"number": report.number},
        "incidents:their_number": {"pk": sending.pk},
    }


@pytest.fixture
def things(agent: User, other_agent: User, volunteer: User, coordinator: User) -> dict[str, dict[str, Any]]:
    """Return the arguments each view needs: things of the agent's own area, the volunteer's own patrol."""
    area: Area = make_area()
    make_agent(area, agent)
    make_agent(make_area(), other_agent)
    report = make_report(area=area, released_at=clock.now(), public_text="Färg.")
    photo = make_photo(report, released_at=clock.now())
    draft = make_issue(status=IssueStatus.DRAFT, number=2)
    sent = make_issue(status=IssueStatus.SENT, number=3)
    letter = mailing()
    readers = letter.lists.get()
    brought = ListImport.objects.create(list=readers, agreed_on=clock.today(), lines=[[1, "a@example.com", "sv", ""]])
    stopped = Suppression.objects.create(email="stopp@example.com", reason="desk")
    post_message(EmailMessage("Kvitto", "Tack.", to=["kvitto@example.com"]))
    message = Delivery.objects.get(recipient="kvitto@example.com")
    came_in = arrives(b"From: a@example.com\nSubject: Hej\n\nHej").pk
    let_in = PartnerAccess.objects.create(expires_at=clock.now(), link_hash="prov", purpose="prov:1")
    patrol = make_patrol(volunteer)
    observation = make_observation(patrol)
    observation.photo.name = default_storage.save("observation.jpg", default_storage.open(photo.name))
    observation.save()
    document = Document.objects.create(kind="area_summary", subject=str(area.pk), title="Blad", requested_by=agent)
    draft_list = make_checklist(published=False)
    asleep, draft_rule = make_revival(area), make_draft_rule()
    sign, keen, case = make_sign(area, photo=photo.name), make_interested(), make_startup()
    list_run = ListRun.objects.create(file_name="omraden.csv")
    area_args, number = {"slug": area.slug}, {"number": report.number}
    drive = {"patrol_id": patrol.pk}
    return {
        **portal_arguments(area, coordinator),
        **room_arguments(),
        "neighbourhoods:portal_area": area_args,
        "neighbourhoods:growth_export": {"kind": "csv"},
        "neighbourhoods:measure": {"pk": make_measure(area).pk},
        "neighbourhoods:measures_export": {"kind": "csv"},
        "neighbourhoods:revival": {"pk": asleep.pk},
        "neighbourhoods:revival_act": {"pk": asleep.pk, "what": "steg"},
        "neighbourhoods:revivals_export": {"kind": "csv"},
        "neighbourhoods:vitality_rule": {"pk": draft_rule.pk},
        "neighbourhoods:vitality_rule_decide": {"pk": draft_rule.pk, "what": "publicera"},
        "neighbourhoods:agents_export": {"kind": "csv"},
        "neighbourhoods:list_export": {"name": "tackning", "kind": "csv"},
        "neighbourhoods:areas_export": {"kind": "csv"},
        "neighbourhoods:signs_export": {"kind": "csv"},
        "neighbourhoods:startups_export": {"kind": "csv"},
        "neighbourhoods:interested_export": {"kind": "csv"},
        "neighbourhoods:interest_own": {"token": interest_token(keen)},
        "neighbourhoods:interested_move": {"pk": keen.pk},
        "neighbourhoods:border": area_args,
        "neighbourhoods:area_signs": area_args,
        "neighbourhoods:sign_photo": {"pk": sign.pk},
        "neighbourhoods:sign_order_decide": {"pk": order_signs(area=area, by=None).pk, "what": "slapp"},
        "neighbourhoods:startup": {"pk": case.pk},
        "neighbourhoods:startup_decide": {"pk": case.pk, "what": "bilda"},
        "neighbourhoods:checklist_version": {"pk": draft_list.pk},
        "neighbourhoods:checklist_decide": {"pk": draft_list.pk, "what": "publicera"},
        **training_pages(),
        "neighbourhoods:area": area_args,
        "neighbourhoods:area_move": area_args,
        "neighbourhoods:appoint": area_args,
        "accounts:withdraw_partner": {"pk": let_in.pk},
        "neighbourhoods:list_run": {"pk": list_run.pk},
        **{f"neighbourhoods:{name}": {"pk": list_run.pk, "kind": "csv"} for name in ("list_refused", "list_rows")},
        "neighbourhoods:group_export": {"kind": "csv"},
        "neighbourhoods:list_decide": {"pk": list_run.pk, "what": "spara"},
        "neighbourhoods:portal_hand_over": area_args,
        "neighbourhoods:tell": area_args | {"pk": area.agents.get().pk},
        "neighbourhoods:hand_over": area_args | {"pk": area.agents.get().pk},
        "neighbourhoods:end": area_args | {"pk": area.agents.get().pk},
        "incidents:follow": {"token": incidents.follow_token(report.form_token)},
        "incidents:not_fixed": {"token": incidents.follow_token(report.form_token)},
        "incidents:helped": {"token": incidents.follow_token(report.form_token)},
        "incidents:stop_following": {"token": "hittepa"},
        "incidents:released": number,
        **{f"incidents:open311_{name}": {"form": "json"} for name in ("discovery", "services", "requests")},
        "incidents:area_feed": {"area": area.slug},
        "incidents:district_feed": {"district": area.district.slug},
        "incidents:open311_service": {"form": "xml", "code": report.category.code},
        "incidents:open311_request": {"form": "xml"} | number,
        "incidents:open311_token": {"form": "xml", "token": incidents.follow_token(report.form_token)},
        "incidents:revoke_api_key": {"pk": 1},
        **routing_pages(report),
        "incidents:agent_says": number,
        "incidents:own_list": {"token": "hittepa"},
        "incidents:blur": number | {"pk": photo.pk},
        "incidents:merge": number,
        "incidents:split": number,
        "incidents:export": {"form": "csv"},
        **{f"incidents:{name}": {"form": "csv"} for name in ("situation_export", "situation_list_export")},
        **insight_pages(coordinator),
        "incidents:triage_detail": number,
        "incidents:show_plate": number,
        "incidents:show_reporter": number,
        "incidents:release_photo": number | {"pk": photo.pk},
        "incidents:photo": {"name": photo.token},
        "documents:document": {"pk": document.pk},
        "documents:file": {"pk": document.pk},
        "documents:again": {"pk": document.pk},
        "post:mailing": {"pk": letter.pk},
        "post:mailing_progress": {"pk": letter.pk},
        "post:control": {"pk": letter.pk, "action": "pausa"},
        "post:pace": {"pk": letter.pk},
        "post:cancel": {"pk": letter.pk},
        **{f"post:{n}": {"pk": readers.pk} for n in ("list", "list_ask", "import_new")},
        "post:list_export": {"pk": readers.pk, "kind": "csv"},
        **{f"post:reader_{n}": {"pk": readers.subscriptions.first().pk} for n in ("remove", "language")},
        **{f"post:import{n}": {"pk": brought.pk} for n in ("", "_do", "_undo", "_left_out")},
        "post:suppression_lift": {"pk": stopped.pk},
        "post:test_mail": {"pk": letter.pk, "content": letter.contents.get().pk},
        **{f"post:{n}": {"pk": message.pk} for n in ("message", "message_frame", "open_message", "again", "suppress")},
        **{f"post:{n}": {"pk": came_in} for n in ("incoming", "open_incoming", "belongs")},
        "post:sort_incoming": {"pk": came_in, "action": "radera"},
        "post:text": {"pk": text_message().pk},
        **{f"grannstod:{n}": {"shift_id": patrol.shift_id} for n in ("take", "leave", "line", "swap", "briefing")},
        "grannstod:take_over": {"swap_id": 1},
        "grannstod:absent": {"seat_id": patrol.shift.crew.first().pk},
        "grannstod:remove_pattern": {"pattern_id": make_pattern().pk},
        "grannstod:feed": {"token": "x"},
        "grannstod:schedule": {"schedule_id": (schedule := make_schedule()).pk},
        "grannstod:schedule_act": {"schedule_id": schedule.pk, "what": "igen"},
        "grannstod:applicant": {"applicant_id": make_applicant().pk},
        "grannstod:join_own": {"token": applicant_token(make_applicant())},
        **{f"grannstod:{n}": {"volunteer_id": make_volunteer().pk} for n in ("volunteer", "volunteer_move")},
        "grannstod:hours_export": {"what": "manad", "kind": "csv"},
        "grannstod:hours_paper": {"what": "manad"},
        "grannstod:start": {"shift_id": patrol.shift_id},
        "grannstod:patrol": drive,
        "grannstod:step": drive | {"step_id": patrol.steps.first().pk},
        "grannstod:observe": drive,
        "grannstod:break_off": drive,
        "grannstod:report": drive,
        "grannstod:support_case": {"case_id": (helped := make_support_case()).pk},
        "grannstod:support_act": {"case_id": helped.pk, "what": "avsluta"},
        "grannstod:app_sync": {"shift_id": patrol.shift_id},
        "grannstod:app_photo": {"shift_id": patrol.shift_id, "key": "x"},
        "grannstod:police": {"observation_id": observation.pk},
        "grannstod:end": drive,
        "grannstod:photo": {"observation_id": observation.pk},
        "newsletters:issue": {"series": "a", "year": sent.year, "number": 3},
        "newsletters:correction": {"series": "a", "year": sent.year, "number": 3, "correction": 1},
        "newsletters:picture": {"pk": 1},
        "newsletters:translate": {"pk": draft.pk, "language": "en"},
        **{f"newsletters:{n}": {"pk": draft.pk} for n in ("check", "comment", "versions", "outcome")},
        **{f"newsletters:{n}": {"pk": draft.pk} for n in ("edit", "act", "preview", "preview_frame", "partner")},
        "newsletters:invite_partner": {"pk": draft.pk},
        "mfa_remove_webauthn": {"pk": 1},
        "mfa_edit_webauthn": {"pk": 1},
        "openid_connect_login": {"provider_id": "kommunen"},
        "openid_connect_callback": {"provider_id": "kommunen"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "forged-key"},
        "account_confirm_email": {"key": "forged"},
    }


def address(name: str, things: dict[str, dict[str, Any]]) -> str:
    try:
        return reverse(name, kwargs=things.get(name))
    except NoReverseMatch:
        return reverse(name, kwargs={"token": signed_links.sign("another", "forged")})


def test_every_name_stands_in_the_table() -> None:
    assert every_name() == set(TABLE)


@pytest.mark.parametrize("who", WHO)
def test_who_gets_what(client: Any, things: dict[str, dict[str, Any]], request: Any, who: str) -> None:
    if who != "anonymous":
        client.force_login(request.getfixturevalue(who))
    column = WHO.index(who)
    got = {name: client.get(address(name, things)).status_code for name in TABLE}
    assert got == {name: int(statuses.split()[column]) for name, statuses in TABLE.items()}


def test_a_wrong_method_is_refused(client: Any, things: dict[str, dict[str, Any]], coordinator: User) -> None:
    client.force_login(coordinator)
    got = {name for name in TABLE if client.put(address(name, things)).status_code != 405}
    assert got == NOT_405


@pytest.mark.parametrize("who", ["anonymous", "other_agent"])
def test_what_is_posted_from_outside_changes_nothing(
    client: Any, things: dict[str, dict[str, Any]], request: Any, who: str
) -> None:
    if who == "anonymous":
        allowed = {302}
    else:
        client.force_login(request.getfixturevalue(who))
        allowed = {403, 404}
    posted = {name: client.post(address(name, things)).status_code for name in OWNED}
    assert {name: status for name, status in posted.items() if status not in allowed} == {}


@pytest.mark.parametrize("who", ["anonymous", "agent", "volunteer", "police"])
def test_the_admin_lets_nobody_in_who_is_not_staff(client: Any, request: Any, who: str) -> None:
    if who != "anonymous":
        client.force_login(request.getfixturevalue(who))
    for where in ("/admin/", "/admin/incidents/report/", "/admin/accounts/user/add/", "/admin/login/"):
        for send in (client.get, client.post):
            assert send(where).status_code in (302, 403)


def test_staff_without_second_factor_post_nothing(client: Any, coordinator: User, things: dict[str, Any]) -> None:
    client.force_login(coordinator, second_factor=False)
    area = Area.objects.filter(status="active").first()
    assert area is not None
    for where in ("/admin/neighbourhoods/district/add/", reverse("neighbourhoods:area_move", args=[area.slug])):
        answer = client.post(where, {"name": "Insmugglad", "slug": "in", "till": "closed"})
        assert answer.status_code == 302 and answer["Location"].startswith("/konto/")
    area.refresh_from_db()
    assert area.status == "active"
