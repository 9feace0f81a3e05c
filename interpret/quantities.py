"""Every quantity a rule may use: what it is, what it excludes, its units and what is possible.

``possible`` refuses what no living patient and no laboratory has reported; ``probable`` asks for a second look. Both are in
the canonical (first) unit of the quantity and are product decisions: they catch slips of unit, specimen and decimal sign.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from interpret.units import (
    CALCIUM,
    CREATININE,
    GLUCOSE,
    MAGNESIUM_AMOUNT,
    MAGNESIUM_CONCENTRATION,
    MAGNESIUM_DAILY,
    MONOVALENT_ION,
    PARATHYROID_HORMONE,
    PHOSPHORUS,
    REPORTING_PLACES,
    UREA_NITROGEN,
    VITAMIN_D_25OH,
    Factors,
    concentration,
    daily_amount,
    factors,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One thing a laboratory or a clinician measures.

    ``possible``: below the first or above the second a value is refused. ``probable``: outside it must be confirmed.
    ``ordinary``: where most results lie; a value outside that would be ordinary in another unit or specimen names it.
    """

    id: str
    label: str
    units: Factors
    possible: tuple[Fraction, Fraction]
    probable: tuple[Fraction, Fraction]
    excludes: str = ""
    ordinary: tuple[Fraction, Fraction] | None = None
    places: Mapping[str, int] = field(default_factory=dict)
    derived_only: bool = False

    @property
    def canonical_unit(self) -> str:
        return next(iter(self.units))

    def reporting_places(self, unit: str) -> int:
        """Decimal places laboratories print in this unit."""
        return self.places.get(unit, REPORTING_PLACES.get(unit, 0))


def _numbers(low: float | str, high: float | str) -> tuple[Fraction, Fraction]:
    return Fraction(str(low)), Fraction(str(high))


def _quantity(  # noqa: PLR0913, PLR0917 - one row of the table below
    id: str,  # noqa: A002 - the field's own name, local to this table
    label: str,
    units: Factors,
    possible: tuple[float | str, float | str],
    probable: tuple[float | str, float | str] | None = None,
    excludes: str = "",
    *,
    ordinary: tuple[float | str, float | str] | None = None,
    places: Mapping[str, int] | None = None,
    derived_only: bool = False,
) -> Quantity:
    return Quantity(
        id=id,
        label=label,
        units=units,
        possible=_numbers(*possible),
        probable=_numbers(*(probable or possible)),
        excludes=excludes,
        ordinary=_numbers(*ordinary) if ordinary else None,
        places=MappingProxyType(dict(places or {})),
        derived_only=derived_only,
    )


_PERCENT = factors({"%": 1})
_EGFR_UNIT = "mL/min/1.73m2"

