"""What other rooms ask of the post: lists and consent, mail-outs, addresses that replies come back to.

Single messages go through Django's mail API.
"""

from post.mail.frozen import PREFERENCES_URL, RECIPIENT, UNSUBSCRIBE_URL, Picture
from post.services.incoming import TooLargeError, fetch_mail, reply_address, take_in
from post.services.lists import (
    add_members,
    confirm,
    ensure_list,
    find_subscription,
    leave,
    lists_of,
    lists_of_mail,
    pending_of,
    set_reading,
    subscribe,
)
from post.services.mailings import Recipient, cancel, create_mailing, freeze, pause, resume, start_mailing
from post.services.privacy import erase_person, export_person
from post.services.singles import post_message

__all__ = [
    "PREFERENCES_URL",
    "RECIPIENT",
    "UNSUBSCRIBE_URL",
    "Picture",
    "Recipient",
    "TooLargeError",
    "add_members",
    "cancel",
    "confirm",
    "create_mailing",
    "ensure_list",
    "erase_person",
    "export_person",
    "fetch_mail",
    "find_subscription",
    "freeze",
    "leave",
    "lists_of",
    "lists_of_mail",
    "pause",
    "pending_of",
    "post_message",
    "reply_address",
    "resume",
    "set_reading",
    "start_mailing",
    "subscribe",
    "take_in",
]
