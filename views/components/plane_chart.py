"""The plane of serum × 24-hour urine: areas by reading or urgency, with their words on them, and where the patient stands.

Neighbouring values that read alike are one area, so a border on the picture is a number at which the rules change. Urine stands
on a square-root scale: what decides lies near its lower end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import ceil, sqrt
from typing import TypeAlias

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from interpret.explain import label
from interpret.plane import Plane, Side
from interpret.quantities import QUANTITIES
from views.components.chart import Drawn, ink, safe
from views.components.device import on_phone
from views.components.families import Family
from views.components.wording import plain

HEIGHT, PHONE_HEIGHT = 440, 400
WIDTH, PHONE_WIDTH = 680, 280
"""Pixels of the plane itself, as far as they can be known; they decide how large a word may be."""

LARGEST, READABLE, SMALLEST = 22, 15, 11
"""Pixels of a word on an area; one that would be less than readable is turned upright if that makes it larger."""

PLACES = (0.5, 0.0, 1.0)
"""Where in an area its words may stand, across and up: in its middle if the patient leaves it free."""

MARK, SERUM_BOX, URINE_BOX = 16, (24, 28), (46, 14)
"""Pixels: the patient's mark from its middle to its edge; the boxes with its numbers, across and up."""

FILLED = 0.86
"""Part of an area that words may fill, so that they leave its borders free."""

LETTER, LINE = 0.48, 1.4
"""Width of a letter and height of a line, as parts of its size."""

ROOM = {"across": 40, "up": 28}
"""Pixels that a number on a side needs."""

Scale: TypeAlias = Callable[[float], float]
"""Where on a side a value stands."""

Box: TypeAlias = tuple[float, float, float, float]
"""Left, right, low and high end, in pixels."""

Pixels: TypeAlias = NDArray[np.float64]
"""Across and up."""

PAPER = {"light": "#ffffff", "dark": "#0e151a"}


@dataclass(frozen=True, slots=True)
class Point:
    """Where the patient stands; what was not measured is None. ``spread``: how far a serum result varies, to each side."""

    serum: float | None
    urine: float | None
    spread: float
    words: str


@dataclass(frozen=True, slots=True)
class Stretches:
    """One side in stretches that read alike: where each begins and the last ends, drawn and as a number."""

    edges: tuple[float, ...]
    starts: tuple[float, ...]
    """The first printable value of each stretch."""
    lasts: tuple[float, ...]
    """The last printable value of each stretch."""

    def __len__(self) -> int:
        return len(self.starts)


@dataclass(frozen=True, slots=True)
class Areas:
    """The plane with like neighbours made one: what stands in each cell, by urine from below and by serum from the left."""

    serum: Stretches
    urine: Stretches
    names: NDArray[np.object_]


def areas(found: Plane, names: NDArray[np.object_]) -> Areas:
    """Lines and columns that are the same as the one before belong to it."""
    serum_cuts = _cuts((names[:, 1:] != names[:, :-1]).any(axis=0))
    urine_cuts = _cuts((names[1:] != names[:-1]).any(axis=1))
    return Areas(
        _stretches(found.serum, serum_cuts),
        _stretches(found.urine, urine_cuts),
        names[np.ix_([0, *urine_cuts], [0, *serum_cuts])],
    )


def _cuts(differs: NDArray[np.bool_]) -> list[int]:
    return (np.flatnonzero(differs) + 1).tolist()


def _stretches(side: Side, cuts: Sequence[int]) -> Stretches:
    values = side.values
    middles = [(values[cut - 1] + values[cut]) / 2 for cut in cuts]
    firsts, lasts = [0, *cuts], [*(cut - 1 for cut in cuts), len(values) - 1]
    return Stretches(
        tuple(map(float, (values[0], *middles, values[-1]))),
        tuple(map(float, values[firsts])),
        tuple(map(float, values[lasts])),
    )


