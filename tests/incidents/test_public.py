"""The public form and the page to follow: everything bad gets a sentence, nothing written is lost."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from PIL import Image

from common import clock, form_tokens
from common.crowding import CrowdMiddleware
from incidents import services, tasks
from incidents.models import Category, Photo, Report
from incidents.views import public
from tests.factories import neighbourhoods as places
from tests.factories.incidents import jpeg, make_report
from tests.whole.naughty import LIST

pytestmark = pytest.mark.django_db
FORM = "/rapportera/"


def upload(content: bytes, name: str = "bild.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def test_the_form_shows_112_first_and_says_it_becomes_a_public_record(client, categories):
    page = client.get(FORM).content.decode()
    assert page.index("tel:112") < page.index("tel:11414") < page.index("<form action")
    assert "allmän handling" in page and "Klotter" in page and "Kränkande klotter" not in page


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)(FORM).status_code == 405
    assert getattr(client, method)("/arende/x/").status_code == 405


def test_a_report_leads_to_its_own_page(client, filled):
    answer = client.post(FORM, filled)
    report = Report.objects.get()
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert report.number in page.content.decode() and "Färg på muren." in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin" and page["Cache-Control"] == "no-store"
    assert (report.place, report.channel, report.language) == ("Muren vid parken", "web", "sv")


def test_the_same_form_twice_is_one_report_and_one_page(client, filled):
    first, second = client.post(FORM, filled), client.post(FORM, filled)
    assert first["Location"] == second["Location"] and Report.objects.count() == 1


def test_a_crowd_is_told_to_come_again_and_pages_are_still_shown(rf, settings):
    settings.WEB_THREADS = 1
    turned_away = []

    def house(request):
        if request.method == "GET":
            return HttpResponse("shown")
        turned_away.append(crowd(rf.post(FORM)))
        assert crowd(rf.get(FORM)).content == b"shown"
        return HttpResponse("taken")

    crowd = CrowdMiddleware(house)
    assert crowd(rf.post(FORM)).content == crowd(rf.post(FORM)).content == b"taken", "the place is given back"
    for answer in turned_away:
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert "tel:112" in answer.content.decode() and "har inte kommit in" in answer.content.decode()
    assert {FORM} == settings.CROWDED_PATHS and "common.crowding.CrowdMiddleware" in settings.MIDDLEWARE


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("category", "", "Välj vad det gäller"),
        ("category", "finns-inte", "Välj"),
        ("place", " ", "Skriv var det är"),
        ("occurred_when", "", "Välj när det var"),
        ("occurred_when", "2999", "Välj"),
        ("text", "", "Skriv vad du har sett"),
        ("text", "x" * 4001, "Texten är för lång"),
        ("email", "inte en adress", "Skriv e-postadressen"),
    ],
)
def test_what_is_wrong_gets_a_sentence_and_the_rest_is_kept(client, filled, field, value, sentence):
    answer = client.post(FORM, filled | {field: value})
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page and 'id="fel"' in page
    assert filled["form_token"] in page and Report.objects.count() == 0
    if field != "text":
        assert "Färg på muren." in page


@pytest.mark.parametrize(
    "words", ["Bil ABC 123 stod där", "ring 070-123 45 67", "19121212-1212 bor där", "skriv till kim@example.com"]
)
def test_personal_data_is_asked_about_once_and_never_stops_what_goes_on(client, filled, words):
    answer = client.post(FORM, filled | {"text": words})
    assert answer.status_code == 422 and "keep_text" in answer.content.decode()
    assert client.post(FORM, filled | {"text": words, "keep_text": "on"}).status_code == 302
    in_place = client.post(FORM, filled | {"place": f"Parken, {words}", "form_token": form_tokens.new()})
    assert in_place.status_code == 422 and 'href="#id_place"' in in_place.content.decode()
    urgent = filled | {"text": words, "occurred_when": "now", "form_token": form_tokens.new()}
    assert client.post(FORM, urgent).status_code == 302


def test_an_ambiguous_place_is_chosen_among_those_found(client, filled):
    places.make_municipality()
    places.make_address(locality="Tumba")
    places.make_address(locality="Storvreten", postal_code="14760", latitude=59.19)
    asked = client.post(FORM, filled | {"place": "Exempelvägen 1"})
    assert asked.status_code == 422 and "Exempelvägen 1, Storvreten" in asked.content.decode()
    chosen = client.post(FORM, filled | {"place": "Exempelvägen 1", "place_choice": "59.190000,17.831000"})
    assert chosen.status_code == 302
    report = Report.objects.get()
    assert (report.place, report.latitude) == ("Exempelvägen 1, Storvreten", 59.19)
    none = filled | {"place": "Exempelvägen 1", "place_choice": "none", "form_token": form_tokens.new()}
    assert client.post(FORM, none).status_code == 302
    assert Report.objects.get(place="Exempelvägen 1").latitude is None


def test_the_only_address_found_is_taken_for_another_town_only_when_its_writer_says_so(client, filled):
    places.make_municipality()
    places.make_address(locality="Storvreten", postal_code="14760", latitude=59.19)
    asked = client.post(FORM, filled | {"place": "Exempelvägen 1, Tumba"})
    assert asked.status_code == 422 and "Vi hittade bara den här" in asked.content.decode()
    own_words = filled | {"place": "Exempelvägen 1, Tumba", "place_choice": "none"}
    assert client.post(FORM, own_words).status_code == 302
    assert Report.objects.get().place == "Exempelvägen 1, Tumba"
    for words in ("exempelv 1", "Exempelvägen 1, Storvreten"):
        assert client.post(FORM, filled | {"place": words, "form_token": form_tokens.new()}).status_code == 302
    assert Report.objects.filter(place="Exempelvägen 1, Storvreten", latitude=59.19).count() == 2


def test_a_place_outside_the_municipality_is_refused(client, filled):
    places.make_municipality()
    places.make_address("Kungsgatan", latitude=59.33, longitude=18.06, locality="Stockholm")
    answer = client.post(FORM, filled | {"place": "Kungsgatan 1"})
    assert answer.status_code == 422 and "utanför" in answer.content.decode()


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("nan", "17.8"), ("59.2", "inf"), ("17.83", "59.2"), ("47.3", "8.5"), ("x", "y"), ("59.2", ""), ("1e999", "1")],
)
def test_bad_positions_of_a_phone_are_refused(client, filled, lat, lon):
    places.make_municipality()
    answer = client.post(FORM, filled | {"latitude": lat, "longitude": lon})
    assert answer.status_code == 422 and Report.objects.count() == 0


def test_the_phones_position_places_the_report(client, filled, area):
    client.post(FORM, filled | {"latitude": "59.201", "longitude": "17.831"})
    assert Report.objects.get().area == area


def test_photos_lose_their_metadata_and_survive_an_error_in_the_form(client, filled):
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Kamera"
    Image.new("RGB", (60, 40)).save(picture, "JPEG", exif=exif)
    answer = client.post(FORM, filled | {"text": "", "photos": [upload(picture.getvalue())]})
    assert answer.status_code == 422 and "Ett foto är sparat" in answer.content.decode()
    client.post(FORM, filled | {"photos": [upload(jpeg())]})
    assert Report.objects.get().photos.count() == 2
    stored = services.photos.default_storage.open(Photo.objects.earliest("pk").name).read()
    assert b"Kamera" not in stored and not Image.open(io.BytesIO(stored)).getexif()


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    return out.getvalue()


HOSTILE = [b"", b"GIF89a nonsense", jpeg()[:200], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8" + b"A" * 99]


@pytest.mark.parametrize("content", [*HOSTILE, bomb()])
def test_hostile_pictures_get_a_sentence(client, filled, content):
    answer = client.post(FORM, filled | {"photos": [upload(content), upload(jpeg())]})
    if content:
        assert answer.status_code == 422 and Photo.objects.count() == 1 and Report.objects.count() == 0


def test_too_many_and_too_large_photos(client, filled, monkeypatch):
    answer = client.post(FORM, filled | {"photos": [upload(jpeg())] * 6})
    assert answer.status_code == 422 and "högst fem" in answer.content.decode().lower()
    monkeypatch.setattr("common.pictures.MAX_BYTES", 100)
    assert "15 MB" in client.post(FORM, filled | {"photos": [upload(jpeg())]}).content.decode()


@pytest.mark.skipif(not LIST.exists(), reason="the shared set of strings is not here")
def test_naughty_strings_break_no_field(client, filled, monkeypatch):
    monkeypatch.setattr(public, "REPORTS_A_DAY", 10_000)
    monkeypatch.setattr(public, "TRIES_A_DAY", 10_000)
    monkeypatch.setattr(public, "MAILS_A_DAY", 10_000)
    for words in json.loads(LIST.read_text())[::12]:
        data = filled | {"form_token": form_tokens.new(), "text": f"x{words}", "place": f"x{words}"}
        answer = client.post(FORM, data | {"keep_text": "on", "place_choice": "none"})
        assert answer.status_code in (302, 422), words
        if answer.status_code == 302:
            assert client.get(answer["Location"]).status_code == 200
        odd = dict.fromkeys(("form_token", "category", "occurred_when", "email", "latitude", "place_choice"), words)
        assert client.post(FORM, filled | odd).status_code in (302, 422), words


def test_one_network_has_its_measure_for_a_day(client, filled, monkeypatch):
    monkeypatch.setattr(public, "REPORTS_A_DAY", 1)
    assert client.post(FORM, filled).status_code == 302
    assert client.post(FORM, filled).status_code == 302, "the same form again is no new report"
    answer = client.post(FORM, filled | {"form_token": form_tokens.new()})
    assert answer.status_code == 429 and "112" in answer.content.decode()


def test_a_receipt_and_news_go_to_the_reporter(client, filled, coordinator):
    client.post(FORM, filled | {"email": "prov@example.com"})
    report = Report.objects.get()
    assert tasks.send_receipt(report.pk)
    assert not tasks.send_receipt(report.pk), "woken twice it goes once"
    services.move_report(report=report, to="done", by=coordinator, reason="fixed", message="Borta nu.")
    receipt, news = [message for message in mail.outbox if "prov@example.com" in message.to]
    link = reverse("incidents:follow", args=[services.follow_token(report.form_token)])
    assert link in receipt.body and report.number in receipt.subject and "Borta nu." in news.body
    page = client.get(link).content.decode()
    assert "Borta nu." in page and "Klart" in page


def test_a_receipt_nobody_was_woken_for_is_found(client, filled, monkeypatch):
    woken = []
    monkeypatch.setattr("incidents.tasks.send_receipt.apply_async", lambda args, **_options: woken.append(args))
    client.post(FORM, filled | {"email": "prov@example.com"})
    client.post(FORM, filled | {"form_token": form_tokens.new()})
    reported = Report.objects.get(reporter_email="prov@example.com")
    assert services.wake_for_receipts() == 0
    with clock.at(clock.now() + timedelta(minutes=1)):
        assert services.wake_for_receipts() == 1
    assert woken == [(reported.pk,)]


def test_internal_words_never_reach_the_follower(client, coordinator):
    report = make_report()
    services.add_note(report=report, text="Hemligt internt", by=coordinator)
    services.answer(report=report, text="Vi tittar på det", by=coordinator)
    page = client.get(reverse("incidents:follow", args=[services.follow_token(report.form_token)])).content.decode()
    assert "Vi tittar på det" in page and "Hemligt internt" not in page and str(coordinator) not in page


@pytest.mark.parametrize("token", ["x", "0" * 40, "%00", "a" * 500, "å"])
def test_forged_links_are_404(client, token):
    make_report()
    assert client.get(f"/arende/{token}/").status_code == 404


def test_a_category_that_is_not_public_cannot_be_sent(client, filled):
    Category.objects.filter(code="graffiti").update(is_public_choice=False)
    assert client.post(FORM, filled).status_code == 422


def test_a_name_without_an_address_is_shown_to_who_asks_and_may(client, filled, coordinator):
    sent = client.post(FORM, filled | {"name": "Kim Prov"})
    assert sent.status_code == 302 and Report.objects.get().reporter_name == "Kim Prov"
    page = f"/samordning/anmalningar/{Report.objects.get().number}/"
    client.force_login(coordinator)
    hidden, shown = client.get(page), client.post(f"{page}anmalare/")
    assert "Kim Prov" not in hidden.content.decode() and "Visa namnet" in hidden.content.decode()
    assert "Kim Prov" in shown.content.decode()
    assert Report.objects.get().events.filter(kind="reporter_read").count() == 1
