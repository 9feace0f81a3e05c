"""What is being typed about one patient, kept as typed through reruns, errors and changes of page.

Widgets forget when their page is left, so every field also stands in one dictionary of its own in the session. A field's
name is the key of its widget. Nothing here decides anything: the text is handed to `interpret` as the public JSON object.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

import streamlit as st

from interpret import InputError, Patient, Report, interpret
from interpret.examples import json_of
from interpret.medicines import MEDICINES
from interpret.patient import improbable, parse_typed
from interpret.prepare import person_of
from interpret.quantities import MAGNESIUM_TESTS, QUANTITIES, RESULTS, Quantity
from interpret.ranges import range_in_use
from interpret.units import convert, is_begun, recognise_typed
from interpret.words import GROUPS, WORDS
from teaching.library import Case, case_by_id

STORE = "patient_entry"
BEFORE = "patient_entry_before"
SAMPLE, MEDICINE = "sample", "medicines"
MORE_PLACES = 2
"""Places kept beyond those a laboratory prints, so that converting a number does not move the reading."""

_THOUSANDS = re.compile(r"[<>=≤≥\s]*[1-9]\d{0,2},\d{3}(?!\d)")
"""A number whose comma may stand between thousands."""

SUBJECTS = {
    "unit": "the unit",
    "range": "the range",
    "range.unit": "the unit of the range",
    "range.low": "the low end of the range",
    "range.high": "the high end of the range",
    "protocol": "the loading test",
    "protocol.mmol": "the magnesium given, in mmol,",
    "protocol.hours": "the hours of the loading test",
    "age_years": "the age in years",
    "gestation_weeks": "the weeks of pregnancy",
    "weight_kg": "the body weight in kg",
}
"""What a message about a part of a result, or about the person, begins with; one about a value names it itself."""

Held: TypeAlias = Any
"""What a field holds is what its widget holds: a text, a choice, a list of words, a date, yes or no."""

EMPTY: Mapping[str, Held] = {
    "value": "",
    "unit": None,
    "low": "",
    "high": "",
    "range_unit": None,
    "laboratory": None,
    "confirmed": False,
    "range_confirmed": False,
    "collected": None,
    "route": None,
    "mmol": "",
    "hours": "",
    "asking": None,
    "first": "",
    "corrected": "",
    "age": "",
    "sex": None,
    "pregnant": None,
    "weeks": "",
    "weight": "",
    "present": [],
    "absent": [],
    "sample": [],
    "named": [],
    "asked": False,
    "shown": [],
    "example": None,
    "companion": None,
    "case": None,
    "beside": None,
    "answer": None,
    "picture": None,
    "printing": False,
}
"""What each kind of field holds before anything is typed; a field's kind is the last part of its name."""

NO_WIDGET = ("asking", "named", "first", "corrected", "shown", "example", "printing")
IN_PASSING = ("companion", "case", "beside", "answer")
"""Fields that hand something on and are emptied at once."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was entered, as far as it can be read, its report, and what could not be read."""

    patient: Patient
    report: Report | None
    problems: Mapping[str, tuple[str, ...]]
    given: Mapping[str, Any] = field(default_factory=dict)
    """The public JSON object of what could be read."""
    failed: bool = False
    range_problems: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Those of the problems that are mended where a range is typed."""

    def own_problems(self, name: str) -> tuple[str, ...]:
        """Why a result is not read, apart from its range."""
        elsewhere = self.range_problems.get(name, ())
        return tuple(one for one in self.problems.get(name, ()) if one not in elsewhere)


@dataclass(frozen=True, slots=True)
class Typed:
    """The text of one result: its number, the unit that holds, and why it cannot be read yet."""

    comparator: str | None = None
    number: Decimal | None = None
    unit: str | None = None
    problem: str | None = None
    unfinished: bool = False
    begun: str | None = None
    """A unit that is typed as far as this; it is not taken for any yet."""

    def __str__(self) -> str:
        return f"{self.number_alone} {self.unit}"

    @property
    def number_alone(self) -> str:
        """The number as it was understood, with its sign and without its unit."""
        return "" if self.number is None else f"{self.comparator or ''}{self.number:f}"


@dataclass(slots=True)
class _Gathered:
    """The public JSON object being put together, with the problems met on the way."""

    given: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)
    range_problems: dict[str, list[str]] = field(default_factory=dict)

    def refuse(self, name: str, message: str, detail: str = "") -> None:
        """Note a problem of a result or of the person; ``detail`` is the part of a result that it is about."""
        self.problems.setdefault(name, []).append(message)
        if detail.startswith("range"):
            self.range_problems.setdefault(name, []).append(message)


# ---- fields ----------------------------------------------------------------------------------------------------------
def _store() -> dict[str, Any]:
    store: dict[str, Any] = st.session_state.setdefault(STORE, {})
    return store


def _empty(name: str) -> Held:
    value = EMPTY[name.rpartition(".")[2]]
    return list(value) if isinstance(value, list) else value


def keyed(name: str) -> str:
    """The key of a field's widget, with what was entered put back if the widget had forgotten it."""
    store = _store()
    store.setdefault(name, _empty(name))
    if name not in st.session_state:
        st.session_state[name] = store[name]
    return name


