"""The coordinator's forms: what the queue shows, and one form that judges, routes and answers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common import clock
from incidents import services
from incidents.lifecycle import MOVES, Reason, ReportStatus
from incidents.models import Category, Report, StandardText
from incidents.querysets import ReportQuerySet
from incidents.services import Decision
from neighbourhoods.models import District, Organisation

HEAPS = (
    ("decide", gettext_lazy("To decide")),
    ("late", gettext_lazy("Overdue")),
    ("today", gettext_lazy("Due today")),
    ("urgent", gettext_lazy("Urgent")),
    ("waiting", gettext_lazy("Waiting for others")),
    ("reply", gettext_lazy("Something has come in")),
    ("open", gettext_lazy("All open")),
    ("all", gettext_lazy("All")),
)
SORTS = {"due": ("due_at", "pk"), "new": ("-received_at", "-pk"), "old": ("received_at", "pk")}

# What a coordinator can decide: word, state, reason code.
DECISIONS: dict[str, tuple[Any, ReportStatus, Reason]] = {
    "start": (gettext_lazy("We handle it ourselves"), ReportStatus.IN_PROGRESS, Reason.STARTED),
    "police": (gettext_lazy("The police"), ReportStatus.PASSED_ON, Reason.PASSED_TO_POLICE),
    "municipality": (
        gettext_lazy("The municipality's fault reports"), ReportStatus.PASSED_ON, Reason.PASSED_TO_MUNICIPALITY,
    ),
    "owner": (gettext_lazy("The owner of the place"), ReportStatus.PASSED_ON, Reason.PASSED_TO_OWNER),
    "ask": (gettext_lazy("We need to know more"), ReportStatus.WAITING, Reason.NEED_TO_KNOW_MORE),
    "fixed": (gettext_lazy("Done: it is fixed"), ReportStatus.DONE, Reason.FIXED),
    "no_action": (gettext_lazy("Close: no action, and the answer says why"), ReportStatus.DECLINED, Reason.NO_ACTION),
    "taken_over": (
        gettext_lazy("Close: whoever it was passed on to has taken it over"),
        ReportStatus.DECLINED, Reason.TAKEN_BY_OWNER,
    ),
    "not_found": (gettext_lazy("Close: it could not be found"), ReportStatus.DECLINED, Reason.NOT_FOUND),
    "reopen": (gettext_lazy("Open it again"), ReportStatus.RECEIVED, Reason.REOPENED),
}  # fmt: skip
NEEDS_WORDS = ("no_action", "ask")
TAKEN_OVER = "taken_over"


_YEARS = [MinValueValidator(date(1990, 1, 1)), MaxValueValidator(date(2100, 1, 1))]
_DAY = forms.DateInput(attrs={"class": "in", "type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """Which reports the queue shows. What can't be read is ignored: a list is always shown."""

    q = forms.CharField(
        required=False,
        max_length=100,
        label=gettext_lazy("Search"),
        widget=forms.TextInput(attrs={"class": "in", "type": "search"}),
    )
    heap = forms.ChoiceField(choices=HEAPS, required=False, label=gettext_lazy("Show"))
    category = forms.ModelChoiceField(
        Category.objects.all(), to_field_name="code", required=False, label=gettext_lazy("Kind"),
        empty_label=gettext_lazy("Every kind"), widget=forms.Select(attrs={"class": "in"}),
    )  # fmt: skip
    district = forms.ModelChoiceField(
        District.objects.defer("boundary"), to_field_name="slug", required=False, label=gettext_lazy("District"),
        empty_label=gettext_lazy("Every district"), widget=forms.Select(attrs={"class": "in"}),
    )  # fmt: skip
    handler = forms.ModelChoiceField(
        User.objects.none(), required=False, label=gettext_lazy("Handled by"),
        empty_label=gettext_lazy("Everybody"), widget=forms.Select(attrs={"class": "in"}),
    )  # fmt: skip
    since = forms.DateField(required=False, label=gettext_lazy("Received from"), widget=_DAY, validators=_YEARS)
    until = forms.DateField(required=False, label=gettext_lazy("Up to and including"), widget=_DAY, validators=_YEARS)
    sort = forms.ChoiceField(
        choices=[
            ("due", gettext_lazy("Most urgent first")),
            ("new", gettext_lazy("Newest first")),
            ("old", gettext_lazy("Oldest first")),
        ],
        required=False,
        label=gettext_lazy("Order"),
        widget=forms.Select(attrs={"class": "in"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler"].queryset = handlers()  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        """Whether more than the search word limits or orders the list."""
        return any(self.data.get(name) for name in ("category", "district", "handler", "since", "until", "sort"))

    def apply(self, reports: ReportQuerySet) -> ReportQuerySet:
        """Limit and order the reports."""
        self.is_valid()
        data = self.cleaned_data
        heap = data.get("heap") or "decide"
        shown: ReportQuerySet = _HEAP_QUERIES[heap](reports)
        if data.get("category"):
            shown = shown.filter(category=data["category"])
        if data.get("district"):
            shown = shown.filter(district=data["district"])
        if data.get("handler"):
            shown = shown.filter(assigned_to=data["handler"])
        if data.get("since"):
            shown = shown.filter(received_at__gte=clock.start_of_day(data["since"]))
        if data.get("until"):
            shown = shown.filter(received_at__lt=clock.start_of_day(data["until"] + timedelta(days=1)))
        if data.get("q"):
            shown = shown.search(data["q"])
        default = "new" if heap == "all" else "due"
        return shown.order_by(*SORTS[data.get("sort") or default])

    @property
    def heap_name(self) -> str:
        """The heap that is shown."""
        return str(getattr(self, "cleaned_data", {}).get("heap") or "decide")


_HEAP_QUERIES: dict[str, Any] = {
    "decide": lambda reports: reports.to_decide(),
    "late": lambda reports: reports.overdue(),
    "today": lambda reports: reports.due_today(),
    "urgent": lambda reports: reports.urgent(),
    "waiting": lambda reports: reports.waiting(),
    "reply": lambda reports: reports.with_reply(),
    "open": lambda reports: reports.open(),
    "all": lambda reports: reports,
}


class TriageForm(forms.Form):
    """Judge, assign, route, answer, release: one button saves all of it or nothing."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    category = forms.ModelChoiceField(
        Category.objects.all(), to_field_name="code", label=gettext_lazy("What is it?"),
        widget=forms.Select(attrs={"class": "in"}),
    )  # fmt: skip
    is_offensive = forms.TypedChoiceField(
        choices=[
            ("", gettext_lazy("Not judged")),
            ("yes", gettext_lazy("Yes: gone within 24 weekday hours, report to the police")),
            ("no", gettext_lazy("No: gone within 48 hours")),
        ],
        coerce=lambda value: {"yes": True, "no": False}[value],
        empty_value=None,
        required=False,
        label=gettext_lazy("Is it offensive or threatening?"),
        widget=forms.RadioSelect,
    )
    priority = forms.TypedChoiceField(
        choices=Report.Priority, coerce=int, empty_value=None, required=False,
        label=gettext_lazy("How urgent is it beside others?"), widget=forms.Select(attrs={"class": "in"}),
    )  # fmt: skip
    standard_text = forms.ModelChoiceField(
        StandardText.objects.usable(), required=False, label=gettext_lazy("Standard text"),
        empty_label=gettext_lazy("None"), widget=forms.Select(attrs={"class": "in"}),
    )  # fmt: skip
    decision = forms.ChoiceField(
        required=False, label=gettext_lazy("Who takes care of it?"), widget=forms.RadioSelect, choices=[]
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), required=False, label=gettext_lazy("Which organisation owns the place"),
        empty_label=gettext_lazy("Nobody named"), widget=forms.Select(attrs={"class": "in"}),
    )  # fmt: skip
    assignee = forms.ModelChoiceField(
        User.objects.none(), required=False, label=gettext_lazy("Handled by"),
        empty_label=gettext_lazy("Nobody yet"), widget=forms.Select(attrs={"class": "in"}),
    )  # fmt: skip
    message = forms.CharField(
        required=False, max_length=4000, label=gettext_lazy("Answer to the reporter"),
        help_text=gettext_lazy("Stands on the page to follow, and goes by mail if there is an address."),
        widget=forms.Textarea(attrs={"class": "in", "rows": 5}),
    )  # fmt: skip
    note = forms.CharField(
        required=False, max_length=4000, label=gettext_lazy("Internal note"),
        help_text=gettext_lazy("Only handlers read it."), widget=forms.Textarea(attrs={"class": "in", "rows": 2}),
    )  # fmt: skip
    public_text = forms.CharField(
        required=False, max_length=4000, label=gettext_lazy("Text that the area's agents may read"),
        help_text=gettext_lazy("Empty means not released. Take out what points at a person."),
        widget=forms.Textarea(attrs={"class": "in", "rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(report))
        super().__init__(*args, **kwargs)
        self.report = report
        self.label_suffix = ""
        allowed = MOVES[ReportStatus(report.status)]
        words = [
            (key, word)
            for key, (word, state, _reason) in DECISIONS.items()
            if state in allowed and (key != TAKEN_OVER or report.status == ReportStatus.PASSED_ON)
        ]
        self._field("decision").choices = [("", _("Nothing changes")), *words]
        self._field("assignee").queryset = handlers()

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A question, and closing without action, need words; passing on to an owner needs one."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("decision") in NEEDS_WORDS and "message" in data and not data["message"].strip():
            self.add_error("message", _("Write what the reporter should know."))
        if self._names_an_owner(data) and "organisation" in data and data["organisation"] is None:
            self.add_error("organisation", _("Choose which organisation it is passed on to."))
        return data

    def _names_an_owner(self, data: dict[str, Any]) -> bool:
        if data.get("decision") == TAKEN_OVER:
            return services.taken_over_by(self.report) == Reason.TAKEN_BY_OWNER
        return bool(data.get("decision") == "owner")

    def decision_made(self) -> Decision:
        """Return what the form decides."""
        data = self.cleaned_data
        chosen = DECISIONS.get(data["decision"])
        reason = services.taken_over_by(self.report) if data["decision"] == TAKEN_OVER else chosen[2] if chosen else ""
        return Decision(
            category=data["category"],
            is_offensive=data["is_offensive"],
            priority=data["priority"],
            to=chosen[1] if chosen else None,
            reason=reason,
            organisation=data["organisation"],
            assignee=data["assignee"],
            message=data["message"],
            note=data["note"],
            public_text=data["public_text"],
        )


def handlers() -> QuerySet[User]:
    """Return the people who may triage."""
    may = Q(groups__permissions__codename="triage_report") | Q(user_permissions__codename="triage_report")
    return User.objects.filter(may, is_active=True).distinct().order_by("full_name", "pk")


def _initial(report: Report) -> dict[str, Any]:
    owner = report.passed_to_id or (report.area.owner_id if report.area else None)
    return {
        "version": report.version,
        "category": report.category.code,
        "is_offensive": {True: "yes", False: "no"}[report.is_offensive] if report.is_offensive is not None else "",
        "organisation": owner,
        "priority": report.priority,
        "assignee": report.assigned_to_id,
        "public_text": report.public_text,
        "decision": "",
    }
