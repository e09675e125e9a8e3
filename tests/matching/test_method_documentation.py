"""The page about the method names files that are there and limits that hold."""

import re
from pathlib import Path
from xml.etree import ElementTree as ET

from matching.pairing import cutting, generation, packing, parts, pricing

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "matching.md").read_text(encoding="utf-8")
ENGINE = Path(packing.__file__).parent


def test_every_file_it_names_is_there() -> None:
    named = re.findall(r"`([a-z_]+(?:\.py|/))`", PAGE)
    assert len(named) >= 20
    assert [
        name for name in named if not any((each / name).exists() for each in (ENGINE, ENGINE.parents[1]))
    ] == []


def test_the_limits_it_names_are_those_of_the_code() -> None:
    said = " ".join(PAGE.split())
    for words in (
        f"{pricing.NODE_LIMIT:,} plans of one helper ({generation._NODE_LIMIT:,} while",
        f"a packing after {packing.STEP_LIMIT:,} steps",
        f"more than {parts._MOST_TIMES} of one request",
        f"more than {cutting.ROWS_TO_CUT:,} possible pairs",
        f"no piece has more than {cutting.HELPERS_A_PIECE:,} helpers",
    ):
        assert words in said


def test_the_picture_says_its_words_and_loads_nothing() -> None:
    picture = (DOCS / "matching.svg").read_text(encoding="utf-8")
    names = {part.tag.rpartition("}")[2] for part in ET.fromstring(picture).iter()}
    assert names >= {"title", "desc", "text"}
    assert not names & {"image", "script", "use"}
    assert "prefers-color-scheme: dark" in picture
