"""Readers brought in: what is read out of what people paste, shown before it is saved, saved whole, undone."""

import io
import re
import time
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from accounts import roles
from accounts.models import AuditEntry
from common import clock, form_tokens
from common.moves import MoveRefusedError
from post import services
from post.mail.addresses import parse_address
from post.mail.pasted import FAULTS, read_address, read_line
from post.models import Delivery, ListImport, MailingList, Subscription, SubscriptionEvent, Suppression
from post.periodic import tidy
from post.sending.letters import next_batch
from post.sending.run import begin
from post.services.imports import Proof, carry_out, prepare_import, undo
from tests.factories import post as factory
from tests.factories.accounts import person


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("anna@example.com", "anna@example.com"),
        ("  anna@example.com , ", "anna@example.com"),
        ("anna@example.com.", "anna@example.com"),
        ("<anna@example.com>;", "anna@example.com"),
        ("mailto:anna@example.com?subject=Hej", "anna@example.com"),
        ("MAILTO:Anna@Example.com", "Anna@example.com"),
        ("anna\uff20example\uff0ecom", "anna@example.com"),
        ("anna @ example.com", "anna@example.com"),
        ("\u200banna@example.com\xa0", "anna@example.com"),
        ("åsa@example.com", "åsa@example.com"),
        ("a\u030asa@example.com", "åsa@example.com"),
        ("anna@räksmörgås.example", "anna@xn--rksmrgs-5wao1o.example"),
        ('"a..b"@example.com', '"a..b"@example.com'),
        ("'anna@example.com'", "anna@example.com"),
    ],
)
def test_what_can_be_meant_in_one_way_is_put_right(text, address):
    assert read_address(text).address == address


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("anna", "no_at"),
        ("anna svensson@example.com", "several"),
        ("anna@@example.com", "address"),
        ("anna@example", "address"),
        ("anna@exa mple.com", "several"),
        ("anna@example.com\r\nBcc: eva@example.com", "several"),
        ("a\x00b@example.com", "address"),
        ("a" * 65 + "@example.com", "address"),
        ("a@" + "b" * 60 + (".b" + "c" * 60) * 4 + ".se", "address"),
        ("å" * 60 + "@" + "b" * 60 + "." + "c" * 60 + "." + "d" * 20 + ".se", "address"),
        ("@example.com", "address"),
    ],
)
def test_anything_else_is_refused_with_a_reason(text, fault):
    reading = read_address(text)
    assert (reading.address, reading.fault) == ("", fault)
    assert str(FAULTS[fault])


def test_lines_with_names_and_several_addresses():
    line = '"Svensson, Anna" <anna@example.com>, Eva <eva@example.com>'
    assert [reading.address for reading in read_line(line)] == ["anna@example.com", "eva@example.com"]
    assert [reading.address for reading in read_line("a@example.com; b@example.com,")] == [
        "a@example.com",
        "b@example.com",
    ]
    assert read_line(" \u200b ") == []
    assert read_line("x" * 2_000)[0].fault == "too_long"


@given(st.text(max_size=80))
def test_any_text_gives_an_address_or_a_reason(text):
    for reading in read_line(text):
        assert bool(reading.address) != bool(reading.fault)
        if reading.address:
            again = parse_address(reading.address)
            assert again.envelope == reading.address
            assert reading.address.isprintable() and len(reading.address.encode()) <= 254


@given(st.emails())
def test_every_ordinary_address_is_read_as_it_stands(address):
    local, _at, domain = address.rpartition("@")
    if address.endswith(".") or local.strip("'`") != local or "." not in domain or len(address) > 254:
        return
    reading = read_address(address)
    assert reading.fault in ("", "address")
    if reading.address:
        assert reading.address == f"{local}@{domain.lower()}"


# In the database from here on.


@pytest.fixture
def letter(db):
    return factory.letter_list(readers=2)


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def answers(**changed) -> dict:
    return {
        "pasted": "ny@example.com",
        "language": "sv",
        "way": "paper",
        "agreed_on": str(clock.today()),
        "taken_by": "Prov Samordnare",
        "document": "TRY 2026-17",
        "form_token": form_tokens.new(),
        **changed,
    }


