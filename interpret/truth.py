"""Three-valued truth over columns (Kleene's logic).

FALSE, UNKNOWN and TRUE are -1, 0 and 1: *and* is the minimum, *or* the maximum, *not* the negative. A value is the
interval [least, greatest] that it can be; a comparison is TRUE or FALSE only if the whole interval agrees.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Truth: TypeAlias = NDArray[np.int8]
Ticks: TypeAlias = NDArray[np.int64]

FALSE, UNKNOWN, TRUE = -1, 0, 1
_ALWAYS, _NEVER = np.array([TRUE], np.int8), np.array([FALSE], np.int8)


def every(parts: Iterable[Truth]) -> Truth:
    """TRUE when all are; of nothing, TRUE."""
    remaining = iter(parts)
    return reduce(np.minimum, remaining, next(remaining, _ALWAYS))


def some(parts: Iterable[Truth]) -> Truth:
    """TRUE when one is; of nothing, FALSE."""
    remaining = iter(parts)
    return reduce(np.maximum, remaining, next(remaining, _NEVER))


def negate(part: Truth) -> Truth:
    """TRUE becomes FALSE and FALSE becomes TRUE; UNKNOWN stays."""
    return -part


def definite(holds: NDArray[np.bool_]) -> Truth:
    """A statement that is never UNKNOWN."""
    return _decide(holds, ~holds)


def _decide(yes: NDArray[np.bool_], no: NDArray[np.bool_]) -> Truth:
    return yes.view(np.int8) - no.view(np.int8)


def above(least: Ticks, greatest: Ticks, limit_least: Ticks, limit_greatest: Ticks) -> Truth:
    """Strictly above a limit that may itself be an interval (published limits that disagree)."""
    return _decide(least > limit_greatest, greatest <= limit_least)


def below(least: Ticks, greatest: Ticks, limit_least: Ticks, limit_greatest: Ticks) -> Truth:
    """Strictly below."""
    return _decide(greatest < limit_least, least >= limit_greatest)


def at_least(least: Ticks, greatest: Ticks, limit_least: Ticks, limit_greatest: Ticks) -> Truth:
    """At or above."""
    return -below(least, greatest, limit_least, limit_greatest)


def at_most(least: Ticks, greatest: Ticks, limit_least: Ticks, limit_greatest: Ticks) -> Truth:
    """At or below."""
    return -above(least, greatest, limit_least, limit_greatest)
