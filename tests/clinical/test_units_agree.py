"""The same panel reads the same in every unit, except at a limit, where the report says so.

With two more places than laboratories print, only a limit that is itself printed in two forms, or that the first unit cannot
print, makes a difference. With the places that laboratories print, a value within half a place of a limit may also fall on its
other side.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from interpret import interpret
from interpret.columns import TICKS, Limits
from interpret.evaluate import Readings, read
from interpret.examples import patient_of
from interpret.prepare import columns_of, person_of, range_ends
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from interpret.ranges import published_range
from interpret.rules import rulebook
from interpret.trials import column_of, most_printable, step
from interpret.units import convert
from reference_ranges import decision_limits
from tests.clinical.generated import patients

BOOK = rulebook()
MORE_PLACES = 2
PAIRS = [(name, *pair) for name in MAGNESIUM_TESTS for pair in permutations(QUANTITIES[name].units, 2)]
BESIDE: dict[str, dict[str, object]] = {
    "alone": {},
    "another laboratory": {"laboratory": "arup"},
    "low serum": {"serum_magnesium": "0.55 mmol/L"},
    "low serum, another laboratory": {"serum_magnesium": "0.55 mmol/L", "laboratory": "quest"},
    "normal serum": {"serum_magnesium": "0.80 mmol/L"},
    "normal serum, risk and symptom": {"serum_magnesium": "0.80 mmol/L", "ppi": True, "fasciculations": True},
    "high serum": {"serum_magnesium": "1.30 mmol/L"},
    "signs, and a source of magnesium": {
        "confusion": True,
        "tremor": True,
        "magnesium_enema_or_bowel_preparation": True,
    },
    "kidney failure": {"egfr": "20 mL/min/1.73m2", "oral_magnesium": True},
}
"""What else is known; a serum stands beside red cells and urine only."""


def limits_of(name, laboratory, person):
    """Every limit that rules and the range in use set on a test: the amounts that its printed forms stand for."""
    quantity, in_use = QUANTITIES[name], published_range(name, laboratory, person)
    forms = [one.values for one in decision_limits().values() if one.quantity == name]
    forms += [
        one.values for finding in BOOK.findings for one in finding.limits.values() if one.quantity == name
    ]
    for printed in in_use.intervals:
        forms += [
            {interval.unit: getattr(interval, end) for interval in printed}
            for end in ("low", "high")
            if getattr(printed[0], end) is not None
        ]
    return [
        [
            convert(Fraction(value), unit, quantity.canonical_unit, quantity.units)
            for unit, value in one.items()
        ]
        for one in forms
    ]


@dataclass(frozen=True)
class Printed:
    """Every value that a laboratory can print in one unit, and the same patient with those values in another."""

    amounts: tuple[Fraction, ...]
    one: Readings
    other: Readings

    @property
    def differ(self):
        """Rows in which the reading or the urgency is another."""
        return np.flatnonzero(
            (self.one.reading_pattern != self.other.reading_pattern)
            | (self.one.urgency != self.other.urgency)
        )


def printed_in(name, unit, other, also, more):
    """All printable values of a test in ``unit``, beside the same converted to ``other`` with ``more`` places."""
    quantity, patient = QUANTITIES[name], patient_of(also)
    entered, in_use = columns_of([patient]), published_range(name, patient.laboratory, person_of(patient))
    ticks = np.arange(step(name, unit), most_printable(name, unit) * 3, step(name, unit))
    values = [Fraction(int(one), TICKS) for one in ticks]
    places = quantity.reporting_places(other) + more
    converted = [round(convert(value, unit, other, quantity.units), places) for value in values]
    in_other = replace(
        column_of(name, other, np.array([int(value * TICKS) for value in converted]), in_use),
        **places_and_limits(name, other, in_use, places),
    )
    readings = [
        read(BOOK, entered.with_({name: column}, rows=len(ticks)))
        for column in (column_of(name, unit, ticks, in_use), in_other)
    ]
    return Printed(
        tuple(convert(value, unit, quantity.canonical_unit, quantity.units) for value in values), *readings
    )


def places_and_limits(name, unit, in_use, places):
    """What a column holds for values that are given with more places than laboratories print."""
    index = tuple(QUANTITIES[name].units).index(unit)
    ends = range_ends(in_use, name, index, places)
    return {"places": np.array([places], np.int8), "limits": Limits(*(np.array([end]) for end in ends))}


def excepted(name, amount, limits, places):
    """Whether an amount prints like a limit in one of two units, or lies between two printed forms of one limit."""
    quantity = QUANTITIES[name]

    def prints(value, unit):
        return round(value / quantity.units[unit], places[unit])

    return any(
        min(forms) <= amount <= max(forms)
        or any(prints(amount, unit) == prints(form, unit) for unit in places for form in forms)
        for forms in limits
    )


def unexplained(name, unit, other, also, more):
    """Printable values that read differently in another unit although they do not lie at a limit."""
    quantity, patient = QUANTITIES[name], patient_of(also)
    printed = printed_in(name, unit, other, also, more)
    limits = limits_of(name, patient.laboratory, person_of(patient))
    places = {unit: quantity.reporting_places(unit), other: quantity.reporting_places(other) + more}
    amounts = [printed.amounts[row] for row in printed.differ]
    return [float(one / quantity.units[unit]) for one in amounts if not excepted(name, one, limits, places)]


def beside(name):
    return {words: also for words, also in BESIDE.items() if name not in also}


IN_PAIRS = pytest.mark.parametrize(
    ("name", "unit", "other"), PAIRS, ids=[f"{name}: {unit} as {other}" for name, unit, other in PAIRS]
)


@IN_PAIRS
def test_with_two_more_places_only_a_value_at_a_limit_reads_differently(name, unit, other):
    found = [
        (words, value)
        for words, also in beside(name).items()
        for value in unexplained(name, unit, other, also, MORE_PLACES)
    ]
    assert found == []


@IN_PAIRS
def test_with_the_places_laboratories_print_only_a_value_at_a_limit_reads_differently(name, unit, other):
    found = [
        (words, value)
        for words, also in beside(name).items()
        for value in unexplained(name, unit, other, also, 0)
    ]
    assert found == []


SAYS_SO = {"serum_within_variation", "urine_near_the_line"}
"""Gates whose sentence is that the value cannot be told from a limit."""


def says_that_it_is_at_a_limit(report):
    warned = any("is at the limit" in warning["message"] for warning in report.warnings)
    return warned or any(finding.id in SAYS_SO for finding in report.findings)


SAID = [(words, *pair) for pair in PAIRS for words in beside(pair[0]) if pair[0] == "serum_magnesium"]
SAID += [("low serum", *pair) for pair in PAIRS if pair[0] == "urine_magnesium_24h"]


@pytest.mark.parametrize(
    ("words", "name", "unit", "other"),
    SAID,
    ids=[f"{words}, {name}: {unit} as {other}" for words, name, unit, other in SAID],
)
def test_the_report_says_so_where_another_unit_would_read_differently(words, name, unit, other):
    printed = printed_in(name, unit, other, BESIDE[words], 0)
    values = [printed.amounts[row] / QUANTITIES[name].units[unit] for row in printed.differ]
    texts = [f"{float(value):.{QUANTITIES[name].reporting_places(unit)}f} {unit}" for value in values]
    reports = {text: interpret(patient_of(BESIDE[words] | {name: text})) for text in texts}
    assert [text for text, report in reports.items() if not says_that_it_is_at_a_limit(report)] == []


# ---- the whole panel ------------------------------------------------------------------------------------------------


def in_unit(measurement, name, unit):
    """A result in another unit, with two places more than a laboratory prints."""
    quantity = QUANTITIES[name]
    value = convert(Fraction(measurement.value), measurement.unit, unit, quantity.units)
    places = quantity.reporting_places(unit) + MORE_PLACES
    return replace(measurement, value=Decimal(f"{float(round(value, places)):.{places}f}"), unit=unit)


def at_a_limit(patient, name, unit):
    quantity, measurement = QUANTITIES[name], patient.results[name]
    amount = convert(Fraction(measurement.value), measurement.unit, quantity.canonical_unit, quantity.units)
    places = {measurement.unit: quantity.reporting_places(measurement.unit)}
    places.setdefault(unit, quantity.reporting_places(unit) + MORE_PLACES)
    return excepted(name, amount, limits_of(name, patient.laboratory, person_of(patient)), places)


@settings(max_examples=150, deadline=None)
@given(patients(), st.tuples(*(st.integers(0, 2) for _ in MAGNESIUM_TESTS)))
def test_the_whole_panel_reads_the_same_in_other_units(patient, places):
    units = {
        name: tuple(QUANTITIES[name].units)[place]
        for name, place in zip(MAGNESIUM_TESTS, places, strict=True)
        if name in patient.results
    }
    assume(units and not any(at_a_limit(patient, name, unit) for name, unit in units.items()))
    converted = {name: in_unit(patient.results[name], name, unit) for name, unit in units.items()}
    one, other = interpret(patient), interpret(replace(patient, results={**patient.results, **converted}))
    assert (one.pattern, one.urgency) == (other.pattern, other.urgency)
    assert {name: one.tests[name].flag for name in units} == {name: other.tests[name].flag for name in units}


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("1.7 mg/dL", "normal"),
        ("0.70 mmol/L", "normal"),
        ("1.4 mEq/L", "normal"),
        ("0.69 mmol/L", "low"),
        ("1.6 mg/dL", "low"),
        ("1.3 mEq/L", "low"),
    ],
)
def test_conversion_alone_never_pushes_a_value_over_the_lower_limit(text, flag):
    assert interpret(patient_of({"serum_magnesium": text})).tests["serum_magnesium"].flag == flag


@pytest.mark.parametrize(("text", "warned"), [("1.2 mg/dL", True), ("0.80 mmol/L", False)])
def test_a_value_at_a_limit_with_two_printed_forms_is_warned_about_and_one_far_from_it_is_not(text, warned):
    warnings = interpret(patient_of({"serum_magnesium": text})).warnings
    assert any("is at the limit" in warning["message"] for warning in warnings) == warned
