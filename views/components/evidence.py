"""What the product holds to be true, to be read and disagreed with: one section at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from textwrap import shorten

import pandas as pd
import streamlit as st

from interpret.manual import KINDS, finding_in_words, page
from interpret.quantities import QUANTITIES
from interpret.ranges import ADULT
from interpret.rules import Finding, rulebook
from reference_ranges import Interval, Population, Range, all_ranges, cite, laboratory
from views.components import chart
from views.components.chart import FAINT, HOVER, STRONG, Drawn, block, note, safe, told
from views.components.device import on_phone
from views.components.wording import choice

RANGES, FINDINGS = "Ranges", "Findings"
PAGES = {
    "Decision table": "decision_table.md",
    "Disputed questions": "disputed_questions.md",
    "Definitions": "definitions.md",
    "Inputs": "inputs.md",
    "Sources": "sources.md",
}
"""Sections that are shown as the manual prints them."""
PEOPLE: Mapping[str, Callable[[Population], bool]] = {
    "Adults": lambda one: not one.pregnant and (one.age_below is None or one.age_below > ADULT),
    "In pregnancy": lambda one: one.pregnant,
    "Children and newborns": lambda one: not one.pregnant and one.age_from < ADULT,
    "Everyone": lambda _: True,
}
"""Whom a range is for."""
MOST_SHOWN = 12
COLUMNS = ["Laboratory", "For", "Range", "Source and place", "Checked", "Status"]
MOST_LETTERS = 58
ROW, ROW_ON_PHONE, THICK, NAME = 22, 36, 10, 0.42


def show() -> None:
    """The selector and the chosen section."""
    sections = [RANGES, FINDINGS, *PAGES]
    chosen = st.segmented_control(
        "Section",
        sections,
        default=RANGES,
        required=True,
        key="evidence_section",
        format_func=choice,
        persist_state="session",
    )
    if chosen == RANGES:
        _ranges()
    elif chosen == FINDINGS:
        _findings()
    else:
        _, _, body = page(PAGES[chosen]).partition("\n")
        st.markdown(_one_level_down(body))


def _one_level_down(markdown: str) -> str:
    """Headings of a page of the manual under the heading of this one."""
    return markdown.replace("\n## ", "\n### ")


# ---- ranges ----------------------------------------------------------------------------------------------------------
def _ranges() -> None:
    names = [name for name in QUANTITIES if all_ranges(name, studies=True)]
    test, people, who = st.columns(3)
    name = test.selectbox(
        "Test",
        names,
        key="evidence_test",
        format_func=lambda one: QUANTITIES[one].label,
        persist_state="session",
    )
    held = all_ranges(name, studies=True)
    chosen = people.selectbox(
        "People", list(PEOPLE), key="evidence_people", persist_state="session", filter_mode=None
    )
    words = who.text_input(
        "Show only laboratories or people with", key="evidence_filter", placeholder="men, trimester, Mayo …"
    )
    held = tuple(
        one
        for one in held
        if PEOPLE[chosen](one.population)
        and words.casefold() in f"{laboratory(one.laboratory).name} {one.population}".casefold()
    )
    unit = QUANTITIES[name].canonical_unit
    drawn = [(one, form) for one in held if (form := _form(one, unit))]
    st.markdown(
        f"**{len(held)} ranges**, as their sources print them; both ends belong to the range. "
        f"Drawn are the {len(drawn)} that are printed in {unit}."
    )
    if not held:
        return
    if drawn:
        said = " ".join(f"{_name(one)}, {one.population}: {form}." for one, form in drawn)
        st.plotly_chart(
            figure(drawn),
            key="evidence_ranges",
            config=HOVER,
            alt=f"{QUANTITIES[name].label} in {unit}. {said}",
        )
    st.dataframe(
        pd.DataFrame([_row(one) for one in held], columns=COLUMNS),
        hide_index=True,
        key="evidence_table",
        alt=f"Every range of {QUANTITIES[name].label} with its source",
    )


def _name(one: Range) -> str:
    home = laboratory(one.laboratory)
    return f"{home.name} (study)" if home.kind == "study" else home.name


def _row(one: Range) -> tuple[str, ...]:
    printed = "; ".join(map(str, (one.interval, *one.printed_also)))
    places = "; ".join(map(cite, one.citations))
    return _name(one), str(one.population), printed, places, one.checked.isoformat(), one.status


def _form(one: Range, unit: str) -> Interval | None:
    """A range in a unit in which its source prints it, with both ends; others are in the table only."""
    forms = (form for form in (one.interval, *one.printed_also) if form.unit == unit)
    return next((form for form in forms if form.low is not None and form.high is not None), None)


def figure(held: Sequence[tuple[Range, Interval]]) -> Drawn:
    """A bar for each range on one scale, those of studies fainter; on a phone its name stands over it."""
    top = 1.25 * max(float(form.high or 0) for _, form in held)
    left, high, above = (0.0, ROW_ON_PHONE, 14) if on_phone() else (NAME, ROW, 0)

    def at(value: Decimal | None) -> float:
        return left + (1 - left) * float(value or 0) / top

    bars, notes, places, texts = [], [], [], []
    for row, (one, form) in enumerate(held):
        middle = high * row + above + (high - above) / 2
        study = laboratory(one.laboratory).kind == "study"
        bars.append(block(middle, THICK, (at(form.low), at(form.high)), FAINT if study else STRONG))
        label = shorten(f"{_name(one)}: {one.population}", MOST_LETTERS, placeholder=" …")
        notes += [
            note(0, middle - above * 1.25, safe(label)),
            note(at(form.high) + 0.005, middle, f"{form.low}–{form.high}", size=11),
        ]
        places.append(((at(form.low) + at(form.high)) / 2, middle))
        texts.append(safe(f"{one.population}. {cite(one.citations[0])}"))
    return chart.figure(high * len(held), [*bars, told(places, texts, ROW)], [], notes)


# ---- findings --------------------------------------------------------------------------------------------------------
def _findings() -> None:
    kind, words = st.columns(2)
    chosen = kind.selectbox(
        "Kind", list(KINDS), key="evidence_kind", format_func=KINDS.__getitem__, persist_state="session"
    )
    sought = words.text_input(
        "Show only findings with", key="evidence_words", placeholder="a word or an id"
    ).casefold()
    held = [one for one in rulebook().of_kind(chosen) if sought in _text(one)]
    st.markdown(f"**{len(held)} findings.** Disagree with a line by its id.")
    for one in held[:MOST_SHOWN]:
        st.markdown("\n".join(finding_in_words(one)).lstrip())
    if len(held) > MOST_SHOWN:
        with st.expander(f"{len(held) - MOST_SHOWN} more", key="evidence_more", on_change="rerun") as more:
            if more.open:
                st.markdown("\n".join(line for one in held[MOST_SHOWN:] for line in finding_in_words(one)))


def _text(one: Finding) -> str:
    return " ".join([one.id, *one.texts()]).casefold()
