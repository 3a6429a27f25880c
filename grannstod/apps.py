from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from common import personal_data

_VISITS = _("To let an agent ask for a visit and hear that a patrol has been there.")
_SUPPORT = _("To visit those who have met with a crime; every reading is logged.")
_KEPT = (
    (
        "grannstod.VictimSupportCase",
        ["sealed", "area"],
        _SUPPORT,
        _("Encrypted; as long after closing as the recorded decision says."),
    ),
    (
        "grannstod.SupportVisit",
        ["sealed", "one", "other"],
        _SUPPORT,
        _("Encrypted; as long after closing as the recorded decision says."),
    ),
    (
        "grannstod.SupporterCourse",
        ["volunteer"],
        _("To know who has learnt what a supporter needs."),
        _("As long as the person takes part, then two years for the statistics of the sponsors."),
    ),
    (
        "grannstod.BriefingNote",
        ["written_by", "text"],
        _("To know who asked patrols to look at something."),
        _("Two years after the patrol."),
    ),
    (
        "grannstod.VisitWish",
        ["asked_by", "text"],
        _VISITS,
        _("Until the agent takes it back or the appointment ends."),
    ),
    (
        "grannstod.VisitNote",
        ["user", "since"],
        _VISITS,
        _("Until the agent takes it back or the appointment ends."),
    ),
    (
        "grannstod.Volunteer",
        [
            *("user", "is_driver", "licence_until", "clearance_until", "joined_on", "wants_texts", "idle_told_on"),
            *("interviewed_on", "reference_on", "trained_on", "agreement_on", "left_on"),
        ],
        _("To plan patrols of two, one of whom drives."),
        _("As long as the person takes part, then two years for the statistics of the sponsors."),
    ),
    ("grannstod.CrewMember", ["volunteer"], _("To know who is out on a patrol."), _("Two years after the shift.")),
    (
        "grannstod.Applicant",
        ["name", "email", "phone", "business", "district", "about", "has_licence", "language"],
        _("To get in touch with people who want to join Grannstöd."),
        _("Until the account is opened; a year at most, a month after a no, 14 days unless confirmed."),
    ),
    (
        "grannstod.Wish",
        ["volunteer", "gladly", "never", "part", "seat", "most", "partner", "away_from", "away_until"],
        _("To propose shifts that suit."),
        _("As long as the person takes part."),
    ),
    (
        "grannstod.ProposedSeat",
        ["volunteer"],
        _("To propose shifts that suit."),
        _("As long as the person takes part."),
    ),
    (
        "grannstod.ShownSeat",
        ["volunteer"],
        _("To propose shifts that suit."),
        _("Until the schedule is released or dropped."),
    ),
    ("grannstod.WaitingPlace", ["volunteer"], _("To know who is out on a patrol."), _("Two years after the shift.")),
    ("grannstod.SeatEvent", ["volunteer"], _("To know who is out on a patrol."), _("Two years after the shift.")),
    (
        "grannstod.Observation",
        ["author", "text", "place", "latitude", "longitude", "photo"],
        _("To pass on what a patrol saw: places and situations, never persons."),
        _("Two years after the patrol."),
    ),
)


class GrannstodConfig(AppConfig):
    name = "grannstod"
    label = "grannstod"
    verbose_name = _("Grannstöd")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which fields hold personal data, how they are erased and handed out; fill the slots of rooms below."""
        from common.resealing import RESEALERS
        from documents.slots import KINDS
        from grannstod import services
        from grannstod.models import Applicant
        from grannstod.pdf import HOURS, PATROL_REPORT
        from grannstod.slots_filled import adults_out
        from holiday_calendar.slots import PRESENCES
        from post.slots import PHONE_BOOKS, PhoneBook

        import_module("grannstod.receivers")
        KINDS.fill("patrol_report", PATROL_REPORT)
        KINDS.fill("grannstod_hours", HOURS)
        PRESENCES.fill("grannstod", adults_out)
        RESEALERS.fill("grannstod", services.reseal_all)
        PHONE_BOOKS.fill("grannstod.Applicant", PhoneBook(rows=Applicant.objects.all))

        for model, fields, purpose, keep in _KEPT:
            personal_data.register(model, fields, purpose=purpose, keep=keep)
        personal_data.register_eraser("grannstod", services.erase_person)
        personal_data.register_exporter("grannstod", services.export_person)