def get(name: str) -> Held:
    """What a field holds."""
    return _store().get(name, _empty(name))


def put(name: str, value: Held) -> None:
    """Set a field. Only before its widget is drawn, so in a callback."""
    _store()[name] = value
    if name.rpartition(".")[2] not in NO_WIDGET:
        st.session_state[name] = value


def reset(name: str) -> None:
    """Empty a field, under the same condition as `put`."""
    put(name, _empty(name))


def collect() -> None:
    """Take over what the widgets hold. Once, at the start of a run."""
    store = _store()
    for name in store:
        if name in st.session_state:
            store[name] = st.session_state[name]


def is_empty() -> bool:
    """Whether nothing at all was entered."""
    ignored = (*NO_WIDGET, *IN_PASSING, "picture")
    return all(
        value == _empty(name) for name, value in _store().items() if name.rpartition(".")[2] not in ignored
    )


def clear() -> None:
    """Empty every field and keep what was there for `bring_back`."""
    st.session_state[BEFORE] = dict(_store())
    for name in list(_store()):
        reset(name)


def bring_back() -> None:
    """Undo the last clearing."""
    for name, value in st.session_state.pop(BEFORE, {}).items():
        put(name, value)


def can_bring_back() -> bool:
    """Whether something was cleared and nothing entered since."""
    before = st.session_state.get(BEFORE, {})
    return is_empty() and any(value != _empty(name) for name, value in before.items())


def load_case() -> None:
    """Callback of the list of examples."""
    name = st.session_state["case"]
    if name:
        load(case_by_id(name))


def load(case: Case) -> None:
    """Fill the form with a case of the library, marked as an example; what stood there can be brought back."""
    clear()
    st.session_state["load_example"] = False
    given = json_of(case.given)
    person, results, context = given["patient"], given["results"], given["context"]
    for name, key in (("age", "age_years"), ("weeks", "gestation_weeks"), ("weight", "weight_kg")):
        put(name, str(person.get(key, "")))
    put("sex", person.get("sex"))
    put("pregnant", {True: "yes", False: "no"}.get(person.get("pregnant")))
    put("laboratory", given["laboratory"])
    for name, result in results.items():
        put(f"{name}.value", f"{result.get('comparator') or ''}{result['value']}")
        put(f"{name}.unit", result["unit"])
        for end in ("low", "high"):
            limit = result.get("range", {}).get(end)
            put(f"{name}.{end}", "" if limit is None else str(limit))
        put(f"{name}.confirmed", result.get("value_confirmed", False))
        put(f"{name}.range_confirmed", result.get("range_confirmed", False))
        for part, held in result.get("protocol", {}).items():
            put(f"{name}.{part}", held if part == "route" else str(held))
    put("shown", [name for name in results if name not in MAGNESIUM_TESTS])
    put("present", [word for word, held in context.items() if held])
    put("absent", [word for word, held in context.items() if held is False])
    put("sample", [word for word in get("present") if WORDS[word].group == SAMPLE])
    put("example", f"{case.title}. {case.citation or 'Constructed for teaching.'}")


# ---- results ---------------------------------------------------------------------------------------------------------
def typed(name: str) -> Typed:
    """What was typed for one result."""
    text = get(f"{name}.value").strip()
    if not text:
        return Typed()
    try:
        comparator, number, unit_text = parse_typed(text)
    except ValueError as error:
        return Typed(problem=str(error), unfinished=text[-1:] in "<>=.,")
    units = QUANTITIES[name].units
    if not unit_text:
        only = next(iter(units)) if len(units) == 1 else None
        return Typed(comparator, number, get(f"{name}.unit") or only)
    unit = recognise_typed(unit_text, units)
    if unit is None and is_begun(unit_text, units):
        return Typed(comparator, number, begun=unit_text)
    return Typed(comparator, number, unit or unit_text)


