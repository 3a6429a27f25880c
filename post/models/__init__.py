"""Everything that leaves and everything that comes in."""

from post.models.incoming import Bounce, IncomingEvent, IncomingMessage, ReplyAddress
from post.models.lists import (
    ADDRESS_LENGTH,
    ListImport,
    MailingList,
    Subscription,
    SubscriptionEvent,
    Suppression,
)
from post.models.outgoing import Chunk, Content, Delivery, Mailing, MailingEvent
from post.models.texting import TextMessage, TextReceipt

__all__ = [
    "ADDRESS_LENGTH",
    "Bounce",
    "Chunk",
    "Content",
    "Delivery",
    "IncomingEvent",
    "IncomingMessage",
    "ListImport",
    "Mailing",
    "MailingEvent",
    "MailingList",
    "ReplyAddress",
    "Subscription",
    "SubscriptionEvent",
    "Suppression",
    "TextMessage",
    "TextReceipt",
]
