"""The floor beside which the one-patient page is timed: the same blocks, widgets, texts and charts, with nothing behind them.

`page.py` writes what the real page drew to the file named in FLOOR, and this page draws it again. With FLOOR_TEXTS=0 texts are left
out, so that only widgets and charts remain.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeAlias

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

Part: TypeAlias = dict[str, Any]

TEXTS = os.environ.get("FLOOR_TEXTS") != "0"


@st.cache_resource  # Streamlit runs this file anew each time; a cache of its own outlives the run
def recorded() -> Part:
    """What to draw, read once: a block with its parts in order."""
    root: Part = json.loads(Path(os.environ["FLOOR"]).read_text(encoding="utf-8"))
    return root


ELEMENTS: dict[str, Callable[[Part], object]] = {
    "text_input": lambda one: st.text_input(one["label"], key=one["key"], live=one["live"]),
    "selectbox": lambda one: st.selectbox(one["label"], one["options"], index=None, key=one["key"]),
    "multiselect": lambda one: st.multiselect(one["label"], one["options"], key=one["key"]),
    "button_group": lambda one: st.segmented_control(one["label"], one["options"], key=one["key"]),
    "checkbox": lambda one: st.checkbox(one["label"], key=one["key"]),
    "date_input": lambda one: st.date_input(one["label"], value=None, key=one["key"]),
    "button": lambda one: st.button(one["label"], key=one["key"]),
    "download_button": lambda one: st.download_button(one["label"], one["label"], key=one["key"]),
    "plotly_chart": lambda one: st.plotly_chart(
        # A copy: plotly takes a figure apart while it checks it, and many visitors may draw the same one.
        deepcopy(one["spec"]),
        key=one["key"],
        config={"displayModeBar": False},
    ),
}
SAID: dict[str, Callable[[Part], object]] = {
    "markdown": lambda one: st.markdown(one["body"]),
    "alert": lambda one: st.info(one["body"]),
    "html": lambda one: st.html(one["body"]),
    "heading": lambda one: st.header(one["body"]),
    "code": lambda one: st.code(one["body"], language=None, wrap_lines=True),
}


def block(one: Part) -> DeltaGenerator:
    """A block of the kind recorded."""
    match one["kind"]:
        case "expandable":
            return st.expander(one["label"])
        case "popover":
            return st.popover(one["label"], key=one["key"])
        case _:
            return st.container()


def draw(parts: list[Part]) -> None:
    """Draw parts one under the other."""
    for one in parts:
        inside = one.get("parts")
        if inside is None:
            show = ELEMENTS.get(one["kind"]) or (SAID[one["kind"]] if TEXTS else None)
            if show:
                show(one)
        elif inside and all(part["kind"] == "column" for part in inside):
            for column, part in zip(st.columns([part["weight"] for part in inside]), inside, strict=True):
                with column:
                    draw(part["parts"])
        else:
            with block(one):
                draw(inside)


st.set_page_config(layout="wide")
draw(recorded()["parts"])
