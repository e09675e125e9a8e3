"""Pictures that people send: what they are by their content, without what the camera wrote into them.

A photo of a phone tells where and when it was taken, with what, and often holds a second, smaller picture.
All of that is left out; of the camera's notes only how the picture is turned stays. The picture itself is
not decoded: no library of pictures is needed, and nothing that a crafted file could break.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

JPEG, PNG = "image/jpeg", "image/png"
#: Wider or higher pictures are refused: a browser would need too much memory to show them.
MOST_PIXELS_A_SIDE = 12_000

_PNG_START = b"\x89PNG\r\n\x1a\n"
#: Parts of a PNG file that are the picture; all others are words, dates and notes.
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"})
_SOI, _EOI, _SOS, _APP1, _APP2, _APP14 = 0xD8, 0xD9, 0xDA, 0xE1, 0xE2, 0xEE
#: Frames, by which a JPEG says its size; C4, C8 and CC are tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_TABLES = frozenset({0xC4, 0xDB, 0xDD})
#: After this byte in the picture itself comes no marker: it stands for FF, or is one of the restarts.
_IN_SCAN = frozenset({0x00, *range(0xD0, 0xD8)})
_EXIF, _ORIENTATION = b"Exif\0\0", 0x0112
#: The camera's notes begin among the first bytes.
_NOTES_BEGIN_BEFORE = 512
_UPRIGHT, _MOST_TURNED = 1, 8
_LENGTH, _BEGINS = 2, 0xFF


class Picture(NamedTuple):
    """A picture as it is kept."""

    media_type: str
    data: bytes


class _NoPictureError(Exception):
    """The bytes are none that we take."""


def cleaned(data: bytes) -> Picture | None:
    """Return a JPEG or PNG picture without anything that is not the picture; None if it is neither."""
    try:
        if data.startswith(_PNG_START):
            return Picture(PNG, _PNG_START + b"".join(_png_parts(data)))
        if data.startswith(b"\xff\xd8\xff"):
            return Picture(JPEG, b"".join(_jpeg_parts(data)))
    except (_NoPictureError, struct.error, IndexError):
        return None
    return None


def _png_parts(data: bytes) -> Iterator[bytes]:
    at = len(_PNG_START)
    seen: set[bytes] = set()
    while b"IEND" not in seen:
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        end = at + 12 + length
        part = data[at:end]
        if len(part) < 12 + length or struct.unpack(">I", part[-4:])[0] != zlib.crc32(part[4:-4]):
            raise _NoPictureError
        if not seen:
            _check_png_size(kind, part)
        if kind in _PNG_KEPT:
            yield part
        seen.add(kind)
        at = end
    if b"IDAT" not in seen:
        raise _NoPictureError


def _check_png_size(kind: bytes, part: bytes) -> None:
    if kind != b"IHDR":
        raise _NoPictureError
    _check_size(*struct.unpack(">II", part[8:16]))


def _check_size(width: int, height: int) -> None:
    if not (0 < width <= MOST_PIXELS_A_SIDE and 0 < height <= MOST_PIXELS_A_SIDE):
        raise _NoPictureError


def _jpeg_parts(data: bytes) -> Iterator[bytes]:
    """Give the parts of a JPEG that are the picture, in order; what follows its end is left out."""
    yield data[:2] + _turned(data)
    at, marker, has_frame = 2, _SOI, False
    while marker != _EOI:
        at, marker = _next_marker(data, at)
        end = at + 2 if marker == _EOI else at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if marker == _SOS:
            end = _end_of_scan(data, end)
        part = data[at:end]
        if end > len(data):
            raise _NoPictureError
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", part[5:9])
            _check_size(width, height)
            has_frame = True
        if _is_picture(marker, part):
            yield part
        at = end
    if not has_frame:
        raise _NoPictureError


def _next_marker(data: bytes, at: int) -> tuple[int, int]:
    """Return where the next marker stands, after bytes that only fill, and which it is."""
    if data[at] != _BEGINS:
        raise _NoPictureError
    while data[at + 1] == _BEGINS:
        at += 1
    return at, data[at + 1]


def _end_of_scan(data: bytes, at: int) -> int:
    """Return where the bytes of the picture that begin at `at` end."""
    while (at := data.find(b"\xff", at)) >= 0:
        if data[at + 1] not in _IN_SCAN:
            return at
        at += 2
    raise _NoPictureError


def _is_picture(marker: int, part: bytes) -> bool:
    """Return whether a part is the picture, or how its colours are meant."""
    if marker == _APP2:
        return part[4:].startswith(b"ICC_PROFILE\0")
    return marker in _FRAMES | _TABLES | {_APP14, _SOS, _EOI}


def _turned(data: bytes) -> bytes:
    """Return notes that say how the picture is turned, and nothing else; none if it stands upright."""
    orientation = _orientation(data)
    if not _UPRIGHT < orientation <= _MOST_TURNED:
        return b""
    notes = _EXIF + struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return struct.pack(">BBH", _BEGINS, _APP1, len(notes) + _LENGTH) + notes


def _orientation(data: bytes) -> int:
    """Return how the camera was held, 1 (upright) to 8; 1 where it does not say."""
    start = data.find(_EXIF, 0, _NOTES_BEGIN_BEFORE)
    head = data[start + len(_EXIF) :] if start >= 0 else b""
    order = {b"II": "<", b"MM": ">"}.get(head[:2])
    if order is None:
        return _UPRIGHT
    first = struct.unpack(f"{order}I", head[4:8])[0]
    count = struct.unpack(f"{order}H", head[first : first + 2])[0]
    for number in range(min(count, 100)):
        entry = head[first + 2 + 12 * number : first + 14 + 12 * number]
        tag, _kind, _count, value = struct.unpack(f"{order}HHIH", entry[:10])
        if tag == _ORIENTATION:
            return int(value)
    return _UPRIGHT
