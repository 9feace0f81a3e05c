"""What-ifs: every printable result of a test, and what may be left out of trying without losing anything."""

import pytest

from interpret import explore, interpret
from interpret.derive import INPUTS, derive
from interpret.examples import patient_of
from interpret.prepare import columns_of
from interpret.quantities import QUANTITIES
from teaching.library import cases


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_values_beside_the_limits_tell_the_same_as_every_printable_value(case, monkeypatch):
    beside = interpret(case.patient)
    monkeypatch.setattr(explore, "INPUTS", frozenset(QUANTITIES))
    every = interpret(case.patient)
    assert [test.outcomes for test in beside.next_tests] == [test.outcomes for test in every.next_tests]
    assert beside.nearest_changes == every.nearest_changes


WHOLE = {
    "age_years": 54,
    "sex": "female",
    "weight_kg": 70,
    "serum_magnesium": "0.62 mmol/L",
    "urine_magnesium_24h": "60 mg/24 h",
    "urine_creatinine_24h": "9.0 mmol/24 h",
    "urine_magnesium_spot": "3.0 mmol/L",
    "urine_creatinine_spot": "8.0 mmol/L",
    "serum_creatinine": "80 umol/L",
    "calcium": "2.10 mmol/L",
    "albumin": "38 g/L",
}


def computed(given):
    """Every derived column of a patient, as it is compared."""
    found = derive(columns_of([patient_of(given)])).quantities
    return {name: (column.least.tolist(), column.greatest.tolist()) for name, column in found.items()}


WITHOUT_SPOT_URINE = {name: value for name, value in WHOLE.items() if "spot" not in name}
"""FEMg comes from the spot urine where there is one; without it the 24-hour urine gives it."""


def moves_others(name, patient):
    """Whether anything else is computed differently with this result than without it."""
    without = computed({given: value for given, value in patient.items() if given != name})
    return any(without.get(other) != column for other, column in computed(patient).items() if other != name)


@pytest.mark.parametrize("name", [name for name in WHOLE if name in QUANTITIES])
def test_a_quantity_from_which_another_is_computed_is_tried_at_every_value(name):
    assert (moves_others(name, WHOLE) or moves_others(name, WITHOUT_SPOT_URINE)) is (name in INPUTS)
