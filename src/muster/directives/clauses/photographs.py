"""Pictures as they are kept: smaller, turned upright, and without what the camera wrote about place, time and owner."""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from .problems import NotAPhotograph, TooLarge

MEGABYTE = 1024 * 1024
MOST_MEGABYTES = 12  # of one picture as it comes
MOST_POINTS = 50_000_000  # a small file may unfold to gigabytes
LONGEST_SIDE = 1600
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as somebody sent it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    width: int
    height: int


def picture(sent: Sent) -> Picture:
    """A JPEG made from the points alone. Its type is what the content says, whatever the name says."""
    if len(sent.content) > MOST_MEGABYTES * MEGABYTE:
        raise TooLarge(sent.name, MOST_MEGABYTES)
    try:
        with Image.open(io.BytesIO(sent.content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_POINTS:
                raise TooLarge(sent.name, MOST_MEGABYTES)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NotAPhotograph(sent.name) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), plain.width, plain.height)
