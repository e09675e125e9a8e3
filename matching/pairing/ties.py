"""Deciding between equal answers: who has waited longest first, then the smaller id."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matching.pairing.parts import Part


def tie_bonus(part: Part) -> npt.NDArray[np.float64]:
    """Return extra points for each request, more for whoever goes first (`Part.rank`).

    All of them together stay below one point, so among answers in whole points they decide only ties.
    """
    bonus: npt.NDArray[np.float64] = part.rank / (1 + int((part.rank * part.needed).sum()))
    return bonus
