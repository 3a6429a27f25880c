from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostConfig(AppConfig):
    """Every message that leaves."""

    name = "post"
    label = "post"
    verbose_name = _("Post")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how a person is forgotten, and which personal data is held and why."""
        from common import personal_data
        from common.resealing import RESEALERS
        from post import services

        personal_data.register_prepared_eraser("post", services.prepare_erasure)
        personal_data.register_exporter("post", services.export_person)
        RESEALERS.fill("post", services.reseal_all)
        self._register_personal_data()

    def _register_personal_data(self) -> None:
        from common import personal_data

        personal_data.register(
            "post.Delivery",
            ["recipient", "person", "variables", "reply"],
            purpose=_("To deliver a message, and to be able to answer who got it."),
            keep=_("One year; that a message left, and when, is kept without the person."),
        )
        personal_data.register(
            "post.Content",
            ["body", "subject"],
            purpose=_("The message as it was sent."),
            keep=_(
                "Secret messages until they have left; single messages 90 days; mail-outs as long as their archive."
            ),
        )
        personal_data.register(
            "post.TextReceipt",
            ["gateway_id"],
            purpose=_("To know what became of a text message at the gateway."),
            keep=_("One year; that a message left, and when, is kept without the person."),
        )
        self._register_lists()
        self._register_what_comes_in()

    def _register_lists(self) -> None:
        from common import personal_data

        personal_data.register(
            "post.Subscription",
            ["email", "language", "consent"],
            purpose=_("To send what somebody asked for, with the proof that they did."),
            keep=_(
                "Until the person leaves; the proof a year more, the address alone after that, so that it is not "
                "written to again. An address that has not said yes: two weeks."
            ),
            legal_ground="GDPR art. 6.1 a: consent; contact agents: art. 6.1 e",
        )
        personal_data.register(
            "post.ListImport",
            ["lines", "taken_by"],
            purpose=_("To bring readers in with the proof that they agreed, and to undo it."),
            keep=_("The addresses two days; who took the consent as long as the list."),
        )
        personal_data.register(
            "post.Suppression",
            ["email"],
            purpose=_("Not to write to an address that does not want it or does not exist."),
            keep=_("As long as the wish holds."),
        )

    def _register_what_comes_in(self) -> None:
        from common import personal_data

        personal_data.register(
            "post.IncomingMessage",
            ["raw", "envelope_to", "sender", "subject", "message_id"],
            purpose=_("To bring a reply to the matter it belongs to, and to see what could not be understood."),
            keep=_("90 days, longer while it waits for a person; what was brought to a matter is kept there."),
        )
        personal_data.register(
            "post.ReplyAddress",
            ["person_hash"],
            purpose=_("To know that a reply comes from the person we wrote to."),
            keep=_("Until the address is no longer valid: one year after our latest message."),
        )
        personal_data.register(
            "post.Bounce",
            ["email"],
            purpose=_("Not to go on writing to an address that does not exist or does not want it."),
            keep=_("One year."),
        )
