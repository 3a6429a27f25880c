"""Public, portal and patrol pages in Chromium: its status, axe, the content security policy and 320 px."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from common import form_tokens
from incidents import services as incident_services
from post.mail.links import token_for
from tests.factories import grannstod as patrols
from tests.factories import incidents as reports
from tests.factories import neighbourhoods as places
from tests.factories import post as mails

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(page: Any, address: str, *, allowed: int = 200) -> list[str]:
    """Return what is wrong with one page, one line a fault; the policy is watched by `new_page`."""
    answer = page.goto(address)
    if answer.status != allowed:
        return [f"{address}: status {answer.status}"]
    found = [
        f"{address}: {rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for rule in Axe().run(page, options=WCAG).response["violations"]
        for node in rule["nodes"][:2]
    ]
    wide = page.evaluate(WIDE)
    return [*found, f"{address}: {wide} px sideways at 320"] if wide > 0 else found


def whole(page: Any, addresses: list[str]) -> None:
    """Fail with every fault of every page, not only the first."""
    found = [line for address in addresses for line in faults(page, address)]
    assert not found, "\n".join(found)


def narrow(new_page: Callable[..., Any]) -> Any:
    return new_page(viewport={"width": 320, "height": 700})


PUBLIC = "/ /var-med/ /om/ /om/personuppgifter/ /om/tillganglighet/ /kontakt/ /rapportera/ /kalender/ /vidare/"
PUBLIC += " /nyhetsbrev/ /nyhetsbrev/prenumerera/ /konto/logga-in/ /konto/logga-in/losenord/ /konto/endast-inbjudan/"
PUBLIC += " /konto/avstangt/ /konto/kommun/avbrutet/"


def test_public_pages(new_page: Any) -> None:
    page = narrow(new_page)
    whole(page, PUBLIC.split())
    assert faults(page, "/finns-inte/", allowed=404) == []


def test_pages_behind_a_secret_link(new_page: Any) -> None:
    token = form_tokens.new()
    reports.make_report(form_token=token)
    reader = mails.letter_list(readers=1).subscriptions.get()
    link = token_for(0, reader.pk)
    page = narrow(new_page)
    shown = [f"/arende/{incident_services.follow_token(token)}/", f"/avsluta/{link}/", f"/installningar/{link}/"]
    whole(page, shown)
    assert faults(page, "/konto/inbjudan/hittepa/", allowed=404) == []


def test_an_agents_pages(new_page: Any, signed_in: Any, agent: Any) -> None:
    area = places.make_agent(user=agent).area
    reports.make_report(area=area)
    page = signed_in(narrow(new_page), agent)
    shown = ["/portal/", f"/portal/omrade/{area.slug}/", "/portal/anmalningar/", "/dokument/", "/konto/"]
    whole(page, shown)


def test_a_patrols_pages(new_page: Any, signed_in: Any, volunteer: Any) -> None:
    patrol = patrols.make_patrol(volunteer)
    patrols.make_observation(patrol)
    page = signed_in(narrow(new_page), volunteer)
    own = f"/grannstod/korpass/{patrol.pk}/"
    shown = ["/grannstod/", own, f"{own}iakttagelse/", f"{own}avsluta/"]
    whole(page, shown)
