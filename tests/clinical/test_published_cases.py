"""The published cases through `python -m interpret one`. What is missed stands in a table below, with the reason."""

import io
import json
import subprocess
import sys

import pytest

from interpret import __main__ as command_line
from interpret.examples import json_of
from interpret.patient import Patient
from teaching.library import published

MISSES_OF_PATTERN = {
    "gitelman": "waits until vomiting was asked, which the report does not say; it stands under 'undecided'",
}
MISSES_OF_URGENCY = {
    "pancreatitis_loading_test": "no serum is printed, so urgency is not judged",
    "alcohol_low_calcium": "no figure is printed, so nothing can be entered",
}
"""Cases in which the product does not say what the compilers of the cases expect. A miss that mends itself fails the test."""


def text_of(case):
    return json.dumps(json_of(case.given), default=float)


@pytest.fixture(scope="module")
def reports():
    """Every case as the command line reports it."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        for case in published():
            out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text_of(case).encode())))
            patch.setattr(sys, "stdout", out)
            assert command_line.main(["one"]) == 0
            out.flush()
            found[case.id] = json.loads(out.buffer.getvalue())
    return found


def test_there_are_22_published_cases():
    assert len(published()) == 22


@pytest.mark.parametrize("case", published(), ids=lambda case: case.id)
def test_the_reading_is_acceptable_or_rightly_open(reports, case):
    found = case.expected.accepts(reports[case.id]["pattern"])
    if case.expected.determinable:
        assert found is (case.id not in MISSES_OF_PATTERN)
    else:
        open_readings = {
            "hypomagnesaemia_cause_undetermined",
            "serum_needed",
            "nothing_entered",
            "sample_suspect",
        }
        assert found or reports[case.id]["pattern"] in open_readings


@pytest.mark.parametrize("case", published(), ids=lambda case: case.id)
def test_the_urgency_is_the_one_expected(reports, case):
    assert (reports[case.id]["urgency"] == case.expected.urgency) is (case.id not in MISSES_OF_URGENCY)


def test_a_missed_reading_is_at_least_listed_as_undecided(reports):
    assert "gitelman_like" in {one["id"] for one in reports["gitelman"]["undecided"]}


@pytest.mark.parametrize("case", published(), ids=lambda case: case.id)
def test_the_json_of_a_case_is_the_same_patient(case):
    assert Patient.from_json(text_of(case)).results.keys() == case.patient.results.keys()


def test_a_case_through_a_process_of_its_own():
    case = next(one for one in published() if one.id == "ppi_conserving_kidney")
    done = subprocess.run(
        [sys.executable, "-m", "interpret", "one"],
        input=text_of(case),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["pattern"] == "extrarenal_or_low_intake"