def take_unit_from_text(name: str) -> None:
    """Callback of a number: a unit typed after it is chosen, one that is not allowed and an empty field choose none.

    What was confirmed before is no longer confirmed.
    """
    put(f"{name}.value", st.session_state[f"{name}.value"])
    for part in ("asking", "confirmed", "first", "corrected"):
        reset(f"{name}.{part}")
    one = typed(name)
    if one.problem:  # a number on its way, as "0.", has no unit yet
        return
    put(f"{name}.unit", one.unit if one.number is not None and one.unit in QUANTITIES[name].units else None)


def ask_about_unit(name: str) -> None:
    """Callback of a unit: with a number present, ask whether to convert it or to correct its label.

    Where the unit typed after the number is none of those allowed there is nothing to convert: the chosen one holds.
    """
    one = typed(name)
    before, now = get(f"{name}.unit"), st.session_state[f"{name}.unit"]
    reset(f"{name}.confirmed")
    if now and one.number is not None and (one.begun or one.unit not in (None, *QUANTITIES[name].units)):
        if one.unit:
            note_correction(name, "its unit was corrected")
        put(f"{name}.value", one.number_alone)
        return
    was, _ = get(f"{name}.asking") or (before, now)
    known = one.number is not None and was in QUANTITIES[name].units
    put(f"{name}.asking", (was, now) if known and now not in (None, was) else None)


def converted(name: str) -> str:
    """The number in the newly chosen unit."""
    was, now = get(f"{name}.asking")
    quantity: Quantity = QUANTITIES[name]
    one = typed(name)
    places = quantity.reporting_places(now) + MORE_PLACES
    value = round(convert(Fraction(one.number or 0), was, now, quantity.units), places)
    text = f"{float(value):.{places}f}".rstrip("0").rstrip(".")
    return f"{one.comparator or ''}{text}"


def answer_unit(name: str, text: str, deed: str) -> None:
    """Callback of the question about a unit. What was typed is kept."""
    was, _ = get(f"{name}.asking")
    note_correction(name, deed, unit=was)
    put(f"{name}.value", text)
    reset(f"{name}.asking")


def note_correction(name: str, deed: str, *, unit: str | None = None, other: str | None = None) -> None:
    """Keep what was typed first, and what became of it, beside the result that it now stands for."""
    text = get(f"{name}.value").strip()
    _, _, unit_text = parse_typed(text)
    as_typed = text if unit_text else f"{text} {unit or typed(name).unit}"
    first = get(f"{name}.first") or f"{QUANTITIES[name].label} {as_typed}"
    for held in {name, other or name}:
        for part in ("first", "corrected"):
            reset(f"{held}.{part}")
    put(f"{other or name}.first", first)
    put(f"{other or name}.corrected", f"typed as {first} and {deed}")


def corrections() -> dict[str, str]:
    """Each result that is not as it was typed first, with what was typed and what became of it."""
    return {name: text for name in RESULTS if not is_free(name) and (text := get(f"{name}.corrected"))}


def in_thousands(name: str) -> str | None:
    """The number with its comma read as a separator of thousands, where only that is a usual result: 1,200 as 1200."""
    one, quantity = typed(name), QUANTITIES[name]
    text = get(f"{name}.value").strip()
    if one.number is None or one.unit not in quantity.units or not _THOUSANDS.match(text):
        return None
    whole = one.number * 1000
    if one.unit is None or improbable(quantity, whole, one.unit):
        return None
    return f"{one.comparator or ''}{whole:.0f}"


def is_free(name: str) -> bool:
    """Whether nothing was typed for a result."""
    return not get(f"{name}.value").strip()


def correct(name: str, other: str, unit: str, text: str) -> None:
    """Callback of the same question: the number is in another unit, or of another specimen. What was typed is kept."""
    note_correction(name, "corrected", other=other)
    if other != name:
        empty_result(name)
        if other not in MAGNESIUM_TESTS:
            show_companion(other)
    put(f"{other}.value", text)
    put(f"{other}.unit", unit)


def empty_result(name: str) -> None:
    """Forget a number with its unit."""
    reset(f"{name}.value")
    reset(f"{name}.unit")


