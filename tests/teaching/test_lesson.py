"""A lesson: the engine knows the answers, every error has its kind, and the step that misled is named."""

from itertools import permutations

import pytest

from interpret.rules import rulebook
from teaching.errors import ERRORS
from teaching.lesson import Lesson, best_path, debrief, mark, name_of, orders_of, stage, steps
from teaching.library import case_by_id, cases, constructed
from teaching.orders import ORDERS, answering
from teaching.questions import FRESH

every_case = pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
every_constructed = pytest.mark.parametrize("case", constructed(), ids=lambda case: case.id)


def step_of(case, name):
    return next(step for step in steps(case_by_id(case)) if step.id == name)


def right_answers(case, path=None):
    path = path or best_path(case)
    put = [step for end in range(1, len(path) + 1) for step in stage(case, path[:end]).steps]
    return {step.id: step.right[0] for step in put}


def wrong_answers(case):
    """Everything wrong, and the trap where it is set."""
    trap = case.trap
    return {
        step.id: trap.answer if trap and step.id == trap.step else next(iter(step.errors))
        for step in steps(case)
    }


# ---- orders ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("finding", rulebook().of_kind("next_test"), ids=lambda finding: finding.id)
def test_every_next_test_of_the_rulebook_can_be_ordered(finding):
    assert answering(finding.id)


def test_what_advises_an_order_is_a_finding():
    named = {name for order in ORDERS.values() for name in order.advised_by}
    assert named - rulebook().by_id.keys() == set()


def test_no_result_comes_with_two_orders():
    returned = [name for order in ORDERS.values() for name in order.results]
    assert len(returned) == len(set(returned))


def test_red_cells_are_never_advised():
    advised = {order.id for one in rulebook().of_kind("next_test") for order in answering(one.id)}
    assert "red_cells" not in advised


# ---- the way through a case ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("case", "path"),
    [
        ("unit_mg_per_dl", ("serum", "blood", "kidneys")),
        ("torsades_normal_serum", ("serum", "ecg", "blood", "kidneys")),
    ],
)
def test_serum_comes_first_then_what_the_report_advises(case, path):
    assert set(best_path(case_by_id(case))) == set(path)
    assert best_path(case_by_id(case))[0] == "serum"


@every_case
def test_every_order_of_a_case_is_on_its_way(case):
    assert set(best_path(case)) == {order.id for order in orders_of(case)}


@every_case
def test_a_stage_knows_only_what_was_ordered(case):
    at = stage(case, ("serum",))
    assert set(at.patient.results) == {"serum_magnesium", *case.known}
    assert at.patient.context == case.patient.context


@every_case
def test_every_question_can_be_answered(case):
    for step in steps(case):
        offered = [option.id for option in step.options]
        assert len(offered) == len(set(offered)) >= 2
        assert set(step.right) <= set(offered)
        assert step.errors.keys() == set(offered) - set(step.right)
        assert set(step.nearly) <= step.errors.keys()
        assert set(step.errors.values()) <= ERRORS.keys()
        assert step.because


@every_case
def test_no_two_steps_of_a_case_have_one_name(case):
    names = [step.id for step in steps(case)]
    assert len(names) == len(set(names))


@every_case
def test_a_lesson_is_the_same_every_time(case):
    def told():
        return [(step.id, step.options, step.right, dict(step.errors)) for step in steps(case)]

    before = told()
    stage.cache_clear()
    assert told() == before


# ---- what is right is what the report says ---------------------------------------------------------------------------
@every_case
def test_reading_and_urgency_are_those_of_the_report(case):
    path = best_path(case)
    for end in range(1, len(path) + 1):
        at = stage(case, path[:end])
        right = {step.ask: step.right for step in at.steps}
        assert right["reading"] == (at.report.pattern,)
        assert right["urgency"] == (at.report.urgency,)


