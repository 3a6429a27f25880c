"""What became of a message, in words for somebody who has never seen an SMTP code.

Codes: RFC 5321 section 4.2 (three digits) and RFC 3463 (the enhanced ones, 5.1.1 say, first in the text).
"""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from post.models import Delivery

_ENHANCED = re.compile(r"\b[245]\.(\d{1,3}\.\d{1,3})\b")
# What stands behind the first digit of an enhanced code, from the most exact to the most general.
_BY_ENHANCED: tuple[tuple[str, StrOrPromise], ...] = (
    ("1.1", gettext_lazy("There is no such address. Ask the person for the right one.")),
    ("1.2", gettext_lazy("There is no such domain: what stands after the @ is misspelt, or no longer in use.")),
    ("1.", gettext_lazy("The address is not one the mail server can deliver to. Look for a spelling mistake.")),
    ("2.1", gettext_lazy("The mailbox is closed. Ask the person for another address.")),
    ("2.2", gettext_lazy("The mailbox is full. It may work again when the person has tidied it.")),
    ("2.3", gettext_lazy("The message is larger than the mailbox takes.")),
    ("3.4", gettext_lazy("The message is larger than the mail server takes.")),
    ("4.", gettext_lazy("The other mail server could not be reached.")),
    ("7.", gettext_lazy("The mail server does not want mail from us, or takes it for unwanted. Tell whoever runs it.")),
)
_BY_CODE: dict[int, StrOrPromise] = {
    421: gettext_lazy("The mail server was busy and asked us to come back."),
    450: gettext_lazy("The mailbox was busy. We try again by ourselves."),
    451: gettext_lazy("The mail server had a fault of its own. We try again by ourselves."),
    452: gettext_lazy("The mail server had no room just then. We try again by ourselves."),
    550: gettext_lazy("There is no such address, or the mail server does not want our mail."),
    552: gettext_lazy("The mailbox is full. It may work again when the person has tidied it."),
    553: gettext_lazy("The address is not one the mail server can deliver to. Look for a spelling mistake."),
    554: gettext_lazy("The mail server does not want mail from us, or takes it for unwanted. Tell whoever runs it."),
}
_BY_REASON: dict[str, StrOrPromise] = {
    "bad_address": gettext_lazy("This is not an e-mail address. Look for a spelling mistake."),
    "smtputf8_missing": gettext_lazy(
        "The address has letters (å, ä, ö) before the @ that our mail server can't send to."
    ),
    "unreadable": gettext_lazy("Its text can't be read: the key that wrote it is missing. Tell whoever runs the site."),
    "unknown": gettext_lazy("The mail server took the message and then said nothing. It may have arrived."),
    "left": gettext_lazy("The person had left the list, or wants no mail-outs, before it was sent."),
    "erased": gettext_lazy("The person was erased before it was sent."),
    "cancelled": gettext_lazy("The mail-out was cancelled before it was sent."),
    "expired": gettext_lazy("It became too old to send: a code, say, that no longer worked."),
}


_TEXT_BY_REASON: dict[str, StrOrPromise] = {
    "quiet": gettext_lazy("It is not urgent and waits until the quiet hours are over."),
    "unknown": gettext_lazy("The gateway took the message and then said nothing. It may have arrived."),
    "account": gettext_lazy("The gateway refuses our account. The message waits until somebody has put that right."),
    "away": gettext_lazy("The gateway could not be reached. We try again by ourselves."),
    "later": gettext_lazy("The gateway asked us to come back later. We try again by ourselves."),
    "refused": gettext_lazy("The gateway does not take messages to this number. Look for a slip of the pen."),
    "not_delivered": gettext_lazy("The phone did not get it: it may have been switched off for days. Call instead."),
    "gave_up": gettext_lazy("The gateway could not be reached for days. Call instead."),
    "expired": gettext_lazy("It became too old to send."),
    "erased": gettext_lazy("The person was erased before it was sent."),
}


_BY_FAULT: dict[str, StrOrPromise] = {
    "away": gettext_lazy("The mail server does not answer. We try again each minute."),
    "drops": gettext_lazy("The mail server hangs up without an answer. We try again each minute."),
    "sign_in": gettext_lazy(
        "The mail server does not accept our name and password. Mail waits. Tell whoever runs the site (EMAIL_URL)."
    ),
    "certificate": gettext_lazy(
        "The mail server can't show that it is the right one: we don't trust its certificate. Mail waits. Tell whoever"
        " runs the site."
    ),
    "not_offered": gettext_lazy(
        "The mail server does not offer the encryption or the sign-in that we ask for. Mail waits. Tell whoever runs"
        " the site (EMAIL_URL)."
    ),
}


def fault_in_words(kind: str) -> str:
    """Return a sentence about why no mail leaves, and what to do."""
    return str(_BY_FAULT.get(kind, _BY_FAULT["away"]))


def plain_words(delivery: Delivery) -> str:
    """Return a sentence about what happened and what to do; empty where the outcome says it all."""
    if delivery.channel == Delivery.Channel.SMS:
        return str(_TEXT_BY_REASON.get(delivery.reason, ""))
    if delivery.reason in _BY_REASON:
        return str(_BY_REASON[delivery.reason])
    if delivery.status == "accepted" or not (delivery.reply or delivery.reply_code):
        return ""
    said = _said(delivery.reply_code or 0, delivery.reply)
    if delivery.reason == "gave_up":
        return _("We tried for days and then gave up. The last answer: %(said)s") % {"said": said}
    return said


def _said(code: int, reply: str) -> str:
    found = _ENHANCED.search(reply)
    if found:
        for begins, words in _BY_ENHANCED:
            if found[1] == begins or (begins.endswith(".") and found[1].startswith(begins)):
                return str(words)
    if code in _BY_CODE:
        return str(_BY_CODE[code])
    if 400 <= code < 500:
        return _("The mail server asked us to come back later. We try again by ourselves.")
    return _("The mail server refused the message.")
