"""Make a class: seed, size, causes and faults; the class at a glance, and files with or without the answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import streamlit as st

from interpret.pattern_names import NAMES
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES
from interpret.rules import URGENCIES
from reference_ranges import cite
from teaching.generator import Answer, Pretended, make_class, to_csv, to_json
from teaching.physiology import Cause, Fault, physiology
from views.components import tables
from views.components.device import on_phone
from views.components.families import OF_READING
from views.components.wording import choice, plain, readable, sentence

SIZES = (6, 12, 24, 60, 120)
SHARES = {"a few": 0.15, "a third": 1 / 3, "half": 0.5, "all": 1.0}
SHOWN = {True: 4, False: 12}
"""Patients of the class shown on a phone and on a desktop; the files hold all."""

BESIDE = ("potassium", "calcium_adjusted")
"""Companion results shown on the page; the files hold all."""

STORE = "class_made"
Class: TypeAlias = Sequence[Pretended]
Thing = TypeVar("Thing")


def show() -> None:
    """What a class is made from, and the class."""
    st.markdown(
        "Patients who do not exist, for a lesson: a cause drives their results, the results vary as results do, and some go "
        "wrong on the way. **The same seed gives the same class** on every computer. The answers come from the rules, once "
        "for what the class sees and once for the same patient without the fault."
    )
    made = _chosen()
    with st.container(gap="small"):
        _files(made)
        _glance(made)
    _model()


# ---- choices ---------------------------------------------------------------------------------------------------------
def _kept(name: str, otherwise: Any) -> str:  # noqa: ANN401 - whatever the widget holds
    """The key of a widget, with what was chosen put back after a change of page."""
    store, key = st.session_state.setdefault(STORE, {}), f"class.{name}"
    if key not in st.session_state:
        st.session_state[key] = store.get(name, otherwise)
    store[name] = st.session_state[key]
    return key


def _chosen() -> tuple[Pretended, ...]:
    """The class of the choices made."""
    model = physiology()
    numbers, words = st.columns([4, 9], gap="medium")
    with words:
        causes = _pills("Causes; none chosen means all", model.causes, "causes")
        faults = _pills("Faults that may happen", model.faults, "faults")
    with numbers:
        seed = st.number_input("Seed", min_value=0, max_value=999_999, step=1, key=_kept("seed", 2026))
        size = _segments("Patients", SIZES, "size", 24)
        share = _segments("How many have a fault", tuple(SHARES), "share", "a third") if faults else "all"
    return make_class(int(seed), size, causes, faults, SHARES[share])


def _segments(heading: str, offered: Sequence[Thing], name: str, otherwise: Thing) -> Thing:
    chosen: Thing | None = st.segmented_control(
        heading,
        offered,
        required=True,
        key=_kept(name, otherwise),
        format_func=lambda one: choice(str(one)),
    )
    return otherwise if chosen is None else chosen


def _pills(heading: str, offered: Mapping[str, Cause] | Mapping[str, Fault], name: str) -> list[str]:
    return st.pills(
        heading,
        list(offered),
        selection_mode="multi",
        key=_kept(name, []),
        wrap=True,
        format_func=lambda one: choice(offered[one].name),
    )


# ---- the class -------------------------------------------------------------------------------------------------------
def _files(made: Class) -> None:
    name = f"class_{st.session_state['class.seed']}_{len(made)}"
    files = (
        ("For the class, CSV", f"{name}.csv", to_csv(made, answers=False), "text/csv"),
        ("With the answers, CSV", f"{name}_answers.csv", to_csv(made, answers=True), "text/csv"),
        ("With the answers, JSON", f"{name}_answers.json", to_json(made, answers=True), "application/json"),
    )
    with st.container(horizontal=True, gap="small"):
        for label, file_name, text, kind in files:
            st.download_button(
                label,
                text,
                file_name,
                kind,
                key=f"class.{file_name.partition('_')[0]}.{label}",
                icon=":material/download:",
                on_click="ignore",
            )


def _glance(made: Class) -> None:
    """The first patients as a table, with the answers when they are wanted."""
    answers = st.toggle("Show the answers", key=_kept("answers", otherwise=False))
    if answers:
        st.markdown("  \n".join(summary(made)))
    shown = made[: SHOWN[on_phone()]]
    tables.draw(*table(shown, answers=answers), f"The first {len(shown)} patients of the class")
    if len(made) > len(shown):
        st.markdown(
            f":small[The first {len(shown)} of {len(made)}; the files hold all, with every result and answer.]"
        )


def summary(made: Class) -> list[str]:
    """How often each reading occurs, and what the faults did."""
    counts = Counter(one.answer.pattern for one in made)
    lines = [
        " · ".join(
            f"**{count}** {OF_READING[name].symbol} {NAMES[name]}" for name, count in counts.most_common()
        )
    ]
    faulty = [one for one in made if one.fault]
    if faulty:
        turned = sum(one.answer.pattern != one.answer_without_fault.pattern for one in faulty)
        hidden = sum(_level(one.answer) < _level(one.answer_without_fault) for one in faulty)
        raised = sum(_level(one.answer) > _level(one.answer_without_fault) for one in faulty)
        lines.append(
            f"**{len(faulty)} have a fault.** It turned the reading in {turned}, hid an urgency in {hidden} and raised one "
            f"in {raised}."
        )
    return lines


def _level(answer: Answer) -> int:
    return URGENCIES.index(answer.urgency)


def table(made: Class, *, answers: bool) -> tuple[list[str], list[list[str]]]:
    """The columns and the rows of the patients, as Markdown."""
    tests = (*MAGNESIUM_TESTS, *BESIDE)
    columns = [
        "Number",
        "Patient",
        *(f"{QUANTITIES[name].label}, {QUANTITIES[name].canonical_unit}" for name in tests),
    ]
    columns += ["Cause", "Reading", "Without the fault"] if answers else []
    rows = []
    for one in made:
        cells = [str(one.number), one.title, *(_result(one, name) for name in tests)]
        if answers:
            cells += [_why(one), _said(one.answer), _said(one.answer_without_fault) if one.fault else ""]
        rows.append([plain(cell) for cell in cells])
    return columns, rows


def _why(one: Pretended) -> str:
    """The cause, and the fault if there is one."""
    model = physiology()
    cause = model.causes[one.cause].name
    return f"{cause}; fault: {model.faults[one.fault].name}" if one.fault else cause


def _result(one: Pretended, name: str) -> str:
    """The number, and its unit where it is not that of the column."""
    result = one.given["results"][name]
    unit = "" if result["unit"] == QUANTITIES[name].canonical_unit else f" {result['unit']}"
    return f"{result['value']}{unit}"


def _said(answer: Answer) -> str:
    symbol = OF_READING[answer.pattern].symbol
    return f"{symbol} {NAMES[answer.pattern]}; {readable(answer.urgency)}"


# ---- the model -------------------------------------------------------------------------------------------------------
def _model() -> None:
    model = physiology()
    with st.expander("What the model assumes", key="class.model"):
        st.markdown(
            "A teaching model, draft: no clinician has reviewed it, and its numbers are chosen so that a class meets the "
            "pictures that textbooks describe. Urine magnesium is the filtered load times its fractional excretion and urine "
            "creatinine is what was filtered, so that all kidney results of a patient agree. How far serum magnesium varies "
            "is published; the other variations are assumed."
        )
        for heading, entries in (("Causes", model.causes.values()), ("Faults", model.faults.values())):
            st.markdown(f"### {heading}")
            st.markdown("\n".join(f"- {_entry(one)}" for one in entries))


def _entry(one: Cause | Fault) -> str:
    cited = f" :small[{plain('; '.join(map(cite, one.citations)))}]" if one.citations else ""
    return f"{plain(sentence(one.title))}{cited}"