@pytest.mark.parametrize(
    ("case", "step", "right"),
    [
        ("normal_serum_low_stores", "serum.flag", {"normal"}),
        ("normal_serum_low_stores", "serum.next", {"urine", "blood"}),
        ("normal_serum_low_stores", "urine.reading", {"depletion_with_normal_serum"}),
        ("urine_in_range", "urine.flag", {"normal"}),
        ("urine_in_range", "urine.against_serum", {"inappropriately_high"}),
        ("urine_flagged_low", "urine.flag", {"low"}),
        ("urine_flagged_low", "urine.against_serum", {"inappropriately_high"}),
        ("red_cells_in_range", "urine.against_serum", {"conserving"}),
        ("kidneys_failing", "spot_urine.reading", {"hypomagnesaemia_cause_undetermined"}),
        ("incomplete_collection", "urine.reading", {"hypomagnesaemia_cause_undetermined"}),
        ("incomplete_collection", "spot_urine.reading", {"renal_wasting"}),
        ("edta_in_the_tube", "blood.flag", {"potassium", "calcium_adjusted", "alp"}),
        ("torsades_normal_serum", "serum.urgency", {"emergency"}),
        ("twitching_with_red_flags", "serum.urgency", {"emergency"}),
    ],
)
def test_the_right_answer_is(case, step, right):
    assert set(step_of(case, step).right) == right


@pytest.mark.parametrize("case", ["edta_in_the_tube", "haemolysed_high_serum"])
def test_a_suspect_sample_asks_for_a_fresh_one_before_anything_but_an_ecg(case):
    found = [step for step in steps(case_by_id(case)) if step.ask == "next" and FRESH.id in step.right]
    assert found
    assert all(set(step.right) <= {FRESH.id, "ecg"} for step in found)


def test_urine_is_judged_against_a_serum_that_is_low_or_high_only():
    asked = {case.id for case in constructed() if any(step.ask == "against_serum" for step in steps(case))}
    assert "normal_serum_low_stores" not in asked
    assert {"urine_in_range", "unit_meq", "kidneys_failing"} <= asked


def test_a_red_cell_magnesium_that_ranges_disagree_on_cannot_be_flagged():
    for case in cases():
        for step in steps(case):
            if step.id == "red_cells.flag":
                assert step.right == (stage(case, best_path(case)).report.tests["rbc_magnesium"].flag,)


def test_the_reason_of_a_flag_says_the_value_in_the_other_units():
    because = step_of("unit_meq", "serum.flag").because[0]
    assert because.text.startswith("Serum magnesium 1.1 mEq/L (0.55 mmol/L, 1.3 mg/dL): low")
    assert because.sources


def test_what_a_result_newly_leaves_open_stands_first():
    assert step_of("red_cells_low_alone", "red_cells.cannot_show").right[0] == "rbc_only_moves_confidence"


def test_what_was_kept_in_mind_already_is_not_asked_again():
    assert "kidneys.cannot_show" not in {step.id for step in steps(case_by_id("normal_serum_low_stores"))}


