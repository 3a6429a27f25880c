"""Bad input in every field: a clear answer, never a server error, nothing half-saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.forms import CodeForm, PersonForm
from accounts.models import User
from common import clock
from grannstod.forms import EndForm, ObservationForm, ShiftForm
from grannstod.models import Patrol
from incidents.forms import FilterForm, ReportForm, TriageForm
from incidents.models import Report
from neighbourhoods.forms import AppointForm, AreaFilter
from newsletters.forms import (
    BlockForm,
    CommentForm,
    IssueForm,
    OwnTextForm,
    PartnerForm,
    PlaceForm,
    ScheduleForm,
    SubscribeForm,
    TranslatedBlockForm,
    TranslationForm,
)
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue
from post.forms import (
    AboutMeForm,
    ImportForm,
    LedgerFilterForm,
    LedgerSearchForm,
    LiftForm,
    ReaderAddForm,
    ReaderSearchForm,
)
from post.services import ensure_list
from tests.factories.accounts import person
from tests.factories.grannstod import make_patrol
from tests.factories.incidents import make_category, make_report
from tests.factories.neighbourhoods import make_address, make_agent, make_area, make_municipality
from tests.factories.newsletters import make_issue, make_series
from tests.whole.naughty import HARDEST, WORST, strings
from tests.whole.rows import Rows

pytestmark = pytest.mark.django_db


def every_form() -> Iterator[forms.BaseForm]:
    yield ReportForm(QueryDict(mutable=True), {})
    yield TriageForm(QueryDict(mutable=True), report=make_report())
    yield AppointForm(QueryDict(mutable=True), may_add_people=True)
    kinds: tuple[Any, ...] = (FilterForm, AreaFilter, IssueForm, BlockForm, ScheduleForm, SubscribeForm, PersonForm)
    kinds += (PlaceForm, CommentForm, OwnTextForm, PartnerForm, TranslationForm, TranslatedBlockForm)
    kinds += (CodeForm, EndForm, ObservationForm, ShiftForm, LedgerSearchForm)
    kinds += (LedgerFilterForm, ReaderSearchForm, ReaderAddForm, ImportForm, AboutMeForm, LiftForm)
    for kind in kinds:
        yield kind(QueryDict(mutable=True))


def fill(form: forms.BaseForm, string: str) -> None:
    for name in form.fields:
        form.data.setlist(name, [string])  # type: ignore[attr-defined]
    form.full_clean()


def test_every_string_in_every_field_is_read_or_refused() -> None:
    naughty = [*strings(), *WORST]
    make_municipality()
    make_address()
    for form in every_form():
        for string in naughty:
            fill(form, string)


@pytest.fixture
def issue() -> Issue:
    return make_issue(status=IssueStatus.DRAFT, number=3)


@pytest.fixture
def patrol(volunteer: User) -> Patrol:
    return make_patrol(volunteer)


def refused(client: Client, method: str, where: str, data: dict[str, Any]) -> None:
    response = getattr(client, method)(where, data)
    assert response.status_code < 500, (where, data)


SEARCHES = {
    "/nyhetsbrev/": ("q", "brev", "sida"),
    "/kalender/": ("lasar", "kommundel", "visa"),
    "/kalender/kalender.ics": ("kommundel",),
    "/rapportera/": ("vad",),
    "/samordning/anmalningar/": ("q", "heap", "category", "district", "sort", "sida"),
    "/samordning/anmalningar/lista.csv": ("q", "heap", "category", "district", "sort"),
    "/samordning/omraden/": ("q", "kommundel", "status", "boende", "lage", "ordning", "sida"),
    "/samordning/omraden/lista.xlsx": ("q", "kommundel", "status", "boende", "lage", "ordning"),
    "/samordning/post/": ("tillhor", "utfall", "kanal", "fran", "till", "utskick", "efter", "fore"),
    "/samordning/post/sparrade/": ("efter", "fore"),
    "/dokument/": ("sida",),
    "/nyhetsbrev/redaktion/": ("ar",),
    "/samordning/": ("q",),
    "/admin/incidents/report/": ("q", "p", "status__exact", "id"),
    "/admin/neighbourhoods/area/": ("q", "p", "o"),
    "/admin/accounts/user/": ("q", "p"),
    "/admin/post/delivery/": ("q", "p"),
    "/konto/logga-in/": ("next",),
}


@pytest.mark.parametrize("where", SEARCHES)
def test_searches_and_pages_take_anything(client: Client, coordinator: User, where: str) -> None:
    make_report()
    client.force_login(coordinator)
    for name in SEARCHES[where]:
        for string in HARDEST:
            refused(client, "get", where, {name: string})


def test_a_letter_s_page_takes_any_district(client: Client, coordinator: User, issue: Issue) -> None:
    sent = make_issue(status=IssueStatus.SENT, send_at=clock.now() - timedelta(days=2))
    client.force_login(coordinator)
    pages = [
        sent.get_absolute_url(),
        *(reverse(f"newsletters:{n}", args=[issue.pk]) for n in ("preview", "preview_frame")),
    ]
    for where in pages:
        for string in WORST:
            refused(client, "get", where, {"kommundel": string})


HUGE = 99999999999999999999999


@pytest.mark.parametrize(
    "where",
    [
        f"/nyhetsbrev/a/{HUGE}/{HUGE}/",
        f"/nyhetsbrev/redaktion/{HUGE}/",
        f"/samordning/post/utskick/{HUGE}/",
        f"/samordning/sms/{HUGE}/",
        f"/samordning/anmalningar/2020-{'9' * 9}/",
        f"/grannstod/korpass/{HUGE}/",
        f"/grannstod/iakttagelse/{HUGE}/foto/",
        "/arende/%00/",
        "/arende/%ff%fe/",
        "/avsluta/%00/",
        "/bekrafta/%00/",
        "/installningar/a:b:%00/",
        "/konto/inbjudan/%00/",
        "/konto/partner/%00/",
        "/samordning/omraden/lista.%00",
        f"/admin/incidents/report/{HUGE}/change/",
    ],
)
def test_addresses_nobody_gave_out_are_not_found(client: Client, coordinator: User, where: str) -> None:
    make_series()
    for user in (None, coordinator):
        if user:
            client.force_login(user)
        assert client.get(where).status_code in (302, 404, 410)


def base_forms(issue: Issue, patrol: Patrol, report: Report, area: Any) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return each form's address and a posting that would be taken, by who sends it."""
    kind = make_category().code
    return {
        "/rapportera/": ("anonymous", {
            "category": kind, "place": "Torget", "latitude": "", "longitude": "", "place_choice": "", "name": "",
            "email": "", "occurred_when": "today", "text": "Trasig lampa", "form_token": "",
        }),
        "/nyhetsbrev/prenumerera/": ("anonymous", {"series": "", "email": "a@example.com"}),
        f"/samordning/anmalningar/{report.number}/": ("coordinator", {
            "version": "0", "category": kind, "is_offensive": "", "decision": "", "organisation": "", "assignee": "",
            "message": "", "note": "En rad", "public_text": "",
        }),
        f"/samordning/omraden/{area.slug}/ombud/": ("coordinator", {
            "email": "ny@example.com", "full_name": "Prov", "phone": "", "starts_on": "2026-01-01", "last_day": "",
            "trained_on": "",
        }),
        f"/samordning/omraden/{area.slug}/ombud/{area.agents.get().pk}/avsluta/": ("coordinator", {"last_day": ""}),
        f"/samordning/omraden/{area.slug}/ombud/{area.agents.get().pk}/lamna-over/": ("coordinator", {
            "email": "ny@example.com", "full_name": "Prov", "phone": "", "first_day": "2026-12-01",
        }),
        "/anmalningar/folj/": ("anonymous", {"place": "all", "rhythm": "weekly", "email": "a@example.com"}),
        "/samordning/anmalningar/vagar/mottagare/ny/": ("coordinator", {
            "name": "Gatan", "kind": "municipality", "way": "email", "email": "a@example.com", "is_active": "on",
        }),
        "/samordning/anmalningar/standardtexter/ny/": ("coordinator", {
            "name": "Tack", "text": "Tack för {slag}", "english": "", "is_active": "on",
        }),
        "/samordning/anmalningar/filter/?heap=late": ("coordinator", {"name": "Sena", "remove": ""}),
        f"/samordning/anmalningar/{report.number}/lamna-ut/": ("coordinator", {
            "text": "En lampa.", "reference": "", "is_reviewed": "on",
        }),
        f"/samordning/gallring/{kind}/": ("coordinator", {
            "months": "24", "decided_on": "2026-01-01", "reference": "KS 2026:1", "record": "",
        }),
        "/samordning/anmalningar/nycklar/": ("coordinator", {
            "owner": "Provappen", "email": "app@example.com", "daily_limit": "20",
        }),
        "/konto/partneratkomst/": ("coordinator", {
            "email": "p@example.org", "organisation": "Provbolaget", "purpose": f"newsletters:issue:{issue.pk}",
            "days": "30",
        }),
        "/om-mig/": ("anonymous", {"email": "a@example.com"}),
        "/samordning/post/sparrade/ny/": ("coordinator", {"email": "a@example.com"}),
        reverse("post:list_ask", args=[ensure_list(key="prov", title="Prov").pk]): ("coordinator", {
            "email": "a@example.com", "language": "sv",
        }),
        f"/samordning/omraden/{area.slug}/status/": ("coordinator", {"till": ""}),
        "/samordning/post/": ("coordinator", {"recipient": "a@example.com", "outcome": ""}),
        "/samordning/sms/": ("coordinator", {
            "form_token": "", "text": "Hej", "numbers": "070-123 45 67", "urgency": "", "shown": "",
        }),
        reverse("newsletters:edit", args=[issue.pk]): ("coordinator", {
            "version": str(issue.version), "title": "Rubrik", "preamble": "", "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "0", "form-0-pk": "", "form-0-kind": "text", "form-0-heading": "Del",
            "form-0-text": "",
        }),
        reverse("newsletters:act", args=[issue.pk]): ("coordinator", {"gor": "schemalagg", "send_at": ""}),
        reverse("newsletters:know_words", args=[issue.pk]): ("coordinator", {"ord": ""}),
        reverse("newsletters:comment", args=[issue.pk]): ("coordinator", {"comment": "Bra", "klar": ""}),
        reverse("newsletters:translate", args=[issue.pk, "en"]): ("coordinator", {
            "title": "Heading", "preamble": "", "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1",
            "form-0-pk": str(issue.blocks.values_list("pk", flat=True)[0]), "form-0-heading": "",
            "form-0-text": "", "form-0-alternative": "",
        }),
        "/dokument/bestall/": ("coordinator", {"kind": "area_summary", "subject": "", "language": ""}),
        "/konto/": ("coordinator", {"full_name": "Prov", "phone": "", "language": "sv"}),
        "/grannstod/pass/nytt/": ("leader", {
            "day": "2026-12-01", "begins": "18:00", "ends": "21:00", "car": "", "route": "", "patrol_area": "",
            "driver": "", "companion": "",
        }),
        f"/grannstod/korpass/{patrol.pk}/ratta/": ("leader", {"day": "2026-12-01", "ended": "12:00", "km": "12"}),
        "/grannstod/bilar/": ("leader", {"name": "Bilen", "owner": "", "is_active": "on"}),
        "/grannstod/vecka/": ("leader", {
            "weekday": "0", "begins": "09:00", "ends": "12:00", "car": "", "route": "", "patrol_area": "",
        }),
        "/grannstod/rundor/": ("leader", {"name": "Norra", "stops": "Torget; lampor", "patrol_area": ""}),
        "/grannstod/checklista/": ("leader", {"before": "* Polisen", "after": "Nycklar"}),
        "/grannstod/korpassomraden/": ("leader", {"name": "Norra", "districts": "", "is_active": "on"}),
        "/grannstod/vecka/lagg-ut/": ("leader", {"first": "2026-12-01", "weeks": "6"}),
        f"/grannstod/pass/{patrol.shift_id}/ta/": ("volunteer", {"plats": "driver"}),
        f"/grannstod/pass/{patrol.shift_id}/ko/": ("volunteer", {"vill": "ja"}),
        f"/grannstod/korpass/{patrol.pk}/iakttagelse/": ("volunteer", {
            "form_token": "", "category": kind, "text": "Lampa", "place": "Torget", "outcome": "log_only",
        }),
        f"/grannstod/korpass/{patrol.pk}/steg/{patrol.steps.first().pk}/": ("volunteer", {"klar": ""}),
        "/grannstod/schema/": ("leader", {"first": "2026-12-01", "weeks": "6"}),
        "/grannstod/onskemal/": ("volunteer", {
            "part": "any", "seat": "either", "most": "4", "away_from": "", "away_until": "", "partner": "",
        }),
        "/grannstod/var-med/": ("anonymous", {
            "kind": "resident", "name": "Prov", "email": "a@example.com", "phone": "", "business": "", "district": "",
            "about": "", "consent": "on",
        }),
        "/konto/logga-in/": ("anonymous", {"email": ""}),
        "/konto/logga-in/losenord/": ("anonymous", {"login": "a@example.com", "password": ""}),
        "/konto/losenord/glomt/": ("anonymous", {"email": ""}),
        "/sprak/setlang/": ("anonymous", {"language": "", "next": ""}),
    }  # fmt: skip


