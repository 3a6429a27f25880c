from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People and access."""

    name = "accounts"
    label = "accounts"
    verbose_name = _("People and access")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to sign-ins, lead the admin's sign-in to ours, and say which personal data is held and why."""
        import_module("accounts.receivers")
        self._enter_admin_by_our_sign_in()
        self._register_personal_data()
        self._fill_slots()

    def _enter_admin_by_our_sign_in(self) -> None:
        from django.contrib import admin

        from accounts import views

        admin.site.login = views.admin_entry  # type: ignore[method-assign]
        admin.site.password_change = views.admin_password  # type: ignore[method-assign, assignment]

    def _fill_slots(self) -> None:
        from accounts import services
        from common.resealing import RESEALERS

        RESEALERS.fill("accounts", services.reseal_all)

    def _register_personal_data(self) -> None:
        from accounts import services
        from common import personal_data

        personal_data.register(
            "accounts.User",
            ["email", "full_name", "phone", "language", "last_login", "date_joined"],
            purpose=_("To let people sign in and to reach them about their task."),
            keep=_("As long as the person has a task, then until erased on request or by recorded decision."),
        )
        personal_data.register(
            "accounts.Invitation",
            ["email", "full_name", "place"],
            purpose=_("To invite a person to a task."),
            keep=_("30 days after the invitation has run out."),
        )
        personal_data.register(
            "accounts.PartnerAccess",
            ["email", "organisation"],
            purpose=_("To let someone from another organisation take part for one purpose."),
            keep=_("A year after the access has run out."),
        )
        personal_data.register(
            "accounts.AuditEntry",
            ["actor", "network_hash"],
            purpose=_("To be able to show who read or changed personal data."),
            keep=_("Kept; holds numbers and a hash only, and the person behind a number can be erased."),
        )
        personal_data.register_eraser("accounts", services.erase_person)
        personal_data.register_exporter("accounts", services.export_person)
