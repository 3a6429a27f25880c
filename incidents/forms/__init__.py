"""The forms of the room: the public one, and the coordinator's."""

from incidents.forms.report import ReportForm
from incidents.forms.triage import FilterForm, TriageForm

__all__ = ["FilterForm", "ReportForm", "TriageForm"]
