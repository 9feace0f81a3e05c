"""One result against every published range."""

from decimal import Decimal

import pytest

from interpret.every_laboratory import counted, verdicts
from interpret.patient import Measurement
from interpret.ranges import Person, published_for

ADULT = Person(Decimal(40))


def flags(name, value, unit, comparator=None):
    measurement = Measurement(Decimal(value), unit, comparator=comparator)
    return {one.range.laboratory: one.flag for one in verdicts(name, measurement, ADULT)}


def test_every_published_adult_range_is_there_once():
    held = {one.laboratory for one in published_for("serum_magnesium", ADULT)}
    assert set(flags("serum_magnesium", "0.80", "mmol/L")) == held


@pytest.mark.parametrize(
    ("value", "flag"), [("0.69", "low"), ("0.70", "normal"), ("1.00", "normal"), ("1.01", "high")]
)
def test_both_ends_of_a_range_belong_to_it(value, flag):
    assert flags("serum_magnesium", value, "mmol/L")["uk_consensus"] == flag


def test_a_limit_printed_in_the_unit_of_the_result_is_used_as_printed():
    assert flags("urine_magnesium_24h", "51", "mg/24 h")["mayo"] == "normal"
    assert flags("urine_magnesium_24h", "50", "mg/24 h")["mayo"] == "low"


def test_a_comparator_that_leaves_it_open_gives_no_flag():
    assert flags("serum_magnesium", "0.9", "mmol/L", "<")["uk_consensus"] == "unknown"


def test_a_comparator_that_decides_gives_a_flag():
    assert flags("serum_magnesium", "0.4", "mmol/L", "<")["uk_consensus"] == "low"
    assert flags("serum_magnesium", "2.0", "mmol/L", ">")["uk_consensus"] == "high"


def test_ranges_stand_from_the_lowest_up():
    measurement = Measurement(Decimal("0.80"), "mmol/L")
    lows = [one.low for one in verdicts("serum_magnesium", measurement, ADULT)]
    assert lows == sorted(lows)


def test_the_count_says_how_many_decide():
    found = verdicts("serum_magnesium", Measurement(Decimal("0.80"), "mmol/L"), ADULT)
    assert counted(found) == f"normal in {len(found)} of {len(found)} published ranges"


def test_no_count_where_no_range_decides():
    assert (
        counted(verdicts("serum_magnesium", Measurement(Decimal(9), "mmol/L", comparator="<"), ADULT)) is None
    )