# ---- kinds of error --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("case", "step", "answer", "kind"),
    [
        ("unit_mg_per_dl", "serum.flag", "high", "unit_slip"),
        ("unit_mg_per_dl", "serum.flag", "low", "misread_flag"),
        ("unit_mg_per_dl", "serum.reading", "hypermagnesaemia_cause_undetermined", "unit_slip"),
        ("unit_meq", "serum.flag", "high", "unit_slip"),
        ("unit_meq", "serum.reading", "hypermagnesaemia_cause_undetermined", "unit_slip"),
        ("normal_serum_low_stores", "serum.flag", "low", "misread_flag"),
        ("normal_serum_low_stores", "serum.cannot_show", "nothing", "normal_is_enough"),
        ("normal_serum_low_stores", "serum.cannot_show", "red_cells", "rbc_as_gold_standard"),
        ("normal_serum_low_stores", "serum.cannot_show", "low_serum_is_not_always_depletion", "out_of_place"),
        ("normal_serum_low_stores", "serum.next", "none", "normal_is_enough"),
        ("normal_serum_low_stores", "serum.next", "red_cells", "rbc_as_gold_standard"),
        ("normal_serum_low_stores", "serum.next", "kidneys", "missed_test"),
        ("normal_serum_low_stores", "serum.reading", "sample_suspect", "blamed_sample"),
        ("normal_serum_low_stores", "urine.reading", "no_magnesium_disorder_shown", "normal_is_enough"),
        ("normal_serum_low_stores", "urine.urgency", "routine", "too_slow"),
        ("urine_in_range", "urine.against_serum", "conserving", "wrong_urine_comparison"),
        ("urine_in_range", "urine.cannot_show", "nothing", "wrong_urine_comparison"),
        ("urine_in_range", "urine.reading", "extrarenal_or_low_intake", "wrong_urine_comparison"),
        ("urine_in_range", "serum.next", "none", "settled_too_soon"),
        ("urine_in_range", "serum.reading", "renal_wasting", "settled_too_soon"),
        ("urine_in_range", "serum.urgency", "urgent", "too_fast"),
        ("edta_in_the_tube", "blood.reading", "hypomagnesaemia_cause_undetermined", "ignored_sample"),
        ("edta_in_the_tube", "blood.next", "none", "ignored_sample"),
        ("haemolysed_high_serum", "serum.cannot_show", "nothing", "ignored_sample"),
        ("incomplete_collection", "urine.reading", "extrarenal_or_low_intake", "ignored_sample"),
        ("red_cells_in_range", "red_cells.reading", "no_magnesium_disorder_shown", "rbc_as_gold_standard"),
        ("red_cells_low_alone", "red_cells.reading", "depletion_with_normal_serum", "rbc_as_gold_standard"),
        ("red_cells_low_alone", "red_cells.cannot_show", "nothing", "rbc_as_gold_standard"),
        ("torsades_normal_serum", "serum.urgency", "urgent", "missed_emergency"),
        ("kidneys_failing", "spot_urine.reading", "renal_wasting", "settled_too_soon"),
    ],
)
def test_a_wrong_answer_has_its_kind(case, step, answer, kind):
    assert mark(step_of(case, step), answer).error.id == kind


def test_an_answer_that_is_right_earns_a_point_and_is_no_error():
    given = mark(step_of("urine_in_range", "urine.against_serum"), "inappropriately_high")
    assert (given.points, given.error) == (1, None)


def test_a_test_further_down_the_list_earns_half():
    step = next(step for step in steps(case_by_id("urine_in_range")) if step.nearly)
    given = mark(step, step.nearly[0])
    assert (given.points, given.error.id) == (0.5, "later_test")


# ---- the debrief -----------------------------------------------------------------------------------------------------
def test_who_answers_all_wrong_in_normal_serum_low_stores_is_told_which_step_misled():
    case = case_by_id("normal_serum_low_stores")
    told = debrief(case, best_path(case), wrong_answers(case))
    assert told.points == 0
    assert told.misled == (
        "The step that misled you: 'Serum magnesium: what it cannot show'. You answered 'nothing that matters here: these results"
        " settle the question'. A serum in range was taken as an answer. Serum decides urgency; it cannot exclude low stores."
        " 0.78 mmol/L is in range, and with a proton pump inhibitor and cramps that is no reassurance: the question was still open."
    )


@every_constructed
def test_who_answers_all_wrong_is_told_the_step_and_kind_of_the_trap(case):
    told = debrief(case, best_path(case), wrong_answers(case))
    step = next(one for one in steps(case) if one.id == case.trap.step)
    assert name_of(step) in told.misled
    assert case.trap.says in told.misled
    assert ERRORS[case.trap.kind].told in told.misled
    assert told.errors[case.trap.kind] >= 1


