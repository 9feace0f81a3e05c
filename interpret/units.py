"""Units a result may be entered in, and exact conversion between them.

Conversion is by molar mass and valence only (1 mmol of magnesium = 24.305 mg = 2 mEq); a daily amount converts without the
urine volume. Factors are fractions, so a converted limit is exact until it is rounded to the places of a value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

Factors: TypeAlias = Mapping[str, Fraction]
"""Each unit as printed, with the worth of one of it in the first (canonical) unit of the table."""

MAGNESIUM = Fraction("24.305")
CALCIUM = Fraction("40.078")
PHOSPHORUS = Fraction("30.973762")
CREATININE = Fraction("113.12")
GLUCOSE = Fraction("180.156")
UREA_NITROGEN = Fraction("28.014")
VITAMIN_D_25OH = Fraction("400.64")
PARATHYROID_HORMONE = Fraction(9425)


def factors(worth: Mapping[str, Fraction | int]) -> Factors:
    """A table of what one of each unit is worth."""
    return MappingProxyType({unit: Fraction(one) for unit, one in worth.items()})


def concentration(molar_mass: Fraction, valence: int | None = None) -> Factors:
    """mmol/L, mg/dL and, for an ion, mEq/L."""
    table: dict[str, Fraction | int] = {"mmol/L": 1, "mg/dL": 10 / molar_mass}
    if valence:
        table["mEq/L"] = Fraction(1, valence)
    return factors(table)


def daily_amount(molar_mass: Fraction, valence: int | None = None) -> Factors:
    """mmol, mg and, for an ion, mEq in 24 hours."""
    table: dict[str, Fraction | int] = {"mmol/24 h": 1, "mg/24 h": 1 / molar_mass}
    if valence:
        table["mEq/24 h"] = Fraction(1, valence)
    return factors(table)


MAGNESIUM_CONCENTRATION = concentration(MAGNESIUM, valence=2)
MAGNESIUM_DAILY = daily_amount(MAGNESIUM, valence=2)
MAGNESIUM_AMOUNT = factors({"mmol": 1, "mg": 1 / MAGNESIUM, "mEq": Fraction(1, 2)})
MONOVALENT_ION = factors({"mmol/L": 1, "mEq/L": 1})

REPORTING_PLACES: Mapping[str, int] = MappingProxyType(
    {
        "mmol/L": 2, "mg/dL": 1, "mEq/L": 1, "mmol/24 h": 1, "mg/24 h": 0, "mEq/24 h": 1,
        "mmol": 1, "mg": 0, "mEq": 1, "g/dL": 1, "%": 1, "ug/dL": 1,
    }
)  # fmt: skip
"""Decimal places laboratories print; a unit not listed is printed whole (mg/dL of creatinine: see its quantity)."""

_SAME_UNIT = {
    "l/24h": "L", "ml/24h": "mL", "hours": "h", "hour": "h", "hrs": "h", "hr": "h", "msec": "ms",
    "ml/min/1.73m²": "mL/min/1.73m2", "ml/min/{1.73_m2}": "mL/min/1.73m2", "ml/min/1.73m^2": "mL/min/1.73m2",
    "mu/l": "mIU/L", "uiu/ml": "mIU/L", "uu/ml": "mIU/L", "m[iu]/l": "mIU/L", "u[iu]/ml": "mIU/L", "[iu]/l": "U/L",
    "iu/l": "U/L", "ng/l": "pg/mL", "ug/l": "ng/mL",
    "percent": "%", "years": "a", "days": "d",
}  # fmt: skip
"""Other spellings of a unit, folded, with the one form that is printed."""

_PER_IN_WORDS = re.compile(r"\s+(per|in)\s+", re.IGNORECASE)
_DAYS_AS_TYPED = ("day", "24hours", "(24.h)")
"""The longest spellings of "24 h" that a person may be on the way to."""

_PER_DAY = re.compile(r"/(d|day|\(?24\.?(h|hr|hrs|hour|hours)\)?)$")
"""Every spelling of "in 24 hours" at the end of a unit, folded."""


def fold(text: str) -> str:
    """The spelling used to recognise a unit: no spaces, lower case, one form of "in 24 hours", micro (either mu sign, or "mc") as ``u``."""
    return _PER_DAY.sub("/24h", _in_one_case(text))


def _in_one_case(text: str) -> str:
    spelled = "".join(text.split()).lower().replace("\u00b5", "u").replace("\u03bc", "u")
    return spelled.replace("mcg", "ug").replace("mcmol", "umol")


def recognise(text: str, allowed: Factors) -> str | None:
    """The printed form among ``allowed`` of a unit in any accepted spelling; None when it is not one of them."""
    folded = fold(text)
    for unit in allowed:
        if fold(unit) == folded:
            return unit
    printed = _SAME_UNIT.get(folded)
    return printed if printed in allowed else None


def recognise_typed(text: str, allowed: Factors) -> str | None:
    """As `recognise`, for what a person types beside a label: also "mg per day", and "mg" where every unit is per 24 hours."""
    spelled = _PER_IN_WORDS.sub("/", text.strip())
    daily = all(fold(unit).endswith("/24h") for unit in allowed)
    return recognise(spelled, allowed) or (recognise(f"{spelled}/24 h", allowed) if daily else None)


def is_begun(text: str, allowed: Factors) -> bool:
    """Whether a unit that is not recognised may still become one: "mm" mmol/L, "mg/d" mg/dL, "mg pe" mg per day."""
    folded = _in_one_case(_PER_IN_WORDS.sub("/", text.strip()))
    return any(spelling.startswith(folded) for spelling in _spellings(allowed))


def _spellings(allowed: Factors) -> set[str]:
    """Every spelling of some units, folded, as a person types it from the left."""
    found = {fold(unit) for unit in allowed}
    found |= {spelling for spelling, unit in _SAME_UNIT.items() if unit in allowed}
    found |= {
        one.removesuffix("24h") + day for one in found if one.endswith("/24h") for day in _DAYS_AS_TYPED
    }
    found |= {one.replace("/", word) for one in found for word in ("per", "in")}
    return found | {f"mc{one[1:]}" for one in found if one.startswith("u")}


def convert(value: Fraction, from_unit: str, to_unit: str, table: Factors) -> Fraction:
    """``value`` exactly, in another unit of the same table."""
    return value * table[from_unit] / table[to_unit]
