"""Text messages: numbers, parts, quiet hours. Rules without a gateway."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from hypothesis import given
from hypothesis import strategies as some

from post.mail.addresses import masked
from post.sms import quiet, segments
from post.sms.gateway import place_of
from post.sms.numbers import parse_mobile, parse_pasted
from post.sms.run import delivery_of_token, report_token
from tests.whole import naughty

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(
    "typed",
    [
        "070-123 45 67",
        "0701234567",
        " 070 123 45 67 ",
        "+46701234567",
        "+46 70 123 45 67",
        "+46 (0)70-123 45 67",
        "0046 70 1234567",
        "070–123 45 67",
        "070‑1234567",
        "070.123.45.67",
        "070/1234567",
        "\u202a0701234567\u202c",
    ],
)
def test_a_swedish_mobile_number_however_it_is_typed(typed):
    assert parse_mobile(typed) == "+46701234567"


@pytest.mark.parametrize("start", ["070", "072", "073", "076", "079"])
def test_every_mobile_series(start):
    assert parse_mobile(f"{start}1234567") == f"+46{start[1:]}1234567"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("08-530 610 00", "landline"),
        ("0771-123 456", "landline"),
        ("010-123 45 67", "landline"),
        ("+46 8 530 610 00", "landline"),
        ("+358 40 123 4567", "foreign"),
        ("0047 901 23 456", "foreign"),
        ("070-123 45 6", "landline"),
        ("070-123 45 678", "landline"),
        ("112", "number"),
        ("", "number"),
        ("Anna", "number"),
        ("+", "number"),
        ("٠٧٠١٢٣٤٥٦٧", "number"),
        ("０７０１２３４５６７", "number"),
        ("0701234567; DROP TABLE", "number"),
        ("070\x001234567", "number"),
        ("+46+701234567", "number"),
        ("0" * 5000, "number"),
    ],
)
def test_what_is_no_mobile_number_is_refused_in_words(typed, code):
    with pytest.raises(ValidationError) as refused:
        parse_mobile(typed)
    assert refused.value.code == code
    assert len(refused.value.message) < 200


def test_naughty_words_are_answered():
    for words in naughty.strings():
        one_naughty(words)


def one_naughty(words):
    try:
        clean = segments.clean_text(words)
    except ValidationError as refused:
        assert refused.code in ("empty", "too_long")
    else:
        assert "\x00" not in clean and clean.encode()
        assert 1 <= segments.size(clean).parts <= segments.MOST_PARTS
    numbers, _faults = parse_pasted(words[:500])
    assert all(number.startswith("+467") for number in numbers)


def test_pasted_numbers_once_each_and_every_fault_named():
    numbers, faults = parse_pasted("070-123 45 67\r\n0701234567, 0721234567;\t\n08-530 610 00\nAnna\n\n")
    assert numbers == ["+46701234567", "+46721234567"]
    assert len(faults) == 2
    with pytest.raises(ValidationError) as refused:
        parse_pasted("0701234567\n" * 10_000)
    assert refused.value.code == "too_many"
    assert masked("+46701234567") == "+4670…67"


@pytest.mark.parametrize(
    ("text", "is_gsm", "parts"),
    [
        ("å" * 160, True, 1),
        ("Åäö" * 53 + "!", True, 1),
        ("å" * 161, True, 2),
        ("a" * 306, True, 2),
        ("a" * 307, True, 3),
        ("a" * 918, True, 6),
        ("€" * 80, True, 1),
        ("€" * 81, True, 2),
        ("a" * 152 + "€" + "a" * 151, True, 2),
        ("a" * 152 + "€" + "a" * 152, True, 3),
        ("ł" * 70, False, 1),
        ("ł" * 71, False, 2),
        ("😀" * 35, False, 1),
        ("😀" * 36, False, 2),
        ("a" * 66 + "😀" + "a" * 66, False, 3),
        ("ç", False, 1),
        ("Ç", True, 1),
    ],
)
def test_parts(text, is_gsm, parts):
    measured = segments.size(text)
    assert (measured.is_gsm, measured.parts) == (is_gsm, parts)


def test_at_most_six_parts():
    assert segments.clean_text("a" * 918)
    for text in ("a" * 919, "ł" * 403, "😀" * 400):
        with pytest.raises(ValidationError) as refused:
            segments.clean_text(text)
        assert refused.value.code == "too_long"


def test_words_are_cleaned_so_that_they_cost_no_more_than_they_say():
    assert segments.clean_text(" Hej\u00a0“du” – ‘där’…\r\nA\u030a\x00\x07 ") == "Hej \"du\" - 'där'...\nÅ"
    assert segments.size(segments.clean_text("A\u030ama\u0308l")).is_gsm
    for nothing in ("", " \n\t", "\x00\x00"):
        with pytest.raises(ValidationError):
            segments.clean_text(nothing)


@given(some.text(max_size=400))
def test_no_part_is_ever_over_full(text):
    measured = segments.size(text)
    assert measured.units <= measured.room
    assert measured.parts == 1 or measured.units > (160 if measured.is_gsm else 70)


def at(year, month, day, hour, minute=0, fold=0):
    return datetime(year, month, day, hour, minute, fold=fold, tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        (at(2026, 11, 23, 20, 59), None),
        (at(2026, 11, 23, 21), at(2026, 11, 24, 8)),
        (at(2026, 11, 23, 23, 59), at(2026, 11, 24, 8)),
        (at(2026, 11, 24, 0), at(2026, 11, 24, 8)),
        (at(2026, 11, 24, 7, 59), at(2026, 11, 24, 8)),
        (at(2026, 11, 24, 8), None),
        (at(2026, 3, 28, 22), at(2026, 3, 29, 8)),  # summer time begins in that night: nine hours and a clock's jump
        (at(2026, 10, 24, 22), at(2026, 10, 25, 8)),
        (at(2026, 10, 25, 2, 30, fold=1), at(2026, 10, 25, 8)),
        (at(2026, 12, 31, 23), at(2027, 1, 1, 8)),
    ],
)
def test_quiet_hours(moment, leaves):
    expected = moment if leaves is None else leaves
    assert quiet.leaves_at(moment).timestamp() == expected.timestamp()
    assert quiet.is_quiet(moment) is (leaves is not None)


def test_the_night_the_clocks_change_is_an_hour_shorter_or_longer():
    spring = quiet.leaves_at(at(2026, 3, 28, 21))
    assert spring.timestamp() - at(2026, 3, 28, 21).timestamp() == 10 * 3600
    autumn = quiet.leaves_at(at(2026, 10, 24, 21))
    assert autumn.timestamp() - at(2026, 10, 24, 21).timestamp() == 12 * 3600


def test_an_end_that_comes_twice_is_the_first(settings):
    settings.SMS_QUIET_FROM, settings.SMS_QUIET_UNTIL = "21:00", "02:30"
    leaves = quiet.leaves_at(at(2026, 10, 24, 22))
    assert leaves.timestamp() == at(2026, 10, 25, 2, 30, fold=0).timestamp()


CLOCK_CHANGES = some.sampled_from([at(2026, 3, 28, 12), at(2026, 10, 24, 12), at(2026, 7, 1, 12)])
TIMES = some.sampled_from(["00:00", "01:59", "02:00", "02:30", "03:00", "08:00", "21:00", "23:59"])


@given(CLOCK_CHANGES, some.integers(0, 24 * 60), TIMES, TIMES)
def test_quiet_ends_later_and_is_over_then(day, minutes, begins, ends):
    from django.test import override_settings

    moment = day.astimezone(ZoneInfo("UTC")) + timedelta(minutes=minutes)
    with override_settings(SMS_QUIET_FROM=begins, SMS_QUIET_UNTIL=ends):
        leaves = quiet.leaves_at(moment)
        assert not quiet.is_quiet(leaves)
        assert leaves.timestamp() >= moment.timestamp()
        assert (leaves.timestamp() == moment.timestamp()) is not quiet.is_quiet(moment)
        assert leaves.timestamp() - moment.timestamp() <= 25 * 3600


def test_the_address_of_the_gateway():
    place = place_of("46elks://u%40x:p%3Aw@api.46elks.com/a1/sms?from=Botkyrka")
    assert (place.address, place.user, place.password, place.sender) == (
        "https://api.46elks.com/a1/sms",
        "u@x",
        "p:w",
        "Botkyrka",
    )
    assert place_of("46elks+http://u:p@127.0.0.1:99/a1/sms?from=%2B46766861004").address == "http://127.0.0.1:99/a1/sms"


@pytest.mark.parametrize(
    "url",
    [
        "twilio://u:secret@api.example.com/",
        "46elks://api.46elks.com/a1/sms",
        "46elks://u:secret@api.46elks.com/a1/sms?from=Botkyrka%20kommun",
        "46elks://u:secret@api.46elks.com/a1/sms?from=12345",
        "46elks://u:secret@api.46elks.com/a1/sms?from=%2B46abc",
        "nonsense",
    ],
)
def test_a_wrong_address_is_refused_without_telling_the_password(url):
    with pytest.raises(ImproperlyConfigured) as refused:
        place_of(url)
    assert "secret" not in str(refused.value)


def test_the_token_of_a_report():
    assert delivery_of_token(report_token(7)) == 7
    for forged in ("7", "7:x", "", report_token(7)[1:], "8" + report_token(7)[1:], "\x00", "²:x"):
        assert delivery_of_token(forged) is None
