"""Derived quantities: named formulas over intervals, each evaluated at both ends.

A formula says what it rises and falls with, so the least result comes from the least of what it rises with and the greatest of
what it falls with. Results are rounded to the places in which they are printed, so that display and rule agree.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from interpret.columns import FAR, Column, Columns, Limits, from_floats, missing
from interpret.prepare import NO_ENDS, range_ends
from interpret.quantities import QUANTITIES
from interpret.ranges import ADULT, Person, published_range
from interpret.truth import TRUE, Truth, above, below, definite, some
from interpret.units import CREATININE
from reference_ranges import decision_limits

Floats: TypeAlias = NDArray[np.float64]

FILTERABLE_FRACTION = 0.7
"""Share of total serum magnesium that is filtered (Tucker, JAMA 2020, as cited by ClinLab Navigator)."""

NORMAL_ALBUMIN, CALCIUM_PER_ALBUMIN = 40.0, 0.02
"""g/L, and mmol/L of calcium per g/L of albumin: Payne 1973; inaccurate in CKD 5 and critical illness."""

UMOL_PER_MMOL = 1000
"""Serum creatinine is held in µmol/L, urine creatinine in mmol."""

MINUTES_PER_DAY, ML_PER_LITRE = 1440, 1000

MAGNESIUM_RESULTS = (
    "serum_magnesium", "ionised_magnesium", "rbc_magnesium", "urine_magnesium_24h", "urine_magnesium_collected",
    "urine_magnesium_spot", "femg", "magnesium_retention",
)  # fmt: skip

COMPANIONS = (
    "sodium", "potassium", "chloride", "bicarbonate", "calcium_acted_on", "ionised_calcium", "albumin", "phosphate", "pth",
    "alp", "glucose", "urea", "ck", "tsh", "serum_creatinine", "urine_calcium_24h", "vitamin_d_25oh", "total_protein",
)  # fmt: skip


FORMULAS = tuple(frozenset(parts) for parts in (
    {"serum_magnesium"}, {"serum_magnesium", "egfr"}, {"serum_creatinine", "age_years"},
    {"serum_magnesium", "serum_creatinine", "urine_magnesium_spot", "urine_creatinine_spot"},
    {"serum_magnesium", "serum_creatinine", "urine_magnesium_24h", "urine_creatinine_24h"},
    {"calcium", "albumin"}, {"calcium", "albumin", "egfr"}, {"urine_creatinine_24h", "weight_kg"},
))  # fmt: skip
"""The quantities that must all be known before something is computed from them."""


def gives_another(name: str, known: AbstractSet[str]) -> bool:
    """Whether another quantity is computed from this one beside those that are known: a value between its own limits may matter."""
    return any(name in parts and parts - {name} <= known for parts in FORMULAS)


STANDS_FOR = MappingProxyType({"calcium": "calcium_acted_on", "calcium_adjusted": "calcium_acted_on"})
"""A quantity whose value is taken as it is for another: the limits of both matter to it."""


def femg(
    urine_magnesium: Floats, serum_creatinine: Floats, serum_magnesium: Floats, urine_creatinine: Floats
) -> Floats:
    """Fractional excretion of magnesium in percent; each analyte in one unit across serum and urine.

    Rises with urine magnesium and serum creatinine, falls with serum magnesium and urine creatinine.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return (
            100
            * urine_magnesium
            * serum_creatinine
            / (FILTERABLE_FRACTION * serum_magnesium * urine_creatinine)
        )


def femg_of(urine_per_day: Floats | float, serum_magnesium: Floats, egfr: Floats) -> Floats:
    """The FEMg in percent that a daily amount (mmol) equals at a serum (mmol/L) and a filtration (mL/min).

    Falls with serum magnesium and filtration.
    """
    litres_per_day = egfr * MINUTES_PER_DAY / ML_PER_LITRE
    with np.errstate(divide="ignore", invalid="ignore"):
        return 100 * urine_per_day / (FILTERABLE_FRACTION * serum_magnesium * litres_per_day)


def ckd_epi_2021(creatinine: Floats, age_years: Floats, female: NDArray[np.bool_]) -> Floats:
    """EGFR in mL/min/1.73 m² from creatinine in µmol/L, for adults (Inker, NEJM 2021;385:1737-49). Falls with creatinine."""
    kappa, alpha = np.where(female, 0.7, 0.9), np.where(female, -0.241, -0.302)
    with np.errstate(divide="ignore", over="ignore"):
        ratio = creatinine * float(CREATININE) / 10_000 / kappa
        return (
            142
            * np.minimum(ratio, 1) ** alpha
            * np.maximum(ratio, 1) ** -1.200
            * 0.9938**age_years
            * np.where(female, 1.012, 1.0)
        )


