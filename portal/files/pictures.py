"""Pictures written anew from their pixels: without place, camera, comment or anything hidden behind them."""

import io
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

WIDEST = 4000  # pixels
LARGEST = 40_000_000  # pixels in all: what claims more is not even opened
FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


def picture(file: Any) -> "ContentFile[bytes]":
    """The pixels alone. Raises ValidationError."""
    try:
        opened = Image.open(file, formats=list(FORMATS))
        kind = opened.format or ""
        if opened.width * opened.height > LARGEST:
            raise ValidationError(_("This picture is too large. Make it smaller before you upload it."))
        opened.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This is no picture we can read. Use JPEG, PNG or WebP.")) from error
    pixels = ImageOps.exif_transpose(opened).convert("RGBA" if kind != "JPEG" and "A" in opened.getbands() else "RGB")
    pixels.thumbnail((WIDEST, WIDEST))
    pixels.info.clear()
    written = io.BytesIO()
    pixels.save(written, kind, quality=88)
    stem = file.name.rsplit(".", 1)[0]
    return ContentFile(written.getvalue(), name=f"{stem}.{FORMATS[kind]}")


def measured(content: bytes) -> tuple[int, int]:
    """Width and height of a picture we have written."""
    width, height = Image.open(io.BytesIO(content)).size
    return width, height
