"""What can be done with reports: verbs, keyword-only, each one transaction."""

from incidents.figures.following import asked_by_yes_token, by_follow_token, follow_token, follower_by_token
from incidents.services.api_keys import api_key_by_secret, issue_api_key, revoke_api_key
from incidents.services.at_once import can_be_taken_back, report_at_once, take_back, words_at_once
from incidents.services.bulk import import_reports
from incidents.services.counts import count_if_never_counted, fold_counts, recount
from incidents.services.delivered import discard_counts, preview_counts, save_counts, undo_counts
from incidents.services.desk import PLACEHOLDERS, filled_in, save_filter, unknown_placeholders
from incidents.services.disclosing import disclose, left_to_judge, masked
from incidents.services.doubting import doubt, reopen
from incidents.services.efforts import change_effort, record_effort
from incidents.services.forwarding import (
    ask_where_they_stand,
    forward,
    note_police_number,
    note_their_number,
    take_forwarding_reply,
    wake_for_forwardings,
)
from incidents.services.intake import (
    ANONYMOUS,
    Position,
    Reporter,
    Told,
    plain,
    report_incident,
    report_incidents,
    require_position,
    wake_for_receipts,
)
from incidents.services.joining import join, leave, merge, say_yes, split, stop_writing
from incidents.services.moving_many import Act, Fate, act_on_many
from incidents.services.numbers import next_number
from incidents.services.open311 import Posted, TooManyError, take_posted
from incidents.services.own import ask_for_own, own_reports
from incidents.services.personal import erase_person, export_person, files_of_person, read_plate, read_reporter
from incidents.services.photos import (
    MAX_PHOTOS,
    Box,
    add_photos,
    blur,
    keep_photos,
    kept_photos,
    tidy_kept_photos,
    wake_for_small_pictures,
)
from incidents.services.place_following import Place, Rhythm, follow_place, tell_followers_of_places
from incidents.services.plates import reseal_all
from incidents.services.police import fetch_police_events, forget_police_summaries
from incidents.services.publishing import listed_from, set_publishing
from incidents.services.releasing import release_month, release_months
from incidents.services.reminding import ask_how_it_went, say_it_helped, tell_of_late
from incidents.services.replies import comment, guarded, reply_on_page, take_reply
from incidents.services.retention import anonymise_outlived, record_retention
from incidents.services.routing import publish_rule, save_rule
from incidents.services.seeing import require_kept_to, seen_by_now, set_seen_by
from incidents.services.standing import save_standing, send_standing_summaries, summary_purpose
from incidents.services.triage import (
    Decision,
    add_note,
    answer,
    assign,
    decide,
    judge,
    move_report,
    release,
    release_photo,
    taken_over_by,
)

__all__ = [
    "ANONYMOUS",
    "MAX_PHOTOS",
    "PLACEHOLDERS",
    "Act",
    "Box",
    "Decision",
    "Fate",
    "Place",
    "Position",
    "Posted",
    "Reporter",
    "Rhythm",
    "Told",
    "TooManyError",
    "act_on_many",
    "add_note",
    "add_photos",
    "anonymise_outlived",
    "answer",
    "api_key_by_secret",
    "ask_for_own",
    "ask_how_it_went",
    "ask_where_they_stand",
    "asked_by_yes_token",
    "assign",
    "blur",
    "by_follow_token",
    "can_be_taken_back",
    "change_effort",
    "comment",
    "count_if_never_counted",
    "decide",
    "discard_counts",
    "disclose",
    "doubt",
    "erase_person",
    "export_person",
    "fetch_police_events",
    "files_of_person",
    "filled_in",
    "fold_counts",
    "follow_place",
    "follow_token",
    "follower_by_token",
    "forget_police_summaries",
    "forward",
    "guarded",
    "import_reports",
    "issue_api_key",
    "join",
    "judge",
    "keep_photos",
    "kept_photos",
    "leave",
    "left_to_judge",
    "listed_from",
    "masked",
    "merge",
    "move_report",
    "next_number",
    "note_police_number",
    "note_their_number",
    "own_reports",
    "plain",
    "preview_counts",
    "publish_rule",
    "read_plate",
    "read_reporter",
    "record_effort",
    "record_retention",
    "recount",
    "release",
    "release_month",
    "release_months",
    "release_photo",
    "reopen",
    "reply_on_page",
    "report_at_once",
    "report_incident",
    "report_incidents",
    "require_kept_to",
    "require_position",
    "reseal_all",
    "revoke_api_key",
    "save_counts",
    "save_filter",
    "save_rule",
    "save_standing",
    "say_it_helped",
    "say_yes",
    "seen_by_now",
    "send_standing_summaries",
    "set_publishing",
    "set_seen_by",
    "split",
    "stop_writing",
    "summary_purpose",
    "take_back",
    "take_forwarding_reply",
    "take_posted",
    "take_reply",
    "taken_over_by",
    "tell_followers_of_places",
    "tell_of_late",
    "tidy_kept_photos",
    "undo_counts",
    "unknown_placeholders",
    "wake_for_forwardings",
    "wake_for_receipts",
    "wake_for_small_pictures",
    "words_at_once",
]
