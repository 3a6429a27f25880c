"""A new SECRET_KEY: what was signed still opens, and what was hashed is still found."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import default_storage

from accounts.models import User
from common import form_tokens, personal_data, signed_links
from incidents.services import by_follow_token, follow_token
from post.mail import addresses
from tests.factories.incidents import make_report

OLD, NEW, HASHES = "gammal-nyckel-" * 4, "ny-nyckel-" * 5, "hashnyckel-" * 5


@pytest.fixture
def keys(settings: Any) -> Any:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS, settings.HASH_KEY = OLD, [], HASHES
    return settings


def change(keys: Any, *, fallbacks: list[str]) -> None:
    keys.SECRET_KEY, keys.SECRET_KEY_FALLBACKS = NEW, fallbacks


def test_a_signed_link_opens_until_its_key_is_taken_out(keys: Any) -> None:
    signed = signed_links.sign("leave", "7")
    change(keys, fallbacks=[OLD])
    assert signed_links.unsign("leave", signed) == "7"
    change(keys, fallbacks=[])
    assert signed_links.unsign("leave", signed) is None


@pytest.mark.django_db
def test_hashes_hold(keys: Any) -> None:
    form_token = form_tokens.new()
    report, token = make_report(form_token=form_token), follow_token(form_token)
    hashed, path = signed_links.token_hash("t"), addresses.return_path(5)
    change(keys, fallbacks=[])
    assert by_follow_token(token) == report and follow_token(form_token) == token
    assert signed_links.token_hash("t") == hashed and addresses.return_path(5) == path


@pytest.mark.django_db(transaction=True)
def test_an_erasure_is_still_known(keys: Any) -> None:
    personal_data.erase("kim@example.com")
    change(keys, fallbacks=[])
    assert personal_data.erased_at("Kim@example.com") is not None
    assert default_storage.listdir(personal_data.ERASURES)[1]


@pytest.mark.django_db
@pytest.mark.parametrize(("fallbacks", "answer"), [([OLD], 200), ([], 302)])
def test_people_stay_signed_in_while_the_old_key_stands(
    keys: Any, client: Any, agent: User, fallbacks: list[str], answer: int
) -> None:
    client.force_login(agent)
    change(keys, fallbacks=fallbacks)
    assert client.get("/konto/").status_code == answer
