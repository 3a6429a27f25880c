"""A reporter's reply comes to the report, guarded, with its pictures; the coordinator sees it; nobody else gets in."""

import email
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from common import clock, form_tokens
from incidents import cards, services
from incidents.lifecycle import ReportStatus
from incidents.models import ReportEvent
from post.models import Delivery, IncomingMessage
from tests.factories.incidents import make_photo, make_report
from tests.factories.incoming import arrives
from tests.shown_forms import fields_of

pytestmark = pytest.mark.django_db

BERIT = "berit@example.org"


@pytest.fixture
def report(settings):
    settings.EMAIL_BACKEND = "post.backend.LedgerBackend"
    return make_report(reporter_email=BERIT)


@pytest.fixture
def reply_to(report, coordinator) -> str:
    """The address that a mail about the report offers."""
    from common.crypto import decrypt

    services.answer(report=report, text="När hände det?", by=coordinator)
    sent = email.message_from_bytes(decrypt(Delivery.objects.latest("pk").content.body))
    assert "Svara på det här brevet" in sent.get_payload(0).get_payload(decode=True).decode()
    return sent["Reply-To"]


def answered(to: str, words: str, *files: tuple[str, str, bytes], sender: str = BERIT) -> IncomingMessage:
    message = email.message.EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, "SV: Nytt om din anmälan"
    message["Message-ID"] = email.utils.make_msgid(domain="example.org")
    message.set_content(words)
    for name, kind, data in files:
        maintype, _slash, subtype = kind.partition("/")
        message.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    return arrives(message.as_bytes())


def a_picture(size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, "JPEG")
    return out.getvalue()


def test_a_reply_comes_to_the_report_and_waits_for_a_person(report, reply_to, client, coordinator):
    row = answered(reply_to, "Klockan 22.\n\nDen mån 23 nov. 2026 skrev Botkyrka:\n> När hände det?")
    assert (row.status, row.thread) == ("handled", f"incidents:report:{report.pk}")
    note = report.notes.latest("pk")
    assert (note.audience, note.text, note.author) == ("from", "Klockan 22.", None)
    assert report.events.latest("pk").kind == ReportEvent.Kind.REPLIED
    report.refresh_from_db()
    assert report.reply_waits_since is not None
    assert cards.needs(coordinator)[0].title == "Svar kom in"
    client.force_login(coordinator)
    queue = client.get(reverse("incidents:triage"), {"heap": "reply"}).content.decode()
    assert report.number in queue
    page = client.get(reverse("incidents:triage_detail", args=[report.number])).content.decode()
    assert "Klockan 22." in page
    assert "svar kom in" in page


@pytest.mark.parametrize("act", ["answer", "decide", "move"])
def test_what_a_coordinator_decides_takes_it_off_the_heap(report, reply_to, coordinator, act):
    answered(reply_to, "Klockan 22.")
    report.refresh_from_db()
    if act == "answer":
        services.answer(report=report, text="Tack.", by=coordinator)
    elif act == "move":
        services.move_report(report=report, to=ReportStatus.DONE, by=coordinator, reason="fixed")
    else:
        decision = services.Decision(category=report.category)
        services.decide(report=report, decision=decision, by=coordinator, version=report.version)
    report.refresh_from_db()
    assert report.reply_waits_since is None


def test_a_reply_about_something_closed_is_seen_too(report, reply_to, coordinator):
    services.move_report(report=report, to=ReportStatus.DONE, by=coordinator, reason="fixed")
    answered(reply_to, "Det är kvar.")
    report.refresh_from_db()
    assert (report.status, report.reply_waits_since is not None) == ("done", True)
    assert cards.needs(coordinator)[0].url == reverse("incidents:triage_detail", args=[report.number])


def test_what_points_at_persons_is_taken_out(report, reply_to):
    answered(reply_to, "Det var 19900101-0017 i ABC 123, ring 070-123 45 67 eller kalle@example.net.")
    text = report.notes.latest("pk").text
    assert not [words for words in ("0017", "ABC", "070", "kalle") if words in text]
    assert text.count("[") == 4


def test_pictures_become_photos_and_other_files_are_not_taken(report, reply_to):
    files = [(f"{n}.jpg", "image/jpeg", a_picture()) for n in range(7)]
    files += [
        ("b.jpg", "image/jpeg", b"not a picture"),
        ("c.pdf", "application/pdf", b"%PDF"),
        ("d", "text/html", b"<b>"),
    ]
    answered(reply_to, "Se bilder.", *files)
    assert report.photos.count() == services.MAX_PHOTOS
    assert all(photo.released_at is None for photo in report.photos.all())
    assert report.notes.latest("pk").text == "Se bilder.\n\n[5 foton följde med.]\n\n[5 filer togs inte emot.]"


