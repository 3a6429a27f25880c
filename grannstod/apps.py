from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from common import personal_data


class GrannstodConfig(AppConfig):
    name = "grannstod"
    label = "grannstod"
    verbose_name = _("Grannstöd")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say which fields hold personal data, and how they are erased and handed out."""
        from grannstod import services

        personal_data.register(
            "grannstod.Volunteer",
            ["user", "is_driver", "licence_until", "clearance_until", "joined_on", "wants_texts"],
            purpose=_("To plan patrols of two, one of whom drives."),
            keep=_("As long as the person takes part, then two years for the statistics of the sponsors."),
        )
        personal_data.register(
            "grannstod.CrewMember",
            ["volunteer"],
            purpose=_("To know who is out on a patrol."),
            keep=_("Two years after the shift."),
        )
        for model in ("grannstod.WaitingPlace", "grannstod.SeatEvent"):
            personal_data.register(
                model,
                ["volunteer"],
                purpose=_("To know who is out on a patrol."),
                keep=_("Two years after the shift."),
            )
        personal_data.register(
            "grannstod.Observation",
            ["author", "text", "place", "latitude", "longitude", "photo"],
            purpose=_("To pass on what a patrol saw: places and situations, never persons."),
            keep=_("Two years after the patrol."),
        )
        personal_data.register_eraser("grannstod", services.erase_person)
        personal_data.register_exporter("grannstod", services.export_person)
