"""Photos: HEIC, the place a phone wrote, small pictures by a worker, parts made unreadable."""

from __future__ import annotations

import io

import pillow_heif
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image

from common import pictures
from common.clock import now
from incidents import periodic, services, tasks
from incidents.models import Photo, Report
from incidents.services import Box
from tests.factories import neighbourhoods as places
from tests.factories.incidents import jpeg, make_photo, make_report

pytestmark = pytest.mark.django_db
FORM = "/rapportera/"


def heic(width=64, height=48) -> bytes:
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (width, height), (200, 10, 10))).save(out)
    return out.getvalue()


def placed(latitude, longitude) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.IFD.GPSInfo] = {1: "N", 2: _parts(latitude), 3: "E", 4: _parts(longitude)}
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def _parts(degrees):
    minutes = degrees % 1 * 60
    return (float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 3))


def upload(content, name="bild.jpg"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def test_heic_becomes_a_bare_jpeg():
    clean = pictures.clean_photo(io.BytesIO(heic()), 100)
    with Image.open(io.BytesIO(clean)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (64, 48)) and not opened.getexif()


@pytest.mark.parametrize("broken", [heic()[:60], heic()[: len(heic()) // 2], b"\0\0\0\x18ftypheic" + b"\xff" * 400])
def test_broken_heic_gets_a_sentence(broken):
    with pytest.raises(ValidationError):
        pictures.clean_photo(io.BytesIO(broken), len(broken))


@pytest.mark.parametrize(("agrees", "status"), [(True, 302), (False, 422)])
def test_the_photos_place_is_used_only_if_the_person_agrees(client, filled, agrees, status):
    places.make_municipality()
    data = filled | {"place": "", "photos": [upload(placed(59.2, 17.83))]}
    answer = client.post(FORM, data | ({"use_photo_place": "on"} if agrees else {}))
    assert answer.status_code == status
    if agrees:
        report = Report.objects.get()
        assert (report.latitude, report.longitude) == (pytest.approx(59.2, abs=1e-4), pytest.approx(17.83, abs=1e-4))
    assert pictures.taken_at(default_storage.open(Photo.objects.get().name)) is None


@pytest.mark.parametrize("content", [jpeg(), b"", b"x" * 100, placed(47.3, 8.5)])
def test_a_photo_without_a_place_here_asks_for_words(client, filled, content):
    places.make_municipality()
    data = filled | {"place": "", "use_photo_place": "on", "photos": [upload(content)]}
    assert client.post(FORM, data).status_code == 422 and not Report.objects.exists()


def test_small_pictures_are_made_once_and_found_by_the_sweep():
    photo = make_photo(make_report())
    Photo.objects.update(has_thumbnail=False)
    assert periodic.sweep_photos() == 1
    assert tasks.make_small_picture(photo.pk) and tasks.make_small_picture(photo.pk)
    assert default_storage.exists(photo.small_name)
    assert not tasks.make_small_picture(10**9)
    default_storage.delete(photo.name)
    Photo.objects.update(has_thumbnail=False)
    assert not tasks.make_small_picture(photo.pk)


def test_blurring_replaces_the_file_and_its_name(client, coordinator, django_capture_on_commit_callbacks):
    photo = make_photo(make_report())
    old = photo.name
    client.force_login(coordinator)
    page = f"/samordning/anmalningar/{photo.report.number}/foto/{photo.pk}/sudda/"
    assert client.get(page).status_code == 200
    assert client.post(page, {"left": 60, "top": 0, "width": 60, "height": 10}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page, {"left": 10, "top": 10, "width": 50, "height": 50})
    photo.refresh_from_db()
    assert answer.status_code == 302 and photo.name != old and not default_storage.exists(old)


def test_what_stood_in_a_blurred_part_is_gone():
    picture = Image.effect_noise((80, 80), 100).convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    with Image.open(io.BytesIO(pictures.blurred(out.getvalue(), 0.0, 0.0, 1.0, 1.0))) as opened:
        few = opened.resize((8, 8), Image.Resampling.BOX).resize((80, 80), Image.Resampling.NEAREST)
        worst = max(abs(a - b) for a, b in zip(opened.convert("L").tobytes(), few.convert("L").tobytes(), strict=True))
    assert worst < 30


@pytest.mark.parametrize("box", [Box(0, 0, 0, 1), Box(-1, 0, 1, 1), Box(0, 0, 2, 1), Box(0.5, 0, 0.2, 1)])
def test_a_box_outside_is_refused(coordinator, box):
    with pytest.raises(ValidationError):
        services.blur(photo=make_photo(make_report()), box=box, by=coordinator)


def test_a_released_photo_is_not_blurred_behind_its_readers_backs(coordinator):
    photo = make_photo(make_report(), released_at=now())
    with pytest.raises(ValidationError, match="frisläpp"):
        services.blur(photo=photo, box=Box(0, 0, 1, 1), by=coordinator)