def prepared(desk, letter, **changed) -> ListImport:
    response = desk.post(reverse("post:import_new", args=[letter.pk]), answers(**changed))
    assert response.status_code == 302, response.content.decode()
    return ListImport.objects.latest("pk")


PASTED = """reader0@example.com
READER1@example.com
ny@example.com
Ny@Example.com
Namn <andra@example.com>
inte en adress
=HYPERLINK("x")@bad
borta@example.com
stopp@example.com
"""


def test_every_fate_is_shown_and_nothing_is_saved(desk, letter, coordinator):
    services.set_reading(mailing_list=letter, email="borta@example.com", reads=False, reason="link")
    Suppression.objects.create(email="Stopp@example.com", reason="asked")
    before = Subscription.objects.count()
    row = prepared(desk, letter, pasted=PASTED)
    page = desk.get(reverse("post:import", args=[row.pk]))
    counts = {title: count for title, count, _rows, _more in page.context["heaps"]}
    assert counts == {
        "Nya läsare": 2,
        "Finns redan i listan": 2,
        "Har lämnat, och lämnas i fred": 1,
        "Får inga utskick": 1,
        "Står två gånger bland de här raderna": 1,
        "Går inte att läsa": 2,
    }
    assert Subscription.objects.count() == before
    assert AuditEntry.objects.filter(action="post.import_read", actor=coordinator).exists()
    file = b"".join(desk.get(reverse("post:import_left_out", args=[row.pk])).streaming_content).decode()
    assert "inte en adress" in file
    assert "'=HYPERLINK" in file.replace('""', '"')
    assert desk.get(reverse("post:import_do", args=[row.pk])).status_code == 405


def test_carried_out_with_the_proof_once(desk, letter):
    row = prepared(desk, letter, pasted="ny@example.com; annan@example.com")
    do = reverse("post:import_do", args=[row.pk])
    for _time in range(2):
        assert desk.post(do).status_code == 302
    reader = Subscription.objects.get(email="ny@example.com")
    assert reader.status == "confirmed"
    assert reader.consent["document"] == "TRY 2026-17"
    assert reader.consent["how"] == "import:paper"
    assert [event.reason for event in reader.events.all()] == ["import"]
    row.refresh_from_db()
    assert (row.status, row.added) == ("done", 2)
    assert AuditEntry.objects.filter(action="post.import_done").count() == 1


def test_a_form_sent_twice_is_one_import(desk, letter):
    token = form_tokens.new()
    assert prepared(desk, letter, form_token=token) == prepared(desk, letter, form_token=token)


def test_undone_within_a_day_leaves_who_chose_themselves(desk, letter):
    row = prepared(desk, letter, pasted="ny@example.com\nvill@example.com\nreader0@example.com")
    desk.post(reverse("post:import_do", args=[row.pk]))
    for reads in (False, True):
        services.set_reading(mailing_list=letter, email="vill@example.com", reads=reads, reason="preferences")
    desk.post(reverse("post:import_undo", args=[row.pk]))
    assert set(letter.subscriptions.values_list("email", flat=True)) == {
        "reader0@example.com",
        "reader1@example.com",
        "vill@example.com",
    }
    assert AuditEntry.objects.filter(action="post.import_undone").count() == 1
    again = prepared(desk, letter, pasted="ny@example.com")
    assert desk.get(reverse("post:import", args=[again.pk])).context["new_count"] == 1


