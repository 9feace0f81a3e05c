"""Exactly one reading for every region of serum, red cells and urine, under every gate, whatever else is known.

A region lies between two neighbouring limits that ranges, readings and gates put on a test; 'not measured' is one too.
"""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interpret.columns import ticks_of
from interpret.evaluate import read
from interpret.examples import patient_of
from interpret.pattern_map import regions as regions_of
from interpret.quantities import MAGNESIUM_TESTS
from interpret.rules import CONFIDENCES, FLAGS, OUTRIGHT, PATTERNS, URGENCIES, rulebook
from interpret.truth import TRUE, UNKNOWN
from interpret.words import WORDS
from reference_ranges import decision_limits
from tests.clinical.conftest import LABORATORIES, without_magnesium_tests

BOOK = rulebook()
WASTING_LIMIT = decision_limits()["wasting_limit"].values
READINGS = [BOOK.by_id[name] for name in BOOK.reading_order]
GATES = {
    gate.id: next(dict(one.given) for one in gate.examples if one.holds == "yes")
    for gate in BOOK.of_kind("gate")
}
BLOCKS = {
    "low": (
        "hypomagnesaemia_cause_undetermined",
        {"renal_wasting", "extrarenal_or_low_intake", "redistribution", "hypomagnesaemia_cause_undetermined"},
    ),
    "normal": (
        "no_magnesium_disorder_shown",
        {
            "depletion_with_normal_serum",
            "no_magnesium_disorder_shown",
            "high_intake_or_compensated_loss",
            "discordant",
        },
    ),
    "high": (
        "hypermagnesaemia_cause_undetermined",
        {
            "hypermagnesaemia_impaired_excretion",
            "hypermagnesaemia_excess_load",
            "hypermagnesaemia_cause_undetermined",
        },
    ),
}
"""For each serum flag the reading that ends its block, and the patterns that its readings may have."""


def block_of(reading):
    """The serum flag that a reading needs; None for the two that need none."""
    flags = [clause.object for clause in reading.conditions.all if clause.subject == "serum_magnesium"]
    return flags[0] if flags else None


# ---- the list of readings -----------------------------------------------------------------------------------------


def test_the_readings_stand_in_blocks_of_low_normal_and_high_serum_and_end_with_those_that_need_none():
    blocks = [block_of(reading) for reading in READINGS]
    assert [name for place, name in enumerate(blocks) if place == 0 or name != blocks[place - 1]] == [
        *FLAGS,
        None,
    ]


@pytest.mark.parametrize("flag", FLAGS)
def test_each_block_ends_in_a_reading_that_needs_only_its_serum_flag(flag):
    last = [reading for reading in READINGS if block_of(reading) == flag][-1]
    assert last.id == BLOCKS[flag][0]
    assert [str(clause) for clause in last.conditions.clauses()] == [f"serum_magnesium is {flag}"]


@pytest.mark.parametrize("flag", FLAGS)
def test_the_readings_of_a_block_have_the_patterns_of_its_serum(flag):
    assert {reading.pattern for reading in READINGS if block_of(reading) == flag} == BLOCKS[flag][1]


def test_the_last_reading_always_holds():
    assert READINGS[-1].conditions.clauses() == ()


# ---- every region ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("laboratory", LABORATORIES)
@pytest.mark.parametrize("gate", ["no gate", *GATES])
def test_every_region_has_one_reading_of_the_block_of_its_serum(regions, gate, laboratory):
    region = regions({"laboratory": laboratory} | GATES.get(gate, {}))
    readings = region.readings
    blocks = np.array([str(block_of(reading)) for reading in READINGS])[readings.chosen]
    known = [
        np.broadcast_to(readings.left.flag("serum_magnesium", flag) == TRUE, readings.rows) for flag in FLAGS
    ]
    assert np.array_equal(blocks, np.select(known, FLAGS, "None"))
    by_gate = [one.effects.reads_as for one in BOOK.of_kind("gate") if region.holds(one.id).any()]
    listed = np.array([PATTERNS.index(reading.pattern) for reading in READINGS])[readings.chosen]
    own = readings.reading_pattern == listed
    assert {PATTERNS[index] for index in np.unique(readings.reading_pattern[~own])} <= set(by_gate) & set(
        OUTRIGHT
    )


@pytest.mark.parametrize("gate", GATES)
def test_every_gate_holds_in_some_region(regions, gate):
    assert regions(GATES[gate]).holds(gate).any()


