"""Every page that can be shown, in Chromium: its status, axe, the content security policy and 320 px.

Which pages there are is read from the table of all addresses (`sweep`); other states of some of them follow below.
The admin has a file of its own.
"""

from __future__ import annotations

import mailbox
import re
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings as house
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path, reverse

from accounts import roles, services
from accounts.models import PartnerAccess, User
from common import clock, form_tokens
from documents.lifecycle import DocumentState, Failure
from documents.models import Document
from grannstod.models import Patrol
from incidents import services as incident_services
from incidents.models import Report
from neighbourhoods.models import Area
from neighbourhoods.services import order_signs
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue
from post import services as post
from post.mail.links import person_token, token_for
from post.models import ListImport
from tests.browser import sweep
from tests.browser.looking import WCAG, WIDE, all_faults, faults, faults_here, narrow
from tests.factories import grannstod as patrols
from tests.factories import incidents as reports
from tests.factories import neighbourhoods as places
from tests.factories import newsletters as letters
from tests.factories import post as mails
from tests.factories.accounts import PASSWORD, person
from tests.factories.trainings import make_sign_up, make_training
from tests.fixtures.browser import broken_rules
from tests.whole import test_every_view as table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
Things = dict[str, dict[str, Any]]
things = table.things


@pytest.mark.parametrize(("who", "names"), list(sweep.portions()))
def test_every_page_of_the_table(
    csp_violations: list[str],
    new_page: Any,
    signed_in: Any,
    request: Any,
    things: Things,
    who: str,
    names: list[str],
) -> None:
    page = narrow(new_page)
    if who != "anonymous":
        signed_in(page, request.getfixturevalue(who))
    assert all_faults(page, [table.address(name, things) for name in names], csp_violations) == []


def test_a_patrol_leaders_pages(csp_violations: list[str], new_page: Any, signed_in: Any, things: Things) -> None:
    page = signed_in(narrow(new_page), person(roles.GRANNSTOD_LEADER))
    draft = patrols.make_schedule(status="draft", first=clock.today())
    asked = things | {"grannstod:schedule": {"schedule_id": draft.pk}}
    assert all_faults(page, [table.address(name, asked) for name in sweep.LEADER], csp_violations) == []


def test_a_patrols_pages(
    csp_violations: list[str], new_page: Any, signed_in: Any, volunteer: User, things: Things
) -> None:
    patrol = Patrol.objects.get(pk=things["grannstod:patrol"]["patrol_id"])
    police = patrols.make_observation(patrol, outcome="police")
    asked = things | {"grannstod:police": {"observation_id": police.pk}}
    names = ("patrol", "briefing", "support", "app", "police")
    page = signed_in(narrow(new_page), volunteer)
    assert all_faults(page, [table.address(f"grannstod:{name}", asked) for name in names], csp_violations) == []


def test_a_groups_heads_pages(csp_violations: list[str], new_page: Any, signed_in: Any, things: Things) -> None:
    area = Area.objects.get(**things["neighbourhoods:area"])
    page = signed_in(narrow(new_page), places.make_agent(area, is_head=True).user)
    assert all_faults(page, [table.address(name, things) for name in sweep.HEAD], csp_violations) == []


def own_links(report: Report, by: User) -> dict[str, str]:
    """Return a link that opens for each page that has one; those that are kept as a hash are read in the mail."""
    soon = clock.now() + timedelta(days=1)
    reader = mails.letter_list(readers=1).subscriptions.get()
    link = token_for(0, reader.pk)
    services.invite(by=by, email="ny@example.org", full_name="Ny", role=roles.CONTACT_AGENT)
    services.open_partner_access(by=by, email="p@example.org", organisation="Hus", purpose="prov:1", days=2)
    post.subscribe(list_key=reader.list.key, email="vill@example.org", language="sv")
    incident_services.ask_for_own(email=report.reporter_email)
    incident_services.join(report=report, form_token=form_tokens.new(), email="granne@example.org")
    written = " ".join(str(message.body) for message in mail.outbox)
    mailed = {
        "accounts:invitation": "/konto/inbjudan/",
        "accounts:partner": "/konto/partner/",
        "incidents:own_list": "/mina-anmalningar/",
        "incidents:say_yes": "/arende/ja/",
        "post:confirm": "/bekrafta/",
    }
    return {
        **{name: re.search(rf"{stem}([^/\s]+)/", written)[1] for name, stem in mailed.items()},
        **dict.fromkeys(("newsletters:reader_place", "post:leave", "post:preferences"), link),
        "post:about_you": person_token(reader.email, until=soon),
    }


