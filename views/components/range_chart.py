"""One result on one scale: the range in use, its variation, decision limits, the contested band and the population behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import streamlit as st

from interpret import Patient
from interpret.columns import places_of
from interpret.patient import Measurement
from interpret.prepare import ends_compared, person_of
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from interpret.ranges import RangeInUse, range_in_use
from interpret.units import convert
from interpret.variation import of_one_result, spread
from reference_ranges import NoRange, cite, decision_limits, survey_group, surveys
from views.components import chart, tables
from views.components.chart import FAINT, STILL, STRONG, Drawn, block, line, note, safe
from views.components.device import on_phone
from views.components.wording import plain

HEAD, ROW, THICK, FOOT = 22, 34, 12, 6
NAME_BESIDE = 0.34
"""The part of the width in which names stand; on a phone they stand above their row."""
PROPOSED, RENAL_LOSS = "proposed_lower_limit", "wasting_limit"
BEYOND = 1.12
"""How far the scale goes beyond the value and the highest limit in use."""
CLOSE, CLOSE_ON_PHONE = 0.055, 0.09
"""Numbers nearer than this part of the scale would stand on one another."""
MIDDLE, QUARTERS = "50", ("25", "75")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the chart. ``spans`` are blocks with a strength, ``ticks`` single values; all in the unit of the result."""

    name: str
    words: str
    source: str
    spans: tuple[tuple[float, float, float], ...] = ()
    ticks: tuple[float, ...] = ()
    numbers: tuple[float, ...] = ()
    pattern: str = ""
    parts: tuple[tuple[str, str, str], ...] = ()


def show(patient: Patient) -> None:
    """A chart for each magnesium test that was entered, each with its table."""
    for name in MAGNESIUM_TESTS:
        if name in patient.results:
            _chart(name, patient)


def _chart(name: str, patient: Patient) -> None:
    measurement = patient.results[name]
    in_use = range_in_use(name, measurement, patient.laboratory, person_of(patient), patient.weight_kg)
    found = list(rows(name, patient, in_use))
    st.markdown(f"**{plain(QUANTITIES[name].label)} {plain(str(measurement))}**")
    if found:
        st.plotly_chart(
            figure(name, found, measurement),
            key=f"range_chart.{name}",
            config=STILL,
            alt=in_words(found, measurement),
        )
    for why in _not_shown(name, patient):
        st.markdown(f":small[{plain(why)}]")
    with st.expander("The same as a table", key=f"range_chart_table.{name}"):
        tables.draw(COLUMNS, table(found), f"{QUANTITIES[name].label}: what the chart shows")


# ---- what is drawn ---------------------------------------------------------------------------------------------------
def rows(name: str, patient: Patient, in_use: RangeInUse) -> Iterator[Row]:
    """The lines of a test's chart that can be drawn for this person."""
    measurement = patient.results[name]
    yield from _variation(name, measurement)
    yield from _ranges(name, measurement, in_use)
    yield from _proposed(name, patient, in_use)
    yield from _decisions(name, measurement)
    yield from _populations(name, patient)


def _in_unit(value: Fraction, unit: str, name: str, wanted: str) -> float:
    return float(convert(Fraction(value), unit, wanted, QUANTITIES[name].units))


def _number(value: float, name: str, unit: str) -> str:
    return f"{value:.{QUANTITIES[name].reporting_places(unit)}f}"


def _variation(name: str, measurement: Measurement) -> Iterator[Row]:
    band = spread(name, float(measurement.value))
    if band and measurement.comparator is None:
        published, (low, high) = of_one_result(name)[0], band
        ends = " to ".join(_number(end, name, measurement.unit) for end in (low, high))
        yield Row(
            "This result, 95 % of its variation",
            f"{ends} {measurement.unit}, variation {published.cv:.1f} %",
            "; ".join(cite(one) for one in published.citations),
            spans=((low, high, STRONG),),
            numbers=(low, high),
        )


def _ranges(name: str, measurement: Measurement, in_use: RangeInUse) -> Iterator[Row]:
    unit, places = measurement.unit, places_of(Fraction(measurement.value))
    published = ends_compared(in_use, name, unit, places)
    strength = STRONG / max(len(published), 1) ** 0.5
    spans = [
        (float(low), float(high), strength) for low, high in published if low is not None and high is not None
    ]
    if spans:
        ends = (min(low for low, _, _ in spans), max(high for _, high, _ in spans))
        yield Row(
            f"Range in use: {in_use.source}",
            f"{' to '.join(_number(end, name, unit) for end in ends)} {unit}",
            "; ".join(cite(one) for one in in_use.citations) or in_use.source,
            spans=tuple(spans),
            numbers=ends,
        )


def _proposed(name: str, patient: Patient, in_use: RangeInUse) -> Iterator[Row]:
    """The lower limit that was proposed for adults: neither for a child nor in pregnancy."""
    measurement, person = patient.results[name], person_of(patient)
    if person.pregnant or not person.is_adult:
        return
    limit = decision_limits()[PROPOSED]
    value = limit.values.get(measurement.unit)
    lows = [low for row in _ranges(name, measurement, in_use) for low, _, _ in row.spans]
    if limit.quantity == name and value is not None and lows and max(lows) < value:
        yield Row(
            "Contested: proposed lower limit",
            f"{value} {measurement.unit}: {limit.means}",
            "; ".join(cite(one) for one in limit.citations),
            spans=((max(lows), float(value), FAINT),),
            numbers=(float(value),),
            pattern="/",
        )


