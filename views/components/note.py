"""The reading as plain text, to be copied into the notes."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from interpret import Report
from interpret.explain import label
from interpret.words import WORDS
from views.components import entry
from views.components.entry import Reading
from views.components.wording import listed, readable, sentence


def show(reading: Reading, report: Report) -> None:
    """The text with a button that copies it."""
    with st.expander("Copy to note", key="note"):
        st.code("\n".join(lines(reading, report)), language=None, wrap_lines=True)


def lines(reading: Reading, report: Report) -> Iterator[str]:
    """Inputs, reading, limits, next tests, rules, version, notice."""
    if entry.get("example"):
        yield f"EXAMPLE, NOT A PATIENT: {entry.get('example')}"
    yield "MAGNESIUM READING (draft, not clinically reviewed)"
    yield from _inputs(reading, report)
    yield f"Urgency: {readable(report.urgency)}"
    if report.emergency_text:
        yield report.emergency_text
    yield from (
        f"- {sentence(one.statement)}"
        for one in report.of_kind("urgency")
        if one.id in report.urgency_because
    )
    for one in report.urgency_not_excluded:
        yield f"- {readable(one['level'])} not excluded: ask {listed(map(label, one['missing']), 'or')}"
    yield f"Reading: {report.headline}" + (f" Confidence: {report.confidence}." if report.confidence else "")
    yield from (f"- {sentence(one.statement)}" for one in report.of_kind("pattern"))
    if report.assumptions:
        yield f"Read as: {listed(report.assumptions)}"
    if report.provisional_on:
        yield f"Provisional on: {listed(map(label, report.provisional_on))}"
    yield from (f"Warning, {label(one['field'])}: {one['message']}" for one in report.warnings)
    yield from (f"Not interpreted: {text}" for text in report.not_interpreted)
    yield from (f"Limit: {sentence(one.statement)}" for one in report.of_kind("limitation"))
    yield from (f"Consider: {one.test}. {sentence(one.why)}" for one in report.next_tests)
    yield f"Rules: {', '.join(one.id for one in report.findings)}"
    yield f"Version {report.version}, knowledge of {report.knowledge_date}, {report.review_status}."
    yield report.notice


def _inputs(reading: Reading, report: Report) -> Iterator[str]:
    patient = reading.patient
    for name, measurement in patient.results.items():
        text = f"{label(name)}: {measurement}"
        if measurement.collected:
            text += f", {measurement.collected.date().isoformat()}"
        if measurement.confirmed:
            text += ", confirmed as typed"
        if corrected := entry.get(f"{name}.corrected"):
            text += f", {corrected}"
        tested = report.tests.get(name)
        if tested and tested.as_entered:
            text += f" (= {' = '.join(tested.in_other_units)})" if tested.in_other_units else ""
            text += f"; {tested.flag}" + ("" if tested.used else ", not used")
            if tested.range:
                ends = [str(end) for end in (tested.range["low"], tested.range["high"]) if end is not None]
                text += (
                    f"; range {'–'.join(ends)} {tested.range['unit']}, {tested.range['source']}"
                    if ends
                    else f"; {tested.range['source']}"
                )
        yield text
    for heading, held in (("Present", True), ("Absent", False)):
        words = [WORDS[word].label for word, said in patient.context.items() if said is held]
        if words:
            yield f"{heading}: {', '.join(words)}"