def is_looked_at(name: str, patient: Patient) -> bool:
    """Whether a value and its range are ordinary, or somebody has confirmed them."""
    measurement = patient.results[name]
    usual = measurement.confirmed or improbable(QUANTITIES[name], measurement.value, measurement.unit) is None
    return usual and not range_in_use(name, measurement, patient.laboratory, person_of(patient)).unconfirmed


def note_range_unit(name: str) -> None:
    """Callback of a typed range: it keeps the unit it was typed in, and is no longer confirmed."""
    reset(f"{name}.range_confirmed")
    if get(f"{name}.range_unit") is None:
        put(f"{name}.range_unit", typed(name).unit)


def add_companion() -> None:
    """Callback of the list of other results: a row for the chosen one."""
    show_companion(st.session_state["companion"])
    reset("companion")


def add_beside() -> None:
    """Callback of the results asked for beside the reading: a row, in sight."""
    show_companion(st.session_state["beside"])
    reset("beside")


def show_companion(name: str | None) -> None:
    """A row for one more result."""
    if name and name not in get("shown"):
        put("shown", [*get("shown"), name])
    keep_other_results_open()


def keep_other_results_open() -> None:
    """Its heading counts the rows, and Streamlit folds a group whose heading changes."""
    st.session_state["other_results"] = True


def drop_companion(name: str) -> None:
    """Callback: take a result away again."""
    empty_result(name)
    for part in ("low", "high", "range_unit", "collected"):
        reset(f"{name}.{part}")
    put("shown", [one for one in get("shown") if one != name])
    st.session_state["other_results"] = bool(get("shown"))


# ---- words -----------------------------------------------------------------------------------------------------------
def words_changed(field_name: str) -> None:
    """Callback of the boxes of words: a medicine becomes its class, what is said last wins, and both boxes with a sample word agree."""
    chosen = st.session_state[field_name]
    put("named", list(dict.fromkeys([*get("named"), *(name for name in chosen if name in MEDICINES)])))
    put(field_name, list(dict.fromkeys(MEDICINES.get(name, name) for name in chosen)))
    if field_name == SAMPLE:
        others = [word for word in get("present") if WORDS[word].group != SAMPLE]
        put("present", others + get(SAMPLE))
    put(SAMPLE, [word for word in get("present") if WORDS[word].group == SAMPLE])
    if field_name == "absent":
        put("present", [word for word in get("present") if word not in get("absent")])
        put(SAMPLE, [word for word in get(SAMPLE) if word not in get("absent")])
    else:
        put("absent", [word for word in get("absent") if word not in get("present")])
    kept = {word for word in (*get("present"), *get("absent")) if WORDS[word].group == MEDICINE}
    put("named", [name for name in get("named") if MEDICINES[name] in kept])


def labels_by_medicine() -> dict[str, str]:
    """Words entered by the name of a medicine, with that name: "Proton pump inhibitor (omeprazole)"."""
    names: dict[str, list[str]] = {}
    for name in get("named"):
        names.setdefault(MEDICINES[name], []).append(name)
    return {word: f"{WORDS[word].label} ({', '.join(by)})" for word, by in names.items()}


def word_label(word: str) -> str:
    """A word's label, of a medicine with the name it was entered by."""
    return labels_by_medicine().get(word, WORDS[word].label)


def answer(word: str) -> None:
    """Callback of a question in the reading."""
    said = st.session_state[f"{word}.answer"]
    box = {"present": "present", "absent": "absent"}.get(said)
    reset(f"{word}.answer")
    if box:
        st.session_state[box] = [*get(box), word]
        words_changed(box)


def asked() -> int:
    """How many words or groups were asked and found absent."""
    return len(get("absent")) + sum(bool(get(f"{group}.asked")) for group in GROUPS)


# ---- to the engine ---------------------------------------------------------------------------------------------------
def read() -> Reading:
    """Read what was entered. What cannot be read is left out and said; the rest is read."""
    gathered = _Gathered()
    _gather_person(gathered)
    _gather_results(gathered)
    _gather_context(gathered)
    patient = _patient(gathered)
    problems, range_problems = (
        {name: tuple(messages) for name, messages in found.items()}
        for found in (gathered.problems, gathered.range_problems)
    )
    if not (patient.results or patient.context):
        return Reading(patient, None, problems, range_problems=range_problems)
    try:
        return Reading(patient, interpret(patient), problems, gathered.given, range_problems=range_problems)
    except Exception as error:  # noqa: BLE001 - whatever is wrong in the engine, a clinician sees a sentence, not a traceback
        # The kind of error only: its text could hold a patient's values.
        logging.getLogger(__name__).error("The reading failed: %s", type(error).__name__)  # noqa: TRY400
        return Reading(patient, None, problems, failed=True, range_problems=range_problems)


