"""The left column: what is entered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, partial

import streamlit as st

from interpret.medicines import MEDICINES
from interpret.patient import impossible, improbable, ordinary_as
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES, RESULTS
from interpret.report import echo
from interpret.words import GROUPS, WORDS
from reference_ranges import laboratory
from teaching.library import case_by_id, cases
from views.components import entry
from views.components.device import days_ago, now
from views.components.entry import Reading, keyed
from views.components.ranges_in_words import in_use, laboratories_with, short
from views.components.wording import choice, listed, plain, sentence

COMPANIONS = [name for name in RESULTS if name not in MAGNESIUM_TESTS]
CHECKED = "I have checked the number, the unit and the specimen"


def show(reading: Reading) -> None:
    """Draw every field."""
    for name in MAGNESIUM_TESTS:
        result(name, reading)
    other_results(reading)
    present()
    person(reading)
    asked()
    sample_and_collection(reading)
    foot()


def result(name: str, reading: Reading) -> None:
    """One result: number, unit, echo, range, and whatever has to be asked about it."""
    quantity = QUANTITIES[name]
    number, unit = st.columns([5, 4], gap="xsmall", vertical_alignment="bottom", wrap=False)
    only_unit = next(iter(quantity.units)) if len(quantity.units) == 1 else None
    number.text_input(
        f"{quantity.label}, {only_unit}" if only_unit else quantity.label,
        key=keyed(f"{name}.value"),
        help=f"Not: {quantity.excludes}." if quantity.excludes else None,
        placeholder="number" if only_unit else "number, unit",
        live=True,
        autocomplete="off",
        on_change=entry.take_unit_from_text,
        args=(name,),
    )
    if not only_unit:
        unit.selectbox(
            f"Unit of {quantity.label}",
            list(quantity.units),
            index=None,
            key=keyed(f"{name}.unit"),
            placeholder="unit",
            label_visibility="collapsed",
            on_change=entry.ask_about_unit,
            args=(name,),
        )
    if entry.typed(name).number is not None:
        _echo_and_range(name, reading)
    _problem(name, reading)
    if entry.get(f"{name}.asking") and entry.typed(name).number is not None:
        _ask_about_unit(name)
    _second_look(name)
    _range_to_check(name, reading)


def _problem(name: str, reading: Reading) -> None:
    """Why a result is not read. What is not typed to its end, or asked about, is no error."""
    one = entry.typed(name)
    waits_for_unit = one.number is not None and one.unit is None
    if (
        reading.own_problems(name)
        and not one.unfinished
        and not waits_for_unit
        and not entry.get(f"{name}.asking")
    ):
        st.error(_sentences(reading.own_problems(name)), icon=":material/block:")


def _sentences(messages: Iterable[str]) -> str:
    return plain(" ".join(map(sentence, messages)))


def _ask_about_unit(name: str) -> None:
    was, now = entry.get(f"{name}.asking")
    number, converted = entry.typed(name).number_alone, entry.converted(name)
    with st.container(border=True):
        st.markdown(f"The unit was **{was}** and is now **{now}**. Convert the number, or correct its label?")
        for key, label, text, deed in (
            ("convert", f"Convert: {number} {was} is {converted} {now}", converted, "converted"),
            ("relabel", f"Correct the label: it is {number} {now}", number, "its unit was corrected"),
        ):
            st.button(
                plain(label),
                key=f"{name}.{key}",
                width="stretch",
                on_click=partial(entry.answer_unit, name, text, deed),
            )


def _second_look(name: str) -> None:
    """A value that is not possible or not probable must be looked at by somebody; the answer goes into the report."""
    one, quantity = entry.typed(name), QUANTITIES[name]
    if (
        one.number is None
        or one.unit is None
        or one.unit not in quantity.units
        or entry.get(f"{name}.asking")
    ):
        return
    refused = impossible(quantity, one.number, one.unit)
    why = improbable(quantity, one.number, one.unit)
    if refused or (why and not entry.get(f"{name}.confirmed")):
        # Why a value is refused already stands in its error; nobody can have checked it.
        _which_is_it(name, None if refused else why)
    elif why:
        st.checkbox(CHECKED, key=keyed(f"{name}.confirmed"))


def _which_is_it(name: str, why: str | None) -> None:
    """The collision question: the number as it stands, in another unit, of another specimen, or in thousands."""
    one, quantity = entry.typed(name), QUANTITIES[name]
    if one.number is None or one.unit is None:
        return
    answers = []
    if why:
        as_it_stands = f"It is {one}: I have checked number, unit and specimen"
        answers.append((as_it_stands, partial(entry.put, f"{name}.confirmed", value=True)))
    for other, unit in ordinary_as(quantity, one.number, one.unit):
        specimen = "" if other == name else f"{QUANTITIES[other].label}, "
        if not specimen or entry.is_free(other):
            answer = partial(entry.correct, name, other, unit, one.number_alone)
            answers.append((f"It is {specimen}{one.number_alone} {unit}", answer))
    if whole := entry.in_thousands(name):
        answers.append((f"It is {whole} {one.unit}", partial(entry.correct, name, name, one.unit, whole)))
    if not answers:
        return
    with st.container(border=True, gap="xsmall"):
        if why:
            st.warning(plain(sentence(f"{one.comparator or ''}{why}")), icon=":material/warning:")
        for place, (text, answer) in enumerate(answers):
            st.button(plain(text), key=f"{name}.is_it.{place}", width="stretch", on_click=answer)


def _echo_and_range(name: str, reading: Reading) -> None:
    """What was understood, or what is still wanted, beside the range: in reach whenever a number was typed."""
    with st.container(horizontal=True, gap="xsmall", wrap=False):
        st.markdown(f":small[{_understood(name, reading)}]", width="stretch")
        with st.popover("range, date", key=f"{name}.range", type="tertiary"):
            _range(name, reading)
            _collected(name)


def _collected(name: str) -> None:
    """The day of the sample. The field refuses a day after today; one held from before stays, so that it can be corrected."""
    today, held = now().date(), entry.get(f"{name}.collected")
    st.date_input(
        "Collected on",
        value=None,
        max_value=max(today, held or today),
        key=keyed(f"{name}.collected"),
        format="YYYY-MM-DD",
    )


def _understood(name: str, reading: Reading) -> str:
    """A result in every unit, with its age and its range; a request while it cannot be read."""
    if name not in reading.patient.results:
        return _still_wanted(name, reading)
    measurement = reading.patient.results[name]
    parts = [_echo(name, reading)]
    if measurement.collected:
        parts.append(f"collected {days_ago(measurement.collected.date())}")
    found = in_use(name, reading.patient, entry.get(f"{name}.laboratory"))
    return plain(" · ".join(filter(None, (*parts, f"range {short(found, measurement.unit)}"))))


def _echo(name: str, reading: Reading) -> str:
    """The result in the other units, after the one that was understood where that is not what was typed."""
    one, others = entry.typed(name), list(echo(name, reading.patient))
    as_typed = entry.get(f"{name}.value").strip() in {str(one), one.number_alone}
    if not one.comparator:
        return " = ".join(("" if as_typed else str(one), *others)).strip()
    text = " or ".join(others)
    if not as_typed:
        text = ", that is ".join(filter(None, (str(one), text)))
    elif text:
        text = f"that is {text}"
    return text.replace("<=", "≤").replace(">=", "≥")


def _still_wanted(name: str, reading: Reading) -> str:
    one = entry.typed(name)
    if one.unit is None:
        verb = "Finish the unit" if one.begun else "Choose the unit, it is never guessed"
        return f":material/arrow_upward: {verb}: {plain(listed(QUANTITIES[name].units, 'or'))}."
    if name in reading.range_problems:
        return ":material/block: **Not read:** its range cannot be read. Correct it here →"
    return "Not read yet."


def _range_to_check(name: str, reading: Reading) -> None:
    """A typed range that is implausible waits until somebody has looked at it."""
    if name not in reading.patient.results:
        return
    found = in_use(name, reading.patient, entry.get(f"{name}.laboratory"))
    if found.unconfirmed:
        st.warning(plain(sentence(found.why or "")), icon=":material/warning:")
    if found.unconfirmed or entry.get(f"{name}.range_confirmed"):
        st.checkbox("I have checked this range and its unit", key=keyed(f"{name}.range_confirmed"))


def _range(name: str, reading: Reading) -> None:
    """The range of one result: that of a laboratory, or the reporting laboratory's own as typed."""
    quantity = QUANTITIES[name]
    homes = laboratories_with(name)
    if homes:
        _laboratory(f"Laboratory for {quantity.label}", f"{name}.laboratory", name)
    st.markdown("Your laboratory’s own range goes before any other.")
    low, high, unit = st.columns(3, vertical_alignment="bottom")
    for column, end in ((low, "low"), (high, "high")):
        column.text_input(
            f"{end.capitalize()} end",
            key=keyed(f"{name}.{end}"),
            placeholder="number",
            autocomplete="off",
            on_change=entry.note_range_unit,
            args=(name,),
        )
    unit.selectbox(
        "Unit of the range",
        list(quantity.units),
        index=None,
        key=keyed(f"{name}.range_unit"),
        placeholder="unit",
    )
    found = in_use(name, reading.patient, None)
    if name in reading.range_problems:
        st.error(_sentences(reading.range_problems[name]), icon=":material/block:")
    elif found.why:
        st.markdown(f":small[{plain(sentence(found.why))}]")


