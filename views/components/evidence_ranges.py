"""Every published range of a test: chosen by people, country and unit, drawn on one scale, and as a table with its sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd
import streamlit as st

from interpret.quantities import QUANTITIES
from interpret.ranges import ADULT
from reference_ranges import Population, Range, all_ranges, cite, laboratory, sources
from views.components import evidence_range_chart
from views.components.chart import HOVER
from views.components.device import on_phone
from views.components.evidence_range_chart import KINDS, NOT_STATED, Group, printed_in
from views.components.wording import plain

ADULTS, PREGNANT, CHILDREN, EVERYONE = "Adults", "In pregnancy", "Children and newborns", "Everyone"


def _mostly_adults(one: Population) -> bool:
    """'1 to 74 years' are, '14 to under 19 years' are not."""
    return one.age_below is None or one.age_from + one.age_below > 2 * ADULT


PEOPLE: Mapping[str, Callable[[Population], bool]] = {
    ADULTS: lambda one: not one.pregnant and _mostly_adults(one),
    PREGNANT: lambda one: one.pregnant,
    CHILDREN: lambda one: not one.pregnant and one.age_from < ADULT,
    EVERYONE: lambda _: True,
}
"""Whom a range is for."""
ANY_UNIT, ANY_COUNTRY = "Any unit", "Any country"
WIDTHS = {
    "Laboratory": 180,
    "Range": 160,
    "For": 170,
    "Country": 105,
    "Kind": 85,
    "Source and place": 220,
    "Page": 55,
    "Checked": 90,
    "Status": 55,
}
"""Of the columns, in pixels: together those of a desktop; the first two are as wide as a phone."""


def show() -> str:
    """The filters, what they leave as a chart and as a table, and the test that was chosen."""
    first = st.columns([2, 1])
    further = st.expander("Country, unit, words", key="evidence_further") if on_phone() else st.container()
    second = further.columns(3)
    name = first[0].selectbox(
        "Test",
        [name for name in QUANTITIES if all_ranges(name, studies=True)],
        key="evidence_test",
        format_func=lambda one: QUANTITIES[one].label,
        persist_state="session",
    )
    every = all_ranges(name, studies=True)
    people = first[1].selectbox(
        "People", list(PEOPLE), key="evidence_people", persist_state="session", filter_mode=None
    )
    countries = sorted({laboratory(one.laboratory).country for one in every})
    country = second[0].selectbox("Country", [ANY_COUNTRY, *countries], key=f"evidence_country.{name}")
    units = [unit for unit in QUANTITIES[name].units if any(printed_in(one, unit) for one in every)]
    unit = second[1].selectbox(
        "Printed in", [ANY_UNIT, *units], key=f"evidence_unit.{name}", filter_mode=None
    )
    words = second[2].text_input(
        "Show only laboratories or people with", key="evidence_filter", placeholder="men, trimester, Mayo …"
    )
    held = [
        one
        for one in every
        if PEOPLE[people](one.population)
        and country in (ANY_COUNTRY, laboratory(one.laboratory).country)
        and (unit == ANY_UNIT or printed_in(one, unit))
        and words.casefold() in f"{laboratory(one.laboratory).name} {one.population}".casefold()
    ]
    _found(name, held, people, QUANTITIES[name].canonical_unit if unit == ANY_UNIT else unit)
    return name


def _found(name: str, held: Sequence[Range], people: str, unit: str) -> None:
    """How many there are, the chart and the table."""
    if not held:
        st.markdown("**No range** is held for this choice of people, country, unit and words.")
        return
    groups = list(grouped(held, people, unit))
    st.markdown(
        f"**{len(held)} range{'s' * (len(held) > 1)}**, as their sources print them; both ends belong to the range.  \n"
        f":small[On the scale in {plain(unit)} those printed otherwise are converted; the numbers are never rewritten. "
        f"Where a bar names no people: {NOT_STATED}.]"
    )
    if groups:
        st.plotly_chart(
            evidence_range_chart.figure(groups, unit),
            key="evidence_ranges",
            config=HOVER,
            alt=f"{QUANTITIES[name].label}, sorted by the lower limit. {evidence_range_chart.in_words(groups)}",
        )
    st.dataframe(
        pd.DataFrame([_row(one) for one in held], columns=list(WIDTHS)),
        hide_index=True,
        key="evidence_table",
        column_config={name: st.column_config.Column(width=width) for name, width in WIDTHS.items()}
        | {"Page": st.column_config.LinkColumn(width=WIDTHS["Page"], display_text="open")},
        alt=f"Every range of {QUANTITIES[name].label} with its source",
    )


def grouped(held: Sequence[Range], people: str, unit: str) -> Iterator[Group]:
    """By kind of source; where everyone is shown, by people. Within a group by the lower limit."""
    keys = [one for one in PEOPLE if one != EVERYONE] if people == EVERYONE else list(KINDS)

    def key(one: Range) -> str:
        if people != EVERYONE:
            return laboratory(one.laboratory).kind
        return next(group for group in keys if PEOPLE[group](one.population))

    for group in keys:
        bars = evidence_range_chart.bars([one for one in held if key(one) == group], unit)
        if bars:
            yield Group(KINDS.get(group, group), bars)


def _row(one: Range) -> tuple[str, ...]:
    home = laboratory(one.laboratory)
    printed = "; ".join(map(str, (one.interval, *one.printed_also)))
    places = "; ".join(map(cite, one.citations))
    page = sources()[one.citations[0].source].url or ""
    who = str(one.population)
    return home.name, printed, who, home.country, home.kind, places, page, one.checked.isoformat(), one.status