_TABLE = (
    # ---- magnesium --------------------------------------------------------------------------------------------
    _quantity("serum_magnesium", "Serum magnesium", MAGNESIUM_CONCENTRATION, (0.01, 20), (0.2, 1.6),
              "red-cell, whole-blood, ionised and urine magnesium", ordinary=(0.4, 1.3)),
    _quantity("ionised_magnesium", "Ionised magnesium", MAGNESIUM_CONCENTRATION, (0.01, 10), (0.2, 1.2),
              "total serum magnesium", ordinary=(0.38, 0.8)),
    _quantity("rbc_magnesium", "Red-cell (RBC) magnesium", MAGNESIUM_CONCENTRATION, (0.1, 10), (0.8, 4.5),
              "whole-blood magnesium, and results per gram of cells", ordinary=(1.2, 3.6)),
    _quantity("urine_magnesium_24h", "24-hour urine magnesium", MAGNESIUM_DAILY, (0, 300), (0, 25),
              "spot urine, a concentration, and a collection of another length", ordinary=(0.2, 15)),
    _quantity("urine_magnesium_collected", "Magnesium in a timed urine collection", MAGNESIUM_AMOUNT, (0, 300), (0, 30),
              "a concentration; the amount needs the hours of the collection"),
    _quantity("urine_collection_hours", "Hours of the urine collection", factors({"h": 1}), (0.5, 96), (4, 49)),
    _quantity("urine_volume_24h", "24-hour urine volume", factors({"L": 1, "mL": Fraction(1, 1000)}), (0, 40), (0.2, 10),
              places={"L": 2}),
    _quantity("urine_creatinine_24h", "24-hour urine creatinine",
              factors({"mmol/24 h": 1, "mg/24 h": 1 / CREATININE, "g/24 h": 1000 / CREATININE}), (0.1, 60), (2, 30),
              "a urine creatinine concentration", places={"g/24 h": 2}),
    _quantity("urine_magnesium_spot", "Spot urine magnesium", MAGNESIUM_CONCENTRATION, (0, 200), (0, 40),
              "a 24-hour amount", places={"mmol/L": 2}),
    _quantity("urine_creatinine_spot", "Spot urine creatinine",
              factors({"mmol/L": 1, "umol/L": Fraction(1, 1000), "mg/dL": 10 / CREATININE}), (0.05, 100), (0.5, 40),
              "a 24-hour amount"),
    _quantity("femg", "Fractional excretion of magnesium (FEMg)", _PERCENT, (0, 200), (0, 100)),
    _quantity("magnesium_retention", "Retention in a magnesium loading test", _PERCENT, (-200, 100), (-60, 100)),
    _quantity("dietary_magnesium", "Dietary magnesium", factors({"mg/day": 1}), (0, 5000), (30, 1000),
              "supplements and medicines"),
    # ---- companions --------------------------------------------------------------------------------------------
    _quantity("serum_creatinine", "Serum creatinine",
              factors({"umol/L": 1, "mg/dL": 10_000 / CREATININE, "mmol/L": 1000}), (5, 4000), (20, 1500),
              "urine creatinine", places={"mg/dL": 2, "mmol/L": 3}),
    _quantity("egfr", "eGFR", factors({_EGFR_UNIT: 1}), (0, 250), (2, 160), "creatinine clearance in mL/min"),
    _quantity("sodium", "Sodium", MONOVALENT_ION, (70, 220), (110, 170), places={"mmol/L": 0, "mEq/L": 0}),
    _quantity("potassium", "Potassium", MONOVALENT_ION, (0.8, 15), (1.8, 8), places={"mmol/L": 1}),
    _quantity("chloride", "Chloride", MONOVALENT_ION, (40, 180), (70, 140), places={"mmol/L": 0, "mEq/L": 0}),
    _quantity("bicarbonate", "Bicarbonate", MONOVALENT_ION, (1, 70), (5, 50), places={"mmol/L": 0, "mEq/L": 0}),
    _quantity("calcium", "Total calcium", concentration(CALCIUM, valence=2), (0.3, 8), (1.0, 4.5),
              "ionised and albumin-adjusted calcium"),
    _quantity("calcium_adjusted", "Albumin-adjusted calcium", concentration(CALCIUM, valence=2), (0.3, 8), (1.0, 4.5),
              "ionised calcium"),
    _quantity("ionised_calcium", "Ionised calcium", concentration(CALCIUM, valence=2), (0.2, 5), (0.5, 2.5),
              "total calcium"),
    _quantity("albumin", "Albumin", factors({"g/L": 1, "g/dL": 10}), (5, 80), (12, 60)),
    _quantity("total_protein", "Total protein", factors({"g/L": 1, "g/dL": 10}), (10, 200), (30, 120)),
    _quantity("phosphate", "Phosphate", concentration(PHOSPHORUS), (0.02, 10), (0.2, 4),
              "phosphate salts by weight; mg/dL is of phosphorus"),
    _quantity("pth", "Parathyroid hormone (PTH)",
              factors({"pmol/L": 1, "pg/mL": 1000 / PARATHYROID_HORMONE}), (0, 1000), (0, 300),
              places={"pmol/L": 1, "pg/mL": 0}),
    _quantity("vitamin_d_25oh", "25-hydroxyvitamin D",
              factors({"nmol/L": 1, "ng/mL": 1000 / VITAMIN_D_25OH}), (0, 2000), (5, 400), "1,25-dihydroxyvitamin D"),
    _quantity("alp", "Alkaline phosphatase (ALP)", factors({"U/L": 1}), (0, 20000), (5, 3000)),
    _quantity("glucose", "Glucose", concentration(GLUCOSE), (0.2, 150), (1.5, 60), places={"mmol/L": 1, "mg/dL": 0}),
    _quantity("urea", "Urea",
              factors({"mmol/L": 1, "mg/dL": 10 / UREA_NITROGEN}), (0.2, 150), (0.5, 90),
              "urea by weight: mg/dL is of urea nitrogen (BUN)", places={"mmol/L": 1, "mg/dL": 0}),
    _quantity("ck", "Creatine kinase (CK)", factors({"U/L": 1}), (0, 1_000_000), (5, 100_000)),
    _quantity("tsh", "TSH", factors({"mIU/L": 1}), (0, 1000), (0, 200), places={"mIU/L": 2}),
    _quantity("urine_calcium_24h", "24-hour urine calcium", daily_amount(CALCIUM), (0, 60), (0, 25)),
    _quantity("urine_calcium_spot", "Spot urine calcium", concentration(CALCIUM), (0, 60), (0, 25)),
    _quantity("urine_sodium_spot", "Spot urine sodium", MONOVALENT_ION, (0, 500), (0, 350),
              places={"mmol/L": 0, "mEq/L": 0}),
    _quantity("urine_potassium_spot", "Spot urine potassium", MONOVALENT_ION, (0, 400), (0, 250),
              places={"mmol/L": 0, "mEq/L": 0}),
    _quantity("urine_chloride_spot", "Spot urine chloride", MONOVALENT_ION, (0, 500), (0, 350),
              places={"mmol/L": 0, "mEq/L": 0}),
    _quantity("qtc", "QTc", factors({"ms": 1}), (200, 900), (320, 650), "uncorrected QT"),
    # ---- of the person, and derived ----------------------------------------------------------------------------
    _quantity("age_years", "Age", factors({"a": 1}), (0, 125), derived_only=True),
    _quantity("gestation_weeks", "Weeks of pregnancy", factors({"wk": 1}), (0, 45), derived_only=True),
    _quantity("weight_kg", "Body weight", factors({"kg": 1}), (0, 500), places={"kg": 1}, derived_only=True),
    _quantity("calcium_acted_on", "Calcium (adjusted, else total)", concentration(CALCIUM, valence=2),
              (0.3, 8), derived_only=True),
    _quantity("urine_creatinine_per_kg", "24-hour urine creatinine per kg", factors({"mg/kg/24 h": 1}), (0, 200),
              places={"mg/kg/24 h": 1}, derived_only=True),
    _quantity("serum_magnesium_distance_from_limit", "Distance of the serum from the nearest limit", _PERCENT, (0, 10000),
              derived_only=True),
    _quantity("femg_of_wasting_limit", "FEMg that the 24-h limit equals at this kidney function", _PERCENT, (0, 1000),
              derived_only=True),
    _quantity("days_between_serum_and_urine", "Days between serum and urine", factors({"d": 1}), (0, 100000), derived_only=True),
    _quantity("days_between_serum_and_rbc", "Days between serum and RBC", factors({"d": 1}), (0, 100000), derived_only=True),
)  # fmt: skip

QUANTITIES: Mapping[str, Quantity] = MappingProxyType({quantity.id: quantity for quantity in _TABLE})
"""Every quantity by its id, in the order in which the entry form shows them."""

RESULTS: tuple[str, ...] = tuple(quantity.id for quantity in _TABLE if not quantity.derived_only)
"""The results of the public contract."""

MAGNESIUM_TESTS = ("serum_magnesium", "rbc_magnesium", "urine_magnesium_24h")
"""The three tests that are read together."""


def unit_beside(name: str, other: str) -> str:
    """The unit of the family (mg, mmol, mEq) in which the clinician entered another result, else the canonical one."""
    quantity = QUANTITIES[name]
    family = other.split("/", maxsplit=1)[0]
    return next(
        (unit for unit in quantity.units if unit.split("/", maxsplit=1)[0] == family), quantity.canonical_unit
    )