def _laboratory(label: str, key: str, *names: str) -> None:
    st.selectbox(
        label,
        [home.id for home in laboratories_with(*names)],
        index=None,
        key=keyed(key),
        format_func=lambda home: laboratory(home).name,
        placeholder="not chosen",
        filter_mode="contains",
    )


def person(reading: Reading) -> None:
    """Age, sex and pregnancy."""
    age, sex = st.columns([2, 3], gap="small", vertical_alignment="bottom", wrap=False)
    age.text_input("Age in years", key=keyed("age"), placeholder="years", autocomplete="off")
    sex.segmented_control("Sex", ["female", "male"], key=keyed("sex"), format_func=choice, width="stretch")
    if entry.get("sex") == "female":
        pregnant, weeks = st.columns([3, 2], gap="small", vertical_alignment="bottom", wrap=False)
        pregnant.segmented_control(
            "Pregnant", ["yes", "no"], key=keyed("pregnant"), format_func=choice, width="stretch"
        )
        if entry.get("pregnant") == "yes":
            weeks.text_input("Weeks", key=keyed("weeks"), placeholder="weeks", autocomplete="off")
    for name in ("age_years", "gestation_weeks", "patient"):
        if name in reading.problems:
            st.error(_sentences(reading.problems[name]), icon=":material/block:")
    _laboratory("Laboratory", "laboratory", *MAGNESIUM_TESTS)


