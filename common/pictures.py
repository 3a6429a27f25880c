"""Pictures from the public: decoded, turned upright, re-encoded, every metadata field gone."""

from __future__ import annotations

import io
import struct
import zlib
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

MAX_BYTES = 15_000_000
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 2_000
FORMATS = ("JPEG", "PNG", "WEBP")
# What Pillow raises on broken files, besides its own errors.
UNREADABLE = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError, struct.error, zlib.error)


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
            _("The file can't be read as a picture. Use JPEG, PNG or WebP."), code="not_a_picture"
        ) from error
    return _bare_jpeg(picture)


def _bare_jpeg(picture: Image.Image) -> bytes:
    """Return a smaller JPEG, pasted onto a new image so that nothing of the old file's info can follow along."""
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Return the picture in plain colours; what was transparent becomes white, not what lay hidden under it."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    ground = Image.new("RGBA", layered.size, "white")
    ground.alpha_composite(layered)
    return ground.convert("RGB")
