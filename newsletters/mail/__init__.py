"""One function composes one mail, one file a subject."""

from newsletters.mail.alarms import late_issue
from newsletters.mail.checking import Finding, check, check_links
from newsletters.mail.ground import Ground
from newsletters.mail.letter import Composer, Letter
from newsletters.mail.parts import Part, words_of
from newsletters.mail.pictures import for_mail as pictures_of
from newsletters.mail.pictures import in_place as pictures_in_place
from newsletters.mail.pictures import read as picture_of

__all__ = [
    "Composer",
    "Finding",
    "Ground",
    "Letter",
    "Part",
    "check",
    "check_links",
    "late_issue",
    "picture_of",
    "pictures_in_place",
    "pictures_of",
    "words_of",
]
