"""One result against every published range."""

from decimal import Decimal

import pytest

from interpret.every_laboratory import counted, verdicts
from interpret.examples import patient_of
from interpret.prepare import columns_of
from interpret.ranges import Person, published_for

ADULT = Person(Decimal(40))


def found(name, text):
    return verdicts(columns_of([patient_of({name: text})]).quantity(name), ADULT)


def flags(name, text):
    return {one.range.laboratory: one.flag for one in found(name, text)}


def test_every_published_adult_range_is_there_once():
    held = {one.laboratory for one in published_for("serum_magnesium", ADULT)}
    assert set(flags("serum_magnesium", "0.80 mmol/L")) == held


@pytest.mark.parametrize(
    ("value", "flag"), [("0.69", "low"), ("0.70", "normal"), ("1.00", "normal"), ("1.01", "high")]
)
def test_both_ends_of_a_range_belong_to_it(value, flag):
    assert flags("serum_magnesium", f"{value} mmol/L")["uk_consensus"] == flag


def test_a_limit_printed_in_the_unit_of_the_result_is_used_as_printed():
    assert flags("urine_magnesium_24h", "51 mg/24 h")["mayo"] == "normal"
    assert flags("urine_magnesium_24h", "50 mg/24 h")["mayo"] == "low"


def test_a_comparator_that_leaves_it_open_gives_no_flag():
    assert flags("serum_magnesium", "<0.9 mmol/L")["uk_consensus"] == "unknown"


def test_a_comparator_that_decides_gives_a_flag():
    assert flags("serum_magnesium", "<0.4 mmol/L")["uk_consensus"] == "low"
    assert flags("serum_magnesium", ">2.0 mmol/L")["uk_consensus"] == "high"


def test_ranges_stand_from_the_lowest_up():
    lows = [one.low for one in found("serum_magnesium", "0.80 mmol/L")]
    assert lows == sorted(lows)


def test_the_count_says_how_many_decide():
    every = found("serum_magnesium", "0.80 mmol/L")
    assert counted(every) == f"normal in {len(every)} of {len(every)} published ranges"


def test_no_count_where_no_range_decides():
    assert counted(found("serum_magnesium", "<9 mmol/L")) is None