def other_results(reading: Reading) -> None:
    """Companion results, a row for each that was chosen."""
    shown = entry.get("shown")
    with st.expander(f"Other results ({len(shown)})", key="other_results", on_change="rerun"):
        st.selectbox(
            "Add a result",
            [name for name in COMPANIONS if name not in shown],
            index=None,
            key=keyed("companion"),
            format_func=lambda name: QUANTITIES[name].label,
            placeholder="type its name, or choose",
            on_change=entry.add_companion,
        )
        for name in shown:
            result(name, reading)
            if name == "magnesium_retention":
                _protocol(name)
            st.button(
                f"Remove {QUANTITIES[name].label}",
                key=f"{name}.remove",
                type="tertiary",
                icon=":material/close:",
                on_click=entry.drop_companion,
                args=(name,),
            )


def _protocol(name: str) -> None:
    st.segmented_control("Route of the load", ["iv", "oral"], key=keyed(f"{name}.route"), format_func=choice)
    mmol, hours = st.columns(2)
    mmol.text_input("Magnesium given, mmol", key=keyed(f"{name}.mmol"), autocomplete="off")
    hours.text_input("Hours", key=keyed(f"{name}.hours"), autocomplete="off")


def present() -> None:
    """What is present, in one box over all words, and what a chosen word means where that is not plain."""
    _words("present", "Present", "medicine, condition, symptom, sign")
    meanings = [
        f"{WORDS[word].label}: {WORDS[word].means}" for word in entry.get("present") if WORDS[word].means
    ]
    for meaning in meanings:
        st.markdown(f":small[{plain(sentence(meaning))}]")


