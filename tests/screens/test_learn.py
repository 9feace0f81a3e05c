"""The page to learn on, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from teaching.lesson import Lesson
from teaching.library import case_by_id, cases

PAGE = "views/learn.py"


@pytest.fixture
def page(root):
    return AppTest.from_file(str(root / PAGE), default_timeout=30)


def said(page):
    kinds = ("title", "header", "subheader", "markdown", "error", "warning", "success", "info")
    return " ".join(one.value for kind in kinds for one in page.get(kind)).replace("\\", "")


def begin(page, case):
    page.session_state["lesson"] = Lesson(case_by_id(case))
    return page.run()


def commit(page, **wrong):
    """Answer as the report would, except where another answer is given for a kind of question."""
    lesson = page.session_state["lesson"]
    for step in lesson.stage.steps:
        answer = wrong.get(step.ask, step.right[0])
        page.radio(key=f"answer.{lesson.case.id}.{step.id}").set_value(answer)
    return press(page, "lesson_commit")


def press(page, key):
    return next(button for button in page.button if button.key == key).click().run()


# ---- choosing --------------------------------------------------------------------------------------------------------
def test_the_page_offers_the_basic_cases_first_without_giving_them_away(page):
    page.run()
    offered = [button.label for button in page.button]
    assert any("A woman of 52 with cramps at night" in label for label in offered)
    assert not any("normal serum" in label for label in offered)
    assert "No case is a patient of this house" in said(page)


@pytest.mark.parametrize(
    ("level", "kind", "count"),
    [
        (None, None, len(cases())),
        ("advanced", None, sum(case.level == "advanced" for case in cases())),
        (None, "Made for teaching", sum(case.is_constructed for case in cases())),
    ],
)
def test_cases_are_found_by_level_and_kind(page, level, kind, count):
    page.run()
    page.button_group(key="lesson_level").set_value(level)
    page.button_group(key="lesson_kind").set_value(kind)
    page.run()
    assert sum(button.key.startswith("lesson.") for button in page.button) == count


# ---- one case --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_every_case_opens_with_its_story_and_no_flag(page, case):
    begin(page, case.id)
    assert not page.exception
    assert case.story.split(".", maxsplit=1)[0] in said(page)
    assert "the report answers" not in said(page)


def test_only_the_serum_is_shown_before_anything_is_ordered(page):
    begin(page, "normal_serum_low_stores")
    assert "0.78 mmol/L" in said(page)
    assert "48 mg/24 h" not in said(page)


def test_an_unanswered_question_keeps_the_report_closed(page):
    begin(page, "normal_serum_low_stores")
    press(page, "lesson_commit")
    assert "Commit to every question first; 5 still open" in said(page)
    assert "the report answers" not in said(page)


def test_the_report_stands_beside_the_answers_with_the_difference_marked(page):
    begin(page, "normal_serum_low_stores")
    commit(page, cannot_show="nothing")
    text = said(page)
    assert "Serum is in range; this neither shows nor excludes depletion" in text
    assert "4 of 5 agree" in text
    assert "Normal is enough" in text
    assert "Under 1 % of body magnesium is in serum" in text


def test_an_ordered_result_arrives_and_asks_anew(page):
    begin(page, "normal_serum_low_stores")
    commit(page)
    press(page, "order.urine")
    assert "48 mg/24 h" in said(page)
    assert "24-hour urine magnesium: commit first" in said(page)


def test_a_test_that_was_not_done_is_said(page):
    begin(page, "unit_trap_lithium")
    commit(page)
    assert not page.exception
    begin(page, "potassium_refractory")
    commit(page, next="urine")
    assert "24-hour urine magnesium was not done in this case" in said(page).replace("**", "")


def test_an_emergency_is_said_as_on_the_page_for_one_patient(page):
    begin(page, "torsades_normal_serum")
    commit(page, urgency="routine")
    assert "Emergency missed" in said(page)
    assert "belongs to the treatment of torsades whatever the serum level" in said(page)


def test_who_answers_wrong_throughout_is_told_the_step_that_misled(page):
    begin(page, "normal_serum_low_stores")
    commit(page, flag="low", cannot_show="nothing", next="none", reading="discordant", urgency="emergency")
    press(page, "lesson_conclude")
    text = said(page)
    assert "Score: 0 of 5" in text
    assert "The step that misled you: 'Serum magnesium: what it cannot show'" in text
    assert "What this case teaches" in text
    assert "Elin 1987" in text


def test_a_published_case_names_its_source_only_at_the_end(page):
    citation = case_by_id("ppi_conserving_kidney").citation
    begin(page, "ppi_conserving_kidney")
    assert citation not in said(page)
    commit(page)
    press(page, "lesson_conclude")
    assert citation in said(page)


def test_the_next_case_is_one_that_was_not_done(page):
    begin(page, "normal_serum_low_stores")
    commit(page)
    press(page, "lesson_conclude")
    press(page, "lesson_next")
    assert page.session_state["lesson"].case.id == "potassium_refractory"


def test_what_was_reached_stands_beside_the_case(page):
    begin(page, "normal_serum_low_stores")
    commit(page)
    press(page, "lesson_conclude")
    press(page, "lesson_choose")
    assert any("reached 5 of 5" in button.label for button in page.button)


def test_a_case_begun_again_begins_without_answers(page):
    begin(page, "normal_serum_low_stores")
    commit(page)
    press(page, "lesson_conclude")
    press(page, "lesson_again")
    assert [radio.value for radio in page.radio] == [None] * 5
