"""What the places hand to the pages that show several rooms, one file a subject."""

from neighbourhoods.cards.areas import OwnArea, heads_others, needs, portal, serves, unread_messages, vitality
from neighbourhoods.cards.messages import message_needs
from neighbourhoods.cards.trainings import portal_trainings, training_needs

__all__ = [
    "OwnArea",
    "heads_others",
    "message_needs",
    "needs",
    "portal",
    "portal_trainings",
    "serves",
    "training_needs",
    "unread_messages",
    "vitality",
]