def asked() -> None:
    """What was asked and is absent; the rest was not asked."""
    with st.expander(f"Asked and absent ({entry.asked()})", key="asked_and_absent"):
        st.markdown("Asked, and no others are present:")
        for group, heading in GROUPS.items():
            if group != entry.SAMPLE:
                st.checkbox(heading, key=keyed(f"{group}.asked"))
        _words("absent", "Asked one by one", "asked, and not there")


def _words(box: str, heading: str, hint: str) -> None:
    elsewhere = set(entry.get("absent" if box == "present" else "present"))
    labels = {**_labels(), **entry.labels_by_medicine()}
    st.multiselect(
        heading,
        [word for word in labels if word not in elsewhere],
        key=keyed(box),
        format_func=labels.__getitem__,
        placeholder=hint,
        filter_mode="contains",
        select_all=False,
        wrap=True,
        on_change=entry.words_changed,
        args=(box,),
    )


@cache
def _labels() -> Mapping[str, str]:
    """Every word by its label; a medicine, or another name, with the word it is entered as."""
    words = {name: word.label for name, word in WORDS.items()}
    return words | {name: f"{name} → {words[word]}" for name, word in MEDICINES.items()}


def sample_and_collection(reading: Reading) -> None:
    """The tube and the collection."""
    with st.expander("Sample and collection", key="sample_and_collection"):
        st.multiselect(
            "Known about the samples",
            [word for word, one in WORDS.items() if one.group == entry.SAMPLE],
            key=keyed(entry.SAMPLE),
            format_func=lambda word: WORDS[word].label,
            placeholder="choose what is known",
            select_all=False,
            on_change=entry.words_changed,
            args=(entry.SAMPLE,),
        )
        st.checkbox("Asked, no others", key=keyed(f"{entry.SAMPLE}.asked"))
        st.text_input("Body weight in kg", key=keyed("weight"), placeholder="kg", autocomplete="off")
        if "weight_kg" in reading.problems:
            st.error(_sentences(reading.problems["weight_kg"]), icon=":material/block:")


def foot() -> None:
    """Examples, and an empty form again."""
    with st.container(horizontal=True, gap="small"):
        with st.popover("Load an example", key="load_example", icon=":material/school:", on_change="rerun"):
            st.markdown(
                "A case from the literature, or one constructed for teaching. It replaces what is entered."
            )
            st.selectbox(
                "Case",
                [case.id for case in cases()],
                index=None,
                key=keyed("case"),
                format_func=_case,
                placeholder="choose, or type a word of it",
                filter_mode="contains",
                on_change=entry.load_case,
            )
        if entry.can_bring_back():
            st.button(
                "Bring back what was cleared",
                key="bring_back",
                icon=":material/undo:",
                on_click=entry.bring_back,
            )
        else:
            st.button(
                "Clear all",
                key="clear",
                icon=":material/delete:",
                disabled=entry.is_empty(),
                on_click=entry.clear,
            )


def _case(name: str) -> str:
    """Title and topic, and where it comes from."""
    case = case_by_id(name)
    return f"{case.title}: {case.topic} ({'constructed' if case.kind == 'constructed' else 'published'})"