# ---- the figure ------------------------------------------------------------------------------------------------------
def figure(
    found: Plane, shown: Areas, looks: Mapping[str, Family], words: Mapping[str, str], point: Point
) -> Drawn:
    """Areas with their words, borders, the numbers at which they lie, and the patient."""
    theme, phone = st.context.theme.type or "light", on_phone()
    width, height = (PHONE_WIDTH, PHONE_HEIGHT) if phone else (WIDTH, HEIGHT)
    return {
        "data": [_fills(shown, looks, words, theme), _borders(shown), *_patient(found, point, theme)],
        "layout": {
            "height": height + 90,
            "font": {"color": ink(), "size": 14},
            "showlegend": False,
            "margin": {"l": 60, "r": 8, "t": 30, "b": 56},
            "xaxis": _axis(found.serum, shown.serum, float, ROOM["across"] / width),
            "yaxis": _axis(found.urine, shown.urine, sqrt, ROOM["up"] / height),
            "annotations": [
                *_labels(shown, looks, words, point, (width, height)),
                *_flags(found),
                *_told(found, point, theme),
            ],
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "hoverlabel": {"align": "left"},
        },
    }


def _fills(shown: Areas, looks: Mapping[str, Family], words: Mapping[str, str], theme: str) -> Drawn:
    present = list(dict.fromkeys(shown.names.ravel().tolist()))
    steps = [
        (share, looks[name].fill(theme))
        for place, name in enumerate(present)
        for share in (place / len(present), (place + 1) / len(present))
    ]
    return {
        "type": "heatmap",
        "x": list(shown.serum.edges),
        "y": [sqrt(edge) for edge in shown.urine.edges],
        "z": [[present.index(name) + 0.5 for name in line] for line in shown.names.tolist()],
        "zmin": 0,
        "zmax": len(present),
        "colorscale": steps,
        "showscale": False,
        "text": [[safe(words[name]) for name in line] for line in shown.names.tolist()],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _borders(shown: Areas) -> Drawn:
    """Lines between areas, so that they are told apart without colour."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    across, up = shown.serum.edges, [sqrt(edge) for edge in shown.urine.edges]
    names = shown.names
    for row in range(names.shape[0]):
        for place in range(1, names.shape[1]):
            if names[row, place] != names[row, place - 1]:
                xs += [across[place], across[place], None]
                ys += [up[row], up[row + 1], None]
    for row in range(1, names.shape[0]):
        for place in range(names.shape[1]):
            if names[row, place] != names[row - 1, place]:
                xs += [across[place], across[place + 1], None]
                ys += [up[row], up[row], None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "line": {"color": ink(), "width": 1.5},
        "hoverinfo": "skip",
    }


def _patient(found: Plane, point: Point, theme: str) -> Iterator[Drawn]:
    """Lines from both sides to the patient, and where they cross a ringed mark with the spread of its serum."""
    corner, top = float(found.serum.values[0]), sqrt(float(found.urine.values[-1]))
    far = float(found.serum.values[-1])
    serum, urine = point.serum, None if point.urine is None else sqrt(point.urine)
    if serum is not None:
        yield _dotted((serum, serum), (0, top if urine is None else urine))
    if urine is not None:
        yield _dotted((corner, far if serum is None else serum), (urine, urine))
    if serum is not None and urine is not None:
        yield {
            "type": "scatter",
            "mode": "markers",
            "x": [serum],
            "y": [urine],
            "error_x": {"type": "data", "array": [point.spread], "color": ink(), "thickness": 4, "width": 10},
            "marker": {
                "size": 20,
                "symbol": "circle",
                "color": ink(),
                "line": {"color": PAPER[theme], "width": 4},
            },
            "hoverinfo": "skip",
        }


def _dotted(xs: tuple[float, float], ys: tuple[float, float]) -> Drawn:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(xs),
        "y": list(ys),
        "line": {"color": ink(), "width": 2, "dash": "dot"},
        "hoverinfo": "skip",
    }


def _told(found: Plane, point: Point, theme: str) -> Iterator[Drawn]:
    """The patient's numbers where the lines through the mark meet the sides."""
    boxed = {
        "showarrow": False,
        "font": {"size": 14, "color": ink()},
        "bgcolor": PAPER[theme],
        "bordercolor": ink(),
        "borderpad": 2,
    }
    if point.serum is not None:
        text = f"<b>{printed(found.serum, point.serum)}</b>"
        yield boxed | {"x": point.serum, "y": 0, "yref": "paper", "yanchor": "bottom", "text": text}
    if point.urine is not None:
        text = f"<b>{printed(found.urine, point.urine)}</b>"
        yield boxed | {"x": 0, "xref": "paper", "y": sqrt(point.urine), "xanchor": "left", "text": text}


def _flags(found: Plane) -> Iterator[Drawn]:
    """Above the plane, what the range in use calls a serum."""
    values = found.serum.values
    ends = [float(values[0]), found.serum.low, found.serum.high, float(values[-1])]
    for (start, end), word in zip(pairwise(ends), ("low", "in range", "high"), strict=True):
        if not np.isnan(start + end):
            yield {
                "x": (start + end) / 2,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "showarrow": False,
                "text": f"<b>serum {word}</b>" if not on_phone() else word,
                "font": {"size": 15, "color": ink()},
            }


# ---- words on areas --------------------------------------------------------------------------------------------------
def _labels(
    shown: Areas,
    looks: Mapping[str, Family],
    words: Mapping[str, str],
    point: Point,
    size: tuple[int, int],
) -> Iterator[Drawn]:
    """The symbol and words of each area in the largest rectangle in it, as large as fits, clear of the patient's mark.

    They stand on the colour of the area, so that the patient's lines pass behind them.
    """
    theme = st.context.theme.type or "light"
    across = np.array(shown.serum.edges)
    up = np.sqrt(np.array(shown.urine.edges))
    corner = np.array([across[0], up[0]])
    to_pixels = np.array([size[0] / (across[-1] - across[0]), size[1] / (up[-1] - up[0])])
    taken = _taken(point, corner, to_pixels)
    for mask in connected(shown.names):
        name = str(shown.names[tuple(np.argwhere(mask)[0])])
        low, high, left, right = largest_rectangle(mask, np.diff(up), np.diff(across))
        start = (np.array([across[left], up[low]]) - corner) * to_pixels
        room = np.array([across[right] - across[left], up[high] - up[low]]) * to_pixels
        text = f"{looks[name].symbol} {words[name]}"
        lines, letters = fitted(text, (room[0], room[1]))
        upright, upright_letters = fitted(text, (room[1], room[0]))
        turned = letters < min(READABLE, upright_letters)
        if turned:
            lines, letters = upright, upright_letters
        width, height = max(map(len, lines)) * LETTER, len(lines) * LINE
        box = np.array([height, width] if turned else [width, height])
        middle, letters = placed(start, room, box, letters, taken)
        if letters >= SMALLEST:
            x, y = middle / to_pixels + corner
            yield {
                "x": x,
                "y": y,
                "showarrow": False,
                "text": "<br>".join(map(safe, lines)),
                "textangle": -90 if turned else 0,
                "font": {"size": letters, "color": ink()},
                "bgcolor": looks[name].fill(theme),
            }


def _taken(point: Point, corner: Pixels, to_pixels: Pixels) -> list[Box]:
    """What shows where the patient stands: the mark with the spread of its serum, and the numbers at the sides."""
    boxes = []
    x, y = (np.array([point.serum or 0, sqrt(point.urine or 0)]) - corner) * to_pixels
    if point.serum is not None and point.urine is not None:
        wide = max(MARK, point.spread * to_pixels[0])
        boxes.append((x - wide, x + wide, y - MARK, y + MARK))
    if point.serum is not None:
        boxes.append((x - SERUM_BOX[0], x + SERUM_BOX[0], 0, SERUM_BOX[1]))
    if point.urine is not None:
        boxes.append((0, URINE_BOX[0], y - URINE_BOX[1], y + URINE_BOX[1]))
    return boxes


def placed(
    start: Pixels, room: Pixels, box: Pixels, letters: int, taken: Sequence[Box]
) -> tuple[Pixels, int]:
    """Where in an area words stand and how large: where least of what is taken is covered, and nothing of the first of it.

    ``box`` is what they fill with letters of one pixel. A size less than the smallest says that there is no such place; the
    heading names the reading of the area in which the mark lies.
    """
    middle = start
    while letters >= SMALLEST:
        size = box * letters
        first, spare = start + room * (1 - FILLED) / 2 + size / 2, room * FILLED - size
        places = [first + spare * place for place in product(PLACES, PLACES)]
        middle = min(places, key=lambda place: sum(_overlap(place, size, one) for one in taken))
        if not any(_overlap(middle, size, one) for one in taken[:1]):
            break
        letters -= 1
    return middle, letters


def _overlap(middle: Pixels, size: Pixels, other: Box) -> float:
    """What words cover of a box."""
    left, right, low, high = other
    least, most = middle - size / 2, middle + size / 2
    across, up = min(most[0], right) - max(least[0], left), min(most[1], high) - max(least[1], low)
    return float(max(0, across) * max(0, up))


def fitted(text: str, room: tuple[float, float]) -> tuple[list[str], int]:
    """The lines into which a text is broken to stand as large as it can, and the size of its letters."""
    words = text.split(" ")
    best: tuple[list[str], int] = ([text], 0)
    for count in range(1, len(words) + 1):
        lines = broken(words, count)
        widest = max(len(line) for line in lines)
        letters = int(
            min(LARGEST, FILLED * room[0] / (widest * LETTER), FILLED * room[1] / (len(lines) * LINE))
        )
        if letters > best[1]:
            best = lines, letters
    return best


def broken(words: Sequence[str], count: int) -> list[str]:
    """Words in about so many lines of about the same length; a symbol stays with the word after it."""
    total = len(" ".join(words))
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if len(lines[-1]) == 1 or len(longer) <= ceil(total / count) + 1:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def connected(names: NDArray[np.object_]) -> Iterator[NDArray[np.bool_]]:
    """A mask for each area: cells of one name that touch at an edge."""
    left = set(np.ndindex(names.shape))
    while left:
        mask = np.zeros(names.shape, bool)
        waiting = [min(left)]
        while waiting:
            cell = waiting.pop()
            if cell in left:
                left.discard(cell)
                mask[cell] = True
                row, place = cell
                beside = ((row + 1, place), (row - 1, place), (row, place + 1), (row, place - 1))
                waiting += [near for near in beside if near in left and names[near] == names[cell]]
        yield mask


def largest_rectangle(
    mask: NDArray[np.bool_], heights: NDArray[np.float64], widths: NDArray[np.float64]
) -> tuple[int, int, int, int]:
    """The largest rectangle in a mask: first and end row, first and end place."""
    best, found = 0.0, (0, 0, 0, 0)
    for low in range(mask.shape[0]):
        open_places = np.ones(mask.shape[1], bool)
        for high in range(low + 1, mask.shape[0] + 1):
            open_places &= mask[high - 1]
            for left, right in _runs(open_places):
                size = float(heights[low:high].sum() * widths[left:right].sum())
                if size > best:
                    best, found = size, (low, high, left, right)
    return found


def _runs(places: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """First and end of each run of TRUE."""
    padded = np.concatenate([[False], places, [False]]).astype(np.int8)
    turns = np.flatnonzero(np.diff(padded))
    yield from zip(turns[::2].tolist(), turns[1::2].tolist(), strict=True)


# ---- sides -----------------------------------------------------------------------------------------------------------
def _axis(side: Side, stretches: Stretches, at: Scale, room: float) -> Drawn:
    """Numbers at the borders in bold, and round numbers where there is room."""
    ticks = list(_ticks(side, stretches, at, room))
    scale = ", square-root scale" if at is sqrt else ""
    return {
        "title": {
            "text": f"{label(side.name)}, {side.unit}{scale}",
            "font": {"size": 15, "color": ink()},
            "standoff": 8,
        },
        "range": [at(float(side.values[0])), at(float(side.values[-1]))],
        "tickmode": "array",
        "tickvals": [place for place, _ in ticks],
        "ticktext": [text for _, text in ticks],
        "tickfont": {"size": 14, "color": ink()},
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "outside",
        "tickcolor": ink(),
    }


def _ticks(side: Side, stretches: Stretches, at: Scale, room: float) -> Iterator[tuple[float, str]]:
    """Where a number stands and what it says; ``room`` is the part of the side that it needs."""
    least, most = float(side.values[0]), float(side.values[-1])
    room *= at(most) - at(least)
    taken: list[float] = []
    for value, place, bold in [*_borders_on(side, stretches), *((one, one, False) for one in _round(most))]:
        if least <= value <= most and all(abs(at(place) - other) >= room for other in taken):
            taken.append(at(place))
            yield at(place), f"<b>{printed(side, value)}</b>" if bold else f"{value:g}"


def _borders_on(side: Side, stretches: Stretches) -> Iterator[tuple[float, float, bool]]:
    """The number of each border and where it lies: the last value before it where that ends the range, else the first after."""
    for before, start, edge in zip(stretches.lasts, stretches.starts[1:], stretches.edges[1:], strict=False):
        yield (before if before == side.high else start), edge, True


def _round(most: float) -> list[float]:
    """0, and round multiples of powers of ten, the larger powers first."""
    powers = [10.0**power for power in range(3, -3, -1)]
    return [
        0.0,
        *(
            times * power
            for power in powers
            for times in (1, 2, 5, 8, 1.2, 1.4, 3, 6, 4)
            if times * power <= most
        ),
    ]


def printed(side: Side, value: float) -> str:
    """A value to the places in which laboratories print it."""
    return f"{value:.{QUANTITIES[side.name].reporting_places(side.unit)}f}"


# ---- in words --------------------------------------------------------------------------------------------------------
def spans(side: Side, stretches: Stretches) -> list[str]:
    """'below 0.70', '0.70 to 1.00', '1.01 or more'."""
    if len(stretches) == 1:
        return ["any"]
    texts = [f"below {printed(side, stretches.starts[1])}"]
    texts += [
        f"{printed(side, start)} to {printed(side, last)}" if start != last else printed(side, start)
        for start, last in zip(stretches.starts[1:-1], stretches.lasts[1:-1], strict=True)
    ]
    return [*texts, f"{printed(side, stretches.starts[-1])} or more"]


def in_words(found: Plane, shown: Areas, words: Mapping[str, str], point: Point) -> str:
    """The picture as sentences: the patient, then each column from low to high serum."""
    said = [f"{point.words}." if point.words else "Neither serum nor urine is set."]
    urine = spans(found.urine, shown.urine)
    for place, serum in enumerate(spans(found.serum, shown.serum)):
        column = [words[name] for name in shown.names[:, place].tolist()]
        parts = [f"{text}: {word}" for text, word in _merged(urine, column)]
        said.append(f"Serum {serum} {found.serum.unit}; by urine in {found.urine.unit}, {'; '.join(parts)}.")
    return " ".join(said)


def _merged(texts: Sequence[str], names: Sequence[str]) -> list[tuple[str, str]]:
    """Neighbours with one name said once."""
    merged: list[tuple[str, str]] = []
    for text, name in zip(texts, names, strict=True):
        if merged and merged[-1][1] == name:
            merged[-1] = f"{merged[-1][0]}, {text}", name
        else:
            merged.append((text, name))
    return merged


def table(found: Plane, shown: Areas, words: Mapping[str, str]) -> str:
    """The picture as a Markdown table: urine down from high to low, serum across."""
    across = [f"serum {text} {found.serum.unit}" for text in spans(found.serum, shown.serum)]
    rows = [f"| Urine, {found.urine.unit} | {' | '.join(across)} |", "|---|" + "---|" * len(across)]
    for text, line in list(zip(spans(found.urine, shown.urine), shown.names.tolist(), strict=True))[::-1]:
        rows.append(f"| {text} | {' | '.join(plain(words[name]) for name in line)} |")
    return "\n".join(rows)
