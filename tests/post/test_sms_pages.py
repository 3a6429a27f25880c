"""Writing a text message: shown before it is sent, once, by those who may."""

import random
from datetime import datetime

import pytest
from django.contrib.auth.models import Permission

from accounts import roles
from accounts.models import AuditEntry
from common import clock, form_tokens
from post import services
from post.models import Delivery, TextMessage
from post.tasks import send_texts
from tests.factories import accounts as people
from tests.factories import post as factory
from tests.whole import naughty

pytestmark = pytest.mark.django_db
PAGE = "/samordning/sms/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.SMS_URL, settings.VAR_DIR = "file://", tmp_path
    settings.SMS_QUIET_FROM = settings.SMS_QUIET_UNTIL = "00:00"
    settings.SMS_PRICE, settings.SMS_MONTHLY_CEILING = 52, 1_000


@pytest.fixture
def leader(db):
    return people.person(roles.GRANNSTOD_LEADER, full_name="Prov Ledare")


def filled(**fields):
    return {
        "form_token": form_tokens.new(),
        "text": "Passet är inställt.",
        "numbers": "070-123 45 67\n072-123 45 67",
        "urgency": "",
        **fields,
    }


def reviewed(client, data):
    """Post the form and return the fields of the page that shows what it costs."""
    page = client.post(PAGE, data)
    assert page.status_code == 200, page.status_code
    return {**data, "numbers": data["numbers"], "shown": page.context["shown"]}, page.content.decode()


def test_nothing_is_sent_before_it_was_shown(client, coordinator):
    client.force_login(coordinator)
    data, page = reviewed(client, filled())
    assert "1,04 kr" in page and "0,52 kr" in page
    assert TextMessage.objects.count() == 0
    answer = client.post(PAGE, data)
    made = TextMessage.objects.get()
    assert answer["Location"] == f"{PAGE}{made.pk}/"
    assert client.post(PAGE, data)["Location"] == answer["Location"]
    assert Delivery.objects.count() == 2
    page = client.get(answer["Location"]).content.decode()
    assert "+4670…67" in page and "+46701234567" not in page
    assert AuditEntry.objects.filter(actor=coordinator, action="post.sms_sent").count() == 1


@pytest.mark.parametrize("change", [{"numbers": "070-123 45 67"}, {"text": "å" * 161}, {"shown": "forged"}])
def test_what_was_changed_after_it_was_shown_is_shown_again(client, coordinator, change):
    client.force_login(coordinator)
    data, _page = reviewed(client, filled())
    answer = client.post(PAGE, {**data, **change})
    assert answer.status_code == 200 and "Titta igen" in answer.content.decode()
    assert TextMessage.objects.count() == 0


def test_the_hour_that_was_shown_must_still_hold(client, coordinator, settings):
    settings.SMS_QUIET_FROM, settings.SMS_QUIET_UNTIL = "21:00", "08:00"
    client.force_login(coordinator)
    with clock.at(datetime(2026, 11, 24, 20, 59, tzinfo=clock.STOCKHOLM)):
        data, _page = reviewed(client, filled())
    with clock.at(datetime(2026, 11, 24, 21, 1, tzinfo=clock.STOCKHOLM)):
        data, page = reviewed(client, data)
        assert "25 november 2026 08.00" in page
        assert client.post(PAGE, data).status_code == 302
    assert Delivery.objects.first().next_attempt_at == datetime(2026, 11, 25, 8, tzinfo=clock.STOCKHOLM)


def test_change_leads_back_with_everything_filled_in(client, coordinator):
    client.force_login(coordinator)
    page = client.post(PAGE, {**filled(), "andra": "1"}).content.decode()
    assert "Passet är inställt." in page and "070-123 45 67" in page
    assert TextMessage.objects.count() == 0


def test_faults_are_named_at_their_field(client, coordinator):
    client.force_login(coordinator)
    page = client.post(PAGE, filled(numbers="08-530 610 00\nAnna", text="a" * 1500)).content.decode()
    for words in ("“08-530 610 00” är inte ett mobilnummer", "“Anna” är inte ett telefonnummer", "högst 6 delar"):
        assert words in page


def test_the_ceiling_is_said_before_and_refused_after(client, coordinator, settings):
    settings.SMS_MONTHLY_CEILING = 1
    client.force_login(coordinator)
    data, page = reviewed(client, filled())
    assert "månadens tak" in page and ">Skicka<" not in page
    answer = client.post(PAGE, data)
    assert answer.status_code == 200 and "månadens tak" in answer.content.decode()
    assert TextMessage.objects.count() == 0


def test_off_is_said(client, coordinator, settings):
    settings.SMS_URL = ""
    client.force_login(coordinator)
    assert "inte påslaget" in client.get(PAGE).content.decode()
    data, page = reviewed(client, filled())
    assert ">Skicka<" not in page
    assert "inte påslaget" in client.post(PAGE, data).content.decode()
    assert TextMessage.objects.count() == 0


def test_a_leader_sees_her_own_and_nobody_elses(client, leader, coordinator):
    theirs = factory.text_message(actor=coordinator)
    own = factory.text_message("072-123 45 67", actor=leader)
    client.force_login(leader)
    assert client.get(f"{PAGE}{own.pk}/").status_code == 200
    assert client.get(f"{PAGE}{theirs.pk}/").status_code == 404
    assert [row.pk for row, _is_own in client.get(PAGE).context["sent"]] == [own.pk]
    client.force_login(coordinator)
    assert client.get(f"{PAGE}{own.pk}/").status_code == 200


