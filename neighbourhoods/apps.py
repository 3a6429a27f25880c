from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from common import personal_data

_APPOINTMENT = _("Who answers for an area: to reach the agent, plan training and hand the role over")
_INTEREST = _("To tell who would like to take part that an area begins, and to ask for contact agents")
_CONTACT = _("Whom to reach at an organisation that takes part")


class NeighbourhoodsConfig(AppConfig):
    name = "neighbourhoods"
    label = "neighbourhoods"
    verbose_name = _("Grannsamverkan")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where this room holds personal data, and hand the area summary to the documents."""
        from documents.slots import KINDS
        from neighbourhoods import services
        from neighbourhoods.pdf import AreaSummary

        fields = ["user", "period", "is_head", "agrees_to_be_shown", "trained_on"]
        keep = _("While the appointment lasts; then as the area's history until a recorded erasure")
        personal_data.register("neighbourhoods.ContactAgent", fields, purpose=_APPOINTMENT, keep=keep)
        keep = _("Until the organisation names somebody else")
        fields = ["role", "name", "email", "phone"]
        personal_data.register("neighbourhoods.OrganisationContact", fields, purpose=_CONTACT, keep=keep)
        fields = ["name", "email", "phone", "address", "latitude", "longitude", "wants_to_be_agent", "language"]
        keep = _("A year, or until the person takes it back; an unconfirmed address two weeks")
        consent = "GDPR art. 6.1 a: consent"
        personal_data.register(
            "neighbourhoods.InterestedPerson", fields, purpose=_INTEREST, keep=keep, legal_ground=consent
        )
        personal_data.register_eraser("neighbourhoods", services.erase_person)
        personal_data.register_exporter("neighbourhoods", services.export_person)
        KINDS.fill("area_summary", AreaSummary())
