"""The reading as plain text, to be copied into the notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import streamlit as st

from interpret import Report
from interpret.explain import label
from interpret.patient import dump_json
from interpret.pattern_names import NAMES
from views.components import entry
from views.components.device import days_ago
from views.components.entry import Reading
from views.components.folded import fold
from views.components.wording import flagged, listed, lowered, named, readable, sentence

SHORT_NAMES = {
    "serum_magnesium": "Mg",
    "ionised_magnesium": "ionised Mg",
    "rbc_magnesium": "RBC Mg",
    "urine_magnesium_24h": "urine Mg",
    "femg": "FEMg",
}
MOST_TESTS = 2


def show(reading: Reading, report: Report) -> None:
    """The note in one line and in full, each with a button that copies it, and the files."""
    fold("Copy to note, print, download", "note", partial(_forms, reading, report))


def _forms(reading: Reading, report: Report) -> None:
    st.markdown("**In one line**")
    st.code(one_line(reading, report), language=None, wrap_lines=True)
    st.markdown("**In full**")
    st.code("\n".join(lines(reading, report)), language=None, wrap_lines=True, height=320)
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Reading alone, for print",
            key="print",
            icon=":material/print:",
            on_click=entry.put,
            args=("printing", True),
        )
        for name, text, content in (
            ("report", "Report (JSON)", _with_corrections(report)),
            ("patient", "What was entered (JSON)", reading.given),
        ):
            st.download_button(
                text,
                _json(content),
                file_name=f"magnesium_{name}.json",
                mime="application/json",
                key=f"download.{name}",
                icon=":material/download:",
                on_click="ignore",
            )


def _with_corrections(report: Report) -> Mapping[str, Any]:
    """The report with what was typed first, where a question about it was answered."""
    corrections = entry.corrections()
    return {**report.to_dict(), "corrections": corrections} if corrections else report.to_dict()


def _json(content: Mapping[str, Any]) -> str:
    """As the command line prints it; an example is marked as one."""
    marked = {"example": entry.get("example"), **content} if entry.get("example") else content
    return dump_json(marked)


def one_line(reading: Reading, report: Report) -> str:
    """'Mg 0.55 mmol/L, FEMg 7.0 %: renal loss favoured (moderate), on loop diuretic; urgent: ECG, potassium.'."""
    patient = reading.patient
    results = [
        f"{short} {patient.results[name]}" for name, short in SHORT_NAMES.items() if name in patient.results
    ]
    if femg := report.derived.get("femg"):
        results.append(f"FEMg {femg['value']} {femg['unit']}")
    results += [
        f"{named(name)} {patient.results[name]} ({tested.flag})"
        for name, tested in report.tests.items()
        if name not in SHORT_NAMES and name in patient.results and tested.flag in {"low", "high"}
    ]
    read_as = f"{NAMES[report.pattern]}{f' ({report.confidence} confidence)' if report.confidence else ''}"
    given = [lowered(entry.word_label(word)) for word, held in patient.context.items() if held]
    present = f", with {listed(given)}" if given else ""
    mark = "EXAMPLE. " if entry.get("example") else ""
    what = f"{mark}{', '.join(results) or 'No magnesium'}: {read_as}{present}; {_to_do(report)}"
    return f"{sentence(what)} Draft, not clinically reviewed."


def _to_do(report: Report) -> str:
    """The urgency with the tests to consider; in an emergency nothing stands before the protocol."""
    if report.emergency_text:
        return f"EMERGENCY: {report.emergency_text}"
    tests = listed(lowered(one.test) for one in report.next_tests[:MOST_TESTS])
    return readable(report.urgency) + (f": consider {tests}" if tests else "")


def lines(reading: Reading, report: Report) -> Iterator[str]:
    """Inputs, reading, limits, next tests, rules, version, notice."""
    if entry.get("example"):
        yield f"EXAMPLE, NOT A PATIENT: {entry.get('example')}"
    yield "MAGNESIUM READING (draft, not clinically reviewed)"
    yield from entered(reading, report)
    yield f"Urgency: {readable(report.urgency)}"
    if report.emergency_text:
        yield report.emergency_text
    yield from (
        f"- {sentence(one.statement)}"
        for one in report.of_kind("urgency")
        if one.id in report.urgency_because
    )
    for one in report.urgency_not_excluded:
        yield f"- {readable(one['level'])} not excluded: ask about {listed(map(named, one['missing']), 'or')}"
    yield f"Reading: {report.headline}" + (f" Confidence: {report.confidence}." if report.confidence else "")
    yield from (f"- {sentence(one.statement)}" for one in report.of_kind("pattern"))
    if report.assumptions:
        yield f"Read as: {listed(report.assumptions)}"
    if report.provisional_on:
        yield f"Provisional on: {listed(map(named, report.provisional_on))}"
    yield from (f"Warning, {label(one['field'])}: {one['message']}" for one in report.warnings)
    yield from (f"Not interpreted: {text}" for text in report.not_interpreted)
    yield from (f"Cannot show: {sentence(one.statement)}" for one in report.of_kind("limitation"))
    yield from (f"Consider: {one.test}. {sentence(one.why)}" for one in report.next_tests)
    yield f"Rules: {', '.join(one.id for one in report.findings)}"
    yield f"Version {report.version}, knowledge of {report.knowledge_date}, {report.review_status}."
    yield report.notice


def entered(reading: Reading, report: Report) -> Iterator[str]:
    """The person, the results with their flags and ranges, and what was asked, a line each."""
    patient = reading.patient
    person = [
        f"{patient.age_years} years" if patient.age_years is not None else "",
        patient.sex or "",
        {True: "pregnant", False: "not pregnant", None: ""}[patient.pregnant],
    ]
    if any(person):
        yield f"Patient: {', '.join(filter(None, person))}"
    for name, measurement in patient.results.items():
        text = f"{label(name)}: {measurement}"
        if measurement.collected:
            text += f", collected {days_ago(measurement.collected.date())}"
        if measurement.confirmed:
            text += ", confirmed as typed"
        if corrected := entry.get(f"{name}.corrected"):
            text += f", {corrected}"
        tested = report.tests.get(name)
        if tested and tested.as_entered:
            text += f" (= {' = '.join(tested.in_other_units)})" if tested.in_other_units else ""
            text += f"; {flagged(tested)}"
            if tested.range:
                ends = [str(end) for end in (tested.range["low"], tested.range["high"]) if end is not None]
                text += (
                    f"; range {'–'.join(ends)} {tested.range['unit']}, {tested.range['source']}"
                    if ends
                    else f"; {tested.range['source']}"
                )
        yield text
    for heading, held in (("Present", True), ("Absent", False)):
        words = [entry.word_label(word) for word, said in patient.context.items() if said is held]
        if words:
            yield f"{heading}: {', '.join(words)}"
