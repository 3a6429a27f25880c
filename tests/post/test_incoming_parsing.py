"""Reading mail that anybody may have made: each known format, broken ones, bombs, and what nobody thought of."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from post.inbound import mime, quotes
from post.inbound.sorting import understand
from post.mail.addresses import return_path
from tests.factories.incoming import sample

RETURN_PATH = "studs-7-aaaaaaaaaaaaaaaa@example.com"


def read(name: str, to: str = RETURN_PATH):
    filled = sample(name, return_path=to, recipient="berit@example.org", message_id="<m@example.com>",
                    reply_address="svar+1-aaaaaaaaaaaaaaaa@example.com")  # fmt: skip
    return understand(filled)


@pytest.mark.parametrize(
    ("name", "code", "for_good"),
    [
        ("dsn_postfix", "5.1.1", True),
        ("dsn_postfix_utf8", "5.1.1", True),
        ("dsn_full_mailbox", "5.2.2", False),
        ("dsn_exchange_sv", "5.1.10", True),
        ("odd_qmail", "5.1.1", True),
        ("odd_exim", "5.0.0", True),
        ("odd_exchange_2003", "", True),
        ("odd_lotus", "5.1.1", True),
    ],
)
def test_bounces(name, code, for_good):
    found = read(name)
    assert found.kind == "bounce"
    [failure] = found.failures
    assert (failure.address, failure.failed) == ("berit@example.org", True)
    assert (failure.status_code, failure.for_good) == (code, for_good)


def test_a_mail_server_that_says_it_is_automatic_bounces_still():
    raw = b"Auto-Submitted: auto-replied\n" + sample("odd_qmail", recipient="b@example.org", return_path=RETURN_PATH)
    assert understand(raw).kind == "bounce"


def test_a_bounce_of_endless_lines_is_understood_by_its_beginning():
    raw = sample("odd_qmail", recipient="b@example.org", return_path=RETURN_PATH)
    began = time.process_time()
    [failure] = understand(raw + b"> rad\n" * 300_000).failures
    assert (failure.address, failure.for_good) == ("b@example.org", True)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("words", "failed", "for_good"),
    [
        ("Brevet gick inte fram: användaren finns inte.", True, True),
        ("Ei voitu toimittaa.", True, False),
        ("Leveransen är försenad, vi försöker igen.", False, False),
    ],
)
def test_a_mail_server_in_words_nobody_knows_by_the_sealed_address(words, failed, for_good):
    sealed = return_path(7)
    raw = f"From: MAILER-DAEMON@example.org\nTo: {sealed}\nSubject: Post\n\n{words}\n".encode()
    found = understand(raw)
    assert (found.kind, found.deliveries) == ("bounce", (7,))
    [failure] = found.failures
    assert (failure.address, failure.failed, failure.for_good) == ("", failed, for_good)
    assert understand(raw.replace(sealed.encode(), b"trygghet@example.com")).kind == "unknown"
    assert understand(raw.replace(b"MAILER-DAEMON", b"berit")).kind == "unknown"


def test_a_report_that_tells_of_no_recipient_is_not_taken_for_good_news():
    raw = sample("dsn_postfix", recipient="b@example.org", return_path=RETURN_PATH, message_id="<m@example.com>")
    assert understand(raw.replace(b"Action: failed", b"X-Action: failed")).kind == "unknown"
    relayed = understand(raw.replace(b"Action: failed", b"Action: relayed"))
    assert (relayed.kind, relayed.failures) == ("bounce", ())


def test_a_delay_is_no_failure():
    [failure] = read("dsn_delayed").failures
    assert not failure.failed
    assert not failure.for_good


@pytest.mark.parametrize("name", ["auto_rfc3834", "auto_exchange_sv", "auto_gmail", "auto_read_receipt"])
def test_automatic_replies(name):
    assert read(name).kind == "auto"


def test_a_complaint():
    found = read("arf_complaint")
    assert found.kind == "complaint"
    assert found.original.envelope_from[0] == RETURN_PATH
    assert found.original.message_ids == ("<m@example.com>",)


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("Re: Frånvaro i skolan", "unknown"),
        ("Autonom bil parkerad", "unknown"),
        ("Semesterfirare klottrar", "unknown"),
        ("Autosvar: Hej", "auto"),
        ("Automatic reply: Hej", "auto"),
        ("Out of the office", "auto"),
        ("Frånvaro på lördag", "auto"),
    ],
)
def test_a_subject_alone_makes_nobodys_mail_automatic(subject, kind):
    raw = f"From: a@example.org\nTo: b@example.com\nSubject: {subject}\n\nHej".encode()
    alone, with_header = understand(raw), understand(b"X-Auto-Response-Suppress: All\n" + raw)
    assert (alone.kind, alone.reason) == ("unknown", "auto_subject" if kind == "auto" else "")
    assert with_header.kind == kind
    assert understand(raw, return_path(7)).kind == kind, "no person writes to a return path"


def test_only_a_sealed_return_path_names_a_delivery(settings):
    sealed = return_path(7)
    assert understand(b"From: a@example.org\n\nHej", sealed.upper()).deliveries == (7,)
    found = understand(b"From: a@example.org\n\nHej", sealed.replace("-7-", "-8-"))
    assert (found.deliveries, found.reason) == ((), "return_path_forged")


def test_the_mail_server_is_believed_before_the_sender():
    raw = f"To: {return_path(7)}\nDelivered-To: {return_path(8)}\n\nHej".encode()
    assert understand(raw).deliveries == (8,)
    assert understand(raw, return_path(9)).deliveries == (9,)
    mailbox = f"To: anna@example.com\nCc: {return_path(7)}\nDelivered-To: post@example.com\n\nHej".encode()
    assert understand(mailbox).deliveries == (7,)
    assert understand(mailbox.replace(b"-7-", b"-8-")).reason == "return_path_forged"


def test_replies_in_swedish_without_what_they_quote():
    for name, words in (
        ("reply_outlook_sv", "Hej!\n\nDet är vid det blå garaget, inte det röda.\n\nMvh Berit"),
        ("reply_gmail_sv", "Ja, klockan 22."),
    ):
        message, whole = mime.open_message(sample(name, recipient="b@example.org", reply_address="svar@example.com"))
        assert whole
        assert quotes.without_quote(mime.plain_text(message)) == words


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hej\n\nOn Mon, 23 Nov 2026 at 08:00, A <a@example.com> wrote:\n> Hallå", "Hej"),
        ("Den 23 november 2026 08:00 skrev A <a@example.com>:\n> När?\n\nKlockan 22.", "Klockan 22."),
        ("> När?\nKlockan 22.\n> Var?\nI garaget.", "Klockan 22.\nI garaget."),
        ("Ja.\n\nSkickat från min iPhone\n\n> När?", "Ja."),
        ("Ja.\n-- \nBerit\n070-000 00 00", "Ja."),
        ("Ja.\n\n-----Ursprungligt meddelande-----\nFrån: A\nTill: B\nÄmne: C\n\nGammalt", "Ja."),
        ("Ja.\n\nFrån: A <a@example.com>\nDatum: i dag\nTill: B\nÄmne: C\n\nGammalt", "Ja."),
        ("Den här bilen är blå.\nHan skrev på väggen:\nHEJ", "Den här bilen är blå.\nHan skrev på väggen:\nHEJ"),
        ("Från: garaget kom en man.\nHan sprang.", "Från: garaget kom en man.\nHan sprang."),
        ("Skickade en bild förra veckan.", "Skickade en bild förra veckan."),
        ("Hälsningar\nBerit\nPS. Det hände igen i natt.", "Hälsningar\nBerit\nPS. Det hände igen i natt."),
        ("Ett stycke på en rad. " * 200, ("Ett stycke på en rad. " * 200).strip()),
        ("> bara citat", ""),
    ],
)
def test_own_words_stay_and_quotations_go(text, kept):
    assert quotes.without_quote(text) == kept


def test_html_alone_becomes_words():
    raw = (
        b"Content-Type: text/html; charset=utf-8\n\n<html><head><style>p{}</style></head>"
        b"<body><p>Hej &amp; h\xc3\xa5</p>"
        b"<script>alert(1)</script><div>rad tv\xc3\xa5<br>rad tre</div><blockquote>gammalt</blockquote></body></html>"
    )
    text = mime.plain_text(mime.open_message(raw)[0])
    assert quotes.without_quote(text).split() == ["Hej", "&", "hå", "rad", "två", "rad", "tre"]


@pytest.mark.parametrize(
    ("body", "declared", "words"),
    [
        ("bl\u00e5".encode("latin-1"), "utf-8", "blå"),
        ("bl\u00e5".encode(), "x-unknown", "blå"),
        ("bl\u00e5".encode("cp1252"), "us-ascii", "blå"),
        (b"a\x00b", "utf-8", "ab"),
        (b"\xed\xa0\x80x", "utf-8", None),
    ],
)
def test_wrong_charsets_and_nul(body, declared, words):
    text = mime.plain_text(mime.open_message(f"Content-Type: text/plain; charset={declared}\n\n".encode() + body)[0])
    assert words is None or text == words
    assert "\x00" not in text
    text.encode("utf-8")


def test_headers_are_one_clean_line():
    raw = b"Subject: =?utf-8?q?Hej=0D=0ABcc:_x@example.org=00?=\nFrom: \xff\xfe <a@example.org>\n\n"
    found = understand(raw)
    assert found.subject == "Hej Bcc: x@example.org"
    assert found.sender == "a@example.org"


@pytest.mark.parametrize("charset", ["utf-8", "cp1252"])
def test_headers_with_bare_letters_beyond_ascii(charset):
    raw = "Subject: Blå bil på gården\nFrom: Åke Öberg <a@example.org>\n\nHej".encode(charset)
    found = understand(raw)
    assert (found.subject, found.sender) == ("Blå bil på gården", "a@example.org")


def nested(depth: int) -> bytes:
    parts = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(depth)
    )
    return b"From: a@example.org\n" + parts + b"Content-Type: text/plain\n\nHej\n"


def forwarded(depth: int) -> bytes:
    return b"From: a@example.org\n" + b"Content-Type: message/rfc822\n\n" * depth + b"\nHej"


@pytest.mark.parametrize(
    "bomb",
    [
        nested(20_000),
        forwarded(20_000),
        b"From: a@example.org\n" + b"X-A: b\n" * 300_000 + b"\nHej",
        b"From: " + b"a@example.org, " * 200_000 + b"\n\nHej",
        b"From: " + b"(" * 100_000 + b"\n\nHej",
        b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nHej",
        b"Content-Type: text/html\n\n" + b"<div>" * 500_000,
        b"Content-Type: text/plain\n\n" + b"> \n" * 500_000,
        b"Content-Type: text/plain\n\n" + b"2 " * 1_000_000 + b"skrev",
        b"Content-Type: text/plain\n\n" + b"<" * 1_000_000,
    ],
    ids=["nested", "forwarded", "headers", "addresses", "comments", "words", "divs", "quotes", "line", "brackets"],
)
def test_bombs_are_read_in_bounded_time(bomb):
    began = time.process_time()
    understand(bomb)
    message, whole = mime.open_message(bomb)
    if whole:
        quotes.without_quote(mime.plain_text(message))
        mime.attachments(message)
    assert time.process_time() - began < 10


def test_what_nests_too_much_keeps_its_head():
    found = understand(b"Subject: Bomb\nFrom: a@example.org\n" + nested(500))
    assert (found.kind, found.reason, found.subject) == ("unknown", "too_complicated", "Bomb")
    assert understand(nested(10)).reason == ""


def test_attachments_are_counted_and_named_safely():
    parts = b"".join(
        b'--x\nContent-Type: image/png\nContent-Disposition: attachment; filename="../../e\x00tc%d"\n\nAAAA\n' % n
        for n in range(50)
    )
    raw = b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nHej\n" + parts + b"--x--"
    message, _whole = mime.open_message(raw)
    found = mime.attachments(message)
    assert len(found) == mime.MOST_ATTACHMENTS
    assert "\x00" not in found[0].name
    assert mime.plain_text(message) == "Hej"


header_lines = st.lists(
    st.tuples(
        st.sampled_from(
            ["From", "To", "Subject", "Message-ID", "Content-Type", "Content-Transfer-Encoding", "Auto-Submitted",
             "X-Failed-Recipients", "Content-Disposition", "Precedence", "Delivered-To"]
        ),
        st.one_of(
            st.binary(max_size=60),
            st.sampled_from([
                b"multipart/report; report-type=feedback-report; boundary=x", b"multipart/report; boundary=x",
                b"multipart/mixed; boundary=x", b"message/delivery-status", b"message/feedback-report",
                b"text/html; charset=\xff", b"text/plain; charset*0*=utf-8''%",
                b"base64", b"quoted-printable", b"x-uuencode",
                b"attachment; filename*=a'b", b"=?utf-8?b?////?=", b"=?x?q?=ff?=", b"message/rfc822", b"<a@b>, \"",
            ]),
        ),
    ),
    max_size=6,
)  # fmt: skip
blocks = st.lists(st.tuples(header_lines, st.binary(max_size=120)), min_size=1, max_size=6)


@given(blocks, st.text(max_size=60))
def test_no_message_makes_reading_fail(pieces, envelope_to):
    heads = [b"".join(name.encode() + b": " + value + b"\n" for name, value in head) for head, _body in pieces]
    raw = b"\n--x\n".join(head + b"\n" + body for head, (_head, body) in zip(heads, pieces, strict=True))
    found = understand(raw, envelope_to)
    message, _whole = mime.open_message(raw)
    text = mime.plain_text(message)
    quotes.without_quote(text)
    for value in (found.sender, found.subject, found.message_id, found.envelope_to, text):
        assert "\x00" not in value
        value.encode("utf-8")
    for attachment in mime.attachments(message):
        attachment.name.encode("utf-8")


@given(st.binary(max_size=2_000))
def test_no_bytes_make_reading_fail(raw):
    understand(raw)


@given(st.text(max_size=2_000))
def test_nothing_is_made_up_when_quotations_go(text):
    kept = quotes.without_quote(text)
    lines = {line.rstrip() for line in text.splitlines()}
    assert set(kept.splitlines()) <= {line.strip() for line in lines} | lines | {""}
