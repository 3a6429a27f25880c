"""Every field of every form that any page shows takes the hardest strings: an answer, and nothing half saved.

The forms are read from the pages themselves, as a browser would: a new form is tried without anybody thinking of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import connection, transaction
from django.urls import resolve

from accounts import roles
from tests.browser import sweep
from tests.factories.accounts import person
from tests.whole import test_every_view as table
from tests.whole.rows import Rows
from tests.whole.test_every_view import TABLE

pytestmark = pytest.mark.django_db
Things = dict[str, dict[str, Any]]
things = table.things

# Each makes another thing fall over: a column, a number, a date, a path, a table, the alphabet.
NOTHING, OTHERS = "\x00", ("9" * 40, "-1", "0001-01-01", "1e400")
# Forms that sign somebody out or in: another account's session would do the rest. They are tried in test_bad_input.
NOT_HERE = ("/konto/logga-ut/", "/konto/logga-in/")


class Forms(HTMLParser):
    """Collects the forms of a page that post: where to, and each field with what a browser would send."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.found, self.fields, self.action, self.select = page, [], None, "", ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        name = given.get("name", "")
        if tag == "form" and given.get("method", "").lower() == "post":
            self.fields, self.action = {}, urljoin(self.page, given.get("action") or self.page)
        elif self.fields is not None and tag == "form":
            raise AssertionError("a form in a form")
        elif self.fields is not None and name and name != "csrfmiddlewaretoken":
            self._field(tag, name, given)
        elif tag == "option" and self.fields and self.select:
            self.fields[self.select] = given.get("value", "") if "selected" in given else self.fields[self.select]

    def _field(self, tag: str, name: str, given: dict[str, str]) -> None:
        assert self.fields is not None
        if tag == "select":
            self.fields[name], self.select = "", name
        elif tag == "textarea" or (tag == "button" and name not in self.fields):
            self.fields[name] = given.get("value", "")
        elif tag == "input" and given.get("type") != "file":
            is_choice = given.get("type") in ("radio", "checkbox")
            if not is_choice or "checked" in given or name not in self.fields:
                self.fields[name] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        if tag == "form" and self.fields is not None:
            self.found.append((self.action, self.fields))
            self.fields = None


def portions() -> Iterator[tuple[str, list[str]]]:
    """Yield a person and the pages that nobody who sees more is shown, as many as fit in one test."""
    for who in sweep.ORDER:
        names = [name for name in TABLE if name not in sweep.LEADER and sweep.first_let_in(name) == who]
        for start in range(0, len(names), sweep.MOST):
            yield who, names[start : start + sweep.MOST]
    yield "leader", sweep.LEADER


def forms_of(client: Any, names: list[str], things: Things) -> list[tuple[str, dict[str, str]]]:
    """Return every form on the pages, once a view: where it goes and what it sends."""
    found: dict[tuple[str, tuple[str, ...]], tuple[str, dict[str, str]]] = {}
    for name in names:
        where = table.address(name, things)
        answer = client.get(where)
        if answer.status_code != 200 or "text/html" not in answer.get("Content-Type", ""):
            continue
        reader = Forms(where)
        reader.feed(answer.content.decode())
        for action, fields in reader.found:
            path = urlsplit(action).path
            if not path.startswith(NOT_HERE):
                found.setdefault((resolve(path).view_name, tuple(sorted(fields))), (action, fields))
    return list(found.values())


def post(client: Any, where: str, sent: dict[str, str], rows: Rows) -> list[str] | None:
    """Send a form, take back whatever it did, and return what is wrong: a crash, or the tables that were half saved."""
    with transaction.atomic():
        status = client.post(where, sent).status_code
        wrong = None
        if status >= 500:
            wrong = [f"status {status}"]
        elif status >= 400 and connection.needs_rollback is False:
            wrong = rows.differing() or None
        transaction.set_rollback(True)
    rows.rolled_back()
    return wrong


@pytest.mark.slow
@pytest.mark.parametrize(("who", "names"), list(portions()))
def test_every_field_takes_anything(client: Any, things: Things, request: Any, who: str, names: list[str]) -> None:
    client.raise_request_exception = False
    if who == "leader":
        client.force_login(person(roles.GRANNSTOD_LEADER))
    elif who != "anonymous":
        client.force_login(request.getfixturevalue(who))
    rows, bad = Rows(), []
    for where, fields in forms_of(client, names, things):
        for number, field in enumerate(fields):
            for string in (NOTHING, OTHERS[number % len(OTHERS)]):
                if wrong := post(client, where, fields | {field: string}, rows):
                    bad.append((where, field, string[:12], wrong))
    assert bad == [], bad