def test_what_waits_for_readers_taken_out_is_not_sent(desk, letter):
    services.ensure_list(key="b", title="B")
    row = prepared(desk, letter, pasted="ny@example.com\nannan@example.com\nsen@example.com")
    desk.post(reverse("post:import_do", args=[row.pk]))
    services.add_members(list_key="b", emails=["Annan@example.com"], consent={})
    mailing = factory.mailing(readers=2, extra_recipients=[services.Recipient(email="named@example.com")])
    mailing.lists.add(MailingList.objects.get(key="b"))
    services.start_mailing(mailing=mailing)
    begin(mailing.pk)
    late = Subscription.objects.filter(email="sen@example.com", list=letter)
    late.update(came_with=None)  # as if the fan-out had been under way: what goes then is seen when its turn comes
    desk.post(reverse("post:import_undo", args=[row.pk]))
    left_out = Delivery.objects.filter(status="skipped", reason="left")
    assert list(left_out.values_list("recipient", flat=True)) == ["ny@example.com"]
    late.delete()
    going = {due.recipient.lower() for chunk in (0, 1) for due in next_batch(mailing.pk, chunk, after=0)}
    assert going == {"reader0@example.com", "reader1@example.com", "named@example.com", "annan@example.com"}
    assert left_out.count() == 2


def test_after_a_day_it_stays(desk, letter, coordinator):
    row = prepared(desk, letter)
    desk.post(reverse("post:import_do", args=[row.pk]))
    with clock.at(clock.now() + timedelta(hours=25)):
        desk.force_login(coordinator)
        desk.post(reverse("post:import_undo", args=[row.pk]))
    row.refresh_from_db()
    assert row.status == "done"
    assert Subscription.objects.filter(email="ny@example.com").exists()


def test_every_move_of_an_import(letter, coordinator):
    row = prepare_import(
        mailing_list=letter,
        rows=[["ny@example.com"]],
        proof=Proof("mail", clock.today(), "X", "Y"),
        language="sv",
        form_token=form_tokens.new(),
        actor=coordinator,
    )
    with pytest.raises(MoveRefusedError):
        undo(row=row, actor=coordinator)
    carry_out(row=row, actor=coordinator)
    with pytest.raises(MoveRefusedError):
        carry_out(row=row, actor=coordinator)
    undo(row=row, actor=coordinator)
    for act in (undo, carry_out):
        with pytest.raises(MoveRefusedError):
            act(row=row, actor=coordinator)


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"document": ""}, "måste fyllas i"),
        ({"taken_by": ""}, "måste fyllas i"),
        ({"agreed_on": "2999-01-01"}, "inte kommit"),
        ({"way": "köpt"}, "köpt"),
        ({"pasted": "  \n "}, "ingen adress"),
        ({"pasted": "a@example.com\n" * 10_001}, "10"),
    ],
)
def test_without_proof_or_addresses_nothing_happens(desk, letter, changed, word):
    response = desk.post(reverse("post:import_new", args=[letter.pk]), answers(**changed))
    assert response.status_code == 400
    assert word in response.content.decode()
    assert not ListImport.objects.exists()


def book(rows: list[list[object]]) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def unpacking_too_much() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 70_000_000)
    return out.getvalue()


def test_an_excel_file_with_a_heading_and_a_language(desk, letter):
    data = book([["Namn", "E-post", "Språk"], ["Anna", "anna@example.com", "en"], ["Eva", "eva@example.com", None]])
    row = prepared(desk, letter, file=SimpleUploadedFile("lista.xlsx", data), pasted="")
    assert [line[1:] for line in row.lines] == [["anna@example.com", "en", ""], ["eva@example.com", "sv", ""]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_csv_file_as_excel_writes_it(desk, letter, encoding):
    data = "E-post;Namn\r\nanna@example.com;Åsa Öberg\r\n".encode(encoding)
    row = prepared(desk, letter, file=SimpleUploadedFile("lista.csv", data), pasted="")
    assert [line[1] for line in row.lines] == ["anna@example.com"]


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("lista.xlsx", b"inte en arbetsbok", "går inte att läsa"),
        ("lista.xlsx", unpacking_too_much(), "större än 5 MB"),
        ("lista.csv", b"a" * 5_000_001, "större än 5 MB"),
        ("lista.pdf", b"%PDF", "Excel"),
    ],
)
def test_files_that_are_none(desk, letter, name, data, word):
    where = reverse("post:import_new", args=[letter.pk])
    response = desk.post(where, answers(file=SimpleUploadedFile(name, data), pasted=""))
    assert response.status_code == 400
    assert word in response.content.decode()