def _decisions(name: str, measurement: Measurement) -> Iterator[Row]:
    """Limits that a rule acts on. The number of the one for renal loss finds room first, then the nearest to the value."""
    unit, value = measurement.unit, float(measurement.value)
    limits = [
        one
        for one in decision_limits().values()
        if one.quantity == name and one.id != PROPOSED and unit in one.values
    ]
    limits.sort(key=lambda one: (one.id != RENAL_LOSS, abs(float(one.values[unit]) - value)))
    if limits:
        values = tuple(float(one.values[unit]) for one in limits)
        parts = [
            (f"Decision limit {one.values[unit]} {unit}", one.means, "; ".join(map(cite, one.citations)))
            for one in sorted(limits, key=lambda one: one.values[unit])
        ]
        yield Row(
            "Decision limits",
            "; ".join(f"{limit.removeprefix('Decision limit ')}: {means}" for limit, means, _ in parts),
            "; ".join(source for _, _, source in parts),
            ticks=values,
            numbers=values,
            parts=tuple(parts),
        )


def _populations(name: str, patient: Patient) -> Iterator[Row]:
    if patient.age_years is None or patient.pregnant:
        return
    unit = patient.results[name].unit
    for survey in surveys(name):
        group = survey_group(survey, age_years=patient.age_years, sex=patient.sex)
        if isinstance(group, NoRange):
            continue
        at = {
            str(percent): _in_unit(Fraction(value), survey.unit, name, unit)
            for percent, value in group.percentiles.items()
        }
        least, most = min(group.percentiles), max(group.percentiles)
        spans = [(at[str(least)], at[str(most)], FAINT)]
        if all(percent in at for percent in QUARTERS):
            spans.append((at[QUARTERS[0]], at[QUARTERS[1]], STRONG))
        told = ", ".join(f"{_number(value, name, unit)} ({percent} %)" for percent, value in at.items())
        people = f", {group.people} people" if group.people else ""
        yield Row(
            f"{survey.name}: {group.population}",
            f"{survey.people}{people}; percentiles in {unit}: {told}. {' '.join(survey.caveats)}",
            "; ".join(cite(one) for one in survey.citations),
            spans=tuple(spans),
            ticks=(at[MIDDLE],) if MIDDLE in at else (),
            numbers=(at[str(least)], at[str(most)]),
        )


def _not_shown(name: str, patient: Patient) -> Iterator[str]:
    """Why a population is missing, where one is held for the test."""
    if not surveys(name):
        return
    if patient.age_years is None:
        yield "Enter age and sex to see the population behind the result."
        return
    for survey in surveys(name):
        group = survey_group(survey, age_years=patient.age_years, sex=patient.sex)
        if isinstance(group, NoRange):
            yield group.reason


# ---- the figure ------------------------------------------------------------------------------------------------------
def figure(name: str, found: Sequence[Row], measurement: Measurement) -> Drawn:
    """Names, blocks and ticks on one scale from nought; the value as one line through all rows."""
    value = float(measurement.value)
    drawn = [end for row in found for span in row.spans for end in span[:2]]
    top = BEYOND * max(value, *drawn, 0.0) or 1.0
    left, above = (0.0, 14) if on_phone() else (NAME_BESIDE, 0)
    height = ROW + above

    def at(number: float) -> float:
        return left + (1 - left) * min(number / top, 1.0)

    bars: list[Drawn] = []
    lines: list[Drawn] = []
    notes = [note(at(value), HEAD / 2, f"<b>{safe(str(measurement))}</b>", anchor="center", size=13)]
    for place, row in enumerate(found):
        start = HEAD + height * place + above
        middle = start + FOOT + THICK / 2
        notes.append(note(0, start - 5 if above else middle, safe(row.name)))
        bars += [
            block(middle, THICK, (at(low), at(high)), strength, row.pattern)
            for low, high, strength in row.spans
        ]
        lines.append(line((at(value), middle - THICK), (at(value), middle + THICK), 3))
        lines += [
            line((at(tick), middle - THICK / 2), (at(tick), middle + THICK / 2), 2)
            for tick in row.ticks
            if tick <= top
        ]
        notes += [
            note(
                at(number),
                middle + THICK / 2 + 8,
                _number(number, name, measurement.unit),
                anchor="center",
                size=11,
            )
            for number in _apart(row.numbers, top)
        ]
    return chart.figure(HEAD + height * len(found), bars, lines, notes)


def _apart(numbers: Sequence[float], top: float) -> Iterator[float]:
    """Numbers to stand under a row, without those that would stand on one written before."""
    room = top * (CLOSE_ON_PHONE if on_phone() else CLOSE)
    written: list[float] = []
    for number in numbers:
        if number <= top and all(abs(number - one) >= room for one in written):
            written.append(number)
            yield number


def in_words(found: Sequence[Row], measurement: Measurement) -> str:
    """The chart as sentences."""
    return " ".join([f"{measurement}.", *(f"{row.name}: {row.words}." for row in found)])


COLUMNS = ("What", "Values", "Source")


def table(found: Sequence[Row]) -> list[tuple[str, ...]]:
    """The chart a row for each thing drawn; limits that share a line of the chart have a row each."""
    rows = [parts for row in found for parts in (row.parts or ((row.name, row.words, row.source),))]
    return [tuple(map(plain, parts)) for parts in rows]
