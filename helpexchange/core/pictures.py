"""Photos that people send: small, upright, and without what the camera wrote into them.

A photo of a phone tells where and when it was taken, with what, and often holds a second, smaller picture.
It is drawn anew, so nothing of that stays.
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps

MEDIA_TYPE = "image/jpeg"
#: The longer side of what is kept: sharp on a tablet, quick over a slow line.
MOST_POINTS_A_SIDE = 800
#: Larger ones would take more memory than a server gives to one visitor. A JPEG is read at a fraction of its
#: size, a PNG whole.
MOST_POINTS = {"JPEG": 60_000_000, "PNG": 16_000_000}

_WHITE = (255, 255, 255)


def drawn_anew(data: bytes) -> bytes | None:
    """Return a JPEG or PNG picture as a JPEG of at most 800 points a side; None if it is neither."""
    try:
        with Image.open(io.BytesIO(data), formats=list(MOST_POINTS)) as sent:
            if sent.width * sent.height > MOST_POINTS[str(sent.format)]:
                return None
            sent.thumbnail((MOST_POINTS_A_SIDE, MOST_POINTS_A_SIDE))
            upright = ImageOps.exif_transpose(sent)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    return _as_jpeg(upright)


def _as_jpeg(picture: Image.Image) -> bytes:
    """Return the points alone; what is transparent becomes white."""
    points = picture.convert("RGBA")
    ground = Image.new("RGB", points.size, _WHITE)
    ground.paste(points, mask=points)
    made = io.BytesIO()
    ground.save(made, "JPEG", quality=85, optimize=True)
    return made.getvalue()
