"""The sweep in a browser shows every page there is: what it leaves out is no page, or is posted to only."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import sweep
from tests.whole import test_every_view as table

pytestmark = pytest.mark.django_db
things = table.things


def test_every_name_is_shown_or_is_no_page() -> None:
    shown = {name for _who, names in sweep.portions() for name in names} | sweep.ELSEWHERE
    posted_to = {name for name in table.TABLE if 405 in (got := set(sweep.answers(name).values())) and 200 not in got}
    assert sorted(set(table.TABLE) - shown - sweep.NO_PAGE - posted_to) == []
    assert sorted(shown & sweep.NO_PAGE) == []
    assert sorted((shown | sweep.NO_PAGE) - set(table.TABLE)) == []


def test_what_is_left_out_is_no_page(client: Any, things: dict[str, dict[str, Any]], request: Any) -> None:
    pages = []
    for who in sweep.ORDER:
        if who != "anonymous":
            client.force_login(request.getfixturevalue(who))
        for name in (name for name in sweep.NO_PAGE if sweep.first_let_in(name) == who):
            answer = client.get(table.address(name, things))
            if is_page(answer) and "sandbox" not in answer.get("Content-Security-Policy", ""):
                pages.append(name)
    assert pages == []


def is_page(answer: Any) -> bool:
    return "html" in answer["Content-Type"] and b"<html" in answer.content
