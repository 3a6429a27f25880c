"""Text messages against a gateway process: taken once, whatever it answers; what it costs; what it reports."""

import json
from datetime import datetime, timedelta
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection

from accounts.models import AuditEntry
from common import clock, outgoing
from post import services
from post.figures import text_cost_this_month
from post.models import Content, Delivery, TextMessage, TextReceipt
from post.periodic import sweep, sweep_texts, tidy
from post.sms.run import report_token
from post.tasks import deliver, send_texts

pytestmark = pytest.mark.django_db
ANNA, BO = "+46701234567", "+46721234567"


@pytest.fixture
def later(monkeypatch):
    """Move the clock on, without a real wait."""
    real, moved = clock.timezone.now, timedelta()

    def on(**by):
        nonlocal moved
        moved += timedelta(**by)

    monkeypatch.setattr("common.clock.timezone.now", lambda: real() + moved)
    return on


def send(*numbers, text="Passet i kväll är inställt. /Grannstöd", **options):
    return services.send_sms(text=text, recipients=numbers or [ANNA], **options)


def outcome():
    row = Delivery.objects.get()
    return row.status, row.reason


def test_it_leaves_once_with_the_right_words(sms_gateway):
    text = "Hej! Åäö, é och € & = + %.\nRad två"
    made = send("070-123 45 67", ANNA, BO, text=text, thread="grannstod:shift:1")
    send_texts()
    send_texts()
    taken = sms_gateway.taken()
    assert sorted(row["to"] for row in taken) == [ANNA, BO]
    form = taken[0]["form"]
    assert (form["message"], form["from"], form["dontlog"]) == (text, "Botkyrka", "message")
    assert urlsplit(form["whendelivered"]).path.startswith("/sms/rapport/")
    rows = Delivery.objects.all()
    assert {(row.status, row.channel, row.content.thread) for row in rows} == {("accepted", "sms", "grannstod:shift:1")}
    assert {row.gateway_id for row in made.receipts.all()} == {row["id"] for row in taken}
    assert {row.cost for row in made.receipts.all()} == {5200}


def test_mail_is_not_sent_as_a_text_message_nor_the_other_way_round(sms_gateway, relay):
    server = relay()
    send()
    deliver()
    sweep()
    assert server.received == []
    assert Delivery.objects.get().status == "waiting"


@pytest.mark.parametrize(("mode", "reason"), [("400", "refused"), ("failed", "refused")])
def test_a_refused_message_is_not_tried_again(sms_gateway, later, mode, reason):
    sms_gateway.set_mode(mode)
    send()
    send_texts()
    assert outcome() == ("bounced", reason)
    sms_gateway.set_mode("accept")
    before = len(sms_gateway.taken())
    later(days=1)
    send_texts()
    assert len(sms_gateway.taken()) == before


@pytest.mark.parametrize("mode", ["401", "402", "403", "404", "429", "redirect"])
def test_a_fault_of_the_account_keeps_the_messages_and_asks_once_a_run(sms_gateway, later, mode):
    sms_gateway.set_mode(mode)
    send(ANNA, BO)
    send_texts()
    rows = Delivery.objects.order_by("pk")
    assert [row.status for row in rows] == ["deferred", "waiting"]
    assert [row.attempts for row in rows] == [1, 0]
    assert not (sms_gateway.folder / "followed").exists()
    sms_gateway.set_mode("accept")
    later(minutes=2)
    send_texts()
    assert sorted(row["to"] for row in sms_gateway.taken()) == [ANNA, BO]


def test_the_desk_says_that_the_gateway_refuses_us(sms_gateway, coordinator):
    from post.cards import health

    send()
    assert health(coordinator) == []
    sms_gateway.set_mode("402")
    send_texts()
    assert [need.is_late for need in health(coordinator)] == [True]


def test_a_gateway_that_is_away_costs_nothing(sms_gateway, later):
    sms_gateway.stop()
    send()
    send_texts()
    assert outcome() == ("deferred", "away")
    sms_gateway.start()
    later(minutes=2)
    sweep_wakes()
    assert outcome() == ("accepted", "")
    assert len(sms_gateway.taken()) == 1


