"""Districts, organisations, addresses and place names in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from accounts.services import NotesReads
from common.typed import ModelAdmin
from neighbourhoods.admin.exports import Exports
from neighbourhoods.forms import BorderForm
from neighbourhoods.models import Address, District, Municipality, Organisation, OrganisationContact, PlaceName


@admin.register(Municipality)
class MunicipalityAdmin(SimpleHistoryAdmin):
    """The municipality's border: one row."""

    form = BorderForm
    list_display = ["name", "code", "source"]
    search_fields = ["name", "code"]
    fields = ["code", "name", "source", "boundary"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let one be added where there is none."""
        return super().has_add_permission(request) and not Municipality.objects.exists()


def _district_columns() -> list[Any]:
    return [
        (str(_("Name")), lambda district: district.name),
        (str(_("Population")), lambda district: district.population),
        (str(_("Dwellings")), lambda district: district.dwellings),
    ]


@admin.register(District)
class DistrictAdmin(Exports, SimpleHistoryAdmin):
    """Districts."""

    form = BorderForm
    list_display = ["name", "population", "dwellings"]
    search_fields = ["name"]
    actions = ["export_xlsx", "export_csv"]
    export_columns = staticmethod(_district_columns)
    export_name = "kommundelar"
    prepopulated_fields = {"slug": ["name"]}


class ContactInline(admin.TabularInline):  # type: ignore[type-arg]  # takes no parameter at run time
    """Whom to reach at the organisation."""

    model = OrganisationContact
    extra = 1


def _contact_columns() -> list[Any]:
    return [
        (str(_("Organisation")), lambda contact: contact.organisation.name),
        (str(_("Role")), lambda contact: contact.role),
        (str(_("Name")), lambda contact: contact.name),
        (str(_("E-mail address")), lambda contact: contact.email),
        (str(_("Phone")), lambda contact: contact.phone),
        (str(_("Duty hours")), lambda contact: contact.organisation.duty_hours),
    ]


def _organisation_columns() -> list[Any]:
    return [
        (str(_("Name")), lambda one: one.name),
        (str(_("Kind")), lambda one: str(one.get_kind_display())),
        (str(_("Duty hours")), lambda one: one.duty_hours),
    ]


@admin.register(Organisation)
class OrganisationAdmin(NotesReads, Exports, SimpleHistoryAdmin):
    """Organisations with their contacts."""

    actions = ["export_xlsx", "export_csv"]
    export_columns = staticmethod(_organisation_columns)
    export_name = "organisationer"
    list_display = ["name", "kind", "duty_hours"]
    list_filter = ["kind"]
    search_fields = ["name", "contacts__name", "contacts__role"]
    inlines = [ContactInline]


@admin.register(OrganisationContact)
class OrganisationContactAdmin(NotesReads, Exports, SimpleHistoryAdmin):
    """Every contact: the list to take along."""

    list_display = ["organisation", "role", "name", "email", "phone"]
    list_filter = ["organisation__kind"]
    search_fields = ["organisation__name", "role", "name", "email"]
    list_select_related = ["organisation"]
    autocomplete_fields = ["organisation"]
    actions = ["export_xlsx", "export_csv"]
    export_columns = staticmethod(_contact_columns)
    export_name = "kontakter"


@admin.register(Address)
class AddressAdmin(ModelAdmin[Address]):
    """The address register, for looking up and correcting; it is read in by `import_addresses`."""

    list_display = ["street", "number", "postal_code", "locality"]
    list_filter = ["locality", "is_example"]
    search_fields = ["search", "postal_code", "locality"]
    exclude = ["search"]
    list_per_page = 50
    show_full_result_count = False


@admin.register(PlaceName)
class PlaceNameAdmin(ModelAdmin[PlaceName]):
    """Place names and postal codes."""

    list_display = ["name", "kind", "locality", "latitude", "longitude"]
    list_filter = ["kind"]
    search_fields = ["name", "locality"]
    exclude = ["search"]
    list_per_page = 50
