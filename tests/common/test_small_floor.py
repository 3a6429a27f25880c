"""Slots, moves, crypto, links, tokens, small numbers, wake-ups, request ids and logs."""

from __future__ import annotations

import json
import logging
from types import SimpleNamespace
from typing import Any

import pytest
from celery import shared_task
from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from kombu.exceptions import OperationalError as BrokerError

from common import crypto, form_tokens, outages, request_id, signed_links, small_numbers, wake
from common.logs import JsonFormatter
from common.moves import MoveRefusedError, may_move, require_move
from common.slots import Slot


# Slots
def test_a_slot_goes_by_rank_then_name() -> None:
    slot: Slot[str] = Slot("test")
    for key, rank in (("b", 2), ("a", 2), ("z", 1)):
        slot.fill(key, key.upper(), rank=rank)
    assert list(slot) == ["Z", "A", "B"]
    assert [key for key, _filling in slot.items()] == ["z", "a", "b"]
    assert (slot.get("a"), slot.get("none")) == ("A", None)


def test_a_slot_is_filled_once_a_key() -> None:
    slot: Slot[Any] = Slot("test")
    first = object()
    slot.fill("a", first)
    slot.fill("a", first)
    with pytest.raises(ValueError, match="filled already"):
        slot.fill("a", object())


# Moves
@pytest.mark.parametrize(("here", "there", "allowed"), [("a", "b", True), ("b", "a", False), ("c", "a", False)])
def test_moves(here: str, there: str, allowed: bool) -> None:
    moves = {"a": frozenset({"b"}), "b": frozenset[str]()}
    assert may_move(moves, here, there) is allowed
    if allowed:
        require_move(moves, here, there)
    else:
        with pytest.raises(MoveRefusedError) as refused:
            require_move(moves, here, there)
        assert refused.value.code == "move_refused"
        assert isinstance(refused.value, ValidationError)


# Crypto
@given(st.binary(max_size=2000))
def test_what_was_encrypted_is_read_again(secret: bytes) -> None:
    token = crypto.encrypt(secret)
    assert crypto.decrypt(token) == secret
    assert len(secret) < 8 or secret not in token


def test_keys_rotate(settings: Any) -> None:
    settings.ENCRYPTION_KEYS = ["old"]
    token = crypto.encrypt(b"secret")
    settings.ENCRYPTION_KEYS = ["new", "old"]
    assert crypto.decrypt(token) == b"secret"
    newer = crypto.encrypt(b"secret")
    settings.ENCRYPTION_KEYS = ["new"]
    assert crypto.decrypt(newer) == b"secret"
    with pytest.raises(crypto.UndecipherableError):
        crypto.decrypt(token)


@pytest.mark.parametrize("token", [b"", b"nonsense", b"\xff\x00", "ä".encode()])
def test_nonsense_is_undecipherable(token: bytes) -> None:
    with pytest.raises(crypto.UndecipherableError):
        crypto.decrypt(token)


# Links and tokens
@given(st.text(max_size=100))
def test_a_signature_holds_for_one_purpose(value: str) -> None:
    signed = signed_links.sign("follow", value)
    assert signed_links.unsign("follow", signed) == value
    assert signed_links.unsign("unsubscribe", signed) is None
    assert signed_links.unsign("follow", signed + "x") is None


def test_a_token_is_found_by_its_hash_only() -> None:
    token = signed_links.new_token()
    assert len(token) >= 27
    assert token not in signed_links.token_hash(token)
    assert signed_links.token_hash(token) == signed_links.token_hash(token)
    assert signed_links.token_hash(token) != signed_links.token_hash(signed_links.new_token())


@given(st.text(max_size=40))
def test_form_tokens(offered: str) -> None:
    assert form_tokens.is_well_formed(form_tokens.new())
    assert form_tokens.is_well_formed(offered) is (len(offered) == 32 and set(offered) <= set("0123456789abcdef"))


