"""Reads serum, red-cell and 24-hour urine magnesium together, against sourced ranges, and shows its working.

Pure: no screen, no clock, no network, no database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from interpret.patient import InputError, Measurement, Patient, Problem
from interpret.report import Report, interpret
from interpret.rules import Finding, rulebook

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Finding",
    "InputError",
    "Measurement",
    "Patient",
    "Problem",
    "Report",
    "interpret",
    "interpret_cohort",
    "rulebook",
]


def interpret_cohort(
    frame: pd.DataFrame, laboratory: str | None = None, unit: str | None = None
) -> pd.DataFrame:
    """The readings of every row of a DataFrame, on the same index; see `interpret.cohort`."""
    from interpret.cohort import interpret_cohort as of_frame  # noqa: PLC0415 - pandas takes a second to import

    return of_frame(frame, laboratory, unit)
