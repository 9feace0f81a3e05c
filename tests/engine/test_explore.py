"""What-ifs: every printable result of a test, and what may be left out of trying without losing anything."""

from functools import cache
from itertools import combinations

import pytest

from interpret import explore, interpret
from interpret.derive import STANDS_FOR, derive, gives_another
from interpret.examples import patient_of
from interpret.prepare import columns_of
from interpret.quantities import QUANTITIES
from teaching.library import cases


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_values_beside_the_limits_tell_the_same_as_every_printable_value(case, monkeypatch):
    beside = interpret(case.patient)
    monkeypatch.setattr(explore, "gives_another", lambda *_: True)
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


NAMES = sorted(name for name in WHOLE if name in QUANTITIES)
SOME_OF_THEM = [frozenset(some) for many in range(len(NAMES) + 1) for some in combinations(NAMES, many)]


ANOTHER = {
    "age_years": 71,
    "weight_kg": 52,
    "serum_magnesium": "0.55 mmol/L",
    "urine_magnesium_24h": "90 mg/24 h",
    "urine_creatinine_24h": "6.0 mmol/24 h",
    "urine_magnesium_spot": "1.0 mmol/L",
    "urine_creatinine_spot": "5.0 mmol/L",
    "serum_creatinine": "130 umol/L",
    "calcium": "1.90 mmol/L",
    "albumin": "31 g/L",
}


@cache
def computed(given, but=None):
    """Everything known of a woman of whom these are entered, one of them with another value, as it is compared."""
    entered = {"sex": "female", **{name: WHOLE[name] for name in given}}
    if but:
        entered[but] = ANOTHER[but]
    found = derive(columns_of([patient_of(entered)])).quantities
    return {
        name: (column.least.tolist(), column.greatest.tolist())
        for name, column in found.items()
        if column.entered.all() and name not in STANDS_FOR.values()
    }


def moves_others(name, known):
    """Whether another value of a quantity changes anything that is computed beside these."""
    changed = computed(known, but=name)
    return any(changed.get(other) != column for other, column in computed(known).items() if other != name)


@pytest.mark.parametrize("name", NAMES)
def test_a_quantity_from_which_another_is_computed_is_tried_at_every_value(name):
    """With whatever else is known: every one of the sets."""
    moved = [known for known in SOME_OF_THEM if name in known and moves_others(name, known)]
    assert [known for known in moved if not gives_another(name, computed(known).keys())] == []
    assert moved


@pytest.mark.parametrize(
    ("name", "known", "every"),
    [
        ("serum_magnesium", set(), True),
        ("urine_magnesium_24h", {"serum_magnesium"}, False),
        ("urine_magnesium_24h", {"serum_magnesium", "serum_creatinine"}, False),
        ("urine_magnesium_24h", {"serum_magnesium", "serum_creatinine", "urine_creatinine_24h"}, True),
        ("egfr", {"serum_magnesium"}, True),
        ("egfr", {"urine_magnesium_24h"}, False),
        ("rbc_magnesium", set(NAMES), False),
        ("urine_creatinine_24h", {"weight_kg"}, True),
        ("urine_creatinine_24h", {"urine_magnesium_24h"}, False),
    ],
)  # fmt: skip
def test_only_what_else_is_known_makes_every_value_worth_trying(name, known, every):
    assert gives_another(name, known) is every
