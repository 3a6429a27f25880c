"""Pictures from the public: decoded, turned upright, re-encoded, every metadata field gone."""

from __future__ import annotations

import io
import warnings
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 15_000_000
MAX_PIXELS = 50_000_000
LONGEST_SIDE = 2_000
FORMATS = ("JPEG", "PNG", "WEBP")


def clean_photo(upload: BinaryIO, size: int) -> bytes:
    """Return a JPEG without metadata, at most 2,000 px on its longest side.

    Raises ValidationError with code `too_large`, `too_many_pixels` or `not_a_picture`.
    """
    if size > MAX_BYTES:
        raise ValidationError(
            _("The picture is larger than 15 MB. Choose a smaller one or take a new photo."), code="too_large"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=FORMATS) as opened:
                if opened.width * opened.height > MAX_PIXELS:
                    raise Image.DecompressionBombError
                opened.load()
                picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(
            _("The picture has too many pixels. Choose a smaller one."), code="too_many_pixels"
        ) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise ValidationError(
            _("The file can't be read as a picture. Use JPEG, PNG or WebP."), code="not_a_picture"
        ) from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # Pasted onto a new image, so that nothing of the old file's info can follow along.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()
