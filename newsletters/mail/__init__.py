"""One function composes one mail, one file a subject."""

from newsletters.mail.alarms import late_issue
from newsletters.mail.approving import waits_for_approval
from newsletters.mail.checking import Doubt, Finding, check, check_links, check_spelling
from newsletters.mail.letter import Composer, Letter
from newsletters.mail.pictures import for_mail as pictures_of
from newsletters.mail.pictures import in_place as pictures_in_place
from newsletters.mail.pictures import read as picture_of

__all__ = [
    "Composer",
    "Doubt",
    "Finding",
    "Letter",
    "check",
    "check_links",
    "check_spelling",
    "late_issue",
    "picture_of",
    "pictures_in_place",
    "pictures_of",
    "waits_for_approval",
]