def sweep_wakes():
    """Do what the sweep would wake a worker for."""
    woken = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("post.periodic.wake", lambda task, *_args: woken.append(task))
        sweep_texts()
    for task in woken:
        task()
    return woken


@pytest.mark.parametrize("mode", ["drop", "html", "noid", "stall", "huge"])
def test_a_lost_answer_is_looked_up_and_not_sent_again(sms_gateway, settings, later, mode):
    sms_gateway.set_mode(mode)
    settings.SMS_TIMEOUT = 2.0 if mode == "stall" else 20.0
    send()
    send_texts()
    assert outcome() == ("deferred", "unknown")
    settings.SMS_TIMEOUT = 20.0
    later(minutes=2)
    send_texts()
    assert outcome() == ("accepted", "")
    [taken] = sms_gateway.taken()
    assert TextReceipt.objects.get().gateway_id == taken["id"]


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, b'{"id": "s1", "status": "crea\\u0000ted"}', ("accepted", "", "created")),
        (400, b"no\0pe", ("bounced", "refused", "nope")),
    ],
)
def test_an_answer_with_a_nul_is_kept_without_it(sms_gateway, monkeypatch, status, body, outcome):
    monkeypatch.setattr("common.outgoing.call", lambda request: outgoing.Answer(status, body))
    send()
    send_texts()
    row = Delivery.objects.get()
    assert (row.status, row.reason, row.reply) == outcome


@pytest.mark.parametrize("mode", ["lose", "500", "503"])
def test_what_the_gateway_does_not_know_is_sent_again_once(sms_gateway, later, mode):
    sms_gateway.set_mode(mode)
    send()
    send_texts()
    assert outcome() == ("deferred", "unknown")
    sms_gateway.set_mode("accept")
    later(minutes=2)
    send_texts()
    assert outcome() == ("accepted", "")
    assert len(sms_gateway.taken()) == 1


def test_it_is_given_up_after_the_second_unknown(sms_gateway, later):
    sms_gateway.set_mode("lose")
    send()
    for _round in range(6):
        send_texts()
        later(hours=1)
    assert outcome() == ("bounced", "unknown")
    assert Delivery.objects.get().attempts == 2


def test_while_the_history_is_away_nothing_is_sent_again(sms_gateway, settings, later):
    sms_gateway.set_mode("lose")
    send()
    send_texts()
    sms_gateway.set_mode("accept")
    for history in ("500", "stall"):
        sms_gateway.set_mode(history, "history")
        settings.SMS_TIMEOUT = 2.0 if history == "stall" else 20.0
        later(minutes=2)
        send_texts()
        assert outcome() == ("deferred", "unknown")
    assert sms_gateway.taken() == []
    sms_gateway.set_mode("accept", "history")
    settings.SMS_TIMEOUT = 20.0
    later(minutes=2)
    send_texts()
    assert len(sms_gateway.taken()) == 1


def test_an_older_message_to_the_same_number_is_not_taken_for_this_one(sms_gateway, later):
    send(text="Den första.")
    send_texts()
    later(minutes=1)
    sms_gateway.set_mode("lose")
    send(text="Den andra.")
    send_texts()
    sms_gateway.set_mode("accept")
    later(minutes=2)
    send_texts()
    assert [row["form"]["message"] for row in sms_gateway.taken()] == ["Den första.", "Den andra."]


def test_what_another_system_sent_with_the_same_account_is_not_taken_for_ours(sms_gateway, later):
    sms_gateway.set_mode("lose")
    send(text="Vår text.")
    send_texts()
    sms_gateway.set_mode("accept")
    strangers = {"to": ANNA, "direction": "outgoing", "id": "s1", "created": f"{clock.now():%Y-%m-%dT%H:%M:%S}"}
    (sms_gateway.folder / "taken.jsonl").write_text(
        json.dumps({**strangers, "message": "Din tvättid är bokad."}) + "\n"
    )
    later(minutes=2)
    send_texts()
    assert [row["id"] == "s1" for row in sms_gateway.taken()] == [True, False]


def test_expiry(sms_gateway, later):
    sms_gateway.stop()
    send(expires_at=clock.now() + timedelta(minutes=30))
    later(minutes=31)
    send_texts()
    assert outcome() == ("expired", "expired")


# ---- quiet hours and urgency


