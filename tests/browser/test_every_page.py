"""Every page that can be shown, in Chromium: its status, axe, the content security policy and 320 px (admin: 1280)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.urls import include, path, reverse

from accounts import roles
from common import clock, form_tokens
from documents.lifecycle import DocumentState, Failure
from documents.models import Document
from incidents import services as incident_services
from neighbourhoods.services import interest_token, order_signs
from post.mail.links import person_token, token_for
from post.models import Delivery, ListImport, Suppression
from tests.factories import accounts as people
from tests.factories import break_rooms, insights, portal
from tests.factories import calendar as school
from tests.factories import grannstod as patrols
from tests.factories import incidents as reports
from tests.factories import neighbourhoods as places
from tests.factories import newsletters as letters
from tests.factories import post as mails
from tests.factories.accounts import person
from tests.factories.incoming import arrives
from tests.factories.trainings import make_sign_up, make_training

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(page: Any, address: str, watched: list[str], *, allowed: int = 200) -> list[str]:
    """Return what is wrong with one page, one line a fault; what axe itself does to the page is not counted."""
    answer = page.goto(address)
    if answer.status != allowed:
        return [f"{address}: status {answer.status}"]
    ours = len(watched)
    found = [
        f"{address}: {rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for rule in Axe().run(page, options=WCAG).response["violations"]
        for node in rule["nodes"][:2]
    ]
    del watched[ours:]
    wide = page.evaluate(WIDE)
    return [*found, f"{address}: {wide} px sideways at 320"] if wide > 0 else found


def whole(page: Any, addresses: list[str], watched: list[str]) -> None:
    """Fail with every fault of every page, not only the first."""
    found = [line for address in addresses for line in faults(page, address, watched)]
    assert not found, "\n".join(found)


def narrow(new_page: Callable[..., Any]) -> Any:
    return new_page(viewport={"width": 320, "height": 700})


PUBLIC = "/ /var-med/ /om/ /om/personuppgifter/ /om/tillganglighet/ /kontakt/ /rapportera/ /kalender/ /vidare/"
PUBLIC += (
    " /nyhetsbrev/ /nyhetsbrev/prenumerera/ /konto/logga-in/ /om-mig/ /konto/logga-in/losenord/ /konto/endast-inbjudan/"
)
PUBLIC += " /grannstod/var-med/ /grannstod/var-med/tack/"
PUBLIC += " /statistik/ /statistik/anmalda/ /anmalningar/folj/ /anmalningar/folj/?tack=1"
PUBLIC += " /kalender/arshjul/ /mina-anmalningar/ /konto/avstangt/ /konto/kommun/avbrutet/ /lura-tjuven/"
PUBLIC += " /grannsamverkan/starta/ /grannsamverkan/starta/?adress=Exempelvagen+1 /grannsamverkan/starta/tack/"
ACCOUNT = "/konto/ /konto/tva-steg/ /konto/tva-steg/app/"
ACCOUNT += " /konto/tva-steg/nycklar/ /konto/tva-steg/nycklar/ny/ /konto/logga-ut/ /konto/losenord/valj/"
DESK = (
    "/samordning/vackning/ /samordning/livskraft/ /samordning/vaxten/ /samordning/atgarder/ /samordning/atgarder/ny/ "
)
DESK += "/samordning/ /samordning/omraden/ /samordning/anmalningar/ /samordning/post/ /nyhetsbrev/redaktion/"
DESK += " /samordning/meddelanden/ /samordning/meddelanden/skriv/ /samordning/granncirklar/ /samordning/inbjudningar/"
DESK += " /samordning/anmalningar/nycklar/ /samordning/polisens-handelser/"
DESK += " /samordning/lage/ /samordning/lage/lista/ /samordning/lage/karta/"
DESK += " /samordning/anmalningar/vagar/ /samordning/anmalningar/vagar/regel/ny/"
DESK += " /samordning/anmalningar/vagar/mottagare/ny/ /samordning/gallring/"
DESK += " /samordning/siffror/ /samordning/siffror/listor/ /samordning/insatser/ /samordning/insatser/ny/"
DESK += " /samordning/sammanfattningar/ /samordning/sammanfattningar/ny/"
DESK += " /samordning/anmalningar/standardtexter/ /samordning/anmalningar/standardtexter/ny/"
DESK += " /samordning/anmalningar/slag/ /dokument/ /grannstod/pass/ /samordning/lura-tjuven/"
DESK += " /kalender/kopiera/ /kalender/utkast/ /samordning/sms/ /konto/partneratkomst/"


def test_public_pages(csp_violations: list[str], new_page: Any) -> None:
    places.make_checklist()
    page = narrow(new_page)
    whole(page, PUBLIC.split(), csp_violations)
    assert faults(page, "/finns-inte/", csp_violations, allowed=404) == []


def test_pages_behind_a_secret_link(csp_violations: list[str], new_page: Any) -> None:
    token = form_tokens.new()
    reports.make_report(form_token=token)
    reader = mails.letter_list(readers=1).subscriptions.get()
    link = token_for(0, reader.pk)
    page = narrow(new_page)
    shown = [f"/arende/{incident_services.follow_token(token)}/", f"/avsluta/{link}/", f"/installningar/{link}/"]
    shown.append(f"/grannsamverkan/intresse/{interest_token(places.make_interested(status='unconfirmed'))}/")
    shown.append(f"/om-mig/{person_token(reader.email, until=clock.now() + timedelta(days=1))}/")
    asked = break_rooms.arguments()
    shown += [
        reverse(name, kwargs=asked[name]) for name in ("calendar:participant", "calendar:answer", "calendar:task")
    ]
    whole(page, shown, csp_violations)
    assert faults(page, "/konto/inbjudan/hittepa/", csp_violations, allowed=404) == []


urlpatterns = [path("", include("botkyrka_trygghet.urls")), path("", include("botkyrka_trygghet.pages.development"))]


@pytest.mark.urls(__name__)
def test_the_design_sheet_of_development(csp_violations: list[str], new_page: Any, settings: Any) -> None:
    settings.DEBUG = True
    whole(narrow(new_page), ["/_stil/"], csp_violations)


def test_account_pages(csp_violations: list[str], new_page: Any, signed_in: Any, coordinator: Any) -> None:
    page = signed_in(narrow(new_page), coordinator)
    RecoveryCodes.activate(coordinator)
    whole(page, [*ACCOUNT.split(), "/konto/tva-steg/reservkoder/"], csp_violations)


def test_an_agents_pages(csp_violations: list[str], new_page: Any, signed_in: Any, agent: Any) -> None:
    area = places.make_agent(user=agent).area
    reports.make_report(area=area)
    page = signed_in(narrow(new_page), agent)
    shown = ["/portal/", f"/portal/omrade/{area.slug}/", "/portal/anmalningar/", "/dokument/", "/konto/"]
    whole(page, shown, csp_violations)
    whole(page, ["/grannstod/besok/"], csp_violations)
    own = portal.arguments(area, agent)
    names = "meetings meeting meeting_sheet count welcome circle circle_sheet portal_write portal_message circle_join"
    names += " portal_signs"
    places.make_sign(area)
    whole(
        page, [reverse(f"neighbourhoods:{n}", kwargs=own[f"neighbourhoods:{n}"]) for n in names.split()], csp_violations
    )
    misuse = reverse("neighbourhoods:circle_misuse", kwargs=own["neighbourhoods:circle_misuse"])
    whole(page, ["/portal/meddelanden/", "/portal/kanaler/", misuse], csp_violations)
    places.make_agent(area)
    head = places.make_agent(area, is_head=True).user
    page = signed_in(narrow(new_page), head)
    whole(page, [f"/portal/omrade/{area.slug}/lamna-over/", "/portal/grupp/"], csp_violations)


def test_a_patrols_pages(csp_violations: list[str], new_page: Any, signed_in: Any, volunteer: Any) -> None:
    patrol = patrols.make_patrol(volunteer)
    patrols.make_observation(patrol)
    page = signed_in(narrow(new_page), volunteer)
    own = f"/grannstod/korpass/{patrol.pk}/"
    shown = ["/grannstod/", "/grannstod/mina-pass/", own, f"{own}iakttagelse/", f"{own}avsluta/", "/grannstod/app/"]
    police = patrols.make_observation(patrol, outcome="police")
    shown += ["/grannstod/onskemal/", f"/grannstod/iakttagelse/{police.pk}/polis/", "/grannstod/stod/"]
    whole(page, shown, csp_violations)


def test_a_patrol_leaders_pages(csp_violations: list[str], new_page: Any, signed_in: Any) -> None:
    page = signed_in(narrow(new_page), people.person(roles.GRANNSTOD_LEADER))
    shift = patrols.make_patrol().shift
    case, draft = patrols.make_support_case(), patrols.make_schedule(status="draft", first=clock.today())
    shown = [
        "pass",
        "pass/nytt",
        "vecka",
        "timmar",
        "schema",
        "lage",
        "lage/omraden",
        "titta-pa",
        "stod",
        "volontarer",
        "korpassomraden",
    ]
    shown += [f"stod/{case.pk}", f"schema/{draft.pk}", f"korpassomraden/{patrols.make_patrol_area().pk}"]
    shown += ["rundor", f"rundor/{shift.route_id}", "checklista"]
    patrols.make_applicant()
    shown.append(f"volontarer/{patrols.make_volunteer().pk}")
    whole(page, [f"/grannstod/{one}/" for one in [*shown, f"pass/{shift.pk}/genomgang"]], csp_violations)


def test_the_desks_pages(csp_violations: list[str], new_page: Any, signed_in: Any, coordinator: Any) -> None:
    appointed = places.make_agent()
    report = reports.make_report(area=appointed.area)
    issue = letters.make_issue()
    mailing = mails.mailing()
    asked = {"kind": "area_summary", "title": "Exempelgården", "requested_by": coordinator}
    at_work = {"state": DocumentState.RENDERING, "claim": uuid4(), "lease_until": clock.now() + timedelta(minutes=5)}
    failed = {"state": DocumentState.FAILED, "failure": Failure.BROKEN}
    papers = [Document.objects.create(**asked, **one) for one in ({}, {**at_work, "progress": 40}, failed)]
    page = signed_in(narrow(new_page), coordinator)
    area, edit = f"/samordning/omraden/{appointed.area.slug}/", f"/nyhetsbrev/redaktion/{issue.pk}/"
    shown = [*DESK.split(), area, f"{area}ombud/", f"{area}ombud/{appointed.pk}/avsluta/", edit]
    shown.append(f"{area}ombud/{appointed.pk}/lamna-over/")
    shown += [f"{edit}{one}/" for one in ("kontroll", "versioner", "sprak/en", "utfall")]
    shown += [f"{edit}forhandsvisning/", f"/samordning/anmalningar/{report.number}/"]
    message = Delivery.objects.create(content=mailing.contents.get(), mailing=mailing, recipient="a@example.com")
    shown += [f"/samordning/post/utskick/{mailing.pk}/", f"/samordning/post/utskick/{mailing.pk}/avbryt/"]
    came_in = arrives(b"From: a@example.com\nSubject: Hej\n\nHej")
    shown += ["/samordning/post/inkommet/", f"/samordning/post/inkommet/{came_in.pk}/"]
    versions = [places.make_checklist(published=published, number=7 + published) for published in (False, True)]
    shown += [f"/samordning/lura-tjuven/{version.pk}/" for version in versions]
    readers = mailing.lists.get()
    lines = [[1, "a@example.com", "sv", ""], [2, "inte en adress", "sv", "no_at"]]
    brought = ListImport.objects.create(list=readers, agreed_on=clock.today(), lines=lines)
    Suppression.objects.create(email="stopp@example.com", reason="desk")
    shown += [f"/samordning/post/meddelande/{message.pk}/", "/samordning/post/listor/", "/samordning/post/sparrade/"]
    shown += [f"/samordning/post/listor/{readers.pk}/", f"/samordning/post/listor/{readers.pk}/import/"]
    shown += [f"/samordning/post/import/{brought.pk}/"]
    shown += [f"/samordning/sms/{mails.text_message().pk}/"]
    shown += [f"/dokument/{paper.pk}/" for paper in papers]
    whole(page, shown, csp_violations)


def test_the_reports_rooms_pages_of_one_thing(
    csp_violations: list[str], new_page: Any, signed_in: Any, coordinator: Any
) -> None:
    report = reports.make_report("done", reporter_email="a@example.com", released_at=clock.now(), public_text="Färg.")
    asked = insights.arguments(coordinator) | reports.pages_of(report)
    names = "effort change_effort change_standing count_list kind retention_kind standard_text rule destination"
    names += " forward disclose blur released"
    shown = [reverse(f"incidents:{name}", kwargs=asked[f"incidents:{name}"]) for name in names.split()]
    page = signed_in(narrow(new_page), coordinator)
    whole(page, shown, csp_violations)


def test_the_pages_of_an_area_that_begins(
    csp_violations: list[str], new_page: Any, signed_in: Any, coordinator: Any
) -> None:
    case = places.make_startup()
    area = f"/samordning/omraden/{case.area.slug}/"
    places.make_interested(area=case.area, status="unconfirmed")
    keen = places.make_interested(area=case.area, wants_to_be_agent=True)
    order_signs(area=case.area, by=coordinator, replaces=places.make_sign(case.area, condition="missing"))
    page = signed_in(narrow(new_page), coordinator)
    shown = [
        f"/samordning/uppstart/{case.pk}/",
        f"{area}skyltar/",
        f"{area}grans/",
        f"/samordning/uppstart/ny/?person={keen.pk}",
    ]
    shown += [
        "/samordning/omraden/karta/",
        "/samordning/uppstart/",
        "/samordning/intresserade/",
        "/samordning/skyltar/",
    ]
    whole(page, [*shown, "/samordning/skyltar/bestallningar/"], csp_violations)


def test_the_areas_work_at_the_desk(csp_violations: list[str], new_page: Any, signed_in: Any, coordinator: Any) -> None:
    held = places.make_agent()
    run, wrong = places.preview_list(held.area, by=coordinator), places.make_bounced(held)
    draft, case = places.make_draft_rule(), places.make_revival(held.area)
    message, evening = portal.make_message(held.area, coordinator), make_training()
    row = make_sign_up(evening)
    shown = ["/samordning/ombud/", "/samordning/inlasning/", f"/samordning/inlasning/{run.pk}/"]
    shown += [f"/samordning/meddelanden/{message.pk}/", "/samordning/inbjudningar/", f"/samordning/vackning/{case.pk}/"]
    shown += [f"/samordning/livskraft/{draft.pk}/", f"/samordning/meddelanden/skriv/?omraden={held.area.pk}"]
    desk = f"/samordning/utbildningar/{evening.pk}/"
    shown += [desk, *(f"{desk}{word}/" for word in ("andra", "stall-in", "skriv", "deltagare", "narvaro"))]
    shown += [f"{desk}deltagare/{row.pk}/", "/samordning/utbildningar/", "/samordning/utbildningar/saknar-grundkurs/"]
    shown += ["/samordning/utbildningar/ny/", "/utbildningar/", f"/utbildningar/{evening.pk}/"]
    assert wrong.recipient == held.user.email
    whole(signed_in(narrow(new_page), coordinator), shown, csp_violations)


def test_a_breaks_room(csp_violations: list[str], new_page: Any, signed_in: Any, coordinator: Any) -> None:
    asked = break_rooms.arguments()
    names = [
        name
        for name in asked
        if name.startswith(("calendar:room", "calendar:meeting", "calendar:school", "calendar:item"))
    ]
    shown = [reverse(name, kwargs=asked[name]) for name in names if not name.endswith("_act")]
    more = ["/kalender/manad/", "/samordning/moten/regler/", "/samordning/lasar/", "/samordning/lasar/ny/"]
    more += ["/samordning/kalendern/ny/", "/samordning/kalendern/ringar/"]
    page = signed_in(narrow(new_page), coordinator)
    whole(
        page,
        ["/kalender/min/", "/samordning/lov/", "/samordning/moten/", "/samordning/moten/uppgifter/", *more, *shown],
        csp_violations,
    )


def test_the_records_officers_page(csp_violations: list[str], new_page: Any, signed_in: Any) -> None:
    mails.letter_list(readers=1)
    page = signed_in(narrow(new_page), person(roles.RECORDS_OFFICER))
    whole(page, ["/samordning/personuppgifter/"], csp_violations)
    page.get_by_label("Personens e-postadress").fill("reader0@example.com")
    page.get_by_role("button", name="Sök").click()
    page.get_by_role("heading", name="Radera den här personen").wait_for()
    found = Axe().run(page, options=WCAG).response["violations"]
    assert [rule["id"] for rule in found] == []
    assert page.evaluate(WIDE) <= 0


def furnish() -> None:
    """Make a row of each room that the admin shows."""
    patrols.make_observation(patrols.make_patrol())
    mails.mailing()
    school.make_year()
    school.make_item()
    places.make_agent()
    reports.make_report()
    letters.make_issue()


MODELS = sorted((model._meta.app_label, model._meta.model_name) for model in admin.site._registry)
FULL = {"area", "contactagent", "report", "issue", "car", "shift", "schoolyear", "schoolbreak", "user", "invitation"}


@pytest.mark.parametrize("room", sorted({label for label, _name in MODELS}))
def test_admin_pages(
    csp_violations: list[str], new_page: Any, signed_in: Any, coordinator: Any, client: Any, room: str
) -> None:
    furnish()
    page = signed_in(new_page(viewport={"width": 1280, "height": 900}), coordinator)
    shown = ["/admin/"] if room == "accounts" else []
    for label, name in MODELS:
        if label == room:
            shown += admin_addresses(client, label, name)
    whole(page, shown, csp_violations)


def admin_addresses(client: Any, label: str, name: str) -> list[str]:
    """Return the addresses of a model that this person may open: list, and for the usual ones form and history."""
    stem = f"admin:{label}_{name}"
    row = next(m for m in admin.site._registry if m._meta.label_lower == f"{label}.{name}")._default_manager.first()
    asked = [reverse(f"{stem}_changelist")]
    if name in FULL:
        asked.append(reverse(f"{stem}_add"))
        asked += [reverse(f"{stem}_{page}", args=[row.pk]) for page in ("change", "history")] if row else []
    return [address for address in asked if client.get(address).status_code == 200]
