from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from common import personal_data

_KEPT = (
    (
        "grannstod.Volunteer",
        ["user", "is_driver", "licence_until", "clearance_until", "joined_on", "wants_texts"],
        _("To plan patrols of two, one of whom drives."),
        _("As long as the person takes part, then two years for the statistics of the sponsors."),
    ),
    ("grannstod.CrewMember", ["volunteer"], _("To know who is out on a patrol."), _("Two years after the shift.")),
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
        """Say which fields hold personal data, and how they are erased and handed out; who drives during a break."""
        from grannstod import services
        from grannstod.slots_filled import adults_out
        from holiday_calendar.slots import PRESENCES

        PRESENCES.fill("grannstod", adults_out)

        for model, fields, purpose, keep in _KEPT:
            personal_data.register(model, fields, purpose=purpose, keep=keep)
        personal_data.register_eraser("grannstod", services.erase_person)
        personal_data.register_exporter("grannstod", services.export_person)