@pytest.fixture
def evening(settings, later):
    settings.SMS_QUIET_FROM, settings.SMS_QUIET_UNTIL = "21:00", "08:00"
    now = clock.now()
    later(seconds=(datetime(2026, 11, 24, 22, 0, tzinfo=clock.STOCKHOLM) - now).total_seconds())


def test_what_is_not_urgent_waits_for_morning(sms_gateway, evening, later):
    send()
    send_texts()
    later(hours=9, minutes=59)
    send_texts()
    assert sms_gateway.taken() == []
    assert outcome() == ("waiting", "quiet")
    later(minutes=2)
    assert sweep_wakes() == [send_texts]
    assert outcome() == ("accepted", "")


def test_what_is_urgent_leaves_at_once_and_its_reason_is_noted(sms_gateway, evening, coordinator):
    made = send(urgency="danger", actor=coordinator)
    send_texts()
    assert len(sms_gateway.taken()) == 1
    entry = AuditEntry.objects.get(action__startswith="post.sms")
    assert (entry.actor, entry.action, entry.object_id) == (coordinator, "post.sms_urgent.danger", str(made.pk))
    with pytest.raises(ValidationError) as refused:
        send(urgency="whim")
    assert refused.value.code == "urgency"


def test_what_the_gateway_held_up_until_evening_waits_for_morning_too(sms_gateway, evening, later):
    later(hours=-2)
    sms_gateway.stop()
    send()
    send_texts()
    sms_gateway.start()
    later(hours=2)
    send_texts()
    assert sms_gateway.taken() == []
    assert outcome() == ("deferred", "quiet")


def test_what_is_too_late_by_morning_is_refused(sms_gateway, evening):
    with pytest.raises(ValidationError) as refused:
        send(expires_at=clock.now() + timedelta(hours=3))
    assert refused.value.code == "too_late"
    assert Delivery.objects.count() == 0


# ---- what it costs


def test_the_estimate(sms_gateway):
    measured = services.estimate("å" * 200, 3)
    assert (measured.parts, measured.cost, measured.is_over, measured.waits) == (2, 2 * 3 * 52, False, False)


def test_the_months_ceiling_refuses(sms_gateway, settings, later):
    settings.SMS_MONTHLY_CEILING = 1  # krona: one part fits, a second does not
    send()
    for _attempt in range(2):
        with pytest.raises(ValidationError) as refused:
            send(BO)
        assert refused.value.code == "ceiling"
    assert Delivery.objects.count() == 1
    later(days=32)
    assert send(BO)


def test_the_months_cost_is_what_the_gateway_says_and_nothing_for_what_never_left(sms_gateway, settings):
    settings.SMS_PRICE = 100
    send(ANNA, BO)
    assert text_cost_this_month() == 200
    send_texts()
    assert text_cost_this_month() == 104
    sms_gateway.set_mode("400")
    send()
    assert text_cost_this_month() == 204
    send_texts()
    assert text_cost_this_month() == 104


def test_off_and_nobody(settings, sms_gateway):
    with pytest.raises(ValidationError) as refused:
        services.send_sms(text="Hej", recipients=[])
    assert refused.value.code == "nobody"
    settings.SMS_URL = ""
    with pytest.raises(ValidationError) as refused:
        send()
    assert refused.value.code == "sms_off"
    send_texts()
    assert not services.sms_is_on()


def test_the_same_form_is_one_message(sms_gateway):
    made = send(form_token="a" * 32)
    assert send(form_token="a" * 32) == made
    assert Delivery.objects.count() == 1
    with pytest.raises(ValidationError):
        send(form_token="forged")


# ---- what the gateway reports


def test_a_report_of_delivery(sms_gateway, client):
    send()
    send_texts()
    [row] = sms_gateway.taken()
    told = clock.now() - timedelta(seconds=1)
    path, form = sms_gateway.report(row, status="delivered", delivered=told.replace(tzinfo=None).isoformat())
    for _twice in range(2):
        assert client.post(path, form).status_code == 204
        assert outcome() == ("delivered", "")
    assert TextReceipt.objects.get().reported_at == told


