"""The ledger's pages: who may see, what is masked, noted and never shown; controls; the admin; the desk's card."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage, send_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from common import clock
from post import cards, figures, services
from post.lifecycle import DeliveryStatus
from post.models import Chunk, Delivery, ListImport, Mailing, Suppression
from post.sending.run import begin
from post.transitions import count_bundle
from tests.factories import post as factory

pytestmark = pytest.mark.django_db

LEDGER = "/samordning/post/"


@pytest.fixture
def mailing():
    return factory.mailing(readers=3)


def addresses(mailing) -> list[str]:
    return [LEDGER, reverse("post:mailing", args=[mailing.pk]), reverse("post:mailing_progress", args=[mailing.pk])]


def test_only_who_may_see_the_ledger(client, mailing, coordinator, agent, volunteer, police):
    for address in addresses(mailing):
        assert client.get(address).status_code == 302
    for user in (agent, volunteer, police):
        client.force_login(user)
        assert {client.get(address).status_code for address in addresses(mailing)} == {404}
        assert client.post(reverse("post:control", args=[mailing.pk, "pausa"])).status_code == 404
    client.force_login(coordinator)
    assert {client.get(address).status_code for address in addresses(mailing)} == {200}
    assert client.post(addresses(mailing)[1]).status_code == 405
    assert client.get("/samordning/post/utskick/999999/").status_code == 404


def test_recipients_are_masked_until_searched_which_is_noted(client, coordinator):
    send_mail("Kvitto", "Tack", None, ["berit.svensson@example.com"])
    client.force_login(coordinator)
    assert "berit.svensson@" not in client.get(LEDGER).content.decode()
    assert not AuditEntry.objects.filter(action="post.recipient_searched").exists()
    found = client.post(LEDGER, {"recipient": " Berit.Svensson@example.com ", "outcome": ""}).content.decode()
    assert "berit.svensson@example.com" in found
    entry = AuditEntry.objects.get(action="post.recipient_searched")
    assert "@" not in entry.object_id
    nobody = client.post(LEDGER, {"recipient": "berit.svensson@example.com", "outcome": "bounced"})
    assert "Kvitto" not in nobody.content.decode()


def test_an_address_with_a_domain_in_swedish_is_found_shown_and_forgotten(client, coordinator):
    """It is kept in the form that mail servers take, which nobody types or reads."""
    send_mail("Kvitto", "Tack", None, ["anna@räksmörgås.se"])
    assert Delivery.objects.get().recipient == "anna@xn--rksmrgs-5wao1o.se"
    client.force_login(coordinator)
    assert "a…a@räksmörgås.se" in client.get(LEDGER).content.decode()
    found = client.post(LEDGER, {"recipient": "Anna@Räksmörgås.se", "outcome": ""}).content.decode()
    assert ("Kvitto" in found, "anna@räksmörgås.se" in found) == (True, True)
    assert "Kvitto" in client.get("/admin/post/delivery/", {"q": "anna@räksmörgås.se"}).content.decode()
    Delivery.objects.update(status="accepted")
    assert [row["subject"] for row in services.export_person("anna@räksmörgås.se")] == ["Kvitto"]
    services.erase_person("anna@räksmörgås.se")
    assert Delivery.objects.get().recipient.startswith("erased:")


def test_a_secret_is_shown_nowhere(client, coordinator):
    EmailMessage("Din kod 493021", "493021", to=["berit@example.com"], headers={"X-House-Secret": "1"}).send()
    client.force_login(coordinator)
    delivery = Delivery.objects.get()
    pages = [
        client.get(LEDGER),
        client.post(LEDGER, {"recipient": "berit@example.com"}),
        client.get("/admin/post/delivery/"),
        client.get(f"/admin/post/delivery/{delivery.pk}/change/"),
    ]
    assert [page.status_code for page in pages] == [200] * 4
    assert not [page for page in pages if "493021" in page.content.decode()]


def test_messages_of_a_thread(client, coordinator):
    EmailMessage("Svar", "Hej", to=["a@example.com"], headers={"X-House-Thread": "incidents:report:7"}).send()
    send_mail("Annat", "Hej", None, ["b@example.com"])
    client.force_login(coordinator)
    page = client.get(LEDGER, {"tillhor": "incidents:report:7"}).content.decode()
    assert "Svar" in page
    assert "Annat" not in page


def test_pause_go_on_cancel(client, coordinator, mailing):
    services.start_mailing(mailing=mailing, at=clock.now() + timedelta(hours=1))
    client.force_login(coordinator)
    for action, status in (("pausa", "paused"), ("pausa", "paused"), ("fortsatt", "queued"), ("avbryt", "cancelled")):
        assert client.post(reverse("post:control", args=[mailing.pk, action])).status_code == 302
        mailing.refresh_from_db()
        assert mailing.status == status
    assert client.post(reverse("post:control", args=[mailing.pk, "annat"])).status_code == 404
    assert client.get(reverse("post:control", args=[mailing.pk, "pausa"])).status_code == 405
    assert [(event.moved_to, event.actor) for event in mailing.events.all()][1:] == [
        ("paused", coordinator),
        ("queued", coordinator),
        ("cancelled", coordinator),
    ]


def test_who_only_sees_does_not_control(client, mailing):
    from accounts import roles
    from tests.factories.accounts import person

    client.force_login(person(roles.INFORMATION_SECURITY_COORDINATOR))
    assert client.get(reverse("post:mailing", args=[mailing.pk])).status_code == 200
    assert client.post(reverse("post:control", args=[mailing.pk, "avbryt"])).status_code == 403


@pytest.mark.parametrize("address", [LEDGER, "/admin/post/delivery/", "/admin/post/mailing/"])
def test_as_many_questions_for_one_row_as_for_many(client, coordinator, mailing, address):
    client.force_login(coordinator)
    send_mail("Ett", "Hej", None, ["a@example.com"])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(20):
        send_mail("Ett", "Hej", None, [f"a{number}@example.com"])
        services.create_mailing(key=f"m{number}", title="M")
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few)


def test_the_admin_finds_by_recipient_thread_message_id_and_mail_out_without_counting(client, coordinator, mailing):
    headers = {"X-House-Thread": "incidents:report:7", "Message-ID": "<nummer@example.com>"}
    EmailMessage("Svar", "Hej", to=["Anna@example.com"], headers=headers).send()
    single = Delivery.objects.get()
    letter = Delivery.objects.create(mailing=mailing, content=mailing.contents.get(), recipient="b@example.com")
    client.force_login(coordinator)
    found = {"anna@EXAMPLE.com": single, "incidents:report:7": single, "<nummer@example.com>": single}
    for term, row in (found | {f"mail-out:{mailing.pk}": letter}).items():
        listed = client.get("/admin/post/delivery/", {"q": term}).context["cl"].result_list
        assert list(listed) == [row], term
    with CaptureQueriesContext(connection) as asked:
        client.get("/admin/post/delivery/")
    counts = [query["sql"] for query in asked if "COUNT(" in query["sql"] and "post_delivery" in query["sql"]]
    assert counts == []


@pytest.mark.parametrize("model", ["mailing", "delivery", "mailinglist", "subscription", "suppression", "listimport"])
def test_admin_shows_and_never_changes(client, coordinator, mailing, model):
    send_mail("Ett", "Hej", None, ["a@example.com"])
    Suppression.objects.create(email="a@example.com", reason="desk")
    ListImport.objects.create(list=mailing.lists.get(), agreed_on=clock.today())
    client.force_login(coordinator)
    base = f"/admin/post/{model}/"
    assert client.get(base, {"q": "a@example.com"}).status_code == 200
    assert client.get(base + "add/").status_code == 403
    from django.apps import apps

    row = apps.get_model("post", model).objects.first()
    assert client.get(f"{base}{row.pk}/change/").status_code == 200
    assert client.post(f"{base}{row.pk}/change/", {"email": "x"}).status_code == 403
    if model == "subscription":
        assert AuditEntry.objects.filter(action="post.recipient_read", object_id=str(row.pk)).exists()


def test_progress_counts(mailing):
    services.start_mailing(mailing=mailing)
    Mailing.objects.update(status="sending", started_at=clock.now() - timedelta(seconds=10))
    mailing.refresh_from_db()
    content = mailing.contents.get()
    for number, status in enumerate(["accepted"] * 5 + ["waiting"] * 10 + ["bounced", "skipped"]):
        Delivery.objects.create(
            mailing=mailing,
            content=content,
            chunk=7,
            recipient=f"r{number}@example.com",
            status=status,
            accepted_at=clock.now() if status == "accepted" else None,
        )
    count_bundle(Chunk.objects.create(mailing=mailing, number=7).pk, is_held=False)
    found = figures.progress(mailing)
    assert (found.accepted, found.waiting, found.bounced, found.skipped, found.total) == (5, 10, 1, 1, 17)
    assert found.percent == 41
    assert 0.3 < found.per_second < 0.6
    assert timedelta(seconds=15) < found.expected_end - clock.now() < timedelta(seconds=30)


def test_the_desk_is_told_when_mail_is_late(coordinator, agent):
    assert cards.health(coordinator) == []
    send_mail("Kvitto", "Tack", None, ["a@example.com"])
    with clock.at(clock.now() + timedelta(minutes=12)):
        [need] = cards.health(coordinator)
        assert need.is_late
        assert "12" in str(need.detail)
        assert cards.health(agent) == []


def test_an_overdue_schedule_waits_for_a_person(mailing, coordinator):
    from post.periodic import sweep

    services.start_mailing(mailing=mailing, at=clock.now() + timedelta(hours=1))
    with clock.at(clock.now() + timedelta(days=2)):
        sweep()
    mailing.refresh_from_db()
    assert mailing.status == "paused"
    assert [need.title for need in cards.health(coordinator)] == ["Ett utskick är pausat"]


def test_tidying(mailing):
    from post.models import Content
    from post.periodic import tidy

    send_mail("Kvitto", "Tack", None, ["a@example.com"])
    Delivery.objects.update(status="accepted")
    with clock.at(clock.now() + timedelta(days=91)):
        tidy()
    assert bytes(Content.objects.get(mailing=None).body) == b""
    assert Delivery.objects.get().recipient == "a@example.com"
    with clock.at(clock.now() + timedelta(days=366)):
        tidy()
    assert Delivery.objects.get().recipient.startswith("erased:")


def test_the_pace_of_a_mail_out_is_set_at_the_desk(client, coordinator, agent, mailing):
    address = reverse("post:pace", args=[mailing.pk])
    client.force_login(agent)
    assert client.post(address, {"per_minute": "60"}).status_code == 404
    client.force_login(coordinator)
    assert client.get(address).status_code == 405
    assert client.post(address, {"per_minute": "-1"}).context["pace_form"].errors
    assert client.post(address, {"per_minute": "mycket"}).context["pace_form"].errors
    for typed, kept in (("600", 600), ("0", 0), ("", None)):
        client.post(address, {"per_minute": typed})
        mailing.refresh_from_db()
        assert mailing.per_minute == kept
    assert AuditEntry.objects.filter(action="post.pace_set", object_id=str(mailing.pk)).count() == 3
    assert "Takt" in client.get(reverse("post:mailing", args=[mailing.pk])).content.decode()


def test_every_outcome_is_found(client, coordinator, mailing):
    services.start_mailing(mailing=mailing)
    begin(mailing.pk)
    rows = list(Delivery.objects.filter(mailing=mailing))
    Delivery.objects.filter(pk=rows[0].pk).update(status="bounced")
    Delivery.objects.filter(pk=rows[1].pk).update(status="accepted")
    client.force_login(coordinator)
    for outcome in DeliveryStatus.values:
        wanted = set(Delivery.objects.filter(status=outcome).values_list("pk", flat=True))
        listed = client.get(LEDGER, {"utfall": outcome}).context["rows"]
        assert {row["delivery"].pk for row in listed} == wanted
        in_admin = client.get("/admin/post/delivery/", {"status": outcome}).context["cl"].result_list
        assert {row.pk for row in in_admin} == wanted


def test_a_thread_shows_its_single_messages_and_its_mail_outs(client, coordinator):
    EmailMessage("Svar", "Hej", to=["a@example.com"], headers={"X-House-Thread": "prov:bok:1"}).send()
    EmailMessage("Svar", "Hej", to=["b@example.com"], headers={"X-House-Thread": "prov:bok:2"}).send()
    mailing = factory.mailing(readers=2)
    mailing.contents.update(thread="prov:bok:1")
    services.start_mailing(mailing=mailing)
    begin(mailing.pk)
    client.force_login(coordinator)
    for thread, count in (("prov:bok:1", 3), ("prov:bok:2", 1), ("prov:bok:3", 0)):
        assert len(client.get(LEDGER, {"tillhor": thread}).context["rows"]) == count
        assert len(client.get("/admin/post/delivery/", {"q": thread}).context["cl"].result_list) == count


def test_a_number_is_found_as_people_write_it_and_a_cut_is_said(client, coordinator, monkeypatch):
    monkeypatch.setattr("post.views.desk.MOST_FOUND", 1)
    text = Delivery.objects.create(channel="sms", recipient="+46701234567")
    client.force_login(coordinator)
    for typed in ("070-123 45 67", "+46 70 123 45 67", "0046701234567"):
        found = client.post(LEDGER, {"recipient": typed, "outcome": ""})
        assert [row["delivery"] for row in found.context["rows"]] == [text], typed
        assert "Det finns fler" not in found.content.decode()
        assert list(client.get("/admin/post/delivery/", {"q": typed}).context["cl"].result_list) == [text], typed
    assert len(set(AuditEntry.objects.filter(action="post.recipient_searched").values_list("object_id"))) == 1
    Delivery.objects.create(channel="sms", recipient="+46701234567")
    found = client.post(LEDGER, {"recipient": "0701234567", "outcome": ""})
    assert (len(found.context["rows"]), "Det finns fler" in found.content.decode()) == (1, True)
    send_mail("Kvitto", "Tack", None, ["anna@example.com"])
    assert "Kvitto" in client.post(LEDGER, {"recipient": "Anna <anna@example.com>", "outcome": ""}).content.decode()