def derive(columns: Columns) -> Columns:
    """The columns with every derived quantity and computed word."""
    held = columns.quantities
    derived: dict[str, Column] = {}
    if "serum_creatinine" in held:
        derived["egfr"] = _egfr(columns)
    if "calcium" in held or "calcium_adjusted" in held:
        egfr = derived.get("egfr", columns.quantity("egfr"))
        derived["calcium_adjusted"] = _calcium_adjusted(columns, egfr)
        derived["calcium_acted_on"] = _calcium_acted_on(columns, derived["calcium_adjusted"])
    if "serum_magnesium" in held:
        derived["serum_magnesium_distance_from_limit"] = _distance_from_limit(columns)
        if {"serum_creatinine"} <= held.keys() and held.keys() & {
            "urine_magnesium_spot",
            "urine_magnesium_24h",
        }:
            derived["femg"] = _femg(columns)
        if "urine_magnesium_24h" in held and ("egfr" in derived or "egfr" in held):
            derived["femg_of_wasting_limit"] = _femg_of_wasting_limit(
                columns, derived.get("egfr", columns.quantity("egfr"))
            )
    if "urine_creatinine_24h" in held and "weight_kg" in held:
        derived["urine_creatinine_per_kg"] = _creatinine_per_kg(columns)
    found = columns.with_(derived)
    return found.with_(
        words={
            "magnesium_result_entered": _entered(found),
            "companion_result_abnormal": _companion_abnormal(found),
        }
    )


def _first_known(first: Column, second: Column) -> Column:
    """The first where it was entered, else the second, row by row, each in its own unit and with its own range.

    Both columns list the same units in the same order.
    """
    if first.entered.all() or not second.entered.any():
        return first
    if not first.entered.any():
        return second

    def merged(ours: NDArray[Any], theirs: NDArray[Any]) -> NDArray[Any]:
        return np.where(first.entered, ours, theirs)

    return replace(
        first,
        least=merged(first.least, second.least),
        greatest=merged(first.greatest, second.greatest),
        unit=merged(first.unit, second.unit),
        places=merged(first.places, second.places),
        entered=first.entered | second.entered,
        limits=Limits(
            *(merged(ours, theirs) for ours, theirs in zip(first.limits, second.limits, strict=True))
        ),
        ranges=first.ranges + second.ranges,
        range_index=merged(_range_index(first), _range_index(second) + len(first.ranges)),
    )


def _range_index(column: Column) -> NDArray[np.int64]:
    return np.zeros(1, np.int64) if column.range_index is None else column.range_index


def _egfr(columns: Columns) -> Column:
    """The laboratory's, else from creatinine; not computed in kidney injury, in pregnancy and under 18.

    With muscle wasting the true eGFR is lower than the computed one: only a failing one is kept, as what it is at most.
    """
    creatinine = columns.quantity("serum_creatinine")
    least, greatest = creatinine.canonical()
    age, _ = columns.quantity("age_years").canonical()
    sex, pregnant = columns.word("female"), columns.word("pregnant")
    who = columns.quantity("age_years").entered & (age >= ADULT) & (sex != 0) & (pregnant != TRUE)
    wasting = columns.word("wasting") == TRUE
    lowest = np.where(wasting, 0, ckd_epi_2021(greatest, age, sex == TRUE))
    highest = ckd_epi_2021(np.maximum(least, 0), age, sex == TRUE)
    failing = np.round(highest) < float(decision_limits()["kidney_failure_limit"].values["mL/min/1.73m2"])
    valid = creatinine.entered & who & (columns.word("acute_kidney_injury") != TRUE) & (failing | ~wasting)
    computed = from_floats("egfr", np.where(valid, lowest, np.nan), np.where(valid, highest, np.nan))
    return _first_known(columns.quantity("egfr"), computed)


def _calcium_adjusted(columns: Columns, egfr: Column) -> Column:
    """As reported, else from total calcium and albumin; not computed in CKD 5 or on dialysis, where the formula is inaccurate."""
    entered, total, albumin = (columns.quantity(name) for name in ("calcium_adjusted", "calcium", "albumin"))
    least, greatest = total.canonical()
    low_albumin, high_albumin = albumin.canonical()
    limit = egfr.limit(decision_limits()["ckd_5_limit"])
    inaccurate = some([below(egfr.least, egfr.greatest, limit, limit), columns.word("dialysis")]) == TRUE
    known = total.entered & albumin.entered & ~inaccurate
    computed = from_floats(
        "calcium_adjusted",
        np.where(known, least + CALCIUM_PER_ALBUMIN * (NORMAL_ALBUMIN - high_albumin), np.nan),
        np.where(known, greatest + CALCIUM_PER_ALBUMIN * (NORMAL_ALBUMIN - low_albumin), np.nan),
    )
    return _first_known(entered, _with_adult_range(computed, columns))


