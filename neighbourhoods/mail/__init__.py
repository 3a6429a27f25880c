"""One function composes one mail, one file a subject."""

from neighbourhoods.mail.interest import interest_receipt

__all__ = [
    "interest_receipt",
]
