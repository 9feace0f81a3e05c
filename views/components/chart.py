"""What all charts are drawn with: plain dictionaries, which halve the time of a page against figure objects.

Charts are grey on grey with words, so that they print and need no colour; they are one unit wide and count pixels from the top.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import streamlit as st

Drawn: TypeAlias = dict[str, Any]
Point: TypeAlias = tuple[float, float]

INK = {"light": "#101a22", "dark": "#eef2f5"}
FAINT, STRONG, HATCH = 0.16, 0.5, 0.25
STILL = {"staticPlot": True, "displayModeBar": False}
HOVER = {"displayModeBar": False}


def ink() -> str:
    """The colour of words and marks in the theme in use."""
    return INK[st.context.theme.type or "light"]


def grey(strength: float) -> str:
    """A grey that stands on light and on dark ground."""
    return f"rgba(128,128,128,{strength})"


def figure(height: float, data: Sequence[Drawn], shapes: Sequence[Drawn], notes: Sequence[Drawn]) -> Drawn:
    """A figure without axes."""
    hidden = {"visible": False, "fixedrange": True}
    return {
        "data": list(data),
        "layout": {
            "height": height,
            "font": {"color": ink()},
            "barmode": "overlay",
            "showlegend": False,
            "margin": {"l": 4, "r": 4, "t": 0, "b": 0},
            "xaxis": hidden | {"range": [0, 1]},
            "yaxis": hidden | {"range": [height, 0]},
            "shapes": list(shapes),
            "annotations": list(notes),
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "hoverlabel": {"align": "left"},
        },
    }


def block(middle: float, thick: float, span: Point, strength: float, pattern: str = "") -> Drawn:
    """A stretch of a bar, from one place to another; ``pattern`` is one of plotly's hatchings."""
    marker: Drawn = {"color": grey(strength), "line": {"width": 0}}
    if pattern:
        hatched = {
            "shape": pattern,
            "size": 6,
            "solidity": HATCH,
            "fgcolor": ink(),
            "bgcolor": grey(strength),
        }
        marker["pattern"] = hatched
    return {
        "type": "bar",
        "orientation": "h",
        "base": [span[0]],
        "x": [span[1] - span[0]],
        "y": [middle],
        "width": thick,
        "marker": marker,
        "hoverinfo": "skip",
    }


def line(start: Point, end: Point, width: int, dash: str = "solid") -> Drawn:
    """A line between two points."""
    style = {"color": ink(), "width": width, "dash": dash}
    return {"type": "line", "x0": start[0], "x1": end[0], "y0": start[1], "y1": end[1], "line": style}


def box(corner: Point, other: Point, strength: float, width: int = 0) -> Drawn:
    """A rectangle, with an edge of ``width`` pixels."""
    edge = {"color": ink(), "width": width}
    corners = {"x0": corner[0], "x1": other[0], "y0": corner[1], "y1": other[1]}
    return {"type": "rect", "fillcolor": grey(strength), "line": edge, "layer": "below"} | corners


def note(x: float, y: float, text: str, *, anchor: str = "left", size: int = 12) -> Drawn:
    """Words at a point; ``text`` may hold `<b>` and `<br>`."""
    placed = {"x": x, "y": y, "xanchor": anchor, "yanchor": "middle", "align": anchor, "showarrow": False}
    return placed | {"text": text, "font": {"size": size}}


def told(points: Sequence[Point], texts: Sequence[str], size: float) -> Drawn:
    """Invisible marks that tell their text on hover."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "marker": {"size": size, "symbol": "square", "opacity": 0},
        "hovertext": list(texts),
        "hoverinfo": "text",
    }


def safe(text: str) -> str:
    """A text in which nothing is read as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
