from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_AS_THE_ISSUE = _("As long as the issue; holds a number only, and the person behind it can be erased.")
_TRANSLATED = _("So that nobody approves their own translation alone.")
# Model, fields, purpose, time limit.
PERSONAL_DATA = (
    ("newsletters.Version", ["author", "partner"], _("To show who changed what in a letter."), _AS_THE_ISSUE),
    ("newsletters.Comment", ["author", "partner"], _("To answer whoever commented on a letter."), _AS_THE_ISSUE),
    (
        "newsletters.Block",
        ["written_by", "partner"],
        _("So that nobody approves their own text alone, and outside authors change theirs only."),
        _AS_THE_ISSUE,
    ),
    ("newsletters.IssueTranslation", ["written_by"], _TRANSLATED, _AS_THE_ISSUE),
    ("newsletters.BlockTranslation", ["written_by"], _TRANSLATED, _AS_THE_ISSUE),
    (
        "newsletters.ReaderPlace",
        ["area", "district"],
        _("To put the figures of the reader's own area or district in the letter."),
        _("As long as the subscription."),
    ),
)


class NewslettersConfig(AppConfig):
    name = "newsletters"
    label = "newsletters"
    verbose_name = _("Newsletters")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer partners an issue to read before it is approved, put the year on the wheel and issues on paper."""
        from accounts.slots import PARTNER_PAGES
        from common import personal_data
        from documents.slots import KINDS
        from holiday_calendar.slots import RINGS
        from neighbourhoods.slots import LETTERS
        from newsletters.pdf import PrintEdition
        from newsletters.slots_filled import PARTNER_PAGE, READER_PAGE, WRITING_PAGE, letters_for, year_ring
        from post.slots import READER_PAGES

        PARTNER_PAGES.fill("newsletters:issue", PARTNER_PAGE)
        PARTNER_PAGES.fill("newsletters:write", WRITING_PAGE)
        KINDS.fill("print_edition", PrintEdition())
        RINGS.fill("newsletters", year_ring, rank=20)
        LETTERS.fill("newsletters", letters_for)
        READER_PAGES.fill("newsletters", READER_PAGE)
        for model, fields, purpose, keep in PERSONAL_DATA:
            personal_data.register(model, fields, purpose=purpose, keep=keep)
