"""The results of the public contract: their units, what is possible, and the places in which laboratories print them."""

import pytest

from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES, RESULTS

CONCENTRATION = ["mmol/L", "mg/dL", "mEq/L"]
DAILY = ["mmol/24 h", "mg/24 h", "mEq/24 h"]
MONOVALENT = ["mmol/L", "mEq/L"]
MOLAR_AND_MASS = ["mmol/L", "mg/dL"]
CONTRACT = {
    "serum_magnesium": CONCENTRATION,
    "ionised_magnesium": CONCENTRATION,
    "rbc_magnesium": CONCENTRATION,
    "urine_magnesium_24h": DAILY,
    "urine_magnesium_collected": ["mmol", "mg", "mEq"],
    "urine_collection_hours": ["h"],
    "urine_volume_24h": ["L", "mL"],
    "urine_creatinine_24h": ["mmol/24 h", "mg/24 h", "g/24 h"],
    "urine_magnesium_spot": CONCENTRATION,
    "urine_creatinine_spot": ["mmol/L", "umol/L", "mg/dL"],
    "femg": ["%"],
    "magnesium_retention": ["%"],
    "dietary_magnesium": ["mg/day"],
    "serum_creatinine": ["umol/L", "mg/dL", "mmol/L"],
    "egfr": ["mL/min/1.73m2"],
    "sodium": MONOVALENT,
    "potassium": MONOVALENT,
    "chloride": MONOVALENT,
    "bicarbonate": MONOVALENT,
    "calcium": CONCENTRATION,
    "calcium_adjusted": CONCENTRATION,
    "ionised_calcium": CONCENTRATION,
    "albumin": ["g/L", "g/dL"],
    "total_protein": ["g/L", "g/dL"],
    "phosphate": MOLAR_AND_MASS,
    "pth": ["pmol/L", "pg/mL"],
    "vitamin_d_25oh": ["nmol/L", "ng/mL"],
    "alp": ["U/L"],
    "glucose": MOLAR_AND_MASS,
    "urea": MOLAR_AND_MASS,
    "ck": ["U/L"],
    "tsh": ["mIU/L"],
    "urine_calcium_24h": ["mmol/24 h", "mg/24 h"],
    "urine_calcium_spot": MOLAR_AND_MASS,
    "urine_sodium_spot": MONOVALENT,
    "urine_potassium_spot": MONOVALENT,
    "urine_chloride_spot": MONOVALENT,
    "qtc": ["ms"],
}


def test_the_results_are_those_of_the_contract():
    assert list(RESULTS) == list(CONTRACT)


@pytest.mark.parametrize("name", CONTRACT)
def test_a_result_may_be_given_in_these_units(name):
    assert list(QUANTITIES[name].units) == CONTRACT[name]


def test_three_tests_are_read_together():
    assert MAGNESIUM_TESTS == ("serum_magnesium", "rbc_magnesium", "urine_magnesium_24h")


@pytest.mark.parametrize(
    ("name", "unit", "places"),
    [
        ("serum_magnesium", "mmol/L", 2),
        ("serum_magnesium", "mg/dL", 1),
        ("serum_magnesium", "mEq/L", 1),
        ("urine_magnesium_24h", "mmol/24 h", 1),
        ("urine_magnesium_24h", "mg/24 h", 0),
        ("urine_magnesium_24h", "mEq/24 h", 1),
        ("potassium", "mmol/L", 1),
        ("sodium", "mmol/L", 0),
        ("serum_creatinine", "umol/L", 0),
        ("serum_creatinine", "mg/dL", 2),
        ("glucose", "mg/dL", 0),
        ("egfr", "mL/min/1.73m2", 0),
    ],
)
def test_places_in_which_laboratories_print(name, unit, places):
    assert QUANTITIES[name].reporting_places(unit) == places


@pytest.mark.parametrize("name", QUANTITIES)
def test_what_is_ordinary_is_probable_and_what_is_probable_is_possible(name):
    quantity = QUANTITIES[name]
    least, most = quantity.ordinary or quantity.probable
    assert quantity.possible[0] <= quantity.probable[0] <= least < most
    assert most <= quantity.probable[1] <= quantity.possible[1]


@pytest.mark.parametrize("name", MAGNESIUM_TESTS)
def test_each_of_the_three_tests_says_what_it_is_not(name):
    assert QUANTITIES[name].excludes


def test_only_retention_in_a_loading_test_can_be_negative():
    assert [name for name in QUANTITIES if QUANTITIES[name].possible[0] < 0] == ["magnesium_retention"]


def test_no_two_quantities_read_alike():
    labels = [quantity.label for quantity in QUANTITIES.values()]
    assert sorted(set(labels)) == sorted(labels)


@pytest.mark.parametrize("name", ["age_years", "gestation_weeks", "weight_kg", "calcium_acted_on"])
def test_what_is_of_the_person_or_derived_is_not_entered_as_a_result(name):
    assert name in QUANTITIES
    assert name not in RESULTS