def test_a_long_reply_is_cut_and_says_so(report, reply_to):
    answered(reply_to, "ord " * 5_000)
    text = report.notes.latest("pk").text
    assert len(text) <= 4_000
    assert "Brevet var längre" in text


def test_nobody_else_writes_into_the_report(report, reply_to):
    row = answered(reply_to, "Jag är någon annan.", sender="anna@example.net")
    assert (row.status, row.reason) == ("waiting", "wrong_sender")
    assert not report.notes.filter(audience="from").exists()


def test_after_erasing_the_reporter_nothing_comes_in(report, reply_to):
    from common import personal_data

    personal_data.erase(BERIT)
    row = answered(reply_to, "Hej igen")
    assert row.status == "waiting"
    assert not report.notes.exists()


def test_a_report_without_its_reporter_takes_no_reply_by_itself(coordinator):
    from post.slots import Reply, ThreadGoneError

    reply = Reply(BERIT, "Hej", "Ord.", "Ord.", (), clock.now())
    for report_id in (make_report(reporter_email="").pk, 999_999):
        with pytest.raises(ThreadGoneError):
            services.take_reply(report_id=report_id, reply=reply)


def test_question_and_reply_are_handed_out_with_the_report(report, reply_to):
    answered(reply_to, "Klockan 22.")
    [held] = services.export_person(BERIT)
    assert [said["text"] for said in held["messages"]] == ["När hände det?", "Klockan 22."]


def test_no_offer_to_answer_where_no_replies_are_taken(settings, coordinator):
    from common.crypto import decrypt

    settings.EMAIL_BACKEND = "post.backend.LedgerBackend"
    settings.POST_REPLY_DOMAIN = ""
    services.answer(report=make_report(reporter_email=BERIT), text="När?", by=coordinator)
    sent = decrypt(Delivery.objects.latest("pk").content.body)
    assert b"Reply-To" not in sent
    assert "Svara på det här" not in sent.decode()


def test_the_thread_is_found_and_shown_by_scope(report, coordinator, agent):
    from incidents.slots_filled import REPORT_THREAD

    assert REPORT_THREAD.find(f" {report.number} ", coordinator) == str(report.pk)
    assert REPORT_THREAD.find(report.number, agent) is None
    assert REPORT_THREAD.find("2020-999", coordinator) is None
    link = REPORT_THREAD.link(str(report.pk), coordinator)
    assert report.number in link.title
    assert REPORT_THREAD.link(str(report.pk), agent) is None
    assert REPORT_THREAD.link("x", coordinator) is None


def test_the_page_to_follow_says_that_a_reply_came(report, reply_to, client):
    answered(reply_to, "Hemliga ord.")
    page = client.get(reverse("incidents:follow", args=[services.follow_token(report.form_token)])).content.decode()
    assert "Ett svar har kommit in till oss" in page
    assert "Hemliga ord" not in page


def test_a_coordinator_may_attach_what_came_from_another_address(report, coordinator):
    from post.slots import THREADS, Reply

    reply = Reply("anna@example.net", "Hej", "Ord.", "Ord.", (), clock.now(), attached_by=coordinator.pk)
    THREADS.get("incidents:report").receive(str(report.pk), reply)
    assert report.events.latest("pk").actor == coordinator


def test_who_is_asked_answers_on_the_page_without_a_mail(client, coordinator):
    report = make_report(reporter_email="")
    link = f"/arende/{services.follow_token(report.form_token)}/"
    assert "/svara/" not in client.get(link).content.decode()
    ask = {"to": "waiting", "by": coordinator, "reason": "need_to_know_more", "message": "När?"}
    services.move_report(report=report, **ask)
    page = client.get(link).content.decode()
    sent = {
        "form_token": re.search(r'name="form_token" value="(\w+)"', page)[1],
        "text": "Kl. 22, ring 070-123 45 67.",
    }
    for _twice in range(2):
        assert client.post(f"{link}svara/", sent)["Location"] == link
    note = report.notes.get(audience="from")
    assert (note.text, note.author) == ("Kl. 22, ring [telefonnummer borttaget].", None)
    report.refresh_from_db()
    assert report.reply_waits_since and report.events.filter(kind="replied").count() == 1
    for bad in ("", " \x00 ", "9" * 4_000):
        assert client.post(f"{link}svara/", {"text": bad}).status_code == 422
    services.move_report(report=report, to="in_progress", by=coordinator)
    assert client.post(f"{link}svara/", {"text": "Sent."}).status_code == 422
    assert client.post("/arende/hittepa/svara/", sent).status_code == 404
    assert report.notes.filter(audience="from").count() == 1


