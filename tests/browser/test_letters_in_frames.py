"""Letters shown in a frame: their own address runs no script, so axe reads the same HTML on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from newsletters.models import Block
from post import services as post
from post.models import Delivery
from tests.browser.looking import WCAG, WIDE
from tests.factories import newsletters as letters
from tests.factories import post as mails
from tests.fixtures.browser import broken_rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def a_letter() -> int:
    """Make an issue with a block of every kind and return its key."""
    issue = letters.make_issue(title="Mörkret kommer")
    for number, kind in enumerate(Block.Kind.values):
        text = "Se över **låset**.\n\n- ett\n- två\n\n[Läs mer](https://example.com/)"
        Block.objects.create(issue=issue, position=10 + number, kind=kind, heading=f"Del {number}", text=text)
    return issue.pk


def frames(client: Any) -> dict[str, str]:
    """Return the HTML that the newsletters' desk and the ledger show in a frame, by its address."""
    before = reverse("newsletters:preview_frame", args=[a_letter()])
    letter = framed(client, before)
    mails.letter_list(readers=1)
    mailing = post.create_mailing(key="prov:1", title="Prov", list_keys=["newsletters:a"])
    post.freeze(mailing=mailing, subject="Prov", html=letter, text="Prov")
    sent = Delivery.objects.create(content=mailing.contents.get(), mailing=mailing, recipient="a@example.com")
    after = reverse("post:message_frame", args=[sent.pk])
    return {before: letter, after: framed(client, after)}


def framed(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200 and "sandbox" in answer["Content-Security-Policy"]
    return answer.content.decode()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_letters_pass_axe_at_every_width(
    new_page: Callable[..., Any], client: Any, coordinator: Any, language: str, scheme: str
) -> None:
    client.force_login(coordinator)
    client.cookies["sprak"] = language
    page = new_page(color_scheme=scheme)
    found = []
    for address, html in frames(client).items():
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.set_content(html)
            assert page.locator("html").get_attribute("lang") in ("sv", "en")
            broken = broken_rules(page, **WCAG)
            found += [f"{address} {width}: {rule['id']} {rule['nodes'][0]['html'][:200]}" for rule in broken]
            wide = page.evaluate(WIDE)
            found += [f"{address} {width}: {wide} px sideways"] if wide > 0 else []
    assert found == []