# Small numbers
@given(st.lists(st.integers(0, 40), min_size=1, max_size=12), st.lists(st.integers(0, 400), min_size=12, max_size=12))
def test_no_small_number_is_ever_shown_for_an_area(area: list[int], district: list[int]) -> None:
    shown, is_district = small_numbers.area_or_district(area, district)
    if is_district:
        assert shown == district
    else:
        assert not any(0 < count < 5 for count in [*shown, sum(shown)])


# Waking
@shared_task(name="tests.common.nothing")
def nothing() -> None:
    """Do nothing."""


@pytest.mark.parametrize("error", [BrokerError("x"), ConnectionError("x"), TimeoutError("x")])
def test_a_broker_that_is_away_is_logged(error: Exception, monkeypatch: Any, caplog: Any) -> None:
    def away(*_args: Any, **_kwargs: Any) -> None:
        raise error

    monkeypatch.setattr(nothing, "apply_async", away)
    wake.wake(nothing)
    assert "broker away" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_nobody_is_woken_before_the_commit_nor_after_a_rollback(monkeypatch: Any) -> None:
    woken: list[Any] = []
    monkeypatch.setattr(nothing, "apply_async", lambda args, **_: woken.append(args))
    with transaction.atomic():
        wake.wake_after_commit(nothing, 1)
        assert woken == []
    assert woken == [(1,)]
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        wake.wake_after_commit(nothing, 2)
        raise ZeroDivisionError
    assert woken == [(1,)]


# Request ids
@pytest.mark.parametrize(
    ("offered", "taken"), [("abcdef12", True), ("short", False), ("a" * 65, False), ("bad id!!", False), ("", False)]
)
def test_a_well_formed_request_id_is_taken_over(offered: str, taken: bool) -> None:
    seen: list[str] = []

    def view(_request: Any) -> HttpResponse:
        seen.append(request_id.current())
        return HttpResponse()

    response = request_id.RequestIdMiddleware(view)(RequestFactory().get("/", headers={"X-Request-ID": offered}))
    assert response["X-Request-ID"] == seen[0]
    assert (seen[0] == offered) is taken
    assert request_id.current() == ""


def test_the_id_goes_along_into_a_task() -> None:
    token = request_id._current.set("request-one")
    try:
        headers: dict[str, object] = {}
        request_id.send_along(headers=headers)
        assert headers == {"request_id": "request-one"}
        request_id.take_over(task=SimpleNamespace(request=SimpleNamespace(**headers)))
        assert request_id.current() == "request-one"
        request_id.take_over(task=SimpleNamespace(request=SimpleNamespace()))
        assert len(request_id.current()) == 32
    finally:
        request_id._current.reset(token)


def test_a_real_task_message_carries_the_id() -> None:
    """Celery itself hands headers to the task's request: tried with its own context class."""
    from celery.app.task import Context

    context = Context({"id": "1", "request_id": "request-two"})
    before = request_id.current()
    request_id.take_over(task=SimpleNamespace(request=context))
    assert request_id.current() == "request-two"
    request_id._current.set(before)


# Logs
def test_log_lines_are_json_with_the_id_and_extra_fields() -> None:
    record = logging.makeLogRecord({"msg": "hej %s", "args": ("å",), "levelname": "INFO", "document": 7})
    request_id.RequestIdFilter().filter(record)
    line = json.loads(JsonFormatter().format(record))
    assert (line["message"], line["document"], line["level"]) == ("hej å", 7, "info")
    assert "\n" not in JsonFormatter().format(logging.makeLogRecord({"msg": "two\nlines"}))


# Outages
def test_a_lost_database_is_a_503_that_says_when(monkeypatch: Any) -> None:
    monkeypatch.setattr(outages.connection, "close", lambda: None)

    def lost(_request: Any) -> HttpResponse:
        raise OperationalError("gone")

    middleware = outages.DatabaseOutageMiddleware(lost)
    request = RequestFactory().get("/")
    response = middleware(request)
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "30", "no-store")
    assert b"112" in response.content
    inside = middleware.process_exception(request, OperationalError("gone"))
    assert inside is not None
    assert inside.status_code == 503
    assert middleware.process_exception(request, ValueError()) is None
