"""Disputed questions: each with at least two sourced positions, what the product does, and why."""

import pytest

from interpret.disputed import disputed_questions, load
from interpret.rules import RuleError

GOOD = """
title = "A title"
asks = "A question?"
product_does = "Something."
because = "Of something."
status = "draft"
[[position]]
says = "One."
cite = [{ source = "elin-2010", at = "abstract" }]
[[position]]
says = "Two."
cite = [{ source = "iom-1997", at = "p. 203" }]
"""

NAMED_IN_THE_BRIEF = {
    "lower_limit_of_serum", "red_cell_magnesium", "femg_cut_off", "albumin_correction", "reflex_loss", "renal_dosing",
    "loading_test_cut_off",
}  # fmt: skip


def load_one(tmp_path, text):
    (tmp_path / "one.toml").write_text(text, encoding="utf-8")
    return load(tmp_path)[0]


def test_the_questions_clinicians_argue_about_are_there():
    assert {one.id for one in disputed_questions()} >= NAMED_IN_THE_BRIEF


@pytest.mark.parametrize("question", disputed_questions(), ids=lambda one: one.id)
def test_every_question_has_positions_with_sources_of_their_own(question):
    assert len({position.citations for position in question.positions}) >= 2


@pytest.mark.parametrize("question", disputed_questions(), ids=lambda one: one.id)
def test_no_question_recommends_a_dose_for_a_patient(question):
    assert " mg/kg" not in question.product_does
    assert " mmol/kg" not in question.product_does


def test_a_question_is_read(tmp_path):
    found = load_one(tmp_path, GOOD)
    assert (found.id, found.positions[1].says, found.positions[1].citations[0].at) == (
        "one",
        "Two.",
        "p. 203",
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('because = "Of something."', "", "one.toml: because is missing; write it"),
        ('"draft"', '"final"', "one.toml: status is 'final'; allowed: draft, reviewed"),
        ("asks", "ask", "one.toml: 'ask' is not known here; .* Did you mean asks"),
        ('says = "Two."', 'say = "Two."', r"one.toml: \[\[position\]\]: 'say' is not known here"),
        ('"iom-1997"', '"iom"', "names source 'iom', which is not in sources.bib"),
        (
            '"iom-1997", at = "p. 203"',
            '"elin-2010", at = "abstract"',
            "has fewer than two positions with sources of their own",
        ),
    ],
    ids=[
        "no reason",
        "unknown status",
        "unknown key",
        "unknown key of a position",
        "unknown source",
        "one position",
    ],
)
def test_a_question_that_cannot_be_right_is_refused(tmp_path, old, new, message):
    with pytest.raises(RuleError, match=message):
        load_one(tmp_path, GOOD.replace(old, new))
