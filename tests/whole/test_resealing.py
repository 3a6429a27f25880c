"""A new key in ENCRYPTION_KEYS: after `reseal` the oldest can go, and everything still opens."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command

from common import crypto
from incidents.models import Destination
from incidents.services import plates
from post.models import Content
from post.services import post_message
from tests.factories.grannstod import make_support_case
from tests.factories.incidents import make_report
from tests.factories.incoming import arrives

pytestmark = pytest.mark.django_db


def kept() -> tuple[Any, Any, Any]:
    report = make_report(plate_sealed=plates.seal("ABC123"))
    there = Destination.objects.create(name="Regionen", way="open311", key_sealed=crypto.encrypt(b"deras nyckel"))
    secret = {"X-House-Secret": "1"}
    post_message(EmailMessage("Din kod", "Koden är 123456.", to=["kod@example.com"], headers=secret))
    arrives(b"From: a@example.com\r\nTo: b@example.com\r\n\r\nHej")
    make_support_case()
    return report, there, Content.objects.get(encrypted=True)


def test_after_resealing_the_old_key_can_go(coordinator: Any, settings: Any) -> None:
    secret = generate_totp_secret()
    factor = TOTP.activate(coordinator, secret).instance
    codes = RecoveryCodes.activate(coordinator).get_unused_codes()
    report, there, letter = kept()
    settings.ENCRYPTION_KEYS = ["en ny nyckel", *settings.ENCRYPTION_KEYS]
    call_command("reseal")
    settings.ENCRYPTION_KEYS = ["en ny nyckel"]
    for row in (report, there, letter, factor):
        row.refresh_from_db()
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert TOTP(factor).validate_code(code)
    recovery = Authenticator.objects.get(user=coordinator, type=Authenticator.Type.RECOVERY_CODES)
    assert RecoveryCodes(recovery).get_unused_codes() == codes
    assert plates.unseal(report) == "ABC123"
    assert crypto.decrypt(bytes(there.key_sealed)) == b"deras nyckel"
    assert b"123456" in crypto.decrypt(bytes(letter.body))


def test_what_no_key_opens_is_told_and_left(settings: Any) -> None:
    there = Destination.objects.create(name="Regionen", way="open311", key_sealed=crypto.encrypt(b"deras nyckel"))
    settings.ENCRYPTION_KEYS = ["en helt annan"]
    with pytest.raises(CommandError, match="No key"):
        call_command("reseal")
    before = bytes(there.key_sealed)
    there.refresh_from_db()
    assert bytes(there.key_sealed) == before
