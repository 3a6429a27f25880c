"""Pictures from the public: decoded, turned upright, re-encoded, every metadata field gone."""

from __future__ import annotations

import io
import math
import struct
import zlib
from typing import Any, BinaryIO

import pillow_heif
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageFile, ImageOps, UnidentifiedImageError

MAX_BYTES = 15_000_000
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 2_000
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# What Pillow raises on broken files, besides its own errors.
UNREADABLE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError, struct.error, zlib.error)


pillow_heif.register_heif_opener()  # the format of newer phones (HEIC)


def clean_photo(upload: BinaryIO, size: int) -> bytes:
    """Return a JPEG without metadata, at most 2,000 px on its longest side.

    Raises ValidationError with code `too_large`, `too_many_pixels` or `not_a_picture`.
    """
    if size > MAX_BYTES:
        raise ValidationError(
            _("The picture is larger than 15 MB. Choose a smaller one or take a new photo."), code="too_large"
        )
    # WeasyPrint, once imported in a process, has Pillow fill what a truncated file lacks with grey and skip checksums.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        upload.seek(0)
        with Image.open(upload, formats=FORMATS) as opened:
            # The size stands in the head: a bomb is refused before a pixel of it is unpacked.
            if opened.width * opened.height > MAX_PIXELS:
                raise Image.DecompressionBombError
            opened.load()
            picture = _on_white(ImageOps.exif_transpose(opened))
    except Image.DecompressionBombError as error:
        raise ValidationError(
            _("The picture has too many pixels. Choose a smaller one."), code="too_many_pixels"
        ) from error
    except UNREADABLE as error:
        raise ValidationError(
            _("The file can't be read as a picture. Use JPEG, PNG, WebP or HEIC."), code="not_a_picture"
        ) from error
    return _bare_jpeg(picture)


def _bare_jpeg(picture: Image.Image) -> bytes:
    """Return a smaller JPEG, pasted onto a new image so that nothing of the old file's info can follow along."""
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    return _saved(bare)


def _on_white(picture: Image.Image) -> Image.Image:
    """Return the picture in plain colours; what was transparent becomes white, not what lay hidden under it."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    ground = Image.new("RGBA", layered.size, "white")
    ground.alpha_composite(layered)
    return ground.convert("RGB")


def taken_at(upload: BinaryIO) -> tuple[float, float] | None:
    """Return (latitude, longitude) that a phone wrote into a picture, or None. Ask the person before using it."""
    try:
        upload.seek(0)
        with Image.open(upload, formats=FORMATS) as opened:
            place = opened.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        latitude = _degrees(place[ExifTags.GPS.GPSLatitude], place.get(ExifTags.GPS.GPSLatitudeRef), "S")
        longitude = _degrees(place[ExifTags.GPS.GPSLongitude], place.get(ExifTags.GPS.GPSLongitudeRef), "W")
    except (*UNREADABLE, LookupError, TypeError, ZeroDivisionError, Image.DecompressionBombError):
        return None
    return (latitude, longitude) if math.isfinite(latitude) and math.isfinite(longitude) else None


def _degrees(parts: Any, reference: Any, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    found = degrees + minutes / 60 + seconds / 3600
    return -found if reference == negative else found


def thumbnail(photo: bytes, side: int) -> bytes:
    """Return a small JPEG of a clean photo, at most so many pixels on its longest side."""
    with Image.open(io.BytesIO(photo), formats=("JPEG",)) as opened:
        opened.thumbnail((side, side))
        return _saved(opened.convert("RGB"))


def blurred(photo: bytes, left: float, top: float, right: float, bottom: float) -> bytes:
    """Return a clean photo with a box of it (shares of width and height, 0-1) made unreadable for good.

    The box is drawn again from eight by eight averages: what stood there can't be computed back.
    """
    with Image.open(io.BytesIO(photo), formats=("JPEG",)) as opened:
        picture = opened.convert("RGB")
    width, height = picture.size
    box = int(left * width), int(top * height), max(math.ceil(right * width), 1), max(math.ceil(bottom * height), 1)
    part = picture.crop(box)
    coarse = part.resize((min(8, part.width), min(8, part.height)), Image.Resampling.BOX)
    picture.paste(coarse.resize(part.size, Image.Resampling.NEAREST), box)
    return _saved(picture)


def _saved(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()
