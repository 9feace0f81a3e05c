"""The command line: a report or a sentence, never a traceback."""

import io
import json
import os
import subprocess
import sys

import pandas as pd
import pytest

from interpret import __main__ as command_line
from interpret import examples, rules
from interpret.manual import pages
from interpret.patient import dump_json

PATIENT = {
    "results": {
        "serum_magnesium": {"value": 0.62, "unit": "mmol/L"},
        "urine_magnesium_24h": {"value": 60, "unit": "mg/24 h"},
    }
}


class Given(io.StringIO):
    """Standard input as the command line reads it."""

    def __init__(self, text):
        super().__init__(text)
        self.buffer = io.BytesIO(text.encode())


@pytest.fixture
def one(monkeypatch, capsys):
    """Run `one` on a text: exit code, report or None, what stands on standard error."""

    def run(text):
        monkeypatch.setattr(sys, "stdin", Given(text))
        code = command_line.main(["one"])
        out, err = capsys.readouterr()
        return code, json.loads(out) if out else None, err

    return run


def process(*arguments, given="", **environment):
    return subprocess.run(
        [sys.executable, "-m", "interpret", *arguments],
        input=given,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=os.environ | environment,
    )


# ---- one -------------------------------------------------------------------------------------------------------------
def test_one_patient_in_one_report_out(one):
    code, report, err = one(json.dumps(PATIENT))
    assert (code, report["pattern"], report["confidence"], err) == (0, "renal_wasting", "moderate", "")


def test_the_report_has_every_part_of_the_contract(one):
    _, report, _ = one(json.dumps(PATIENT))
    assert report.keys() >= {
        "version", "knowledge_date", "review_status", "notice", "assumptions", "headline", "urgency", "urgency_because",
        "urgency_not_excluded", "pattern", "confidence", "provisional_on", "tests", "derived", "findings", "undecided",
        "next_tests", "warnings", "not_interpreted",
    }  # fmt: skip


def test_an_example_stays_marked(one):
    _, report, _ = one(json.dumps({"example": "Haemolysis. Constructed for teaching.", **PATIENT}))
    assert next(iter(report.items())) == ("example", "Haemolysis. Constructed for teaching.")
    assert "example" not in one(json.dumps(PATIENT))[1]


def test_numbers_are_json_numbers(one):
    _, report, _ = one(json.dumps(PATIENT))
    assert report["tests"]["serum_magnesium"]["range"]["low"] == 0.7
    assert report["tests"]["urine_magnesium_24h"]["range"]["low"] == 51


def test_nothing_entered_gives_no_reading(one):
    _, report, _ = one("{}")
    assert (report["pattern"], report["urgency"], report["findings"][0]["kind"]) == (
        "nothing_entered",
        "not_judged",
        "pattern",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not JSON"),
        (
            '{"results": {"serum_magnesium": {"value": "low", "unit": "mmol/L"}}}',
            "results.serum_magnesium.value: is 'low'",
        ),
        ('{"results": {"serum_magnesium": {"value": -1, "unit": "mmol/L"}}}', "is -1; allowed: 0 or more"),
        (
            '{"results": {"serum_magnesium": {"value": 1, "unit": "g/L"}}}',
            "allowed for Serum magnesium: mmol/L, mg/dL, mEq/L",
        ),
        (
            '{"results": {"magnesium": {"value": 1, "unit": "mmol/L"}}}',
            "results.magnesium: is not a known name",
        ),
    ],
    ids=["nothing", "text", "negative", "unknown unit", "unknown field"],
)
def test_bad_input_is_a_sentence_and_exit_2(one, text, said):
    code, report, err = one(text)
    assert (code, report) == (2, None)
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (BrokenPipeError(), 0, ""),
        (KeyboardInterrupt(), 130, ""),
        (OSError(28, "No space left on device"), 2, "standard input or output: cannot be read or written (No space left on device); choose another place\n"),
    ],
    ids=["the reader leaves", "Ctrl-C", "the disk is full"],
)  # fmt: skip
def test_what_stops_a_command_from_outside_is_no_traceback(raised, code, said, monkeypatch, capsys):
    def stopped():
        raise raised

    monkeypatch.setattr(command_line, "_one", stopped)
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    assert command_line.main(["one"]) == code
    assert capsys.readouterr().err == said