DONE = {201, 302}
AT_A_TIME = 3


def hardest_in_turn(names: list[str]) -> Iterator[tuple[str, str]]:
    """Give each field NUL and three other strings, other ones than its neighbours get: each costs a request."""
    nothing, *others = HARDEST
    for number, name in enumerate(names):
        first = number * AT_A_TIME % len(others)
        for string in (nothing, *(others + others)[first : first + AT_A_TIME]):
            yield name, string


@pytest.mark.slow
def test_posting_anything_in_any_field_is_answered_and_what_is_refused_changes_nothing(
    client: Client, coordinator: User, volunteer: User, issue: Issue, patrol: Patrol, monkeypatch: Any
) -> None:
    monkeypatch.setattr("incidents.views.public.TRIES_A_DAY", 10_000)
    monkeypatch.setattr("incidents.views.public.REPORTS_A_DAY", 10_000)
    area, report = make_area(), make_report()
    make_agent(area)
    people = {"coordinator": coordinator, "volunteer": volunteer, "leader": person(roles.GRANNSTOD_LEADER)}
    bad: list[tuple[str, str, str, Any]] = []
    rows = Rows()
    for where, (who, good) in base_forms(issue, patrol, report, area).items():
        sender = type(client)(raise_request_exception=False)
        if who in people:
            sender.force_login(people[who])
        rows.changed()
        for name, string in hardest_in_turn(list(good)):
            status = sender.post(where, good | {name: string}).status_code
            changed = rows.changed()
            if status >= 500 or (status not in DONE and changed):
                bad.append((where, name, string, changed))
    assert not bad