def test_pages_behind_a_link_of_ones_own(
    csp_violations: list[str], new_page: Any, settings: Any, coordinator: User
) -> None:
    settings.EMAIL_BACKEND = LOCMEM
    report = reports.make_report(reporter_email="a@example.com", released_at=clock.now(), public_text="Färg.")
    links = own_links(report, coordinator)
    assert sorted(links) == sweep.LINK
    follower = incident_services.join(report=report, form_token=form_tokens.new())
    followed = reverse("incidents:follow", args=[follower])
    asked = incident_services.follow_token(reports.make_report("waiting").form_token)
    shown = [reverse(name, args=[links[name]]) for name in sweep.LINK] + [reverse("incidents:follow", args=[asked])]
    page = narrow(new_page)
    assert all_faults(page, [*shown, followed], csp_violations) == []
    found = [faults(page, f"/konto/{word}/hittepa/", csp_violations, allowed=404) for word in ("inbjudan", "partner")]
    assert found == [[], []]


def test_a_partners_pages(
    csp_violations: list[str], new_page: Any, live_server: Any, client: Any, things: Things
) -> None:
    paper, room = things["incidents:summaries"], things["calendar:partner"]
    issue = things["newsletters:partner"]
    purposes = {
        "calendar:partner": f"calendar:break:{room['pk']}",
        "calendar:partner_phones": f"calendar:break:{room['pk']}",
        "incidents:summaries": f"incidents:summary:{paper['pk']}",
        "newsletters:partner": f"newsletters:write:{issue['pk']}",
    }
    assert list(purposes) == sweep.PARTNER
    page, session, found = narrow(new_page), client.session, []
    name = house.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": session.session_key, "url": live_server.url}])
    for number, (where, purpose) in enumerate(purposes.items()):
        access = PartnerAccess.objects.create(
            purpose=purpose, link_hash=str(number), expires_at=clock.now() + timedelta(days=1)
        )
        session["partner_access"] = access.pk
        session.save()
        found += faults(page, table.address(where, things), csp_violations)
    assert found == []