@pytest.mark.parametrize("closed", ["stdin", "stdout"])
def test_a_closed_input_or_output_is_a_sentence(closed, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", Given("{}"))
    monkeypatch.setattr(sys, closed, None)
    assert command_line.main(["one"]) == 2
    assert "is closed; give" in capsys.readouterr().err


def test_an_error_is_never_written_among_the_results(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", Given("[]"))
    monkeypatch.setattr(sys, "stderr", None)
    assert command_line.main(["one"]) == 2
    assert capsys.readouterr().out == ""


def test_a_report_is_utf_8_whatever_the_terminal_speaks():
    done = process("one", given=json.dumps(PATIENT), PYTHONIOENCODING="ascii")
    assert "0.70–1.00 mmol/L" in json.loads(done.stdout)["headline"]


def test_what_is_no_part_of_a_report_is_not_written():
    with pytest.raises(TypeError, match="set is no part of a public object"):
        dump_json({"report": {1}})


# ---- cohort ----------------------------------------------------------------------------------------------------------
def test_a_file_in_and_a_file_out(tmp_path, capsys):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("id,serum_magnesium,serum_magnesium_unit\na,0.62,mmol/L\nb,low,mmol/L\n")
    assert command_line.main(["cohort", str(source), str(target), "--laboratory", "quest"]) == 0
    found = pd.read_csv(target)
    assert found["id"].tolist() == ["a", "b"]
    assert found["pattern"].tolist()[0] == "hypomagnesaemia_cause_undetermined"
    assert "2 rows read, 1 with an error" in capsys.readouterr().err


def test_one_unit_may_hold_for_the_file(tmp_path, capsys):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("serum_magnesium\n1.5\n")
    assert command_line.main(["cohort", str(source), str(target), "--unit", "mg/dL"]) == 0
    assert pd.read_csv(target)["serum_magnesium_flag"].tolist() == ["low"]
    assert "UK laboratories, consensus: 1 of 1 below" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_a_sentence_and_exit_2(tmp_path, capsys):
    assert command_line.main(["cohort", str(tmp_path / "no.csv"), str(tmp_path / "out.csv")]) == 2
    assert "does not exist; check the name" in capsys.readouterr().err


# ---- check, manual, help ---------------------------------------------------------------------------------------------
def test_every_shipped_example_holds(capsys):
    assert command_line.main(["check"]) == 0
    assert "0 examples that do not hold" in capsys.readouterr().out


def test_an_example_that_does_not_hold_is_named(monkeypatch, capsys):
    broken = examples.Broken("low_magnesium", {"ppi": True}, "yes", "no")
    monkeypatch.setattr(examples, "broken", lambda _: [broken])
    assert command_line.main(["check"]) == 1
    assert "low_magnesium: {'ppi': True} should be yes, is no" in capsys.readouterr().err


def test_a_malformed_finding_is_a_sentence(monkeypatch, capsys):
    def refused():
        raise rules.RuleError("one.toml: title is missing; write it")

    monkeypatch.setattr(rules, "rulebook", refused)
    assert command_line.main(["check"]) == 1
    assert capsys.readouterr().err == "one.toml: title is missing; write it\n"


def test_the_manual_is_written_into_a_folder(tmp_path):
    assert command_line.main(["manual", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == set(pages())


def test_the_manual_needs_a_folder(tmp_path, capsys):
    assert command_line.main(["manual", str(tmp_path / "no")]) == 2
    assert "is no folder; give one that exists" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["two"], ["cohort"], ["one", "--speed"]])
def test_a_wrong_command_says_where_to_read_on(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        command_line.main(arguments)
    assert stopped.value.code == 2
    assert "Run 'python -m interpret --help' to see what is allowed." in capsys.readouterr().err


def test_help_explains_both_commands(capsys):
    with pytest.raises(SystemExit) as stopped:
        command_line.main(["--help"])
    assert stopped.value.code == 0
    said = capsys.readouterr().out
    assert "python -m interpret one < patient.json > report.json" in said
    assert "python -m interpret cohort results.csv readings.csv" in said


# ---- as a process ----------------------------------------------------------------------------------------------------
def test_a_real_process_reads_a_patient():
    done = process("one", given=json.dumps(PATIENT))
    assert (done.returncode, json.loads(done.stdout)["pattern"]) == (0, "renal_wasting")


def test_a_real_process_refuses_in_a_sentence():
    done = process("one", given='{"results": 3}')
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        "results: is a number, not an object; give an object with any of: serum_magnesium, "
    )
