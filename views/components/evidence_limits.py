"""What stands beside the ranges of a test: limits that rules compare with, variation, populations, published grades."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import streamlit as st

from interpret.manual import limit_in_words
from reference_ranges import (
    Citation,
    Grade,
    Scale,
    Survey,
    cite,
    decision_limits,
    scales,
    surveys,
    variation,
)
from views.components.evidence_table import table
from views.components.wording import plain

SOURCE = "Source and place"


def show(name: str) -> None:
    """Everything of one test that is held, each under its heading."""
    _limits(name)
    _variation(name)
    for survey in surveys(name):
        _survey(survey)
    for scale in scales().values():
        if scale.quantity == name:
            _scale(scale)


def _cited(citations: Sequence[Citation]) -> str:
    return "; ".join(plain(cite(place)) for place in citations)


def _limits(name: str) -> None:
    held = [one for one in decision_limits().values() if one.quantity == name]
    if held:
        st.markdown("### Decision limits")
        st.markdown("Numbers that rules compare with. They are no reference ranges.")
        rows = [
            [
                plain(limit_in_words(one)),
                plain(one.means),
                _cited(one.citations),
                f"`{one.id}` · {one.status}",
            ]
            for one in held
        ]
        st.markdown(table(["Limit", "Means", SOURCE, "Id and status"], rows))


def _variation(name: str) -> None:
    held = variation(name)
    if held:
        st.markdown("### Variation")
        st.markdown("How much a result moves while nothing changes: coefficients of variation.")
        rows = [
            [
                plain(one.population),
                *(
                    "not given" if part is None else f"{part} %"
                    for part in (one.within_person, one.analytical)
                ),
                plain(one.note or ""),
                f"{_cited(one.citations)} · {one.status}",
            ]
            for one in held
        ]
        st.markdown(table(["People", "Within a person", "Analytical", "Note", SOURCE], rows))


def _survey(one: Survey) -> None:
    st.markdown(f"### Population: {plain(one.name)}")
    st.markdown(
        f"How the results of {plain(one.people)} are spread. A picture behind a value, not a reference interval."
    )
    st.markdown("\n".join(f"- {plain(caveat)}" for caveat in one.caveats))
    percents = sorted({percent for group in one.groups for percent in group.percentiles})
    rows = [
        [
            plain(str(group.population)),
            str(group.people or "not said"),
            *(str(group.percentiles.get(percent, "")) for percent in percents),
        ]
        for group in one.groups
    ]
    st.markdown(table([f"Percentiles in {one.unit}", "People", *(f"{one} %" for one in percents)], rows))
    st.markdown(f":small[{_cited(one.citations)}. `{one.id}` · {one.status} · checked {one.checked}]")


def _scale(one: Scale) -> None:
    st.markdown(f"### {plain(one.title)}: for reporting adverse events, not urgency")
    st.markdown(
        "Each column as it is printed. The columns are not conversions of one another: "
        "a result is graded in the unit in which it was reported."
    )
    rows = [[f"Grade {grade.grade}", *map(plain, by_unit(grade, one.units))] for grade in one.grades]
    st.markdown(table(["Grade", *one.units, "With"], rows))
    st.markdown(f":small[{_cited(one.citations)}. `{one.id}` · {one.status}]")


def by_unit(grade: Grade, units: Sequence[str]) -> Iterator[str]:
    """A printed grade split into its columns, what has no unit last."""
    parts = grade.as_printed.split("; ")
    for unit in units:
        yield next((part.removesuffix(unit).strip() for part in parts if part.endswith(unit)), "")
    yield "; ".join(part for part in parts if not part.endswith(tuple(units)))
