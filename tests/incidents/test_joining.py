"""Already reported: what is shown, "me too", merging and splitting, and "it is not fixed"."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from common import clock, form_tokens
from incidents import figures, services
from incidents.models import Category, Follower, Report, ReportEvent
from post.mail.links import person_token
from tests.factories import incoming
from tests.factories import neighbourhoods as places
from tests.factories.incidents import make_report

pytestmark = pytest.mark.django_db
FORM = "/rapportera/"
HERE = {"latitude": 59.2, "longitude": 17.83}
AT = {"latitude": "59.2003", "longitude": "17.8303"}


def released(**fields):
    return make_report(**(HERE | {"public_text": "Färg på tunnelns vägg.", "released_at": clock.now()} | fields))


@pytest.fixture
def known(categories):
    places.make_municipality()
    return released(category=Category.objects.get(code="graffiti"), text="Hemlig text", reporter_email="a@example.com")


def test_a_released_report_near_is_shown_before_sending(client, filled, known):
    page = client.post(FORM, filled | AT)
    words = page.content.decode()
    assert page.status_code == 200 and Report.objects.count() == 1
    assert "Färg på tunnelns vägg." in words and known.number in words
    assert "Hemlig text" not in words and "a@example.com" not in words and known.place not in words
    assert client.post(FORM, filled | AT | {"is_new": "1"}).status_code == 302 and Report.objects.count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"released_at": None},
        {"status": "done"},
        {"received_at": clock.now() - timedelta(days=120)},
        {"latitude": 59.205},
    ],
)
def test_what_is_not_released_open_near_and_new_is_not_shown(client, filled, fields):
    places.make_municipality()
    released(category="graffiti", **fields)
    assert client.post(FORM, filled | AT).status_code == 302


def test_what_goes_on_now_is_sent_at_once(client, filled, known):
    assert client.post(FORM, filled | AT | {"occurred_when": "now"}).status_code == 302


def test_me_too_joins_once_and_follows(client, filled, known, coordinator):
    form = filled | AT | {"me_too": known.number, "email": "granne@example.com"}
    first, second = client.post(FORM, form), client.post(FORM, form)
    assert first["Location"] == second["Location"] and Follower.objects.count() == 1 and Report.objects.count() == 1
    page = client.get(first["Location"]).content.decode()
    assert "Hemlig text" not in page and "a@example.com" not in page and known.number in page
    services.move_report(report=known, to="done", by=coordinator, reason="fixed", message="Till dig som anmälde.")
    [asked] = [m for m in mail.outbox if m.to == ["granne@example.com"]]
    assert first["Location"].split("?")[0] not in asked.body, "who typed the address can't say yes for it"


@pytest.mark.parametrize("number", ["2020-99999", "", "x\x00", "9" * 40])
def test_me_too_of_what_could_not_be_shown_is_refused(client, filled, known, number):
    Report.objects.update(released_at=None)
    answer = client.post(FORM, filled | AT | {"me_too": number or known.number})
    assert answer.status_code == 422 and not Follower.objects.exists()


def test_a_follower_stops_and_is_erased(client, filled, known):
    where = client.post(FORM, filled | AT | {"me_too": known.number, "email": "granne@example.com"})["Location"]
    client.post(asks(mail.outbox[-1]))
    assert services.export_person("granne@example.com") == [{"follows": known.number, "email": "granne@example.com"}]
    client.post(where.split("?")[0] + "sluta/")
    assert Follower.objects.get().email == ""
    Follower.objects.update(email="granne@example.com")
    assert services.erase_person("GRANNE@example.com") == 1 and Follower.objects.get().email == ""


def asks(letter) -> str:
    return re.search(r"/arende/ja/[^/\s]+/", letter.body)[0]


def test_nothing_is_written_to_an_address_before_its_own_yes(client, coordinator):
    report = released()
    services.join(report=report, form_token=form_tokens.new(), email="granne@example.com")
    [asked] = mail.outbox
    assert "Vill du veta" in asked.subject and "List-Unsubscribe" not in asked.extra_headers
    page = asks(asked)
    assert client.get(page).status_code == 200 and Follower.objects.get().email == ""
    services.move_report(report=report, to="in_progress", by=coordinator, reason="started")
    assert len(mail.outbox) == 1
    assert client.post(page).status_code == 302
    services.move_report(report=report, to="done", by=coordinator, reason="fixed", message="Till dig som anmälde.")
    news = mail.outbox[1]
    assert news.to == ["granne@example.com"] and "åtgärdat" in news.body and "Till dig" not in news.body


def test_the_letter_that_asks_grows_old_and_opens_nothing_else(client):
    report = released()
    services.join(report=report, form_token=form_tokens.new(), email="granne@example.com")
    page = asks(mail.outbox[0])
    follows = services.follow_token(Follower.objects.get().form_token)
    about_me = person_token("granne@example.com", until=clock.now() + timedelta(days=1))
    for forged in (follows, about_me, page[11:-2]):
        assert client.post(f"/arende/ja/{forged}/").status_code == 410
    with clock.at(clock.now() + timedelta(days=8)):
        assert client.post(page).status_code == 410
    assert Follower.objects.get().email == ""


def test_a_mail_program_and_a_complaint_stop_the_letters(client, settings, coordinator):
    report = released()
    tokens = [services.join(report=report, form_token=form_tokens.new(), email=f"{n}@example.com") for n in "ab"]
    for letter in list(mail.outbox):
        client.post(asks(letter))
    services.move_report(report=report, to="in_progress", by=coordinator, reason="started")
    stops = {m.to[0]: m.extra_headers["List-Unsubscribe"] for m in mail.outbox[2:]}
    assert stops["a@example.com"].endswith(f"/arende/{tokens[0]}/sluta/>")
    client.handler.enforce_csrf_checks = True
    page = f"/arende/{tokens[0]}/sluta/"
    assert client.get(page).status_code == 302 and Follower.objects.exclude(email="").count() == 2
    assert client.post(page, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert [f.email for f in Follower.objects.exclude(email="")] == ["b@example.com"]
    settings.EMAIL_BACKEND = "post.backend.LedgerBackend"
    complaint = incoming.about(incoming.accepted("B@example.com"), "arf_complaint")
    assert incoming.arrives(complaint).kind == "complaint" and not Follower.objects.exclude(email="").exists()


def test_merging_closes_one_tells_its_reporter_and_can_be_undone(coordinator):
    main, same = released(), released(reporter_email="b@example.com")
    services.merge(report=same, number=main.number, by=coordinator)
    same.refresh_from_db()
    assert (same.status, same.merged_into) == ("declined", main)
    services.move_report(report=main, to="done", by=coordinator, reason="fixed")
    assert [m.to for m in mail.outbox].count(["b@example.com"]) == 2
    with pytest.raises(ValidationError, match="Skilj"):
        services.merge(report=main, number=same.number, by=coordinator)
    services.split(report=same, by=coordinator)
    same.refresh_from_db()
    assert (same.status, same.merged_into) == ("received", None)
    kinds = list(same.events.values_list("kind", flat=True))
    assert "merged" in kinds and "split" in kinds


@pytest.mark.parametrize("number", ["1999-1", "", "self"])
def test_merging_with_nothing_or_itself_is_refused(coordinator, number):
    report = released()
    with pytest.raises(ValidationError):
        services.merge(report=report, number=report.number if number == "self" else number, by=coordinator)
    with pytest.raises(ValidationError):
        services.split(report=report, by=coordinator)


def test_the_desk_merges_and_splits(client, coordinator):
    main, same = released(), released(released_at=None)
    client.force_login(coordinator)
    page = f"/samordning/anmalningar/{same.number}/"
    assert f"Samma som {main.number}" in client.get(page).content.decode()
    client.post(page + "samma/", {"number": main.number, "version": same.version + 1})
    assert Report.objects.get(pk=same.pk).merged_into is None, "somebody was first"
    client.post(page + "samma/", {"number": main.number, "version": same.version})
    assert f"Ihopförd med {main.number}" in client.get(page).content.decode()
    client.post(page + "skilj/", {"version": same.version})
    assert Report.objects.get(pk=same.pk).merged_into == main
    client.post(page + "skilj/", {"version": Report.objects.get(pk=same.pk).version})
    assert Report.objects.get(pk=same.pk).merged_into is None


def test_not_fixed_by_the_reporter_or_a_follower_reopens_and_restarts_the_clock(client, coordinator):
    report = released(received_at=clock.now() - timedelta(days=9))
    token = form_tokens.new()
    follows = services.join(report=report, form_token=token)
    for link in (services.follow_token(report.form_token), follows):
        services.move_report(report=report, to="done", by=coordinator, reason="fixed")
        assert f"/arende/{link}/inte-klart/" in client.get(f"/arende/{link}/").content.decode()
        client.post(f"/arende/{link}/inte-klart/")
        report.refresh_from_db()
        assert report.status == "received" and report.due_at > clock.now()
        assert report.events.latest("pk").reason == "not_fixed"
    client.post(f"/arende/{follows}/inte-klart/")
    assert report.events.filter(reason="not_fixed").count() == 2, "an open report is not opened again"


def test_anybody_may_doubt_a_released_report_and_a_person_judges(client):
    report, hidden = released(status="done"), make_report("done")
    assert client.get(f"/anmald/{hidden.number}/").status_code == 404
    page = f"/anmald/{report.number}/"
    assert "Hemlig" not in client.get(page).content.decode()
    client.post(page)
    client.post(page)
    report.refresh_from_db()
    assert report.status == "done" and report.reply_waits_since is not None
    assert ReportEvent.objects.filter(kind="doubted").count() == 1


@pytest.mark.parametrize("token", ["x", "0" * 40, "%00", "å"])
def test_forged_links_do_nothing(client, token):
    released(status="done")
    assert client.post(f"/arende/{token}/inte-klart/").status_code == 404
    assert client.post(f"/arende/{token}/sluta/").status_code == 404


def test_the_likeliest_comes_first(categories):
    lamp, tag = (Category.objects.get(code=code) for code in ("lighting", "graffiti"))
    near_other = released(category=lamp, latitude=59.2001)
    near = released(category=tag, latitude=59.2003)
    far = released(category=tag, latitude=59.2015)
    sought = figures.Sought(tag, 59.2, 17.83, clock.now())
    assert [s.report for s in figures.similar(Report.objects.all(), sought)] == [near, near_other, far]


def test_judging_a_reopened_report_counts_from_when_it_was_opened_again(categories, coordinator):
    report = released(received_at=clock.now() - timedelta(days=30))
    services.move_report(report=report, to="done", by=coordinator, reason="fixed")
    services.reopen(report=report)
    offensive = Category.objects.get(code="graffiti-offensive")
    judged = services.judge(report=report, category=offensive, is_offensive=True, by=coordinator)
    opened = report.events.get(reason="not_fixed").at
    assert judged.due_at == offensive.due_at(opened) > clock.now()


def test_whoever_followed_what_was_merged_hears_of_the_other_and_reads_where_it_stands(client, coordinator):
    main, same = released(), released(reporter_email="")
    follows = services.join(report=same, form_token=form_tokens.new(), email="granne@example.com")
    client.post(asks(mail.outbox[-1]))
    services.merge(report=same, number=main.number, by=coordinator)
    services.answer(report=main, text="Hemligt svar", by=coordinator)
    mail.outbox.clear()
    services.move_report(report=main, to="in_progress", by=coordinator, reason="started", message="Till en.")
    assert [m.to for m in mail.outbox] == [["granne@example.com"]]
    assert "Till en." not in mail.outbox[0].body
    own = services.follow_token(same.form_token)
    for page in (f"/arende/{own}/", f"/arende/{follows}/", f"/anmald/{same.number}/"):
        words = client.get(page).content.decode()
        assert "Samma sak" in words and "någon har börjat" in words, page
        assert "Hemligt svar" not in words and "Till en." not in words and "/inte-klart/" not in words, page
    services.move_report(report=main, to="done", by=coordinator, reason="fixed")
    assert f"/arende/{own}/inte-klart/" in client.get(f"/arende/{own}/").content.decode()