def test_ten_thousand_pasted_lines_are_answered_one_by_one_and_saved_in_seconds(desk, letter):
    """Through the page, as a person does it: what would become of each line and why, then the button."""
    known = [f"r{number}@example.org" for number in range(300)]
    services.add_members(list_key=letter.key, emails=known, consent={"how": "informed"})
    fresh = [f"ny{number}@example.org" for number in range(9_200)]
    lines = [*known, *fresh, *["inte en adress"] * 100, *["anna@@example.com"] * 200, *fresh[:200]]
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")  # keys are checked as by a connection that has known no smaller tables
    asked: list[str] = []

    def counted(execute, sql, params, many, context):
        asked.append(sql[:60])
        return execute(sql, params, many, context)

    began = time.process_time()
    with connection.execute_wrapper(counted):
        row = prepared(desk, letter, pasted="\r\n".join(lines))
        page = desk.get(reverse("post:import", args=[row.pk]))
        done = desk.post(reverse("post:import_do", args=[row.pk]), follow=True)
    assert time.process_time() - began < 10  # four pages, of the web's own time; three on an idle machine
    assert len(asked) < 100
    assert {title: count for title, count, _rows, _more in page.context["heaps"]} == {
        "Nya läsare": 9_200,
        "Finns redan i listan": 300,
        "Står två gånger bland de här raderna": 200,
        "Går inte att läsa": 300,
    }
    text = page.content.decode()
    assert re.search(r"Rad 9501</span> inte en adress <span[^>]*>Här finns inget @", text), text
    assert re.search(r"… och 9\s?000 till\.", text)
    left_out = desk.get(reverse("post:import_left_out", args=[row.pk])).getvalue().decode()
    assert left_out.count("\n") == 801 and "anna@@example.com" in left_out  # a heading, and each line that is left out
    assert "Nya läsare: 9" in done.content.decode()
    assert letter.subscriptions.count() == SubscriptionEvent.objects.count() == 9_502


def test_too_many_lines_pasted_are_answered_in_words(desk, letter):
    where = reverse("post:import_new", args=[letter.pk])
    many = "\n".join(f"r{number}@example.org" for number in range(10_001))
    response = desk.post(where, answers(pasted=many))
    assert (response.status_code, "10\xa0000" in response.content.decode()) == (400, True)
    response = desk.post(where, answers(pasted="r@example.org\n" * 200_000))
    assert (response.status_code, "inget har sparats" in response.content.decode()) == (400, True)
    assert not ListImport.objects.exists()


def test_lines_are_forgotten_and_so_is_a_person(desk, letter):
    done, dropped = prepared(desk, letter), prepared(desk, letter, pasted="kim@example.com\nlo@example.com")
    desk.post(reverse("post:import_do", args=[done.pk]))
    services.erase_person("KIM@example.com")
    dropped.refresh_from_db()
    assert [line[1] for line in dropped.lines] == ["lo@example.com"]
    with clock.at(clock.now() + timedelta(days=3)):
        tidy()
    done.refresh_from_db()
    assert done.lines == []
    assert not ListImport.objects.filter(pk=dropped.pk).exists()


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("a@example.com\nlisa@example.com", ["lisa@example.com"]),
        ("A@Example.com\na@example.com.au", ["a@example.com.au"]),
        ("Kim Prov a @ example.com\nLisa Prov lisa@example.com", ["Lisa Prov lisa@example.com"]),
        ("Ring a@example.com.\nRing lisa.a@example.com", ["Ring lisa.a@example.com"]),
        ("Ring a@example.community\nRing (a@example.com)", ["Ring a@example.community"]),
    ],
)
def test_who_is_forgotten_takes_nobody_along(desk, letter, pasted, kept):
    row = prepared(desk, letter, pasted=pasted)
    services.erase_person("a@example.com")
    row.refresh_from_db()
    assert [line[1] for line in row.lines] == kept


def test_who_only_sees_the_ledger_imports_nothing(client, letter):
    client.force_login(person(roles.INFORMATION_SECURITY_COORDINATOR))
    for name in ("post:lists", "post:suppressions"):
        assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse("post:import_new", args=[letter.pk]), answers()).status_code == 404