@every_case
def test_who_answers_all_right_has_every_point_and_nothing_to_read_again(case):
    told = debrief(case, best_path(case), right_answers(case))
    assert (told.points, told.read_again, dict(told.errors)) == (told.most, (), {})
    assert told.misled.startswith("You saw the trap" if case.trap else "No step misled you")


def test_who_ends_before_the_case_turns_is_told_so():
    case = case_by_id("urine_in_range")
    told = debrief(case, ("serum",), right_answers(case, ("serum",)))
    assert told.misled == "The lesson ended before the step where this case turns: 24-hour urine magnesium."


def test_in_a_published_case_the_first_wrong_step_is_named():
    case = case_by_id("ppi_conserving_kidney")
    told = debrief(
        case, best_path(case), right_answers(case) | {"urine.against_serum": "inappropriately_high"}
    )
    assert "'24-hour urine magnesium: the urine against the serum'" in told.misled


def test_what_was_not_answered_earns_nothing_and_is_no_error():
    told = debrief(case_by_id("urine_in_range"), ("serum",), {})
    assert (told.points, told.marks, dict(told.errors)) == (0, (), {})


@every_constructed
def test_what_to_read_again_names_its_sources(case):
    told = debrief(case, best_path(case), wrong_answers(case))
    assert told.read_again
    assert [reason.text for reason in told.read_again if not reason.sources] == []


@every_constructed
def test_the_trap_is_set_whatever_is_ordered_before(case):
    wanted = case.trap.step.partition(".")[0]
    others = [order.id for order in orders_of(case) if order.id not in {"serum", wanted}]
    ways = [way for length in range(3) for way in permutations(others, length)]
    for way in ways if wanted != "serum" else [()]:
        path = ("serum", *way) if wanted == "serum" else ("serum", *way, wanted)
        step = next((one for one in stage(case, path).steps if one.id == case.trap.step), None)
        assert step is not None, path
        assert case.trap.answer in step.errors, path


# ---- one learner -----------------------------------------------------------------------------------------------------
@pytest.fixture
def lesson():
    return Lesson(case_by_id("normal_serum_low_stores"))


def committed(lesson):
    return lesson.commit({step.id: step.right[0] for step in lesson.stage.steps})


def test_a_lesson_begins_with_the_serum_and_nothing_judged(lesson):
    assert (lesson.path, lesson.is_shown, lesson.marks()) == (("serum",), False, ())


def test_every_question_wants_an_answer_before_the_report(lesson):
    with pytest.raises(ValueError, match="commit to every question first; 4 still open"):
        lesson.commit({"serum.flag": "normal"})


def test_after_committing_the_answers_are_judged(lesson):
    assert all(one.is_right for one in committed(lesson).marks())


def test_an_answer_cannot_be_changed_once_the_report_is_shown(lesson):
    with pytest.raises(ValueError, match="cannot be changed"):
        committed(committed(lesson))


def test_an_order_brings_its_result_and_new_questions(lesson):
    after = committed(lesson).order("urine")
    assert after.stage.new == ("urine_magnesium_24h",)
    assert not after.is_shown


@pytest.mark.parametrize("name", ["serum", "loading", "no_such"])
def test_what_is_not_left_in_a_case_cannot_be_ordered(lesson, name):
    with pytest.raises(ValueError, match=f"'{name}' cannot be ordered now"):
        committed(lesson).order(name)


def test_nothing_is_ordered_or_concluded_before_committing(lesson):
    with pytest.raises(ValueError, match="commit first"):
        lesson.order("urine")
    with pytest.raises(ValueError, match="commit to the questions first"):
        lesson.conclude()


def test_what_was_wanted_next_is_remembered(lesson):
    assert (lesson.chosen_next, committed(lesson).chosen_next) == (None, "urine")


def test_a_concluded_lesson_is_judged_as_a_whole(lesson):
    over = committed(committed(lesson).order("urine")).conclude()
    result = over.debrief()
    assert over.is_over
    assert result.points == result.most == len(over.answers)