@pytest.mark.parametrize("laboratory", LABORATORIES)
def test_the_two_laboratories_draw_the_lower_limit_of_urine_on_either_side_of_what_a_kidney_should_conserve(
    regions, laboratory
):
    urine = regions({"laboratory": laboratory}).readings.reported.columns.quantity("urine_magnesium_24h")
    limit = ticks_of(Fraction(WASTING_LIMIT["mmol/24 h"]))
    assert (urine.limits.low_from[0] > limit) == (laboratory == "mayo")


def expected(serum, rbc, urine, *, conserved):
    """The table of the decisions, for a patient of whom nothing but the three tests is known."""
    if serum == "low":
        if urine == "not measured":
            return "hypomagnesaemia_cause_undetermined"
        return "extrarenal_or_low_intake" if conserved else "renal_wasting"
    if serum == "normal":
        if urine == "high":
            return "high_intake_or_compensated_loss"
        discordant = rbc == "high" and urine != "not measured"
        return "discordant" if discordant else "no_magnesium_disorder_shown"
    if serum == "high":
        return {
            "not measured": "hypermagnesaemia_cause_undetermined",
            "high": "hypermagnesaemia_excess_load",
        }.get(urine, "hypermagnesaemia_impaired_excretion")
    return "nothing_entered" if rbc == urine == "not measured" else "serum_needed"


@pytest.mark.parametrize("laboratory", LABORATORIES)
@pytest.mark.parametrize("serum", ["0.80 mmol/L", "2.0 mg/dL", "1.6 mEq/L"], ids=["mmol", "mg", "mEq"])
def test_the_three_tests_alone_read_as_the_table_says_in_every_unit(regions, laboratory, serum):
    region = regions({"laboratory": laboratory, "serum_magnesium": serum})
    readings, reported = region.readings, region.readings.reported
    flags = [
        np.select(
            [
                ~entered,
                *(np.broadcast_to(reported.flag(name, flag) == TRUE, readings.rows) for flag in FLAGS),
            ],
            ["not measured", *FLAGS],
            "no range",
        ).tolist()
        for name, entered in zip(MAGNESIUM_TESTS, region.entered, strict=True)
    ]
    urine = reported.columns.quantity("urine_magnesium_24h")
    limit = ticks_of(Fraction(WASTING_LIMIT[urine.unit_of(0)]))
    table = [
        expected(serum_flag, rbc_flag, urine_flag, conserved=least < limit)
        for serum_flag, rbc_flag, urine_flag, least in zip(*flags, urine.least.tolist(), strict=True)
    ]
    assert [PATTERNS[index] for index in readings.reading_pattern] == table


@pytest.mark.parametrize(
    ("also", "urine", "confidence"),
    [
        ({}, "normal", "moderate"),
        ({"egfr": "90 mL/min/1.73m2"}, "normal", "moderate"),
        ({"egfr": "45 mL/min/1.73m2"}, "normal", "high"),
        ({"egfr": "45 mL/min/1.73m2"}, "low", "high"),
        ({}, "high", "moderate"),
        ({"magnesium_laxative_or_antacid": False}, "high", "moderate"),
        ({"magnesium_laxative_or_antacid": True}, "high", "high"),
    ],
)
def test_a_high_serum_is_read_with_high_confidence_only_where_two_signs_agree(
    regions, also, urine, confidence
):
    readings = regions({"laboratory": "mayo"} | also).readings
    flags = (("serum_magnesium", "high"), ("urine_magnesium_24h", urine))
    far = readings.reported.columns.quantity("serum_magnesium_distance_from_limit").least
    limit = ticks_of(Fraction(decision_limits()["one_result_variation"].values["%"]))
    rows = np.all([far > limit, *(readings.reported.flag(*flag) == TRUE for flag in flags)], axis=0)
    listed = {CONFIDENCES[index] for index in readings.confidence[rows] if index >= 0}
    assert listed == {confidence}


@pytest.mark.parametrize("laboratory", LABORATORIES)
def test_a_test_that_was_not_done_has_no_flag_in_any_region(regions, laboratory):
    region = regions({"laboratory": laboratory})
    for place, (name, flag) in product(range(3), zip(MAGNESIUM_TESTS, FLAGS, strict=True)):
        truth = np.broadcast_to(
            region.readings.reported.flag(MAGNESIUM_TESTS[place], flag), region.readings.rows
        )
        assert (truth[~region.entered[place]] == UNKNOWN).all(), name


# ---- readings that hold together -------------------------------------------------------------------------------------


