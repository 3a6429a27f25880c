from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

_KEEP = _("As long after closing as is decided for the kind of report, or until erased on request.")
# Model, fields, purpose, time limit.
PERSONAL_DATA = (
    (
        "incidents.Report",
        ["reporter_name", "reporter_email", "follow_hash", "language"],
        _("To answer the person who reported, if they asked for it."),
        _KEEP,
    ),
    (
        "incidents.Report",
        ["text", "public_text", "place", "latitude", "longitude", "assigned_to", "form_token"],
        _("To handle what was reported; free text can name people although the form asks not to."),
        _KEEP,
    ),
    (
        "incidents.Report",
        ["plate_sealed"],
        _("To find the owner of an abandoned or stolen vehicle; encrypted."),
        _("Until the report is closed."),
    ),
    (
        "incidents.Follower",
        ["email", "language", "form_token", "follow_hash"],
        _("To tell who has seen the same as a report what happens to it."),
        _("As the report, or until the follower stops following."),
    ),
    (
        "incidents.ReportNote",
        ["text", "author"],
        _("To answer the reporter and to hand over work between handlers."),
        _KEEP,
    ),
    (
        "incidents.ReportEvent",
        ["actor"],
        _("To show who did what with a report."),
        _("As long as the report; holds a number only, and the person behind it can be erased."),
    ),
    (
        "incidents.Destination",
        ["email", "address"],
        _("To send reports on to who takes care of them; an office's address, but it can be a person's."),
        _("As long as the destination stands in the list."),
    ),
    (
        "incidents.RoutingRule",
        ["published_by"],
        _("To show who put a rule in force."),
        _("As long as the rule; holds a number only, and the person behind it can be erased."),
    ),
    (
        "incidents.Forwarding",
        ["text", "their_number", "their_answer", "sent_by"],
        _("To know what was sent on to whom, and the number it has there."),
        _KEEP,
    ),
    (
        "incidents.Disclosure",
        ["text", "reviewed_by"],
        _("To show what was handed out of a public record; masked and gone through by a person."),
        _KEEP,
    ),
    (
        "incidents.SavedFilter",
        ["user", "query"],
        _("To open a filter of the queue again."),
        _("Until its owner removes it or is erased."),
    ),
    (
        "incidents.RetentionDecision",
        ["recorded_by"],
        _("To show who recorded a decision."),
        _("As long as the decision; holds a number only, and the person behind it can be erased."),
    ),
    (
        "incidents.ApiKey",
        ["owner", "email", "issued_by"],
        _("To know who answers for a key by which another system reports, and to reach them."),
        _("As long as the key stands in the list."),
    ),
    (
        "incidents.Effort",
        ["leader", "recorded_by"],
        _("To know who leads an effort and who wrote it down."),
        _("As long as the effort is part of the municipality's follow-up."),
    ),
    (
        "incidents.EffortChange",
        ["note", "before", "after", "by"],
        _("To show how an effort was changed after it started, and why."),
        _("As long as the effort is part of the municipality's follow-up."),
    ),
    (
        "incidents.StandingSummary",
        ["receiver", "email", "answers_for"],
        _("To send summaries to police, local Brå and the steering group, and to know who answers for it."),
        _("As long as the subscription stands in the list."),
    ),
    (
        "incidents.CountList",
        ["by"],
        _("To show who read in a list of counts."),
        _("As long as the list; holds a number only, and the person behind it can be erased."),
    ),
    (
        "incidents.Photo",
        ["name"],
        _("To see what was reported; people can be in the picture although the form asks not to."),
        _("As the report; a day for a photo whose form was never sent."),
    ),
)


class IncidentsConfig(AppConfig):
    """Reports from the public, triage and statistics."""

    name = "incidents"
    label = "incidents"
    verbose_name = _("Incident reports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Fill the slots of lower rooms, and say which personal data is held and why."""
        from accounts.slots import PARTNER_PAGES
        from common.resealing import RESEALERS
        from documents.slots import KINDS
        from incidents import services, slots_filled
        from neighbourhoods.slots import AREA_DEPENDENTS, AREA_SECTIONS, PORTAL_FIGURES, PORTAL_TASKS
        from post.slots import COMPLAINTS, THREADS

        AREA_SECTIONS.fill("report_trend", slots_filled.area_trend_section, rank=30)
        AREA_DEPENDENTS.fill("reports", slots_filled.reports_left_outside)
        PORTAL_FIGURES.fill("reports", slots_filled.portal_figures, rank=30)
        PORTAL_TASKS.fill("reports", slots_filled.portal_tasks)
        KINDS.fill("report_case", slots_filled.REPORT_CASE)
        KINDS.fill("situation", slots_filled.SITUATION_SUMMARY)
        KINDS.fill(services.standing.KIND, slots_filled.STANDING_SUMMARY)
        PARTNER_PAGES.fill("incidents:summary", slots_filled.SUMMARY_PAGE)
        THREADS.fill("incidents:report", slots_filled.REPORT_THREAD)
        THREADS.fill("incidents:forwarding", slots_filled.FORWARDING_THREAD)
        COMPLAINTS.fill("incidents", services.stop_writing)
        RESEALERS.fill("incidents", services.reseal_all)
        self._register_personal_data()

    def _register_personal_data(self) -> None:
        from common import personal_data
        from incidents import services

        for model, fields, purpose, keep in PERSONAL_DATA:
            personal_data.register(model, fields, purpose=purpose, keep=keep)
        personal_data.register_eraser("incidents", services.erase_person)
        personal_data.register_exporter("incidents", services.export_person)
        personal_data.register_files("incidents", services.files_of_person)
