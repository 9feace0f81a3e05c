"""What stands beside the ranges of a test: limits that rules compare with, variation, populations, published grades."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import streamlit as st

from interpret.manual import limit_in_words
from interpret.quantities import QUANTITIES
from reference_ranges import (
    Grade,
    Scale,
    Survey,
    SurveyGroup,
    decision_limits,
    scales,
    surveys,
    variation,
)
from views.components.device import on_phone
from views.components.evidence_sources import cited
from views.components.tables import draw
from views.components.wording import plain, sentence

SOURCE = "Source and place"


def show(name: str) -> None:
    """What rules use, each under its heading; populations and grades, which none uses, folded."""
    _limits(name)
    _variation(name)
    for survey in surveys(name):
        _survey(survey)
    for scale in scales().values():
        if scale.quantity == name:
            _scale(scale)


def _limits(name: str) -> None:
    unit = QUANTITIES[name].canonical_unit
    held = sorted(
        (one for one in decision_limits().values() if one.quantity == name), key=lambda one: one.values[unit]
    )
    if held:
        st.markdown("### Decision limits")
        st.markdown("Numbers that rules compare with. They are no reference ranges.")
        rows = [
            [
                plain(limit_in_words(one)),
                plain(one.means),
                cited(one.citations),
                f"`{one.id}` · {one.status}",
            ]
            for one in held
        ]
        draw(["Limit", "Means", SOURCE, "Id and status"], rows, "Decision limits")


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
                f"{cited(one.citations)} · {one.status}",
            ]
            for one in held
        ]
        draw(["People", "Within a person", "Analytical", "Note", SOURCE], rows, "Variation")


def _survey(one: Survey) -> None:
    with st.expander(f"Population: {plain(one.name)}", key=f"evidence_survey.{one.id}"):
        st.markdown("A picture behind a value, not a reference interval.")
        st.markdown("\n".join(f"- {plain(sentence(text))}" for text in (one.people, *one.caveats)))
        percents = sorted({percent for group in one.groups for percent in group.percentiles})
        columns = [f"Percentiles in {one.unit}", *(f"{each} %" for each in percents)]
        rows = [[_who(group), *_values(group, percents)] for group in one.groups]
        if on_phone():
            st.markdown("\n\n".join([f"{columns[0]}:", *(_in_one_line(columns, row) for row in rows)]))
        else:
            draw(columns, rows, one.name)
        st.markdown(f":small[{cited(one.citations)}. `{one.id}` · {one.status} · checked {one.checked}]")


def _who(group: SurveyGroup) -> str:
    """Who they are, and how many where that is said."""
    return plain(f"{group.population} (n = {group.people})" if group.people else str(group.population))


def _values(group: SurveyGroup, percents: Sequence[Decimal]) -> Iterator[str]:
    return (str(group.percentiles.get(percent, "")) for percent in percents)


def _in_one_line(columns: Sequence[str], row: Sequence[str]) -> str:
    """A group on a phone: its percentiles beside one another."""
    pairs = (f":small[{name}:] {value}" for name, value in zip(columns[1:], row[1:], strict=True) if value)
    unbroken = (pair.replace(" ", "\N{NO-BREAK SPACE}") for pair in pairs)
    return f"**{row[0]}**  \n{' · '.join(unbroken)}"


def _scale(one: Scale) -> None:
    heading = f"{plain(one.title)}: for reporting adverse events, not urgency"
    with st.expander(heading, key=f"evidence_scale.{one.id}"):
        st.markdown(
            "Each column as it is printed. The columns are not conversions of one another: "
            "a result is graded in the unit in which it was reported."
        )
        rows = [[f"Grade {grade.grade}", *map(plain, by_unit(grade, one.units))] for grade in one.grades]
        draw(["Grade", *one.units, "With"], rows, one.title)
        st.markdown(f":small[{cited(one.citations)}. `{one.id}` · {one.status}]")


def by_unit(grade: Grade, units: Sequence[str]) -> Iterator[str]:
    """A printed grade split into its columns, what has no unit last."""
    parts = grade.as_printed.split("; ")
    for unit in units:
        yield next((part.removesuffix(unit).strip() for part in parts if part.endswith(unit)), "")
    yield "; ".join(part for part in parts if not part.endswith(tuple(units)))