def _patient(gathered: _Gathered) -> Patient:
    """The patient without what cannot be read."""
    while True:
        try:
            return Patient.from_dict(gathered.given)
        except InputError as error:
            for problem in error.problems:
                part, _, rest = problem.field.partition(".")
                name, _, detail = rest.partition(".")
                subject = SUBJECTS.get(detail or name, "")
                todo = "; correct it, or choose it in the list" if detail == "unit" else ""
                gathered.refuse(name or part, f"{subject} {problem.message}{todo}".strip(), detail)
                table = gathered.given.get(part)
                if isinstance(table, dict) and name in table:
                    del table[name]
                else:
                    gathered.given.pop(part, None)


def _number(text: str, name: str, gathered: _Gathered, detail: str = "") -> Decimal | None:
    """A number typed alone: of the person, or a part of a result."""
    shown = text.strip()
    if not shown:
        return None
    subject = SUBJECTS[detail or name]
    try:
        comparator, number, unit = parse_typed(shown)
    except ValueError:
        gathered.refuse(
            name, f"{subject} is '{shown}', which is not one number; correct it or leave it empty", detail
        )
        return None
    if comparator or unit:
        gathered.refuse(
            name, f"{subject} is '{shown}'; give the number alone, without a sign or a unit", detail
        )
        return None
    return number


def _gather_person(gathered: _Gathered) -> None:
    sex = get("sex")
    female = sex != "male"
    pregnant = {"yes": True, "no": False}.get(get("pregnant")) if female else None
    person = {
        "age_years": _number(get("age"), "age_years", gathered),
        "sex": sex,
        "pregnant": pregnant,
        "gestation_weeks": _number(get("weeks"), "gestation_weeks", gathered) if pregnant else None,
        "weight_kg": _number(get("weight"), "weight_kg", gathered),
    }
    gathered.given["patient"] = {name: value for name, value in person.items() if value is not None}
    gathered.given["laboratory"] = get("laboratory")


def _gather_results(gathered: _Gathered) -> None:
    results: dict[str, Any] = {}
    for name in RESULTS:
        one = typed(name)
        if one.problem:
            gathered.refuse(name, one.problem)
        elif one.number is not None and get(f"{name}.asking"):
            gathered.refuse(name, "Answer the question about its unit.")
        elif one.begun:
            allowed = ", ".join(QUANTITIES[name].units)
            gathered.refuse(name, f"the unit '{one.begun}' is not typed to its end; allowed: {allowed}")
        elif one.number is not None:
            results[name] = _result(name, one, gathered)
    gathered.given["results"] = {
        name: result for name, result in results.items() if name not in gathered.problems
    }


def _result(name: str, one: Typed, gathered: _Gathered) -> dict[str, Any]:
    collected = get(f"{name}.collected")
    result = {
        "value": one.number,
        "unit": one.unit,
        "comparator": one.comparator,
        "laboratory": get(f"{name}.laboratory"),
        "value_confirmed": get(f"{name}.confirmed"),
        "collected": collected.isoformat() if collected else None,
    }
    low, high = (_number(get(f"{name}.{end}"), name, gathered, f"range.{end}") for end in ("low", "high"))
    if low is not None or high is not None:
        result["range"] = {"low": low, "high": high, "unit": get(f"{name}.range_unit")}
        result["range_confirmed"] = get(f"{name}.range_confirmed")
    if name == "magnesium_retention" and get(f"{name}.route"):
        mmol, hours = (
            _number(get(f"{name}.{part}"), name, gathered, f"protocol.{part}") for part in ("mmol", "hours")
        )
        result["protocol"] = {"route": get(f"{name}.route"), "mmol": mmol, "hours": hours}
    return result


def _gather_context(gathered: _Gathered) -> None:
    groups = {group for group in GROUPS if get(f"{group}.asked")}
    asked = {word: False for word, one in WORDS.items() if one.group in groups}
    asked |= dict.fromkeys(get("absent"), False)
    asked |= dict.fromkeys(get("present"), True)
    gathered.given["context"] = asked
