"""What the places hand to the pages that show several rooms, one file a subject."""

from neighbourhoods.cards.areas import OwnArea, needs, portal, vitality

__all__ = ["OwnArea", "needs", "portal", "vitality"]
