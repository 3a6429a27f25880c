"""The admin of the house: the rooms in the order of the work, and no door that the audit trail does not know."""

from __future__ import annotations

import gc
from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

# App label and what is found there, in the order a coordinator meets them.
ROOMS = {
    "neighbourhoods": _("Districts, areas, contact agents, organisations and addresses."),
    "incidents": _("What residents and patrols report, and what became of it."),
    "calendar": _("School years, breaks, meetings and activities."),
    "grannstod": _("Volunteers, cars, routes, shifts and what they observed."),
    "newsletters": _("The letters of the year: written, approved, sent."),
    "documents": _("The PDF documents that have been asked for."),
    "post": _("What has been mailed, to whom, and who has asked for what."),
    "accounts": _("Who signs in, with which role, and what they have read and changed."),
}


class HouseAdminSite(admin.AdminSite):
    """Shows the rooms' own models only.

    Groups are made from one table of roles, and sign-in methods are changed by their owner: the pages that Django
    and allauth bring for them would be ways round the audit trail, so they are never made.
    """

    site_header = site_title = "Botkyrka Trygghet"

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take models of the rooms; leave those of other packages out."""
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        ours = [model for model in models if model._meta.app_label in ROOMS]
        super().register(ours, admin_class, **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the rooms in their order, each with a sentence about what is there."""
        order = list(ROOMS)
        shown = sorted(super().get_app_list(request, app_label), key=lambda app: order.index(app["app_label"]))
        return [{**app, "about": ROOMS[app["app_label"]]} for app in shown]


class HouseAdminConfig(AdminConfig):
    """Django's admin, with the house's site."""

    default_site = "botkyrka_trygghet.admin_site.HouseAdminSite"

    def ready(self) -> None:
        """Load every room's admin; with it the last of the house is loaded (see the first lines of `settings.py`)."""
        super().ready()
        gc.enable()
