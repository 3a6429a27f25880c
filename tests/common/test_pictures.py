"""Pictures from the public: nothing but the picture comes through."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from common import pictures


@pytest.fixture(autouse=True)
def as_in_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint, once imported, has Pillow accept truncated files; pictures in mail are read where it may be."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)


def saved(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def cleaned(content: bytes) -> bytes:
    return pictures.clean_photo(io.BytesIO(content), len(content))


def refused(content: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        cleaned(content)
    assert error.value.code
    return error.value.code


def photo(size: tuple[int, int] = (60, 40)) -> Image.Image:
    """Return a picture whose left half is red and right half is blue."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    return picture


def test_place_camera_and_words_are_gone() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0131], exif[0x9286] = "SECRETCAMERA", "SECRETSOFTWARE", "SECRETCOMMENT"
    exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 12.0, 0.0), 3: "E", 4: (17.0, 48.0, 0.0)})
    made = cleaned(saved(photo(), exif=exif, comment=b"SECRETNOTE", icc_profile=b"SECRETPROFILE" * 20))
    assert b"SECRET" not in made
    with Image.open(io.BytesIO(made)) as opened:
        assert not opened.getexif()
        assert opened.format == "JPEG"
        assert set(opened.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_words_in_png_and_webp_are_gone() -> None:
    info = PngInfo()
    info.add_text("Comment", "SECRET")
    info.add_itxt("XML:com.adobe.xmp", "SECRET")
    assert b"SECRET" not in cleaned(saved(photo(), "PNG", pnginfo=info))
    assert b"SECRET" not in cleaned(saved(photo(), "WEBP", xmp=b"SECRET"))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turned_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    with Image.open(io.BytesIO(cleaned(saved(photo(), exif=exif, quality=95)))) as opened:
        assert opened.size == ((60, 40) if orientation <= 4 else (40, 60))
        red = {1: (5, 20), 2: (55, 20), 3: (55, 20), 4: (5, 20), 5: (20, 5), 6: (20, 5), 7: (20, 55), 8: (20, 55)}
        pixel = opened.getpixel(red[orientation])
        assert isinstance(pixel, tuple)
        assert pixel[0] > 180 > 80 > pixel[2]


def test_large_ones_are_made_smaller() -> None:
    with Image.open(io.BytesIO(cleaned(saved(photo((4000, 1000)))))) as opened:
        assert opened.size == (2000, 500)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "I;16", "1", "CMYK"])
def test_every_kind_of_colour(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    picture = Image.new(mode, (8, 8)) if mode == "I;16" else photo((8, 8)).convert(mode)
    with Image.open(io.BytesIO(cleaned(saved(picture, kind)))) as opened:
        assert opened.mode == "RGB"


def test_what_lies_under_transparency_is_not_shown() -> None:
    hidden = Image.new("RGBA", (8, 8), (255, 0, 0, 0))
    with Image.open(io.BytesIO(cleaned(saved(hidden, "PNG")))) as opened:
        assert opened.getpixel((4, 4)) == (255, 255, 255)


def test_only_the_first_frame_of_a_moving_picture() -> None:
    content = saved(photo(), "WEBP", save_all=True, append_images=[Image.new("RGB", (60, 40), "green")])
    with Image.open(io.BytesIO(cleaned(content))) as opened:
        assert getattr(opened, "n_frames", 1) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"\xff\xd8\xff",
        b"%PDF-1.7\n%%EOF",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\x89PNG\r\n\x1a\n",
        saved(photo())[:300],
        saved(photo(), "GIF"),
        saved(photo(), "TIFF"),
        saved(photo(), "BMP"),
        saved(photo(), "ICO"),
    ],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    assert refused(content) == "not_a_picture"


def test_a_second_file_hidden_in_the_first_is_gone() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("evil.html", "<script>SECRET</script>")
    made = cleaned(saved(photo()) + b"<?php SECRET ?>" + packed.getvalue())
    assert b"SECRET" not in made
    assert not zipfile.is_zipfile(io.BytesIO(made))


def png_of(width: int, height: int, data: bytes) -> bytes:
    """Return a PNG whose head says a size, whatever the data is."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(8_000, 8_000), (60_000, 60_000), (2_000_000_000, 1)])
def test_bombs_are_refused_by_their_head(size: tuple[int, int]) -> None:
    assert refused(png_of(*size, b"\0" * 1000)) == "too_many_pixels"


def test_a_bomb_of_words_is_refused() -> None:
    body = b"Comment\0\0" + zlib.compress(b"x" * 80_000_000)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    content = saved(photo(), "PNG")
    assert refused(content[:33] + chunk + content[33:]) == "not_a_picture"


def test_more_bytes_than_allowed_are_not_even_opened() -> None:
    with pytest.raises(ValidationError) as error:
        pictures.clean_photo(io.BytesIO(b""), pictures.MAX_BYTES + 1)
    assert error.value.code == "too_large"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_damaged_files_are_a_picture_or_a_clear_no(kind: str) -> None:
    chance = random.Random(7)
    whole = saved(photo(), kind)
    for _attempt in range(150):
        content = bytearray(whole)
        for _byte in range(chance.randrange(1, 8)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        cut = bytes(content[: chance.randrange(len(content))]) if chance.random() < 0.3 else bytes(content)
        try:
            assert cleaned(cut).startswith(b"\xff\xd8")
        except ValidationError as error:
            assert error.code in ("not_a_picture", "too_many_pixels")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_truncated_picture_is_refused_after_weasyprint_has_been_imported(kind: str) -> None:
    noise = Image.effect_noise((120, 80), 80).convert("RGB")
    whole = saved(noise, kind)
    assert cleaned(whole).startswith(b"\xff\xd8")
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    assert refused(whole[: len(whole) * 2 // 3]) == "not_a_picture"