def test_the_mail_that_asks_names_the_page_to_answer_on(report, coordinator, mailoutbox, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    services.move_report(report=report, to="waiting", by=coordinator, reason="need_to_know_more", message="När?")
    link = f"/arende/{services.follow_token(report.form_token)}/"
    assert re.search(rf"Skriv ditt svar här[^\n]*\n\S*{link}", mailoutbox[0].body)
    assert "Skriv ditt svar på sidan" in mailoutbox[0].alternatives[0][0]


def test_too_many_answers_are_told_so_and_what_was_written_is_kept(client, coordinator, monkeypatch):
    monkeypatch.setattr("incidents.views.following.REPLIES_A_DAY", 0)
    report = make_report("waiting")
    answer = client.post(f"/arende/{services.follow_token(report.form_token)}/svara/", {"text": "Klockan 22."})
    assert answer.status_code == 429 and "Klockan 22." in answer.content.decode()
    assert not report.notes.exists()


def test_what_an_agent_says_waits_for_a_person(client, coordinator, area, agent):
    report = make_report("done", area=area)
    client.force_login(agent)
    says = {"text": "Det är kvar, ring 070-123 45 67.", "form_token": form_tokens.new()}
    for _twice in range(2):
        client.post(reverse("incidents:agent_says", args=[report.number]), says)
    note = report.notes.get()
    assert (note.audience, note.text, note.author) == (
        "internal",
        "Det är kvar, ring [telefonnummer borttaget].",
        agent,
    )
    assert cards.needs(coordinator)[0].title == "Områdets kontaktombud har kommenterat"
    report.refresh_from_db()
    assert report.reply_waits_since is not None and report.events.get().kind == ReportEvent.Kind.COMMENTED


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ReportEvent.Kind.DOUBTED, "Någon säger: det är inte åtgärdat"),
        (ReportEvent.Kind.FORWARDING_ANSWERED, "Den som fick den har svarat"),
        (ReportEvent.Kind.FORWARDING_FAILED, "Kunde inte skickas vidare"),
        (ReportEvent.Kind.NOTED, "Något har kommit in"),
    ],
)
def test_nobody_is_said_to_have_replied_who_has_not(client, coordinator, kind, words):
    report = make_report("done", reply_waits_since=clock.now())
    ReportEvent.objects.create(report=report, kind=kind)
    assert [need.title for need in cards.needs(coordinator)] == [words]
    client.force_login(coordinator)
    page = client.get(reverse("incidents:triage_detail", args=[report.number])).content.decode()
    assert words[1:] in page and "svar kom in" not in page


def test_photos_come_along_with_an_answer_on_the_page(client):
    report = make_report("waiting")
    make_photo(report)
    link = f"/arende/{services.follow_token(report.form_token)}/"

    def sent(page, **added):
        return client.post(f"{link}svara/", fields_of(page.content.decode(), "reply") | added)

    page = client.get(link)
    broken = SimpleUploadedFile("fel.jpg", b"\xff\xd8" + b"A" * 99, content_type="image/jpeg")
    pictures = [SimpleUploadedFile("a.jpg", with_metadata(), content_type="image/jpeg") for _n in range(3)]
    page = sent(page, text="Klockan 22.", photos=[pictures[0], broken])
    assert page.status_code == 422 and "fel.jpg" in page.content.decode() and report.photos.count() == 1
    assert "Ett foto är sparat" in page.content.decode()
    done = sent(page, photos=pictures[1:])
    assert done.status_code == 302 and report.photos.count() == 4
    assert "3 foton följde med" in report.notes.get().text
    for photo in report.photos.all():
        stored = services.photos.default_storage.open(photo.name).read()
        assert b"Kamera" not in stored and photo.report == report and photo.form_token == ""
    many = [SimpleUploadedFile("b.jpg", with_metadata(), content_type="image/jpeg") for _n in range(2)]
    assert sent(client.get(link), text="Två till.", photos=many).status_code == 302
    assert report.photos.count() == 5 and "Alla dina fick inte plats" in client.get(link).content.decode()


def with_metadata() -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Kamera"
    Image.new("RGB", (60, 40)).save(out, "JPEG", exif=exif)
    return out.getvalue()