def test_reading_what_somebody_else_wrote_is_for_those_who_may_and_is_noted(client, leader, coordinator):
    made = factory.text_message(actor=leader)
    words, where = "Kvällens pass är inställt.", f"{PAGE}{made.pk}/"
    read = AuditEntry.objects.filter(action="post.sms_read", object_id=str(made.pk))
    for user, reads, noted in ((leader, True, 0), (coordinator, True, 1), (seer(), False, 1)):
        client.force_login(user)
        assert (words in client.get(where).content.decode(), read.count()) == (reads, noted)
        assert (words in client.get(PAGE).content.decode()) == (user == leader)
    client.force_login(coordinator)
    row = Delivery.objects.get()
    for page in ("/samordning/post/", f"/samordning/post/meddelande/{row.pk}/", "/admin/post/delivery/"):
        assert words not in client.get(page).content.decode()


def seer():
    """Somebody who may send text messages and see the ledger, and may not read what others wrote."""
    user = people.person(roles.GRANNSTOD_LEADER)
    user.user_permissions.add(Permission.objects.get(codename="see_ledger"))
    return user


@pytest.mark.parametrize("who", ["agent", "volunteer", "police"])
def test_nobody_else_finds_it(client, request, who):
    client.force_login(request.getfixturevalue(who))
    made = factory.text_message()
    for address in (PAGE, f"{PAGE}{made.pk}/"):
        assert client.get(address).status_code == 404
        assert client.post(address, filled()).status_code == 404


def test_the_same_number_of_questions_for_one_and_for_many(client, coordinator, django_assert_max_num_queries):
    client.force_login(coordinator)
    made = factory.text_message(*[f"07012345{n:02d}" for n in range(50)])
    with django_assert_max_num_queries(12):
        assert client.get(f"{PAGE}{made.pk}/").status_code == 200
    for _more in range(10):
        factory.text_message(actor=coordinator)
    with django_assert_max_num_queries(12):
        assert client.get(PAGE).status_code == 200


def test_naughty_strings_are_answered(client, coordinator):
    client.force_login(coordinator)
    for words in [*naughty.HARDEST, *naughty.WORST]:
        for field in ("text", "numbers", "urgency", "form_token", "shown"):
            assert client.post(PAGE, filled(**{field: words})).status_code == 200
    assert client.post(PAGE, filled(numbers="070-123 45 67\n" * 10_000)).status_code == 200
    assert TextMessage.objects.count() == 0


def test_after_everything_is_erased_the_page_still_stands(client, coordinator):
    made = factory.text_message(actor=coordinator)
    send_texts()
    made.content.body = b""
    made.content.subject = ""
    made.content.save()
    Delivery.objects.update(recipient="erased:1")
    client.force_login(coordinator)
    assert "Raderat" in client.get(f"{PAGE}{made.pk}/").content.decode()
    assert "Raderat" in client.get(PAGE).content.decode()


def test_in_the_ledger_it_is_masked_and_its_words_are_shown_to_those_who_may(client, coordinator):
    factory.text_message()
    send_texts()
    row = Delivery.objects.get()
    client.force_login(coordinator)
    for address in ("/samordning/post/", f"/samordning/post/meddelande/{row.pk}/"):
        page = client.get(address).content.decode()
        assert "+4670…67" in page and "+46701234567" not in page and "701234567" not in page
        assert "på väg till telefonen" in page
    frame = client.get(f"/samordning/post/meddelande/{row.pk}/innehall/").content.decode()
    assert "Kvällens pass är inställt." in frame
    Delivery.objects.update(status="bounced", reason="not_delivered")
    page = client.get(f"/samordning/post/meddelande/{row.pk}/").content.decode()
    assert "Ring i stället" in page and "Skicka inga fler utskick" not in page


def test_the_example_messages_end_up_in_the_folder(tmp_path):
    from botkyrka_trygghet.demo import texts
    from post.services import caught_texts

    texts.seed(random.Random(1))
    send_texts()
    assert len(caught_texts()) == 4 + 12 + 7
    assert {row["to"][:9] for row in caught_texts()} == {"+46701740"}
    assert Delivery.objects.exclude(status="accepted").count() == 0


def test_no_example_leaves_by_a_real_gateway(settings):
    from botkyrka_trygghet.demo import texts

    settings.SMS_URL = "46elks://user:password@api.46elks.com/a1/sms"
    texts.seed(random.Random(1))
    assert TextMessage.objects.count() == 0


def test_the_admin_shows_text_messages_masked_and_notes_who_opens_one(client, coordinator, agent):
    numbers = ["070-123 45 67", "072-123 45 67"]
    made = services.send_sms(text="Passet är inställt.", recipients=numbers, actor=coordinator)
    listed, one = "/admin/post/textmessage/", f"/admin/post/textmessage/{made.pk}/change/"
    client.force_login(agent)
    assert client.get(listed).status_code in (302, 403, 404)
    client.force_login(coordinator)
    assert client.get(listed).context["cl"].result_list[0].recipient_count == 2
    page = client.get(one).content.decode()
    assert "+4670…67" in page and "+46701234567" not in page and "inställt" not in page
    assert AuditEntry.objects.filter(action="post.sms_read", object_id=str(made.pk)).count() == 1
    assert client.post(one, {"parts": "9"}).status_code == 403
    assert client.get("/admin/post/textmessage/add/").status_code == 403
