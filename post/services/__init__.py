"""What other rooms ask of the post: lists and consent, mail-outs, addresses that replies come back to.

Single messages go through Django's mail API.
"""

from post.mail.frozen import PREFERENCES_URL, RECIPIENT, UNSUBSCRIBE_URL, Picture
from post.services.incoming import TooLargeError, fetch_mail, reply_address, take_in
from post.services.lists import (
    add_members,
    ask_about_me,
    confirm,
    ensure_list,
    find_subscription,
    leave,
    lists_of,
    lists_of_mail,
    pending_of,
    preferences_of,
    save_preferences,
    set_reading,
    subscribe,
)
from post.services.mailings import Recipient, cancel, create_mailing, freeze, pause, resume, set_pace, start_mailing
from post.services.privacy import (
    count_threads,
    erase_person,
    export_person,
    forget_list,
    forget_threads,
    prepare_erasure,
)
from post.services.sealing import reseal_all
from post.services.singles import post_message
from post.services.texting import Estimate, estimate, note_report, send_sms
from post.sms.folder import caught as caught_texts
from post.sms.gateway import is_on as sms_is_on
from post.sms.gateway import is_on as texts_are_on
from post.sms.gateway import place_of as sms_place
from post.sms.numbers import parse_mobile
from post.sms.segments import odd_signs

__all__ = [
    "PREFERENCES_URL",
    "RECIPIENT",
    "UNSUBSCRIBE_URL",
    "Estimate",
    "Picture",
    "Recipient",
    "TooLargeError",
    "add_members",
    "ask_about_me",
    "cancel",
    "caught_texts",
    "confirm",
    "count_threads",
    "create_mailing",
    "ensure_list",
    "erase_person",
    "estimate",
    "export_person",
    "fetch_mail",
    "find_subscription",
    "forget_list",
    "forget_threads",
    "freeze",
    "leave",
    "lists_of",
    "lists_of_mail",
    "note_report",
    "odd_signs",
    "parse_mobile",
    "pause",
    "pending_of",
    "post_message",
    "preferences_of",
    "prepare_erasure",
    "reply_address",
    "reseal_all",
    "resume",
    "save_preferences",
    "send_sms",
    "set_pace",
    "set_reading",
    "sms_is_on",
    "sms_place",
    "start_mailing",
    "subscribe",
    "take_in",
    "texts_are_on",
]