def secured(user: User) -> User:
    """Give somebody a password, an app, a key and codes."""
    user.set_password(PASSWORD)
    user.save()
    TOTP.activate(user, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    return user


def test_the_pages_of_a_secured_account(
    csp_violations: list[str], new_page: Any, signed_in: Any, coordinator: User
) -> None:
    page = signed_in(narrow(new_page), secured(coordinator))
    key = Authenticator.objects.create(
        user=coordinator, type=Authenticator.Type.WEBAUTHN, data={"name": "Nyckel", "credential": {}}
    )
    asked = {name: {"pk": key.pk} for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")}
    assert all_faults(page, [table.address(name, asked) for name in sweep.SECURED], csp_violations) == []


def test_the_second_step_of_signing_in(
    csp_violations: list[str], new_page: Any, settings: Any, coordinator: User, agent: User
) -> None:
    settings.EMAIL_BACKEND = LOCMEM
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    code, password = map(reverse, sweep.SIGNING_IN)
    secured(coordinator)
    page = narrow(new_page)
    page.goto(reverse("account_request_login_code"))
    page.get_by_label("E-post").fill(agent.email)
    page.get_by_role("button", name="Skicka en kod till mig").click()
    page.wait_for_url(f"**{code}")
    found = faults_here(page, code, csp_violations)
    page = narrow(new_page)
    page.goto(reverse("account_login"))
    page.get_by_label("E-post").fill(coordinator.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    page.wait_for_url(f"**{password}*")
    assert [*found, *faults_here(page, password, csp_violations)] == []


def refusal(request: HttpRequest, name: str) -> HttpResponse:
    """Show what is said when something cannot be shown."""
    return render(request, f"{name}.html")


REFUSALS = ["crowded", *(one.stem for one in (house.BASE_DIR / "templates").glob("[45]*.html") if one.stem != "404")]
urlpatterns = [
    path("", include("botkyrka_trygghet.urls")),
    path("", include("botkyrka_trygghet.pages.development")),
    path("_vagran/<str:name>/", refusal, name="refusal"),
]


@pytest.mark.urls(__name__)
def test_what_is_said_when_nothing_can_be_shown(csp_violations: list[str], new_page: Any) -> None:
    page = narrow(new_page)
    assert len(REFUSALS) >= 6
    assert all_faults(page, [reverse("refusal", args=[name]) for name in REFUSALS], csp_violations) == []
    found = faults(page, "/finns-inte/", csp_violations, allowed=404)
    assert found + faults(page, reverse("socialaccount_login_error"), csp_violations, allowed=401) == []


@pytest.mark.urls(__name__)
def test_the_pages_of_development(csp_violations: list[str], new_page: Any, settings: Any, tmp_path: Path) -> None:
    settings.DEBUG, settings.VAR_DIR = True, tmp_path
    message = EmailMessage()
    message["Subject"], message["To"] = "Välkommen", "a@example.com"
    message.set_content("Hej! https://example.com/")
    message.add_alternative("<!doctype html><html lang=sv><title>Hej</title><p>Hej!</p></html>", subtype="html")
    key = mailbox.Maildir(tmp_path / "post").add(message)
    assert all_faults(narrow(new_page), ["/_stil/", "/_post/", f"/_post/{key}/"], csp_violations) == []


def test_public_pages_in_other_states(csp_violations: list[str], new_page: Any, coordinator: User) -> None:
    places.make_checklist()
    wrong = letters.make_issue(status=IssueStatus.SENT, mailing=mails.mailing())
    made = letters.make_issue(status=IssueStatus.SENT, corrects=wrong, correction=1)
    stopped = letters.make_issue(status=IssueStatus.CANCELLED, number=2)
    stopped.events.create(moved_from=IssueStatus.SCHEDULED, moved_to=IssueStatus.SENDING)
    shown = ["/lura-tjuven/", "/anmalningar/folj/?tack=1", "/grannsamverkan/starta/?adress=Exempelvagen+1"]
    page = narrow(new_page)
    assert all_faults(page, [*shown, *map(Issue.get_absolute_url, (wrong, made))], csp_violations) == []
    assert faults(page, stopped.get_absolute_url(), csp_violations, allowed=410) == []


def test_the_desks_pages_in_other_states(
    csp_violations: list[str], new_page: Any, signed_in: Any, coordinator: User
) -> None:
    issue = letters.make_issue()
    asked = {"kind": "area_summary", "title": "Exempelgården", "requested_by": coordinator}
    at_work = {"state": DocumentState.RENDERING, "claim": uuid4(), "lease_until": clock.now() + timedelta(minutes=5)}
    failed = {"state": DocumentState.FAILED, "failure": Failure.BROKEN}
    papers = [Document.objects.create(**asked, **one) for one in ({}, {**at_work, "progress": 40}, failed)]
    lines = [[1, "a@example.com", "sv", ""], [2, "inte en adress", "sv", "no_at"]]
    brought = ListImport.objects.create(list=mails.letter_list(), agreed_on=clock.today(), lines=lines)
    evening = make_training()
    row = make_sign_up(evening)
    desk = f"/samordning/utbildningar/{evening.pk}/"
    shown = [f"/dokument/{paper.pk}/" for paper in papers]
    shown += [f"/nyhetsbrev/redaktion/{issue.pk}/", f"/samordning/post/import/{brought.pk}/"]
    shown += [desk, f"{desk}deltagare/{row.pk}/"]
    assert all_faults(signed_in(narrow(new_page), coordinator), shown, csp_violations) == []


def test_the_areas_pages_in_other_states(
    csp_violations: list[str], new_page: Any, signed_in: Any, coordinator: User
) -> None:
    held, case = places.make_agent(), places.make_startup()
    run, wrong = places.preview_list(held.area, by=coordinator), places.make_bounced(held)
    assert wrong.recipient == held.user.email
    places.make_interested(area=case.area, status="unconfirmed")
    keen = places.make_interested(area=case.area, wants_to_be_agent=True)
    order_signs(area=case.area, by=coordinator, replaces=places.make_sign(case.area, condition="missing"))
    shown = [f"/samordning/inlasning/{run.pk}/", "/samordning/ombud/", "/samordning/inbjudningar/"]
    shown += [
        f"/samordning/meddelanden/skriv/?omraden={held.area.pk}",
        "/samordning/intresserade/",
        f"/samordning/intresserade/{keen.pk}/omrade/",
    ]
    shown += [f"/samordning/uppstart/ny/?person={keen.pk}", f"/samordning/omraden/{case.area.slug}/skyltar/"]
    shown.append("/samordning/skyltar/bestallningar/")
    assert all_faults(signed_in(narrow(new_page), coordinator), shown, csp_violations) == []


def test_a_sample_in_english_and_in_the_dark(
    csp_violations: list[str], new_page: Any, signed_in: Any, agent: User, coordinator: User
) -> None:
    places.make_agent(user=agent)
    letter = letters.make_issue(status=IssueStatus.SENT, mailing=mails.mailing())
    form = reverse("incidents:report")
    page = narrow(new_page, color_scheme="dark", locale="en-GB")
    found = all_faults(page, ["/", form, letter.get_absolute_url()], csp_violations)
    page.goto(form)
    page.locator("#report").evaluate("form => form.requestSubmit()")
    page.locator("#fel").wait_for()
    found += faults_here(page, "the form with errors", csp_violations)
    for who, where in ((agent, "/portal/"), (coordinator, "/samordning/")):
        found += all_faults(signed_in(page, who), [where], csp_violations)
        assert page.locator("html").get_attribute("lang") == "en"
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert max(map(int, re.findall(r"\d+", ground))) < 60
    assert found == []


def test_the_records_officers_page(csp_violations: list[str], new_page: Any, signed_in: Any) -> None:
    mails.letter_list(readers=1)
    page = signed_in(narrow(new_page), person(roles.RECORDS_OFFICER))
    assert all_faults(page, ["/samordning/personuppgifter/"], csp_violations) == []
    page.get_by_label("Personens e-postadress").fill("reader0@example.com")
    page.get_by_role("button", name="Sök").click()
    page.get_by_role("heading", name="Radera den här personen").wait_for()
    found = broken_rules(page, **WCAG)
    assert [rule["id"] for rule in found] == []
    assert page.evaluate(WIDE) <= 0
