"""What the form's page holds when it is shown again is enough to send it: nothing is asked for a second time."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from PIL import ExifTags, Image

from common import clock
from incidents.models import Category, Follower, Report
from tests.factories import neighbourhoods as places
from tests.factories.incidents import make_report
from tests.shown_forms import fields_of

pytestmark = pytest.mark.django_db
FORM = "/rapportera/"


@pytest.fixture
def known(categories):
    """A released report at an address that two places share."""
    places.make_municipality()
    places.make_address(locality="Tumba")
    places.make_address(locality="Storvreten", postal_code="14760", latitude=59.19)
    kind = Category.objects.get(code="graffiti")
    at = {"latitude": 59.19, "longitude": 17.831}
    return make_report(category=kind, public_text="Färg.", released_at=clock.now(), **at)


def sent_as_shown(client, page: HttpResponse, **pressed: str) -> HttpResponse:
    """Post what the page holds, with what the person adds or presses."""
    assert page.status_code in (200, 422)
    return client.post(FORM, fields_of(page.content.decode(), "report") | pressed)


def chosen_place(client, filled) -> HttpResponse:
    asked = client.post(FORM, filled | {"place": "Exempelvägen 1"})
    return sent_as_shown(client, asked, place_choice="59.190000,17.831000")


def test_a_chosen_place_is_kept_through_already_reported(client, filled, known):
    similar = chosen_place(client, filled)
    assert similar.status_code == 200 and known.number in similar.content.decode()
    assert sent_as_shown(client, similar, is_new="1").status_code == 302
    sent = Report.objects.exclude(pk=known.pk).get()
    assert (sent.place, sent.latitude) == ("Exempelvägen 1, Storvreten", 59.19)


def test_a_chosen_place_is_kept_through_me_too(client, filled, known):
    assert sent_as_shown(client, chosen_place(client, filled), me_too=known.number).status_code == 302
    assert Follower.objects.get().report == known


def test_none_of_the_places_is_kept_while_something_else_is_put_right(client, filled, known):
    asked = client.post(FORM, filled | {"place": "Exempelvägen 1", "text": ""})
    refused = sent_as_shown(client, asked, place_choice="none")
    assert refused.status_code == 422
    assert sent_as_shown(client, refused, place="Exempelvägen 1", text="Färg.").status_code == 302
    assert Report.objects.exclude(pk=known.pk).get().latitude is None


def test_none_of_the_places_says_nothing_of_another_place(client, filled, known):
    asked = client.post(FORM, filled | {"place": "Exempelvägen 1", "text": ""})
    refused = sent_as_shown(client, asked, place_choice="none")
    assert sent_as_shown(client, refused, place="Exempelvägen 1, Alby", text="Färg.").status_code == 422


def test_a_text_that_is_to_stay_is_not_asked_about_again(client, filled, known):
    words = {"place": "Exempelvägen 1, Storvreten", "text": "Det är Anna Karlsson som har målat."}
    asked = client.post(FORM, filled | words)
    assert asked.status_code == 422
    similar = sent_as_shown(client, asked, keep_text="on")
    assert similar.status_code == 200 and known.number in similar.content.decode()
    assert sent_as_shown(client, similar, is_new="1").status_code == 302


def test_a_place_that_is_chosen_and_a_text_that_is_to_stay_end(client, filled, known):
    page = client.post(FORM, filled | {"place": "Exempelvägen 1", "text": "Det är Anna Karlsson som har målat."})
    page = sent_as_shown(client, page, place_choice="59.190000,17.831000")
    page = sent_as_shown(client, page, keep_text="on")
    assert sent_as_shown(client, page, is_new="1").status_code == 302


def with_place(latitude: float, longitude: float) -> SimpleUploadedFile:
    exif = Image.Exif()
    tags = ExifTags.GPS
    exif[ExifTags.IFD.GPSInfo] = {
        tags.GPSLatitudeRef: "N", tags.GPSLatitude: (latitude, 0.0, 0.0),
        tags.GPSLongitudeRef: "E", tags.GPSLongitude: (longitude, 0.0, 0.0),
    }  # fmt: skip
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("bild.jpg", out.getvalue(), content_type="image/jpeg")


def test_the_photos_place_is_kept_though_the_photo_is_not_sent_again(client, filled, known):
    photo = with_place(59.19, 17.831)
    similar = client.post(FORM, filled | {"place": "", "use_photo_place": "on", "photos": [photo]})
    assert similar.status_code == 200 and known.number in similar.content.decode()
    assert sent_as_shown(client, similar, is_new="1").status_code == 302
    sent = Report.objects.exclude(pk=known.pk).get()
    assert (sent.place, sent.latitude, sent.photos.count()) == ("Där fotot togs", 59.19, 1)
