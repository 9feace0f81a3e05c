"""Results of one test over time: the range as a band, values beside their points, events as letters in a lane of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from string import ascii_uppercase
from typing import TypeAlias

from interpret.quantities import QUANTITIES
from interpret.ranges import RangeInUse
from interpret.serial import BEYOND, Change, Dated
from interpret.units import convert
from views.components import chart
from views.components.chart import FAINT, Drawn, safe
from views.components.device import on_phone
from views.components.timeline_days import When

Ends: TypeAlias = tuple[float | None, float | None]
"""A range in the unit of the axis; None: open at that end."""

HEIGHT, LANE, BOTTOM, LEFT, RIGHT = 230, 18, 30, 60, 56
WIDTH, WIDTH_ON_PHONE = 900, 260
"""Pixels between the margins, at the least that is usual: what is too near is not written."""
LETTER, VALUE, TICK, TICK_WITH_TIME = 16, 54, 80, 120
"""Pixels that a letter, a value and a day under the axis take."""
ROOM = 0.12
"""Room above and below everything drawn, as a part of the scale."""
BESIDE, BESIDE_ON_PHONE = 0.05, 0.14
"""Room before the first and after the last day, as a part of the time between them."""
NARROW = 0.14
"""A band of less than this part of the scale has no room for the numbers of its ends."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done, and the letter by which the chart names it."""

    letter: str
    when: When
    text: str


