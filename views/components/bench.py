"""What is set on the what-if bench, kept through changes of page, and the patient it makes.

Nobody is being treated here: the values are slid, not entered, and nothing of it reaches the page of one patient.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import streamlit as st

from interpret import Patient
from interpret.plane import ends_of
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from interpret.units import convert
from interpret.words import WORDS

STORE = "what_if"
KIDNEY_LEAST, KIDNEY_MOST = map(int, QUANTITIES["egfr"].probable)
"""What the slider of eGFR reaches."""

MEDICINES_AND_CONDITIONS = (
    "ppi", "loop_diuretic", "thiazide", "platinum_chemotherapy", "magnesium_laxative_or_antacid", "iv_magnesium_recent",
    "chronic_diarrhoea", "alcohol_excess", "low_intake", "refeeding", "acute_kidney_injury",
)  # fmt: skip
SIGNS = (
    "fasciculations", "cramps", "tremor", "weakness_on_examination", "palpitations", "tetany", "seizure", "torsades",
)  # fmt: skip
SAMPLE = (
    "haemolysed", "drip_arm", "collection_incomplete", "magnesium_given_during_collection",
    "diuretic_during_collection",
)  # fmt: skip
GROUPS: Mapping[str, tuple[str, ...]] = {
    "conditions": MEDICINES_AND_CONDITIONS,
    "signs": SIGNS,
    "sample": SAMPLE,
}
SWITCHES = (*MEDICINES_AND_CONDITIONS, *SIGNS, *SAMPLE)
"""The words that can be switched on the bench."""

Held: TypeAlias = Any
"""What a field holds is what its widget holds."""

START: Mapping[str, Held] = {
    "serum_magnesium.measured": True,
    "serum_magnesium.unit": "mmol/L",
    "serum_magnesium.value": 0.62,
    "rbc_magnesium.measured": False,
    "rbc_magnesium.unit": "mg/dL",
    "rbc_magnesium.value": 4.5,
    "urine_magnesium_24h.measured": True,
    "urine_magnesium_24h.unit": "mmol/24 h",
    "urine_magnesium_24h.value": 2.5,
    "egfr.measured": True,
    "egfr.value": 85,
    "conditions": [],
    "signs": [],
    "sample": [],
    "others_absent": True,
    "laboratory": None,
    "shows": "Reading",
    "closer": None,
}
"""Where the bench stands when it is opened: a low serum whose urine, in range, is not conserved."""


def _store() -> dict[str, Held]:
    store: dict[str, Held] = st.session_state.setdefault(STORE, dict(START))
    return store


def key(name: str) -> str:
    """The key of a field's widget; that of a value is another for each unit, as its slider is."""
    test, _, part = name.rpartition(".")
    return (
        f"{STORE}.{name}.{get(f'{test}.unit')}"
        if part == "value" and f"{test}.unit" in START
        else f"{STORE}.{name}"
    )


def keyed(name: str) -> str:
    """The key of a field's widget, with what was set put back if the widget had forgotten it."""
    if key(name) not in st.session_state:
        st.session_state[key(name)] = _store()[name]
    return key(name)


def get(name: str) -> Held:
    """What a field holds."""
    return _store()[name]


def put(name: str, value: Held) -> None:
    """Set a field. Only before its widget is drawn, so in a callback."""
    _store()[name] = value
    st.session_state[key(name)] = value


def collect() -> None:
    """Take over what the widgets hold. Once, at the start of a run."""
    for name in START:
        if key(name) in st.session_state:
            _store()[name] = st.session_state[key(name)]


def start_again() -> None:
    """Callback: the bench as it was opened."""
    for name, value in START.items():
        put(name, list(value) if isinstance(value, list) else value)


def change_unit(test: str) -> None:
    """Callback of a unit: the value is the same amount in the new unit, within what its slider reaches."""
    was, now = get(f"{test}.unit"), st.session_state[key(f"{test}.unit")]
    value = convert(Fraction(repr(get(f"{test}.value"))), was, now, QUANTITIES[test].units)
    _store()[f"{test}.unit"] = now
    least, most = ends(test)
    put(f"{test}.value", round(min(max(float(value), least), most), places(test)))


def ends(test: str) -> tuple[float, float]:
    """What a slider reaches, in its unit."""
    unit = get(f"{test}.unit")
    least, most = ends_of(test, unit)
    return float(least), float(most)


def places(test: str) -> int:
    """Decimal places in which the test is printed in its unit."""
    return QUANTITIES[test].reporting_places(get(f"{test}.unit"))


def patient() -> Patient:
    """The patient whom the bench makes."""
    results: dict[str, Any] = {
        test: {
            "value": Decimal(f"{get(f'{test}.value'):.{places(test)}f}"),
            "unit": get(f"{test}.unit"),
            "value_confirmed": True,
        }
        for test in MAGNESIUM_TESTS
        if get(f"{test}.measured")
    }
    if get("egfr.measured"):
        results["egfr"] = {"value": Decimal(get("egfr.value")), "unit": QUANTITIES["egfr"].canonical_unit}
    present = {word for group in GROUPS for word in get(group)}
    asked = dict.fromkeys(WORDS, False) if get("others_absent") else {}
    return Patient.from_dict(
        {
            "laboratory": get("laboratory"),
            "results": results,
            "context": asked | dict.fromkeys(present, True),
        }
    )
