"""Distances, and the two promises the search for places in reach rests on."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.distance import (
    FURTHEST_CHORD,
    chords,
    distance_m,
    distances_m,
    furthest_chord,
    nearest_chord,
    pairs_in_reach,
    travel_minutes,
    unit_vectors,
)

places = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_dortmund_to_essen_is_thirty_two_kilometres() -> None:
    assert distance_m((51.5136, 7.4653), (51.4508, 7.0131)) == pytest.approx(32_170, abs=50)


def test_unknown_places_give_no_distance() -> None:
    here = np.array([[51.5, 7.4], [np.nan, np.nan], [51.5, 7.4]])
    there = np.array([[51.5, 7.4], [51.5, 7.4], [np.nan, np.nan]])
    assert np.array_equal(distances_m(here, there), [0.0, np.nan, np.nan], equal_nan=True)


@settings(deadline=None, max_examples=500)
@given(places, places)
def test_two_places_are_never_further_apart_as_a_chord_than_their_distance_allows(
    here: tuple[float, float], there: tuple[float, float]
) -> None:
    metres = np.array([distance_m(here, there)])
    chord = chords(unit_vectors(np.array([here])), unit_vectors(np.array([there])))
    assert chord <= furthest_chord(metres)
    # Antipodes are the exception: beyond 20,003 km a geodesic may leave over the pole.
    assert metres > 20_003_000 or chord >= nearest_chord(metres)


@settings(deadline=None)
@given(st.lists(places, min_size=1, max_size=8), st.lists(places, min_size=1, max_size=8), st.floats(0, 2))
def test_every_pair_in_reach_is_found(
    here: list[tuple[float, float]], there: list[tuple[float, float]], chord: float
) -> None:
    ours, theirs = unit_vectors(np.array(here)), unit_vectors(np.array(there))
    i, j, found = pairs_in_reach(ours, theirs, chord=chord)
    by_hand = {
        (a, b)
        for a in range(len(here))
        for b in range(len(there))
        if math.dist(ours[a], theirs[b]) < chord - 1e-7
    }
    assert by_hand <= set(zip(i.tolist(), j.tolist(), strict=True))
    assert len(set(zip(i.tolist(), j.tolist(), strict=True))) == len(i)
    np.testing.assert_allclose(found, chords(ours[i], theirs[j]), atol=1e-7)


def test_no_limit_reaches_everybody() -> None:
    assert furthest_chord(np.array([np.inf]))[0] >= FURTHEST_CHORD
    vectors = unit_vectors(np.array([[90.0, 0.0], [-90.0, 0.0], [0.0, 0.0]]))
    assert len(pairs_in_reach(vectors, vectors, chord=float(furthest_chord(np.array([np.inf]))[0]))[0]) == 9


@pytest.mark.parametrize(("metres", "expected"), [(0, 0), (1, 1), (1000, 6), (1001, 7), (4000, 24)])
def test_travel_is_rounded_up_to_whole_minutes(metres: float, expected: int) -> None:
    """With a detour of a half and 15 km/h a kilometre takes 6 minutes."""
    assert travel_minutes(metres, detour=1.5, speed_kmh=15) == expected
