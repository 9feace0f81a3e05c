"""Exactly one reading for every region of serum, red cells and urine, under every gate, whatever else is known."""

from dataclasses import replace

import numpy as np
import pytest

from interpret.rules import OUTRIGHT, PATTERNS, URGENCIES, rulebook
from tests.clinical.conftest import LABORATORIES, without_magnesium_tests

BOOK = rulebook()
GATES = {
    gate.id: next(one.given for one in gate.examples if one.holds == "yes") for gate in BOOK.of_kind("gate")
}
LOW = {
    "renal_wasting",
    "extrarenal_or_low_intake",
    "redistribution",
    "hypomagnesaemia_cause_undetermined",
    "discordant",
}
NORMAL = {
    "depletion_with_normal_serum",
    "no_magnesium_disorder_shown",
    "high_intake_or_compensated_loss",
    "discordant",
}
HIGH = {
    "hypermagnesaemia_impaired_excretion",
    "hypermagnesaemia_excess_load",
    "hypermagnesaemia_cause_undetermined",
    "discordant",
}
BLOCK_ENDS = {
    "low": "hypomagnesaemia_cause_undetermined",
    "normal": "no_magnesium_disorder_shown",
    "high": "hypermagnesaemia_cause_undetermined",
}


def patterns_where(region, rows):
    return {PATTERNS[index] for index in np.unique(region.readings.reading_pattern[rows])}


def given_under(gate, laboratory):
    other = without_magnesium_tests(GATES[gate])
    return {"laboratory": laboratory} | other


@pytest.mark.parametrize("laboratory", LABORATORIES)
@pytest.mark.parametrize("gate", ["no gate", *GATES])
def test_every_region_has_a_reading_that_fits_its_serum(regions, gate, laboratory):
    region = regions({"laboratory": laboratory} if gate == "no gate" else given_under(gate, laboratory))
    serum = region.entered[0]
    left = region.readings.left
    for flag, allowed in (("low", LOW), ("normal", NORMAL), ("high", HIGH)):
        rows = serum & np.broadcast_to(left.flag("serum_magnesium", flag) == 1, region.readings.rows)
        assert patterns_where(region, rows) <= allowed | set(OUTRIGHT) | {"serum_needed"}
    nothing = {"serum_needed", "nothing_entered", *OUTRIGHT}
    assert patterns_where(region, ~serum) <= nothing


@pytest.mark.parametrize("laboratory", LABORATORIES)
def test_nothing_about_a_test_that_was_not_done_is_called_normal(regions, laboratory):
    region = regions({"laboratory": laboratory})
    for place, name in enumerate(("serum_magnesium", "rbc_magnesium", "urine_magnesium_24h")):
        flagged = np.broadcast_to(region.readings.reported.flag(name, "normal") == 1, region.readings.rows)
        assert not (flagged & ~region.entered[place]).any()


@pytest.mark.parametrize(("flag", "reading"), BLOCK_ENDS.items())
def test_each_block_ends_in_a_reading_that_needs_only_its_serum_flag(flag, reading):
    assert [str(clause) for clause in BOOK.by_id[reading].conditions.clauses()] == [
        f"serum_magnesium is {flag}"
    ]


def test_the_last_reading_always_holds():
    assert BOOK.by_id[BOOK.reading_order[-1]].conditions.clauses() == ()


@pytest.fixture(scope="module")
def overlapping(regions, circumstances):
    """Every reading that holds in a region in which one above it holds."""
    order, found = BOOK.reading_order, set()
    for laboratory in LABORATORIES:
        for given in circumstances:
            region = regions({"laboratory": laboratory} | given)
            held = np.array([region.holds(name) for name in order])
            above = np.logical_or.accumulate(held, axis=0)
            found |= {
                name for place, name in enumerate(order) if place and (held[place] & above[place - 1]).any()
            }
    return found - {order[-1]}


def test_readings_hold_together_only_where_the_reason_is_listed(overlapping):
    assert overlapping - set(BOOK.together) == set()


def test_no_reason_is_listed_for_readings_that_never_hold_together(overlapping):
    assert set(BOOK.together) - overlapping == set()


@pytest.mark.parametrize("laboratory", LABORATORIES)
@pytest.mark.parametrize("gate", GATES)
def test_no_gate_lowers_the_urgency(regions, gate, laboratory):
    given = given_under(gate, laboratory)
    without = replace(BOOK, findings=tuple(one for one in BOOK.findings if one.kind != "gate"))
    with_gates, base = regions(given), regions(given, without)
    assert (with_gates.readings.urgency >= base.readings.urgency).all()


@pytest.mark.parametrize("laboratory", LABORATORIES)
def test_no_gate_and_no_reading_changes_the_urgency_of_a_seizure(regions, laboratory):
    for gate in GATES:
        region = regions(given_under(gate, laboratory) | {"seizure": True})
        assert (region.readings.urgency == URGENCIES.index("emergency")).all()


def test_the_order_of_the_gates_does_not_matter(regions):
    gates = list(BOOK.of_kind("gate"))
    gates = gates[::2][::-1] + gates[1::2]
    others = [one for one in BOOK.findings if one.kind != "gate"]
    shuffled = replace(BOOK, findings=(*gates, *others))
    given = {
        "haemolysed": True,
        "drip_arm": True,
        "egfr": "45 mL/min/1.73m2",
        "collection_incomplete": True,
        "recent_transfusion": True,
    }
    one, other = regions(given), regions(given, shuffled)
    for what in ("reading_pattern", "urgency", "confidence"):
        assert np.array_equal(getattr(one.readings, what), getattr(other.readings, what))
