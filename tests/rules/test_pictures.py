"""A photo is drawn anew: small, upright, without notes; what is no picture is refused."""

import io

import pytest
from PIL import Image

from helpexchange.core.pictures import MOST_POINTS, MOST_POINTS_A_SIDE, drawn_anew
from tests.photos import WHERE, jpeg, png


def drawn(data: bytes) -> Image.Image:
    made = drawn_anew(data)
    assert made is not None
    return Image.open(io.BytesIO(made), formats=["JPEG"])


@pytest.mark.parametrize("data", [png(), jpeg()])
def test_only_the_picture_is_kept(data: bytes) -> None:
    assert WHERE in data
    made = drawn(data)
    assert WHERE not in (drawn_anew(data) or b"")
    assert (dict(made.getexif()), "comment" in made.info) == ({}, False)


def test_a_photo_taken_upright_stands_upright() -> None:
    made = drawn(jpeg(width=80, height=40))
    assert made.size == (40, 80)
    red, _green, blue = made.convert("RGB").getpixel((20, 10))  # type: ignore[misc]  # a tuple: it has three colours
    assert red > blue + 150, "what was left is above after a quarter to the right"


def test_a_large_photo_becomes_small_and_a_small_one_stays() -> None:
    assert drawn(jpeg(width=4000, height=2000, turned=1)).size == (
        MOST_POINTS_A_SIDE,
        MOST_POINTS_A_SIDE // 2,
    )
    assert drawn(jpeg(width=40, height=20, turned=1)).size == (40, 20)


def test_what_is_transparent_becomes_white() -> None:
    assert drawn(png()).getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"GIF89a", b"%PDF-1.7", b"<svg onload='x'/>", b"\x89PNG\r\n\x1a\n" + b"0" * 40,
        b"\xff\xd8\xff\xe0" + b"0" * 40, png()[:-30], jpeg(width=800, height=800)[:-400], jpeg()[:60],
        png(width=MOST_POINTS["PNG"] // 1000 + 1, height=1000),
    ],
)  # fmt: skip
def test_what_is_no_whole_picture_is_none(data: bytes) -> None:
    assert drawn_anew(data) is None


@pytest.mark.parametrize("whole", [png(), jpeg()])
def test_any_part_of_a_photo_is_no_defect(whole: bytes) -> None:
    for end in range(len(whole)):
        drawn_anew(whole[:end])
