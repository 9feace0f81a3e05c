"""The results against their ranges: one aligned bar for each test.

Each bar has three zones, below, within and above the range in use, and each zone has its own scale: so the ranges of the
three tests stand under one another and a value is never off the chart. Grey on grey with words, so that it prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from textwrap import wrap
from typing import TypeAlias

import streamlit as st

from interpret import Patient, Report
from interpret.columns import places_of
from interpret.explain import label
from interpret.patient import Measurement
from interpret.prepare import ends_compared, person_of
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from interpret.ranges import RangeInUse, range_in_use
from interpret.report import TestResult
from interpret.variation import spread
from reference_ranges import decision_limits
from views.components import chart
from views.components.chart import FAINT, STILL, STRONG, Drawn, block, line, note, safe
from views.components.device import on_phone
from views.components.wording import flagged, plain, readable

HEAD, LINE, THICK, TICKS, SPACE, OVER = 18, 16, 14, 16, 6, 3
"""Heights in pixels: heading, line of words, bar, numbers under it, room above it, how far a mark sticks out."""
WORDS_BESIDE, MOST_LETTERS, MOST_LETTERS_ON_PHONE = 0.38, 36, 58
"""The part of the width in which the words stand, and the letters that fit on a tablet; on a phone they stand above their bar."""
LOW_END, HIGH_END = 1 / 3, 2 / 3
BLUR = 1 / 20
"""Where the range in use ends, and half the width where published limits differ; of the whole bar."""
SHORT = {"serum_magnesium": "Serum", "rbc_magnesium": "Red cells", "urine_magnesium_24h": "24-h urine"}
CONTESTED = "proposed_lower_limit"
CONSERVED = "wasting_limit"


@dataclass(frozen=True, slots=True)
class Bar:
    """One test as it is drawn."""

    name: str
    measurement: Measurement
    tested: TestResult
    low: tuple[float, float] | None
    high: tuple[float, float] | None
    suspect: bool = False
    adult: bool = True

    @property
    def value(self) -> float:
        return float(self.measurement.value)

    @property
    def name_and_value(self) -> str:
        return f"{SHORT[self.name]} {self.measurement}"

    @property
    def flag(self) -> str:
        """A urine that was judged against the serum says that first, never its own range."""
        return (
            f"{readable(self.tested.against_serum or '')} for the serum" if self.judged else self.tested.flag
        )

    @property
    def judged(self) -> bool:
        """Whether the serum decides what this urine means."""
        return self.tested.used and self.tested.against_serum not in (None, "not_judged")

    @property
    def remark(self) -> str:
        """What has to be said beside the flag, or nothing."""
        if self.suspect:
            return "from a suspect sample"
        if not self.tested.used:
            return "not used"
        if self.judged:
            return f"{self.tested.flag} by its own range"
        if self.tested.flag == "unknown":
            return self.elsewhere or self.tested.why or ""
        return self.elsewhere if "," in self.elsewhere else ""

    @property
    def elsewhere(self) -> str:
        """How the published ranges call this value, short enough to stand beside the bar."""
        return (self.tested.elsewhere or "").replace("published ", "")

    @property
    def lines(self) -> list[str]:
        """The words of the bar: on a phone over it, else beside it."""
        most = MOST_LETTERS_ON_PHONE if on_phone() else MOST_LETTERS
        first = wrap(f"{self.name_and_value}: {self.flag}", most)
        return [*(f"<b>{safe(one)}</b>" for one in first), *map(safe, wrap(self.remark, most))]

    @property
    def above(self) -> int:
        """Room for words over the bar."""
        return LINE * len(self.lines) if on_phone() else 0

    @property
    def room(self) -> int:
        """Between the words or the bar before and this bar: the proposed limit is written there."""
        return LINE if _contested(self) else SPACE

    @property
    def height(self) -> int:
        bar = self.room + THICK + OVER + TICKS
        return self.above + bar if on_phone() else max(bar, LINE * len(self.lines) + SPACE)

    def at(self, value: float) -> float:
        """Where a value stands in the chart, from nought to one."""
        points = self._points()
        for (low, start), (high, end) in pairwise(points):
            if value <= high:
                share = max(value - low, 0) / (high - low) if high > low else 0
                return along(start + (end - start) * share)
        return 1.0

    def _points(self) -> list[tuple[float, float]]:
        """Values with their places. Where published limits differ, the band between them has a width."""
        low, high = self.low or (0.0, 0.0), self.high or (self.value, self.value)
        top = max(2 * high[1], self.value * 1.1) or 1.0
        ends = [(0.0, 0.0)]
        for (least, most), place in ((low, LOW_END), (high, HIGH_END)):
            ends += [(least, place - BLUR), (most, place + BLUR)] if most > least else [(least, place)]
        values = accumulate([value for value, _ in ends] + [top], max)  # limits that differ may overlap
        return list(zip(values, [*(place for _, place in ends), 1.0], strict=True))


def along(share: float) -> float:
    """A part of a bar as a place in the chart."""
    left = 0.0 if on_phone() else WORDS_BESIDE
    return left + (1 - left) * share


def show(report: Report, patient: Patient) -> None:
    """The chart, and its numbers as a table."""
    bars = [_bar(name, report, patient) for name in MAGNESIUM_TESTS if name in patient.results]
    drawn = [bar for bar in bars if bar.low or bar.high]
    if drawn:
        st.plotly_chart(
            figure(drawn),
            key="range_bars",
            config=STILL,
            alt=in_words(bars),
        )
    for bar in bars:
        if bar not in drawn:
            st.markdown(
                f"{label(bar.name)} **{plain(str(bar.measurement))}**: {plain(bar.tested.why or 'no range')}."
            )


def _bar(name: str, report: Report, patient: Patient) -> Bar:
    measurement = patient.results[name]
    person = person_of(patient)
    found = range_in_use(name, measurement, patient.laboratory, person, patient.weight_kg)
    lows, highs = _ends(found, name, measurement)
    suspect = name == "serum_magnesium" and report.pattern == "sample_suspect" and not found.unconfirmed
    return Bar(name, measurement, report.tests[name], lows, highs, suspect, report.pattern != "out_of_scope")


Ends: TypeAlias = tuple[float, float] | None


def _ends(found: RangeInUse, name: str, measurement: Measurement) -> tuple[Ends, Ends]:
    """The least and the greatest lower limit in use, and upper limit, compared as the engine compares them."""
    places = places_of(Fraction(measurement.value))
    published = ends_compared(found, name, measurement.unit, places)

    def ends(which: int) -> Ends:
        values = [float(end) for one in published if (end := one[which]) is not None]
        return (min(values), max(values)) if values else None

    return ends(0), ends(1)


# ---- the figure, as a plain dictionary ---------------------------------------------------------------------------------
def figure(bars: Sequence[Bar]) -> Drawn:
    """All bars in one figure."""
    traces: list[Drawn] = []
    lines: list[Drawn] = []
    notes = [
        note(along(place), HEAD / 2, word, anchor="center")
        for place, word in (
            (LOW_END / 2, "low"),
            ((LOW_END + HIGH_END) / 2, "in range"),
            ((HIGH_END + 1) / 2, "high"),
        )
    ]
    top = HEAD
    for bar in bars:
        middle = top + bar.above + bar.room + THICK / 2
        traces += _zones(bar, middle)
        lines += _value_lines(bar, middle)
        notes += _words(bar, top, middle)
        top += bar.height
    return chart.figure(top, traces, lines, notes)


def _zones(bar: Bar, middle: float) -> list[Drawn]:
    if not bar.tested.used:
        return [block(middle, THICK, (along(0), 1), FAINT, "x")]
    low = bar.low or (0.0, 0.0)
    start, first = bar.at(low[0]), bar.at(low[1])
    end, last = (bar.at(bar.high[0]), bar.at(bar.high[1])) if bar.high else (1.0, 1.0)
    zones = [block(middle, THICK, (along(0), 1), FAINT), block(middle, THICK, (first, end), STRONG)]
    zones += [
        block(middle, THICK, (one, other), FAINT, ".")
        for one, other in ((start, first), (end, last))
        if other > one
    ]
    if contested := _contested(bar):
        zones.append(block(middle, THICK, (first, bar.at(contested)), FAINT, "/"))
    return zones


def _contested(bar: Bar) -> float | None:
    """The end of the band in which a lower limit was proposed, where it reaches into the range in use."""
    limit = _limit(CONTESTED, bar)
    shown = bar.adult and bar.tested.used and bar.low and limit and bar.low[1] < limit
    return limit if shown else None


def _limit(name: str, bar: Bar) -> float | None:
    limit = decision_limits()[name]
    value = limit.values.get(bar.measurement.unit)
    return float(value) if limit.quantity == bar.name and value is not None else None


def _conserved(bar: Bar) -> float | None:
    """The limit that decides a urine amount, where it was judged against a low serum."""
    return (
        _limit(CONSERVED, bar) if bar.tested.against_serum in {"conserving", "inappropriately_high"} else None
    )


def _value_lines(bar: Bar, middle: float) -> list[Drawn]:
    at = bar.at(bar.value)
    toward = {"<": along(0), "<=": along(0), ">": 1.0, ">=": 1.0}.get(bar.measurement.comparator or "", at)
    above, below = middle - THICK / 2 - OVER, middle + THICK / 2 + OVER
    lines = [line((at, above), (at, below), 5)]
    if toward != at:
        lines.append(line((at, middle), (toward, middle), 3))
    if variation := _variation(bar):
        low, high = map(bar.at, variation)
        lines += [line((low, middle), (high, middle), 2)]
        lines += [line((end, middle - OVER), (end, middle + OVER), 2) for end in (low, high)]
    if conserved := _conserved(bar):
        place = bar.at(conserved)
        lines.append(line((place, above), (place, below), 2, "dot"))
    return lines


def _variation(bar: Bar) -> tuple[float, float] | None:
    """Between which values 95 of 100 repeats would lie, where a variation of the test is held."""
    return None if bar.measurement.comparator else spread(bar.name, bar.value)


def _words(bar: Bar, top: float, middle: float) -> list[Drawn]:
    notes = [note(0, top + LINE * (place + 0.5), text, size=13) for place, text in enumerate(bar.lines)]
    below = middle + THICK / 2 + OVER + TICKS / 2
    if contested := _contested(bar):
        over = middle - THICK / 2 - OVER - TICKS / 2
        notes.append(note(bar.at(contested), over, f"{_number(contested, bar)} proposed", anchor="center"))
    ends = [*(bar.low or ()), *(bar.high or ()), *filter(None, [_conserved(bar)])]
    notes += [note(bar.at(end), below, _number(end, bar), anchor="center") for end in dict.fromkeys(ends)]
    return notes


def _number(value: float, bar: Bar) -> str:
    places = QUANTITIES[bar.name].reporting_places(bar.measurement.unit)
    return f"{value:.{places}f}"


# ---- the same in words ---------------------------------------------------------------------------------------------------
def in_words(bars: Sequence[Bar]) -> str:
    """The chart as sentences, for those who do not see it."""
    said = []
    for bar in bars:
        source = bar.tested.range["source"] if bar.tested.range else "no range"
        said.append(
            f"{label(bar.name)} {bar.measurement}: {flagged(bar.tested)}; range {_range(bar.tested)}, {source}."
        )
    return " ".join(said)


def _range(tested: TestResult) -> str:
    if not tested.range or tested.range["low"] is tested.range["high"] is None:
        return "no single range"
    low, high = (_end(tested.range[end]) for end in ("low", "high"))
    return f"{low} to {high} {tested.range['unit']}"


def _end(value: Decimal | None) -> str:
    return "…" if value is None else str(value)


COLUMNS = ("Test", "Result", "In other units", "Flag", "Range", "Source", "Elsewhere")


def table(report: Report) -> list[tuple[str, ...]]:
    """Every entered result with a range, a row each."""
    rows = []
    for name, tested in report.tests.items():
        if tested.as_entered is None:
            continue
        cells = (
            label(name),
            tested.as_entered,
            ", ".join(tested.in_other_units),
            flagged(tested),
            _range(tested) if tested.range else "–",
            tested.range["source"] if tested.range else tested.why or "no range",
            tested.elsewhere or "–",
        )
        rows.append(tuple(map(plain, cells)))
    return rows
