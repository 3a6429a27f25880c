"""Everything that leaves and everything that comes in."""

from post.models.incoming import Bounce, IncomingEvent, IncomingMessage, ReplyAddress
from post.models.outgoing import (
    ADDRESS_LENGTH,
    Chunk,
    Content,
    Delivery,
    ListImport,
    Mailing,
    MailingEvent,
    MailingList,
    Subscription,
    SubscriptionEvent,
    Suppression,
)
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
