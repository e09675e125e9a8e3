"""What the maps of a run show. Exact places: only those who decide about these people see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.models import Proposal, UnmatchedRequest
from helpexchange.match_runs.pages.cards import card_id, helper_name, person_name

Dot = dict[str, Any]


def map_of(proposals: Iterable[Proposal]) -> dict[str, list[Any]]:
    """Return the dots of helpers and requests, and a line for each proposal between the two."""
    points: list[Dot] = []
    lines: list[list[str]] = []
    for proposal in proposals:
        ends = list(_ends(proposal))
        points.extend(ends)
        if len(ends) > 1:
            lines.append([end["id"] for end in ends])
    return {"points": points, "lines": lines}


def _ends(proposal: Proposal) -> Iterator[Dot]:
    row = card_id(proposal)
    yield from _dot(row, "request", proposal.request, person_name(proposal.request))
    yield from _dot(f"{row}-helper", "helper", proposal.helper, helper_name(proposal), url=f"#{row}")


def waiting_map(unmatched: Iterable[UnmatchedRequest]) -> list[Dot]:
    """Return the dots of those who wait."""
    return [
        dot
        for one in unmatched
        for dot in _dot(f"request-{one.request_id}", "request", one.request, person_name(one.request))
    ]


def _dot(
    name: str, kind: str, at: HelpRequest | HelperProfile, label: str, url: str | None = None
) -> Iterator[Dot]:
    if at.latitude is not None and at.longitude is not None:
        place = {"lat": round(at.latitude, 5), "lon": round(at.longitude, 5)}
        yield {"id": name, "kind": kind, "label": label, **place, **({"url": url} if url else {})}
