"""Sourced reference ranges, decision limits, scales and variation for magnesium and its companions.

Pure data with a small look-up: it knows no patient and interprets nothing.
"""

from reference_ranges.load import (
    DataError,
    decision_limits,
    limit_from_table,
    presets,
    scales,
    sources,
    years_from_days,
)
from reference_ranges.lookup import (
    all_ranges,
    cite,
    find_range,
    grade,
    laboratories,
    laboratory,
    preset,
    reference,
    trimester,
    variation,
)
from reference_ranges.model import (
    Citation,
    DecisionLimit,
    Grade,
    Interval,
    Laboratory,
    NoRange,
    Population,
    Preset,
    Range,
    Scale,
    Source,
    Variation,
)

__all__ = [
    "Citation",
    "DataError",
    "DecisionLimit",
    "Grade",
    "Interval",
    "Laboratory",
    "NoRange",
    "Population",
    "Preset",
    "Range",
    "Scale",
    "Source",
    "Variation",
    "all_ranges",
    "cite",
    "decision_limits",
    "find_range",
    "grade",
    "laboratories",
    "laboratory",
    "limit_from_table",
    "preset",
    "presets",
    "reference",
    "scales",
    "sources",
    "trimester",
    "variation",
    "years_from_days",
]
