"""One function composes one mail, one file a subject."""

from neighbourhoods.mail.agents import appointed, heads_group
from neighbourhoods.mail.circle import MISUSE, Composed, circle_note, misuse
from neighbourhoods.mail.interest import interest_receipt
from neighbourhoods.mail.messages import from_desk, message_text, thread_of, to_agent, to_desk, to_head

__all__ = [
    "MISUSE",
    "Composed",
    "appointed",
    "circle_note",
    "from_desk",
    "heads_group",
    "interest_receipt",
    "message_text",
    "misuse",
    "thread_of",
    "to_agent",
    "to_desk",
    "to_head",
]
