"""Published ranges on one scale: a bar for each, in groups, with its numbers as they are printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10

from interpret.quantities import QUANTITIES
from interpret.units import convert
from reference_ranges import Interval, Range, cite, laboratory
from views.components import chart
from views.components.chart import FAINT, STRONG, Drawn, box, note, safe, told
from views.components.device import on_phone

KINDS: Mapping[str, str] = {
    "laboratory": "Laboratories",
    "programme": "Programmes that harmonise many laboratories",
    "handbook": "Handbooks and makers of tests",
    "study": "Studies of volunteers, counted nowhere",
}
NOT_STATED = "not stated; read as adults"
ROW, HEAD, THICK, SCALE = 22, 26, 10, 24
ROW_ON_PHONE, NAME_ON_PHONE = 36, 16
NUMBERS, BARS = 0.36, 0.5
"""Where the printed numbers and where the bars begin, as parts of the width; on a phone the name stands over both."""
BARS_ON_PHONE = 0.38
MOST_LETTERS, MOST_LETTERS_ON_PHONE = 66, 56
MOST_TICKS = 6
STEPS = (1.0, 2.0, 5.0, 10.0)
ROOM = 0.04
"""Room beyond the outermost ends, as a part of the scale."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One range with its ends on the scale; ``printed`` is how its source gives it."""

    range: Range
    low: float
    high: float
    printed: Interval

    @property
    def is_study(self) -> bool:
        return laboratory(self.range.laboratory).kind == "study"

    def __str__(self) -> str:
        home, who = laboratory(self.range.laboratory).name, str(self.range.population)
        study = " (study)" if self.is_study else ""
        return f"{home}{study}" if who == NOT_STATED else f"{home}{study}: {who}"


@dataclass(frozen=True, slots=True)
class Group:
    """Bars under one heading."""

    heading: str
    bars: tuple[Bar, ...]


def printed_in(one: Range, unit: str) -> Interval | None:
    """A range in a unit in which its source prints it."""
    return next((form for form in (one.interval, *one.printed_also) if form.unit == unit), None)


def bars(held: Sequence[Range], unit: str) -> tuple[Bar, ...]:
    """Ranges with both ends, by the lower one; what is not printed in the unit is converted to find its place."""
    found = []
    for one in held:
        form = printed_in(one, unit) or one.interval
        if form.low is not None and form.high is not None:
            units = QUANTITIES[one.quantity].units
            low, high = (
                float(convert(Fraction(end), form.unit, unit, units)) for end in (form.low, form.high)
            )
            found.append(Bar(one, low, high, form))
    return tuple(sorted(found, key=lambda bar: (bar.low, bar.high, str(bar))))


def figure(groups: Sequence[Group], unit: str) -> Drawn:
    """A heading for each group, a line for each range: name, printed numbers, bar. Studies are fainter."""
    phone = on_phone()
    left, high = (BARS_ON_PHONE, ROW_ON_PHONE) if phone else (BARS, ROW)
    every = [bar for group in groups for bar in group.bars]
    least, most = min(bar.low for bar in every), max(bar.high for bar in every)
    room = (most - least or most or 1) * ROOM

    def at(value: float) -> float:
        return left + (1 - left) * (value - least + room) / (most - least + 2 * room)

    shapes: list[Drawn] = []
    notes: list[Drawn] = []
    places, texts, strips = [], [], []
    top = float(SCALE)
    for group in groups:
        notes.append(note(0, top + HEAD / 2, f"<b>{safe(group.heading)}</b>"))
        top += HEAD
        for bar in group.bars:
            strips.append((top + (NAME_ON_PHONE if phone else 0), top + high))
            middle = sum(strips[-1]) / 2
            name = cut(str(bar))
            notes += [
                note(0, top + NAME_ON_PHONE / 2 if phone else middle, safe(name)),
                note(0 if phone else NUMBERS, middle, safe(str(bar.printed)), size=11),
            ]
            corner, other = (at(bar.low), middle - THICK / 2), (at(bar.high), middle + THICK / 2)
            shapes.append(
                box(corner, other, FAINT * 1.5 if bar.is_study else STRONG, width=int(bar.is_study))
            )
            places.append(((corner[0] + other[0]) / 2, middle))
            texts.append(safe(f"{bar.range.population}. {cite(bar.range.citations[0])}"))
            top += high
    ends = (SCALE / 2, top + SCALE / 2)
    at_ticks = [(at(tick), f"{tick:g}") for tick in ticks(least, most)]
    for y in ends:
        notes += [note(x, y, text, anchor="center", size=11) for x, text in at_ticks]
        notes.append(note(0 if phone else NUMBERS, y, f"<b>{safe(unit)}</b>", size=11))
    lines = _dotted([x for x, _ in at_ticks], strips if phone else [(SCALE, top)])
    return chart.figure(top + SCALE, [lines, told(places, texts, high)], shapes, notes)


def _dotted(places: Sequence[float], strips: Sequence[tuple[float, float]]) -> Drawn:
    """Lines down from the scale; on a phone only through the strips of the bars, so that no name is crossed out."""
    ends = [(x, y) for x in places for strip in strips for y in (*strip, None)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in ends],
        "y": [y for _, y in ends],
        "line": {"color": chart.ink(), "width": 1, "dash": "dot"},
        "opacity": 0.4,
        "hoverinfo": "skip",
    }


def cut(name: str) -> str:
    """A long name without the words in its middle: its beginning tells the laboratory, its end men from women."""
    most = MOST_LETTERS_ON_PHONE if on_phone() else MOST_LETTERS
    if len(name) <= most:
        return name
    first, last = name[: most // 2].rpartition(" ")[0], name[-most // 2 :].partition(" ")[2]
    return f"{first} … {last}"


def ticks(least: float, most: float) -> Iterator[float]:
    """A few round numbers between two ends."""
    rough = (most - least or 1) / MOST_TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(one * power for one in STEPS if one * power >= rough)
    for count in range(ceil(least / step), floor(most / step) + 1):
        yield round(count * step, 6)


def in_words(groups: Sequence[Group]) -> str:
    """The chart as sentences."""
    return " ".join(
        f"{group.heading}: {'; '.join(f'{bar}, {bar.printed}' for bar in group.bars)}." for group in groups
    )
