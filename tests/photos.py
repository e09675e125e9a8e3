"""Photos for tests: small, whole files; the one of a telephone says where it was taken."""

import struct
import zlib

#: What a telephone writes beside the picture, and nobody should read.
WHERE = b"GPS 51.4931 7.4561"


def png(*, notes: bytes = WHERE, width: int = 1) -> bytes:
    """Return a picture of one point, with a note."""
    header = struct.pack(">IIBBBBB", width, 1, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"tEXt", b"Comment\0" + notes), (b"IDAT", zlib.compress(b"\0abc"))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(*each) for each in (*parts, (b"IEND", b"")))


def jpeg(*, turned: int = 6, order: str = "<", width: int = 8) -> bytes:
    """Return the parts of a photo in their order, held as `turned` says, with notes before and behind it."""
    mark = {"<": b"II", ">": b"MM"}[order]
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0)
    notes = b"Exif\0\0" + mark + struct.pack(f"{order}HIH", 42, 8, 1) + entry + bytes(4) + WHERE
    frame = struct.pack(">BHHBBBB", 8, 8, width, 1, 1, 0x11, 0)
    picture = (
        _segment(0xE1, notes) + _segment(0xFE, WHERE) + _segment(0xDB, bytes(65)) + _segment(0xC0, frame)
    )
    scan = _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + picture + scan + b"\xff\xd9" + WHERE


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _segment(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data
