"""How firm a reading is: variation of one result, and the nearest value with another reading."""

from collections import Counter

import pytest

from interpret import interpret
from interpret.examples import patient_of
from interpret.firmness import EQUALLY_LIKELY, firmness
from interpret.variation import NINETY_FIVE, of_one_result


def shares(**given):
    found = Counter()
    for one in firmness(patient_of(given))[0].shares:
        found[one.pattern] += one.share
    return found


def nearest(name, **given):
    return [flip for flip in interpret(patient_of(given)).nearest_changes if flip.quantity == name]


def test_within_person_and_analytical_variation_are_added_as_squares():
    assert of_one_result("serum_magnesium")[0].cv == pytest.approx((3.6**2 + 1.6**2) ** 0.5)


def test_95_of_100_results_lie_within_about_8_percent_of_the_true_serum():
    assert NINETY_FIVE * of_one_result("serum_magnesium")[0].cv == pytest.approx(7.7, abs=0.05)


@pytest.mark.parametrize("name", ["rbc_magnesium", "urine_magnesium_24h"])
def test_no_variation_is_invented_where_none_is_held(name):
    assert of_one_result(name) == ()


def test_a_serum_far_below_its_limit_stays_low():
    assert shares(serum_magnesium="0.55 mmol/L") == pytest.approx({"hypomagnesaemia_cause_undetermined": 1})


def test_a_serum_on_its_lower_limit_is_low_in_nearly_half():
    found = shares(serum_magnesium="0.70 mmol/L")
    assert 0.35 < found["hypomagnesaemia_cause_undetermined"] < 0.5


def test_shares_add_up_to_all():
    assert sum(shares(serum_magnesium="0.70 mmol/L").values()) == pytest.approx(1)


def test_the_same_input_gives_the_same_answer():
    patient = patient_of({"serum_magnesium": "0.71 mmol/L"})
    assert firmness(patient) == firmness(patient)


def test_the_middle_slice_is_the_reported_value():
    assert EQUALLY_LIKELY % 2 == 1


@pytest.mark.parametrize("given", [{}, {"serum_magnesium": "<0.4 mmol/L"}, {"rbc_magnesium": "4.5 mg/dL"}])
def test_no_firmness_without_a_plain_serum(given):
    assert firmness(patient_of(given)) == ()


def test_the_nearest_other_reading_of_a_low_serum_is_its_lower_limit():
    above = nearest("serum_magnesium", serum_magnesium="0.62 mmol/L")[0]
    assert (above.value, above.pattern) == ("0.70 mmol/L", "no_magnesium_disorder_shown")


def test_a_flip_within_variation_is_marked():
    assert nearest("serum_magnesium", serum_magnesium="0.68 mmol/L")[0].within_variation is True


def test_a_flip_beyond_variation_is_marked():
    assert nearest("serum_magnesium", serum_magnesium="0.62 mmol/L")[0].within_variation is False


def test_of_urine_it_is_not_known_whether_a_flip_lies_within_variation():
    found = nearest("urine_magnesium_24h", serum_magnesium="0.62 mmol/L", urine_magnesium_24h="26 mg/24 h")
    assert [flip.within_variation for flip in found] == [None]


def test_the_urine_flips_just_under_the_wasting_limit():
    found = nearest("urine_magnesium_24h", serum_magnesium="0.62 mmol/L", urine_magnesium_24h="26 mg/24 h")
    assert (found[0].value, found[0].pattern) == ("23 mg/24 h", "extrarenal_or_low_intake")


def test_flips_come_nearest_first():
    found = [
        abs(flip.change) for flip in interpret(patient_of({"serum_magnesium": "0.72 mmol/L"})).nearest_changes
    ]
    assert found == sorted(found)


def test_a_flip_may_be_of_urgency_alone():
    below = nearest("serum_magnesium", serum_magnesium="0.55 mmol/L")
    assert {flip.urgency for flip in below} == {"urgent", "routine"}


@pytest.mark.parametrize("entered", ["0.62 mmol/L", "0.72 mmol/L", "1.30 mmol/L"])
def test_each_flip_reads_as_it_says(entered):
    for flip in nearest("serum_magnesium", serum_magnesium=entered):
        report = interpret(patient_of({"serum_magnesium": flip.value}))
        assert (report.pattern, report.urgency) == (flip.pattern, flip.urgency)


def test_nought_has_no_change_in_percent():
    found = nearest("urine_magnesium_24h", serum_magnesium="0.62 mmol/L", urine_magnesium_24h="0 mg/24 h")
    assert [flip.change for flip in found] == [float("inf")]
