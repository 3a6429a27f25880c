from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from common import personal_data

_APPOINTMENT = _("Who answers for an area: to reach the agent, plan training and hand the role over")
_INTEREST = _("To tell who would like to take part that an area begins, and to ask for contact agents")
_CONTACT = _("Whom to reach at an organisation that takes part")

_REVIVAL = _("What was agreed while an area is being woken")
_CHANNELS = _("To reach an agent the way the agent wants")
_WORDS = _("What agents, their neighbours and the municipality have written to each other and agreed")
_MISUSE = _("To put a misused circle right; who told is never asked")


class NeighbourhoodsConfig(AppConfig):
    name = "neighbourhoods"
    label = "neighbourhoods"
    verbose_name = _("Grannsamverkan")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say where this room holds personal data, and hand the area summary to the documents."""
        from documents.slots import KINDS
        from neighbourhoods import services
        from neighbourhoods.pdf import AreaSummary, TrainingCertificate, TrainingCertificates

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
        _register_trainings()
        keep = _("Two years after the case was closed")
        personal_data.register("neighbourhoods.RevivalNote", ["text", "written_by"], purpose=_REVIVAL, keep=keep)
        personal_data.register_eraser("neighbourhoods", services.erase_person)
        personal_data.register_exporter("neighbourhoods", services.export_person)
        KINDS.fill("area_summary", AreaSummary())
        KINDS.fill("training_certificate", TrainingCertificate())
        KINDS.fill("training_certificates", TrainingCertificates())
        self._fill_threads_and_register()

    def _fill_threads_and_register(self) -> None:
        """Take the answers to messages, and say which personal data the portal holds."""
        from neighbourhoods.models import InterestedPerson, OrganisationContact, SignUp
        from neighbourhoods.slots_filled import MESSAGE_THREAD
        from post.slots import PHONE_BOOKS, THREADS, PhoneBook

        THREADS.fill("neighbourhoods:message", MESSAGE_THREAD)
        for people in (InterestedPerson, OrganisationContact, SignUp):
            PHONE_BOOKS.fill(people._meta.label, PhoneBook(rows=people._default_manager.all))
        keep = _("As long as the area's history; who wrote is emptied when the person is erased")
        register = personal_data.register
        register(
            "neighbourhoods.AgentChannels",
            ["user", "by_sms", "quiet_from", "quiet_until"],
            purpose=_CHANNELS,
            keep=keep,
        )
        for model in ("AreaMessage", "CircleNote"):
            register(f"neighbourhoods.{model}", ["author", "subject", "text"], purpose=_WORDS, keep=keep)
        register("neighbourhoods.MessageRecipient", ["user", "read_at", "passed_on_at"], purpose=_WORDS, keep=keep)
        register("neighbourhoods.MessageAnswer", ["author", "text"], purpose=_WORDS, keep=keep)
        register("neighbourhoods.CircleMisuse", ["text"], purpose=_MISUSE, keep=keep)
        register("neighbourhoods.GroupHead", ["user", "period"], purpose=_APPOINTMENT, keep=keep)
        register("neighbourhoods.YearlyMeeting", ["called_by", "invitation", "outcome"], purpose=_WORDS, keep=keep)
        register("neighbourhoods.HouseholdCount", ["counted_by"], purpose=_WORDS, keep=keep)
        register("neighbourhoods.TaskDone", ["done_by"], purpose=_WORDS, keep=keep)
        keep = _("A month after the list was read in")
        register("neighbourhoods.ListRow", ["name", "cells"], purpose=_APPOINTMENT, keep=keep)


def _register_trainings() -> None:
    """Say what a sign-up for a training holds, and for how long."""
    purpose = _("Who comes to a training: to keep a place, to tell of changes and to note who was there")
    keep = _("Two years after the training, or until a recorded erasure; never confirmed: two days")
    fields = ["user", "full_name", "email", "phone", "language"]
    personal_data.register("neighbourhoods.SignUp", fields, purpose=purpose, keep=keep)
    purpose = _("Wishes about the food, which can tell of health or faith: only for whoever cooks")
    keep = _("Until the night after the training")
    consent = "GDPR art. 6.1 a and 9.2 a: consent, given by writing it"
    personal_data.register("neighbourhoods.SignUp", ["dietary"], purpose=purpose, keep=keep, legal_ground=consent)
