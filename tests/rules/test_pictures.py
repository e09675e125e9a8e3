"""A photo loses everything but the picture; what is none is refused."""

import pytest

from helpexchange.core.pictures import JPEG, MOST_PIXELS_A_SIDE, PNG, cleaned
from tests.photos import WHERE, jpeg, png


@pytest.mark.parametrize(("data", "media_type"), [(png(), PNG), (jpeg(), JPEG), (jpeg(order=">"), JPEG)])
def test_only_the_picture_is_kept(data: bytes, media_type: str) -> None:
    assert WHERE in data
    picture = cleaned(data)
    assert picture is not None
    assert picture.media_type == media_type
    assert WHERE not in picture.data
    assert cleaned(picture.data) == picture, "cleaning twice changes nothing"


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_photo_stays_as_it_was_turned(order: str) -> None:
    turned, upright = cleaned(jpeg(turned=6, order=order)), cleaned(jpeg(turned=1, order=order))
    assert turned is not None
    assert upright is not None
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in turned.data
    assert b"Exif" not in upright.data
    assert len(turned.data) == len(upright.data) + 36
    assert turned.data.endswith(b"\x12\xff\x00\x34\xff\xd0\x56\xff\xd9")


@pytest.mark.parametrize(
    "data",
    [
        b"", b"GIF89a", b"%PDF-1.7", b"<svg onload='x'/>", b"\x89PNG\r\n\x1a\n" + b"0" * 40,
        b"\xff\xd8\xff\xe0" + b"0" * 40, png()[:-6], png().replace(b"Comment", b"comment"), jpeg()[:60],
        jpeg()[:-40], jpeg(width=0), jpeg(width=MOST_PIXELS_A_SIDE + 1), png(width=MOST_PIXELS_A_SIDE + 1),
        b"\xff\xd8\xff\xd9", b"\xff\xd8\xff",
    ],
)  # fmt: skip
def test_what_is_no_whole_picture_is_none(data: bytes) -> None:
    assert cleaned(data) is None


def test_any_part_of_a_photo_is_no_defect() -> None:
    for data in (png(), jpeg()):
        for end in range(len(data)):
            cleaned(data[:end])