def lettered(events: Sequence[tuple[When, str]]) -> tuple[Event, ...]:
    """A, B … Z, AA, BB … by day and time."""
    ordered = sorted(events, key=lambda one: (one[0].moment, one[1]))
    return tuple(
        Event(ascii_uppercase[place % 26] * (place // 26 + 1), when, text)
        for place, (when, text) in enumerate(ordered)
    )


def when_of(one: Dated) -> When:
    """The day and time of a result."""
    return When(one.day, one.time)


def figure(
    series: Sequence[Dated],
    events: Sequence[Event],
    in_use: RangeInUse,
    found: Mapping[Dated, Change],
    whens: Sequence[When],
) -> Drawn:
    """Values in the unit of the latest, each with its change from the one before; ``whens`` are those of every test."""
    unit = series[-1].measurement.unit
    values = [_in_unit(one, unit) for one in series]
    bands = list(_bands(series[-1], in_use))
    least, most = _scale(values, bands)
    moments = [one.moment for one in whens]
    tick = TICK_WITH_TIME if any(one.time for one in series) else TICK
    ticks = [when_of(one) for one, fits in zip(series, _fits(series, moments, tick), strict=True) if fits]
    lanes = _lanes([one.when.moment for one in events], moments)
    above = LANE * (max(lanes, default=-1) + 1) + 8
    grid = {"gridcolor": chart.grey(FAINT), "fixedrange": True}
    layout = {
        "height": HEIGHT + above,
        "font": {"color": chart.ink(), "size": 12},
        "margin": {"l": LEFT, "r": RIGHT, "t": above, "b": BOTTOM},
        "xaxis": grid
        | {
            "type": "date",
            "tickvals": [str(one.moment) for one in ticks],
            "ticktext": [str(one) for one in ticks],
        }
        | {"range": _span(moments), "tickfont": {"color": chart.ink()}},
        "yaxis": grid
        | {"range": [least, most], "nticks": 5, "tickfont": {"color": chart.ink()}, "automargin": False}
        | {"tickformat": f".{QUANTITIES[series[-1].quantity].reporting_places(unit)}f"}
        | {"title": {"text": unit, "font": {"color": chart.ink()}}},
        "shapes": [*_boxes(bands, least, most), *_event_lines(events)],
        "annotations": [
            *_range_notes(bands, (least, most), series[-1]),
            *_letters(events, lanes, HEIGHT - BOTTOM),
        ],
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }
    data = [_lines(series, values, found), _points(series, values, events, found, moments)]
    return {"data": data, "layout": layout}


def in_words(series: Sequence[Dated], events: Sequence[Event], in_use: RangeInUse) -> str:
    """The chart as sentences."""
    label = QUANTITIES[series[-1].quantity].label
    results = "; ".join(f"{when_of(one)}: {one.measurement}" for one in series)
    done = f" Events: {'; '.join(f'{one.when}: {one.text}' for one in events)}." if events else ""
    return f"{label} over time. {results}. Range: {in_use.source or 'none'}.{done}"


# ---- numbers ---------------------------------------------------------------------------------------------------------
def _in_unit(one: Dated, unit: str) -> float:
    units = QUANTITIES[one.quantity].units
    return float(convert(Fraction(one.measurement.value), one.measurement.unit, unit, units))


def _bands(latest: Dated, in_use: RangeInUse) -> Iterator[Ends]:
    """Each range in use in the unit of the axis, as printed in it if it is; an open end is None."""
    unit, units = latest.measurement.unit, QUANTITIES[latest.quantity].units
    for forms in in_use.intervals:
        form = next((one for one in forms if one.unit == unit), forms[0])
        low, high = (
            None if end is None else float(convert(Fraction(end), form.unit, unit, units))
            for end in (form.low, form.high)
        )
        yield low, high


def _scale(values: Sequence[float], bands: Sequence[Ends]) -> tuple[float, float]:
    ends = [*values, *(end for band in bands for end in band if end is not None)]
    room = (max(ends) - min(ends) or max(ends) or 1) * ROOM
    return max(0.0, min(ends) - room), max(ends) + 2 * room


def _span(moments: Sequence[dt.datetime]) -> list[str]:
    """The first to the last with a little room on both sides."""
    first, last = min(moments), max(moments)
    room = (last - first) * (BESIDE_ON_PHONE if on_phone() else BESIDE) or dt.timedelta(days=1)
    return [str(first - room), str(last + room)]


def _apart(earlier: dt.datetime, later: dt.datetime, moments: Sequence[dt.datetime]) -> float:
    """Pixels between two moments."""
    whole = max(moments) - min(moments) or dt.timedelta(days=1)
    return (later - earlier) / whole * (WIDTH_ON_PHONE if on_phone() else WIDTH)


def _lanes(events: Sequence[dt.datetime], moments: Sequence[dt.datetime]) -> list[int]:
    """For each event the lane of its letter: one higher while it would stand on the one before."""
    lanes = [0] * len(events)
    for place, (before, now) in enumerate(pairwise(events), 1):
        lanes[place] = lanes[place - 1] + 1 if _apart(before, now, moments) < LETTER else 0
    return lanes


def _fits(series: Sequence[Dated], moments: Sequence[dt.datetime], room: int) -> list[bool]:
    """What is written: from the latest back, each that has room; the others tell theirs on hover and in the table."""
    written: list[bool] = []
    last: dt.datetime | None = None
    for one in reversed(series):
        moment = when_of(one).moment
        fits = last is None or _apart(moment, last, moments) >= room
        last = moment if fits else last
        written.append(fits)
    return written[::-1]


# ---- what is drawn ---------------------------------------------------------------------------------------------------
def _boxes(bands: Sequence[Ends], least: float, most: float) -> Iterator[Drawn]:
    """Where several published ranges are read together, what all of them hold is darkest."""
    for low, high in bands:
        ends = {"y0": least if low is None else low, "y1": most if high is None else high}
        grey = chart.grey(1.5 * FAINT / len(bands) ** 0.5)
        yield (
            {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "fillcolor": grey}
            | ends
            | {
                "line": {"width": 0},
                "layer": "below",
            }
        )


def _range_notes(bands: Sequence[Ends], scale: tuple[float, float], latest: Dated) -> Iterator[Drawn]:
    """'range' and its ends, right of the plot, where no value stands."""
    if not bands:
        return
    lows = [low for low, _ in bands if low is not None]
    highs = [high for _, high in bands if high is not None]
    low, high = min(lows, default=scale[0]), max(highs, default=scale[1])
    placed = {"xref": "paper", "x": 1.005, "xanchor": "left", "yanchor": "middle", "showarrow": False}
    placed |= {"font": {"size": 11}}
    yield placed | {"y": (low + high) / 2, "text": "range" if len(bands) == 1 else "ranges"}
    if (high - low) / (scale[1] - scale[0]) >= NARROW:
        places = QUANTITIES[latest.quantity].reporting_places(latest.measurement.unit)
        for end in (*([low] if lows else ()), *([high] if highs else ())):
            yield placed | {"y": end, "text": f"{end:.{places}f}"}


def _event_lines(events: Sequence[Event]) -> Iterator[Drawn]:
    for moment in sorted({one.when.moment for one in events}):
        ends = {"x0": str(moment), "x1": str(moment), "yref": "paper", "y0": 0, "y1": 1}
        style = {"color": chart.ink(), "width": 1, "dash": "dot"}
        yield {"type": "line", "line": style, "layer": "below", "opacity": 0.6} | ends


def _letters(events: Sequence[Event], lanes: Sequence[int], plot: float) -> Iterator[Drawn]:
    """The letters above the plot; no value reaches there."""
    for one, lane in zip(events, lanes, strict=True):
        yield {
            "x": str(one.when.moment),
            "yref": "paper",
            "y": 1 + LANE * lane / plot,
            "yanchor": "bottom",
            "text": f"<b>{one.letter}</b>",
            "hovertext": safe(f"{one.when}: {one.text}"),
            "showarrow": False,
        }


def _lines(series: Sequence[Dated], values: Sequence[float], found: Mapping[Dated, Change]) -> Drawn:
    """A line from each result to the next, only where they are compared."""
    x: list[str | None] = []
    y: list[float | None] = []
    for one, value in zip(series, values, strict=True):
        if one in found and found[one].percent is None:
            x.append(None)
            y.append(None)
        x.append(str(when_of(one).moment))
        y.append(value)
    style = {"color": chart.ink(), "width": 2}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": style, "hoverinfo": "skip"}


def _points(
    series: Sequence[Dated],
    values: Sequence[float],
    events: Sequence[Event],
    found: Mapping[Dated, Change],
    moments: Sequence[dt.datetime],
) -> Drawn:
    unit = series[-1].measurement.unit
    rises = [0.0, *(after - before for before, after in pairwise(values))]
    marks = [
        ("▲ " if rise > 0 else "▼ ") if one in found and found[one].verdict == BEYOND else ""
        for one, rise in zip(series, rises, strict=True)
    ]
    texts = [
        safe(mark + _beside(one, unit)) if written else mark.strip()
        for one, mark, written in zip(series, marks, _fits(series, moments, VALUE), strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [str(when_of(one).moment) for one in series],
        "y": list(values),
        "text": texts,
        "textposition": [_where(when_of(one).moment, events, moments) for one in series],
        "cliponaxis": False,
        "marker": {
            "color": chart.ink(),
            "size": 9,
            "symbol": ["triangle-down-open" if one.measurement.comparator else "circle" for one in series],
        },
        "hovertext": [safe(f"{when_of(one)}: {one.measurement}") for one in series],
        "hoverinfo": "text",
    }


def _where(moment: dt.datetime, events: Sequence[Event], moments: Sequence[dt.datetime]) -> str:
    """Over its point; beside it where the line of an event would run through the number."""
    near = [one.when.moment for one in events if abs(_apart(moment, one.when.moment, moments)) < VALUE / 2]
    if not near:
        return "top center"
    return "top left" if max(near) >= moment else "top right"


def _beside(one: Dated, unit: str) -> str:
    """What stands beside a point: the number, with its unit where that is not the unit of the axis."""
    number = f"{one.measurement.comparator or ''}{one.measurement.value}"
    return number if one.measurement.unit == unit else f"{number} {one.measurement.unit}"
