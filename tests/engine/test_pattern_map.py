"""The pattern map: the reading of every combination of flags, for this patient's other inputs."""

from itertools import product

import pytest

from interpret import interpret
from interpret.examples import patient_of
from interpret.pattern_map import FLAGS, pattern_map
from interpret.pattern_names import NAMES, SHORT
from interpret.rules import PATTERNS

PANEL = {
    "serum_magnesium": "0.80 mmol/L",
    "rbc_magnesium": "4.5 mg/dL",
    "urine_magnesium_24h": "40 mg/24 h",
    "laboratory": "quest",
}
OF_EACH = ("not measured", "low", "normal", "high")


def cells_of(**given):
    return {cell.flags: cell for cell in pattern_map(patient_of(given))}


@pytest.fixture(scope="module")
def panel():
    return cells_of(**PANEL)


def test_every_combination_of_flags_is_a_cell(panel):
    assert set(panel) == set(product(OF_EACH, repeat=3))


def test_every_cell_has_a_reading(panel):
    assert all(cell.readings for cell in panel.values())


def test_one_cell_is_the_patients_own(panel):
    assert [flags for flags, cell in panel.items() if cell.here] == [("normal", "normal", "low")]


def test_the_patients_own_reading_stands_in_the_patients_own_cell(panel):
    own = next(cell for cell in panel.values() if cell.here)
    assert interpret(patient_of(PANEL)).pattern in {one.pattern for one in own.readings}


def test_a_low_urine_beside_a_low_serum_is_split_where_the_amount_decides(panel):
    split = {one.when: one.pattern for one in panel["low", "not measured", "low"].readings}
    assert split == {
        "24-hour urine magnesium below 24 mg/24 h": "extrarenal_or_low_intake",
        "24-hour urine magnesium 24 mg/24 h or more": "renal_wasting",
    }


def test_a_cell_with_one_reading_needs_no_number(panel):
    assert [one.when for one in panel["low", "normal", "high"].readings] == [""]


def test_without_serum_nothing_is_read_but_that_it_is_needed(panel):
    readings = {
        one.pattern
        for flags, cell in panel.items()
        for one in cell.readings
        if flags[0] == "not measured" and flags != ("not measured",) * 3
    }
    assert readings == {"serum_needed"}


def test_what_no_stretch_describes_is_otherwise():
    supported = cells_of(
        serum_magnesium="0.80 mmol/L (0.70-1.00)",
        urine_magnesium_24h="2.0 mmol/24 h (1.0-6.0)",
        fasciculations=True,
        ppi=True,
    )["normal", "not measured", "normal"]
    assert {one.pattern: one.when for one in supported.readings} == {
        "depletion_with_normal_serum": "Serum magnesium below 0.85 mmol/L, 24-hour urine magnesium below 3.3 mmol/24 h",
        "no_magnesium_disorder_shown": "otherwise",
    }


def test_at_most_one_reading_of_a_cell_is_otherwise(panel):
    assert max([one.when for one in cell.readings].count("otherwise") for cell in panel.values()) <= 1


def test_every_reading_of_a_split_cell_says_when(panel):
    assert [
        cell
        for cell in panel.values()
        if len(cell.readings) > 1 and not all(one.when for one in cell.readings)
    ] == []


def test_red_cells_without_a_laboratory_may_lie_where_ranges_differ():
    cells = cells_of(serum_magnesium="0.80 mmol/L", rbc_magnesium="3.6 mg/dL")
    assert [flags[1] for flags, cell in cells.items() if cell.here] == ["ranges differ"]


def test_out_of_scope_is_out_of_scope_in_every_cell_with_a_result():
    cells = cells_of(serum_magnesium="0.80 mmol/L", dialysis=True)
    found = {one.reading for flags, cell in cells.items() for one in cell.readings if flags[0] == "low"}
    assert found == {"out_of_scope"}


def test_an_empty_form_has_a_map_in_the_units_of_its_ranges():
    assert cells_of()["not measured", "not measured", "not measured"].here


@pytest.mark.parametrize("serum", ["0.62 mmol/L", "1.5 mg/dL", "1.2 mEq/L"])
def test_the_map_is_the_same_in_every_unit(serum):
    readings = [cell.readings[0].pattern for cell in pattern_map(patient_of({"serum_magnesium": serum}))]
    in_mmol = [
        cell.readings[0].pattern for cell in pattern_map(patient_of({"serum_magnesium": "0.62 mmol/L"}))
    ]
    assert readings == in_mmol


@pytest.mark.parametrize("names", [NAMES, SHORT], ids=["in a sentence", "in a cell"])
def test_every_reading_has_a_name_of_its_own(names):
    assert list(names) == list(PATTERNS)
    assert len(set(names.values())) == len(PATTERNS)


def test_flags_are_listed_from_not_measured_to_high():
    assert FLAGS == ("not measured", "low", "ranges differ", "normal", "high")