@pytest.mark.parametrize(
    ("order", "status"),
    [
        (["sent", "delivered"], "delivered"),
        (["delivered", "sent"], "delivered"),
        (["delivered", "failed"], "delivered"),
        (["failed", "delivered"], "delivered"),
        (["sent", "failed"], "bounced"),
        (["failed", "sent"], "bounced"),
        (["nonsense", "", "created"], "accepted"),
    ],
)
def test_reports_in_any_order(sms_gateway, client, order, status):
    send()
    send_texts()
    [row] = sms_gateway.taken()
    for word in order:
        path, form = sms_gateway.report(row, status=word, delivered="i morgon\x00")
        assert client.post(path, form).status_code == 204
    assert Delivery.objects.get().status == status
    assert TextReceipt.objects.get().report == {"bounced": "failed", "accepted": ""}.get(status, status)


def test_a_report_makes_up_for_a_lost_answer(sms_gateway, client, later):
    sms_gateway.set_mode("drop")
    send()
    send_texts()
    [row] = sms_gateway.taken()
    path, form = sms_gateway.report(row, status="sent")
    assert client.post(path, form).status_code == 204
    assert outcome() == ("accepted", "")
    assert TextReceipt.objects.get().gateway_id == row["id"]
    later(hours=1)
    send_texts()
    assert len(sms_gateway.taken()) == 1


def test_a_report_that_comes_before_the_answer_stands(sms_gateway, client):
    send()
    delivery = Delivery.objects.get()
    client.post(f"/sms/rapport/{report_token(delivery.pk)}/", {"status": "delivered", "id": "s1"})
    from post import transitions

    transitions.text_accepted(delivery, code=200, words="created", gateway_id="s1", cost=5200)
    assert Delivery.objects.get().status == "delivered"
    assert TextReceipt.objects.get().cost == 5200


@pytest.mark.parametrize("token", ["1", "1:forged", "x" * 3000, "%00", "1%3A"])
def test_a_forged_report_finds_nothing(sms_gateway, client, token):
    send()
    address = f"/sms/rapport/{token}/"
    assert client.post(address, {"status": "delivered", "id": "s1"}).status_code == 404
    assert Delivery.objects.get().status == "waiting"


def test_a_token_for_a_message_that_is_gone_finds_nothing(client):
    assert client.post(f"/sms/rapport/{report_token(99)}/", {"status": "delivered"}).status_code == 404
    assert client.get(f"/sms/rapport/{report_token(99)}/").status_code == 405


# ---- personal data


def test_forgetting_a_person_takes_the_number_along(sms_gateway, volunteer, later):
    volunteer.phone = "070-123 45 67"
    volunteer.save()
    send(ANNA, text="Bara till Anna")
    send_texts()
    send(ANNA, BO, text="Till båda")
    assert services.export_person(volunteer.email)
    assert services.erase_person(volunteer.email)
    assert not Delivery.objects.filter(recipient=ANNA).exists()
    send_texts()
    assert [row["to"] for row in sms_gateway.taken()] == [ANNA, BO]
    assert bytes(Content.objects.order_by("pk")[0].body) == b""
    assert bytes(Content.objects.order_by("pk")[1].body) == "Till båda".encode()


def test_a_number_without_an_account_is_forgotten_too(sms_gateway):
    send()
    assert services.erase_person("070 123 45 67")
    assert not Delivery.objects.filter(recipient=ANNA).exists()


def test_words_go_after_90_days_and_the_number_after_a_year(sms_gateway, later):
    send()
    send_texts()
    later(days=91)
    tidy()
    assert bytes(Content.objects.get().body) == b""
    assert Delivery.objects.get().recipient == ANNA
    later(days=300)
    tidy()
    assert Delivery.objects.get().recipient.startswith("erased:")


def test_sending_to_many_costs_no_more_questions_a_number(sms_gateway, django_assert_max_num_queries):
    numbers = [f"+467012345{n:02d}" for n in range(50)]
    with django_assert_max_num_queries(14):
        send(*numbers)
    assert TextMessage.objects.get().receipts.count() == 50
    assert connection.queries_limit


def test_the_command_that_erases_takes_a_number(sms_gateway):
    send()
    call_command("erase_person", "070-123 45 67", stdout=StringIO())
    assert not Delivery.objects.filter(recipient=ANNA).exists()