def _calcium_acted_on(columns: Columns, adjusted: Column) -> Column:
    """Adjusted calcium, or the total as it stands: for urgency it is safer to act on an unadjusted low value."""
    return replace(
        _first_known(adjusted, columns.quantity("calcium")), quantity=QUANTITIES["calcium_acted_on"]
    )


def _with_adult_range(column: Column, columns: Columns) -> Column:
    """The preset range for a computed quantity, in adults who are not pregnant."""
    in_use = published_range(column.quantity.id, None, Person())
    ends = range_ends(in_use, column.quantity.id, int(column.unit[0]), int(column.places[0]))
    age, _ = columns.quantity("age_years").canonical()
    holds = (age >= ADULT) & (columns.word("pregnant") != TRUE)
    limits = Limits(*(np.where(holds, end, unknown) for end, unknown in zip(ends, NO_ENDS, strict=True)))
    return replace(column, limits=limits, ranges=(in_use,))


def _femg(columns: Columns) -> Column:
    """From spot urine, else from the 24-hour urine; where both can be computed the spot is used. Entered stands otherwise."""
    computed = missing("femg")
    for magnesium, creatinine in (
        ("urine_magnesium_24h", "urine_creatinine_24h"),
        ("urine_magnesium_spot", "urine_creatinine_spot"),
    ):
        urine, divisor = columns.quantity(magnesium), columns.quantity(creatinine)
        serum, filtered = columns.quantity("serum_magnesium"), columns.quantity("serum_creatinine")
        known = urine.entered & divisor.entered & serum.entered & filtered.entered
        if not known.any():
            continue
        ends = [column.canonical() for column in (urine, filtered, serum, divisor)]
        (u_low, u_high), (c_low, c_high), (s_low, s_high), (d_low, d_high) = [
            (np.maximum(low, 0), high) for low, high in ends
        ]
        least = np.where(known, femg(u_low, c_low, s_high, d_high * UMOL_PER_MMOL), np.nan)
        greatest = np.where(known, femg(u_high, c_high, s_low, d_low * UMOL_PER_MMOL), np.nan)
        computed = _first_known(from_floats("femg", least, greatest), computed)
    return _first_known(computed, columns.quantity("femg"))


def _femg_of_wasting_limit(columns: Columns, egfr: Column) -> Column:
    """What the limit of the daily amount equals as an FEMg at this serum and kidney function: why two rules may disagree."""
    serum = columns.quantity("serum_magnesium")
    limit = float(decision_limits()["wasting_limit"].values["mmol/24 h"])
    (s_low, s_high), (g_low, g_high) = [
        (np.maximum(low, 0), high) for low, high in (serum.canonical(), egfr.canonical())
    ]
    known = serum.entered & egfr.entered
    return from_floats(
        "femg_of_wasting_limit",
        np.where(known, femg_of(limit, s_high, g_high), np.nan),
        np.where(known, femg_of(limit, s_low, g_low), np.nan),
    )


def _distance_from_limit(columns: Columns) -> Column:
    """How far, in percent of the limit, a single serum value lies from the nearer limit of the range in use."""
    serum = columns.quantity("serum_magnesium")
    exact = (serum.least == serum.greatest) & serum.entered
    distances = [
        np.where(exact & (abs(limit) < FAR), abs(serum.least - limit) / np.maximum(limit, 1) * 100, np.inf)
        for limit in serum.limits
    ]
    nearest = np.minimum.reduce(np.broadcast_arrays(*distances))
    nearest = np.where(np.isfinite(nearest), nearest, np.nan)
    return from_floats("serum_magnesium_distance_from_limit", nearest, nearest)


def _creatinine_per_kg(columns: Columns) -> Column:
    least, greatest = columns.quantity("urine_creatinine_24h").canonical()
    light, heavy = columns.quantity("weight_kg").canonical()
    known = columns.quantity("urine_creatinine_24h").entered & columns.quantity("weight_kg").entered
    to_mg = float(CREATININE)
    with np.errstate(divide="ignore", invalid="ignore"):
        return from_floats(
            "urine_creatinine_per_kg",
            np.where(known, least * to_mg / heavy, np.nan),
            np.where(known, greatest * to_mg / light, np.nan),
        )


def _entered(columns: Columns) -> Truth:
    held = [
        definite(columns.quantities[name].entered) for name in MAGNESIUM_RESULTS if name in columns.quantities
    ]
    return some(held)


def _companion_abnormal(columns: Columns) -> Truth:
    parts = []
    for name in COMPANIONS:
        if name in columns.quantities:
            column = columns.quantities[name]
            low = below(column.least, column.greatest, column.limits.low_from, column.limits.low_to)
            high = above(column.least, column.greatest, column.limits.high_from, column.limits.high_to)
            parts.append(definite(np.maximum(low, high) == TRUE))
    return some(parts)
