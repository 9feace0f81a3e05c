"""How much one result of one person moves while nothing changes: within the person and in the laboratory, added as squares."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot
from statistics import NormalDist

from reference_ranges import Citation, variation

NINETY_FIVE = NormalDist().inv_cdf(0.975)
"""Standard deviations to each side of the middle that hold 95 of 100 results."""


@dataclass(frozen=True, slots=True)
class OfOneResult:
    """The coefficient of variation of one result, in %, as one source gives it."""

    cv: float
    citations: tuple[Citation, ...]


def of_one_result(name: str) -> tuple[OfOneResult, ...]:
    """Of adults, one entry for each source that gives both parts."""
    return tuple(
        OfOneResult(hypot(one.within_person, one.analytical), one.citations)
        for one in variation(name)
        if one.population == "adults" and one.within_person is not None and one.analytical is not None
    )


def spread(name: str, value: float) -> tuple[float, float] | None:
    """Between which values 95 of 100 repeats of a result would lie; None where no variation of the test is held."""
    published = of_one_result(name)
    if not published:
        return None
    part = NINETY_FIVE * published[0].cv / 100
    return value * (1 - part), value * (1 + part)