def distinct(circumstances):
    """Each circumstance once, without the empty one."""
    found: list[dict[str, object]] = []
    for one in circumstances:
        if one and one not in found:
            found.append(one)
    return found


def both(circumstances):
    """Each circumstance, and each beside one that a reading needs, so that two readings can be true at once."""
    needed = distinct(
        without_magnesium_tests(one.given)
        for reading in READINGS
        for one in reading.examples
        if one.holds == "yes"
    )
    return [*circumstances, *(one | other for one in circumstances for other in needed)]


@pytest.fixture(scope="module")
def below_another(regions, circumstances):
    """Every reading that holds in a region in which one above it in its block holds."""
    only_readings = replace(BOOK, findings=BOOK.of_kind("gate", "pattern"))
    order, found = np.array(BOOK.reading_order), set()
    for laboratory in LABORATORIES:
        for circumstance in both(circumstances):
            region = regions({"laboratory": laboratory} | circumstance, only_readings)
            held = np.array([region.holds(name) for name in order])
            above = np.logical_or.accumulate(held, axis=0)
            found |= set(order[1:][(held[1:] & above[:-1]).any(axis=1)].tolist())
    return found - {BOOK.reading_order[-1]}


def test_readings_hold_together_only_where_the_reason_is_listed(below_another):
    assert below_another - set(BOOK.together) == set()


def test_no_reason_is_listed_for_readings_that_never_hold_together(below_another):
    assert set(BOOK.together) - below_another == set()


# ---- gates and urgency ----------------------------------------------------------------------------------------------

ONLY_URGENCY = replace(BOOK, findings=BOOK.of_kind("urgency"))


@pytest.mark.parametrize("laboratory", LABORATORIES)
@pytest.mark.parametrize("gate", GATES)
def test_the_urgency_is_the_same_with_and_without_the_gates(regions, gate, laboratory):
    given_ = {"laboratory": laboratory} | GATES[gate]
    assert np.array_equal(regions(given_).readings.urgency, regions(given_, ONLY_URGENCY).readings.urgency)


MAY_LOWER = {
    "potassium_emergency_high": "a haemolysed or EDTA sample of a patient not known to be unwell",
    "emergency_of_another_result_with_high_magnesium": "the other result is that potassium",
    "marked_high_magnesium": "1.5 to 2.0 mmol/L within 48 hours of an infusion",
    "symptomatic_high_magnesium": "obstetric treatment has its own limit",
    "high_magnesium_with_sign": "obstetric treatment has its own limit",
    "depletion_needs_an_answer": "what supported depletion is not used",
}
"""The rules with a named exception (decisions, ruling 6): they alone may stop holding for what a gate reads."""


def examples_of(kind):
    return (without_magnesium_tests(one.given) for rule in BOOK.of_kind(kind) for one in rule.examples)


def test_what_a_gate_reads_lowers_the_urgency_only_by_the_named_exceptions(regions):
    lost = set()
    words = distinct(
        {word: True for word in one if word in WORDS and one[word]} for one in examples_of("gate")
    )
    for patient in ({}, *distinct(examples_of("urgency"))):
        before = regions(patient, ONLY_URGENCY).readings
        for disturbance in words:
            after = regions(patient | disturbance, ONLY_URGENCY).readings
            lowered = after.urgency < before.urgency
            lost |= {
                rule.id
                for rule in ONLY_URGENCY.findings
                if (
                    lowered
                    & (before.urgency == URGENCIES.index(rule.urgency))
                    & (before.truth[rule.id] == TRUE)
                    & (after.truth[rule.id] != TRUE)
                ).any()
            }
    assert lost == set(MAY_LOWER)


WORDS_OF_GATES = sorted({word for one in GATES.values() for word in one if word in WORDS})


@settings(max_examples=25, deadline=None)
@given(st.permutations(BOOK.of_kind("gate")), st.sets(st.sampled_from(WORDS_OF_GATES)))
def test_the_order_of_the_gates_does_not_matter(gates, words):
    others = [one for one in BOOK.findings if one.kind != "gate"]
    shuffled = replace(BOOK, findings=(*gates, *others))
    circumstance = dict.fromkeys(words, True) | {
        "egfr": "45 mL/min/1.73m2",
        "femg": "3 %",
        "albumin": "25 g/L",
    }
    columns = regions_of(patient_of(circumstance)).columns
    one, other = read(BOOK, columns), read(shuffled, columns)
    for what in ("reading_pattern", "urgency", "confidence"):
        assert np.array_equal(getattr(one, what), getattr(other, what))
