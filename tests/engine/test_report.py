"""One patient's report: what leads, what it rests on, and what it warns about."""

import re
from decimal import Decimal

import pytest

from interpret import Patient, interpret
from interpret.examples import patient_of
from interpret.report import echo
from interpret.rules import KINDS, URGENCIES


def report(**given):
    return interpret(patient_of(given))


def warnings(**given):
    return {one["field"]: one["message"] for one in report(**given).warnings}


# ---- order -----------------------------------------------------------------------------------------------------------
PANELS = [
    {"serum_magnesium": "0.30 mmol/L", "seizure": True, "haemolysed": True},
    {"serum_magnesium": "0.62 mmol/L", "urine_magnesium_24h": "60 mg/24 h", "loop_diuretic": True},
    {"serum_magnesium": "0.80 mmol/L", "rbc_magnesium": "3.4 mg/dL", "urine_magnesium_24h": "40 mg/24 h", "fasciculations": True, "ppi": True},
    {"serum_magnesium": "1.60 mmol/L", "egfr": "20 mL/min/1.73m2", "magnesium_laxative_or_antacid": True},
]  # fmt: skip


@pytest.mark.parametrize("given", PANELS)
def test_findings_come_by_urgency_then_kind(given):
    found = report(**given).findings
    levels = [-URGENCIES.index(one_level(one.id)) for one in found]
    assert levels == sorted(levels)
    rest = [KINDS.index(one.kind) for one in found if one.kind != "urgency"]
    assert rest == sorted(rest)


def one_level(finding):
    from interpret import rulebook  # noqa: PLC0415

    return rulebook().by_id[finding].urgency or "not_judged"


@pytest.mark.parametrize("given", PANELS)
def test_ranks_count_from_one(given):
    assert [one.rank for one in report(**given).findings] == list(range(1, len(report(**given).findings) + 1))


def test_an_emergency_leads_also_in_a_haemolysed_sample():
    found = report(**PANELS[0])
    assert (found.urgency, found.findings[0].kind) == ("emergency", "urgency")
    assert found.emergency_text.startswith("This picture is handled as an emergency.")


def test_a_general_finding_gives_way_to_the_specific_one():
    ids = {one.id for one in report(serum_magnesium="0.20 mmol/L", seizure=True).findings}
    assert "life_threatening_low_magnesium" in ids
    assert "critical_low_magnesium_with_sign" not in ids


def test_gates_that_move_the_confidence_of_other_readings_are_not_shown():
    assert "open_reading_with_risk" not in {one.id for one in report(**PANELS[1]).findings}


@pytest.mark.parametrize(
    ("serum", "limitation"),
    [
        ("0.62 mmol/L", "low_serum_is_not_always_depletion"),
        ("0.85 mmol/L", "normal_serum_does_not_exclude_depletion"),
        ("1.30 mmol/L", "high_serum_names_no_source"),
    ],
)
def test_a_serum_alone_says_first_what_it_cannot_show(serum, limitation):
    assert report(serum_magnesium=serum).of_kind("limitation")[0].id == limitation


@pytest.mark.parametrize(
    ("given", "shows"),
    [
        (
            {"serum_magnesium": "0.35 mmol/L", "tremor": True},
            "0.35 mmol/L is low, and nothing entered decides",
        ),
        ({"serum_magnesium": "1.30 mmol/L"}, "1.30 mmol/L is high, and nothing entered shows a load"),
        ({"urine_magnesium_24h": "60 mg/24 h"}, "No serum magnesium that can be classified was entered."),
    ],
)
def test_an_open_reading_says_what_the_results_show_before_what_would_decide(given, shows):
    assert report(**given).of_kind("pattern")[0].statement.startswith(shows)


@pytest.mark.parametrize("serum", ["0.62 mmol/L", "0.85 mmol/L", "1.4 mmol/L", "2.9 mmol/L"])
def test_a_man_is_never_asked_for_obstetric_magnesium(serum):
    person_unknown, man = report(serum_magnesium=serum), report(serum_magnesium=serum, sex="male")
    assert "'obstetric_magnesium'" in str(person_unknown.to_dict())
    assert "'obstetric_magnesium'" not in str(man.to_dict())


# ---- what it rests on ------------------------------------------------------------------------------------------------
def test_adult_and_not_pregnant_are_said_as_assumptions():
    assert report(serum_magnesium="0.62 mmol/L").assumptions == ("adult", "not pregnant")


def test_what_was_given_is_no_assumption():
    assert report(serum_magnesium="0.62 mmol/L", age_years=50, sex="male").assumptions == ()


def test_the_headline_names_the_range():
    assert "range 0.70–1.00 mmol/L, UK laboratories" in report(serum_magnesium="0.62 mmol/L").headline


@pytest.mark.parametrize(
    ("serum", "told"),
    [
        ("0.72 mmol/L", "low in 4, normal in 25 of 29 published ranges"),
        ("0.72 mmol/L (0.70-1.00)", None),
        ("0.55 mmol/L", None),
    ],
    ids=["laboratories differ", "its own range was typed", "low everywhere"],
)
def test_the_headline_says_when_the_flag_would_differ_elsewhere(serum, told):
    headline = report(serum_magnesium=serum).headline
    assert "(range 0.70–1.00 mmol/L, " in headline
    assert (told or "published ranges") in headline if told else "published" not in headline


NORMAL = {"serum_magnesium": "0.80 mmol/L"}
LOW = {"serum_magnesium": "0.62 mmol/L"}


@pytest.mark.parametrize(
    ("given", "first"),
    [
        (NORMAL | {"potassium": "6.8 mmol/L"}, "Potassium 6.8 mmol/L outranks the magnesium."),
        (LOW | {"potassium": "2.8 mmol/L"}, "Potassium 2.8 mmol/L needs an answer today."),
        (LOW | {"potassium": "6.8 mmol/L", "haemolysed": True}, "Potassium 6.8 mmol/L in a doubtful sample is repeated now, with an ECG."),
        (NORMAL | {"calcium_adjusted": "1.80 mmol/L", "paraesthesia": True}, "Calcium 1.80 mmol/L outranks the magnesium."),
        (NORMAL | {"sodium": "118 mmol/L"}, "Sodium 118 mmol/L needs an answer today."),
        (NORMAL | {"fasciculations": True, "wasting": True}, "A neurological red flag is referred without delay, whatever the magnesium."),
        (LOW | {"fasciculations": True, "wasting": True}, "A neurological red flag is referred without delay, whatever the magnesium."),
        (NORMAL | {"potassium": "2.8 mmol/L", "wasting": True}, "Potassium 2.8 mmol/L needs an answer today. A neurological red flag is referred without delay, whatever the magnesium."),
        (LOW, "Serum magnesium is low; these results do not show where it is lost "),
        ({"serum_magnesium": "0.25 mmol/L", "wasting": True}, "Serum magnesium is low; these results do not show where it is lost "),
    ],
)  # fmt: skip
def test_what_outranks_the_magnesium_and_a_red_flag_lead_the_headline(given, first):
    assert report(**given).headline.startswith(first)


@pytest.mark.parametrize("given", [NORMAL | {"potassium": "6.8 mmol/L"}, LOW | {"wasting": True}])
def test_after_what_leads_the_headline_still_reads_the_magnesium_and_its_range(given):
    assert "Serum " in report(**given).headline
    assert "(range 0.70–1.00 mmol/L, UK laboratories" in report(**given).headline


def test_undecided_findings_name_what_they_want():
    undecided = {
        one["id"]: one["missing"] for one in report(serum_magnesium="0.80 mmol/L", ppi=True).undecided
    }
    assert undecided
    assert all(missing["all_of"] or missing["any_of"] for missing in undecided.values())


def test_at_most_ten_findings_are_listed_as_undecided():
    assert len(report(serum_magnesium="0.62 mmol/L").undecided) <= 10


def missing_inputs(**given):
    return {
        name: {*one["missing"]["all_of"], *one["missing"]["any_of"]}
        for one in report(**given).undecided
        for name in [one["id"]]
    }


LOW_POTASSIUM = {"serum_magnesium": "0.80 mmol/L", "potassium": "3.2 mmol/L", "ppi": True}


def test_what_was_entered_without_a_range_is_not_asked_for_again():
    asked = missing_inputs(**LOW_POTASSIUM, ionised_calcium="1.10 mmol/L", ionised_magnesium="0.50 mmol/L")
    assert not {"ionised_calcium", "ionised_magnesium"} & set().union(*asked.values())


@pytest.mark.parametrize(
    "given",
    [{"serum_magnesium": "0.60 mmol/L"}, {"serum_magnesium": "0.80 mmol/L", "urine_magnesium_24h": "40 mg/24 h"}, {"serum_magnesium": "1.20 mmol/L"}],
)  # fmt: skip
def test_red_cell_magnesium_that_was_not_entered_is_never_what_is_wanted(given):
    asked = missing_inputs(**given)
    assert asked
    assert "rbc_magnesium" not in set().union(*asked.values())


def test_no_reading_is_undecided_in_a_suspect_sample():
    undecided = missing_inputs(serum_magnesium="1.30 mmol/L", haemolysed=True)
    assert not {"high_serum_urine_high", "high_serum_kidney_failing", "high_serum_known_source"} & set(
        undecided
    )


def test_what_a_gate_withheld_is_not_asked_for_again():
    asked = missing_inputs(
        serum_magnesium="0.60 mmol/L", urine_magnesium_24h="60 mg/24 h", egfr="20 mL/min/1.73m2"
    )
    assert "urine_magnesium_24h" not in set().union(*asked.values())


def test_a_reading_is_not_provisional_on_what_was_answered():
    given = {"serum_magnesium": "0.60 mmol/L", "urine_magnesium_24h": "60 mg/24 h"}
    before, after = report(**given).provisional_on, report(**given, oral_magnesium=False).provisional_on
    assert {"oral_magnesium", "iv_magnesium_recent"} <= set(before)
    assert "iv_magnesium_recent" in after
    assert "oral_magnesium" not in after


def test_a_result_that_is_only_bounded_is_still_asked_for():
    asked = missing_inputs(serum_magnesium="0.60 mmol/L", urine_magnesium_24h="<30 mg/24 h")
    assert "urine_magnesium_24h" in set().union(*asked.values())


@pytest.mark.parametrize("given", PANELS)
def test_any_one_of_the_alternatives_completes_what_is_missing(given):
    """Two choices between inputs would need one of each, which a single list cannot say."""
    for one in report(**given).undecided:
        assert len(one["missing"]["all_of"]) <= 2 - bool(one["missing"]["any_of"])


def test_urgency_not_excluded_asks_for_at_most_three_things():
    asked = report(serum_magnesium="0.62 mmol/L").urgency_not_excluded
    assert 0 < len(asked) <= 3
    assert asked[0].keys() == {"level", "missing", "rule"}


DISAGREE = {"serum_magnesium": "0.60 mmol/L", "urine_magnesium_24h": "60 mg/24 h", "femg": "1.0 %"}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, "At normal kidney function 24 mg/24 h corresponds to an FEMg under 2 %."),
        ({"egfr": "100 mL/min/1.73m2"}, "At this serum and an eGFR of 100 mL/min/1.73m2 24 mg/24 h equals an FEMg of 1.7 %."),
    ],
    ids=["kidney function unknown", "known"],
)  # fmt: skip
def test_where_the_urine_rules_disagree_the_limit_is_said_as_an_femg(more, told):
    said = [one.statement for one in report(**DISAGREE, **more).findings if "point apart" in one.statement]
    assert [one.endswith(told) for one in said] == [True]


# ---- tests and derived -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("serum", "severity"),
    [
        ("0.25 mmol/L", "below 0.30 mmol/L"),
        ("0.65 mmol/L", "below the range"),
        ("1.05 mmol/L", "above the range"),
        ("4.1 mmol/L", "above 4.0 mmol/L"),
    ],
)
def test_severity_names_the_limit_that_was_passed(serum, severity):
    assert report(serum_magnesium=serum).tests["serum_magnesium"].severity == severity


@pytest.mark.parametrize(
    ("serum", "grade"),
    [("0.60 mmol/L", 1), ("0.45 mmol/L", 2), ("1.1 mg/dL", 2), ("0.85 mmol/L", None), ("1.30 mmol/L", 3), ("<0.4 mmol/L", None), ("1.0 mEq/L", None)],
)  # fmt: skip
def test_ctcae_grades_only_a_plain_value_in_a_printed_unit(serum, grade):
    found = report(serum_magnesium=serum, anticancer_medicine=True).tests["serum_magnesium"]
    assert found.ctcae_grade == grade


def test_without_an_anticancer_medicine_there_is_no_ctcae_grade():
    assert report(serum_magnesium="0.60 mmol/L").tests["serum_magnesium"].ctcae_grade is None


@pytest.mark.parametrize(
    ("given", "against"),
    [
        ({"serum_magnesium": "0.60 mmol/L", "urine_magnesium_24h": "24 mg/24 h"}, "inappropriately_high"),
        ({"serum_magnesium": "0.60 mmol/L", "urine_magnesium_24h": "23 mg/24 h"}, "conserving"),
        ({"serum_magnesium": "1.20 mmol/L", "urine_magnesium_24h": "300 mg/24 h"}, "appropriate"),
        ({"serum_magnesium": "1.20 mmol/L", "urine_magnesium_24h": "60 mg/24 h"}, "inappropriately_low"),
        ({"serum_magnesium": "0.85 mmol/L", "urine_magnesium_24h": "60 mg/24 h"}, "not_judged"),
        ({"urine_magnesium_24h": "60 mg/24 h"}, "not_judged"),
        ({"serum_magnesium": "0.60 mmol/L", "urine_magnesium_24h": "<30 mg/24 h"}, "not_judged"),
        ({"serum_magnesium": "1.20 mmol/L", "urine_magnesium_24h": "<300 mg/24 h"}, "not_judged"),
    ],
)
def test_urine_is_judged_against_serum(given, against):
    assert report(**given).tests["urine_magnesium_24h"].against_serum == against


def test_every_entered_magnesium_stands_in_its_other_units():
    assert report(serum_magnesium="0.62 mmol/L").tests["serum_magnesium"].in_other_units == (
        "1.5 mg/dL",
        "1.2 mEq/L",
    )


def test_the_echo_is_that_of_the_report():
    assert echo("serum_magnesium", patient_of({"serum_magnesium": "0.62 mmol/L"})) == (
        "1.5 mg/dL",
        "1.2 mEq/L",
    )


@pytest.mark.parametrize("given", ["0.7 mmol/L", "0.70 mmol/L", "<0.2 mmol/L", "60 mg/24 h"])
def test_a_result_stands_as_it_was_entered(given):
    name = "urine_magnesium_24h" if "24 h" in given else "serum_magnesium"
    assert report(**{name: given}).tests[name].as_entered == given


def test_a_number_is_written_out_in_full():
    entered = {"results": {"ck": {"value": Decimal("1E+3"), "unit": "U/L", "range": {"high": 200}}}}
    assert interpret(Patient.from_dict(entered)).tests["ck"].as_entered == "1000 U/L"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"serum_magnesium": "0.80 mmol/L (0.70-)"}, "the range has no upper limit, so normal and high cannot be told apart"),
        ({"serum_magnesium": "0.80 mmol/L (-1.00)"}, "the range has no lower limit, so low and normal cannot be told apart"),
        ({"serum_magnesium": "<0.80 mmol/L"}, "the result does not say on which side of the limit it lies"),
        ({"serum_magnesium": "0.80 mmol/L"}, None),
    ],
    ids=["open above", "open below", "comparator", "plain"],
)  # fmt: skip
def test_an_unknown_flag_says_why(given, why):
    assert report(**given).tests["serum_magnesium"].why == why


WITHHELD = [
    ({"serum_magnesium": "1.20 mmol/L", "haemolysed": True}, "serum_magnesium", "haemolysis_high_serum"),
    ({"serum_magnesium": "0.80 mmol/L", "haemolysis_gross": True}, "serum_magnesium", "gross_haemolysis_normal_serum"),
    ({"serum_magnesium": "0.50 mmol/L", "edta_contamination": True}, "serum_magnesium", "edta_likely"),
    ({"serum_magnesium": "0.50 mmol/L", "edta_contamination": True, "potassium": "7.0 mmol/L"}, "potassium", "edta_likely"),
    ({"serum_magnesium": "0.50 mmol/L", "drip_arm": True}, "serum_magnesium", "drip_arm_low"),
    ({"serum_magnesium": "0.80 mmol/L", "iv_magnesium_recent": True}, "serum_magnesium", "iv_magnesium_serum_not_low"),
    ({"serum_magnesium": "0.60 mmol/L", "femg": "8 %", "egfr": "20 mL/min/1.73m2"}, "femg", "kidney_failure_urine"),
    ({"serum_magnesium": "0.80 mmol/L", "rbc_magnesium": "3.0 mg/dL", "rbc_late_separation_or_lysis": True}, "rbc_magnesium", "red_cells_lysed"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "name", "gate"), WITHHELD, ids=[f"{gate} {name}" for _, name, gate in WITHHELD]
)
def test_a_withheld_result_names_its_gate_and_says_why(given, name, gate):
    found = report(**given)
    tested = found.tests[name]
    title = next(one.title for one in found.findings if one.id == gate)
    assert (tested.used, tested.withheld_by) == (False, gate)
    assert title in tested.why
    assert any(title in text for text in found.not_interpreted)


def test_a_range_that_nobody_confirmed_keeps_its_result_unread():
    tested = report(serum_magnesium="0.80 mmol/L (1.7-2.4?)").tests["serum_magnesium"]
    assert (tested.flag, tested.used, tested.withheld_by) == ("unknown", False, "serum_range_unconfirmed")
    assert tested.why.endswith("confirm it or correct it")


def test_a_range_that_nobody_confirmed_is_no_reason_for_a_new_sample():
    found = report(serum_magnesium="0.80 mmol/L (1.7-2.4?)")
    assert found.headline == "The typed range is not confirmed."
    assert found.urgency_because == ("range_to_confirm",)
    assert "repeat_suspect_sample" not in {one.id for one in found.findings}
    assert not re.search(r"[Ss]ample (is )?suspect|[Ss]uspect sample", str(found.to_dict()))


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"serum_magnesium": "0.58 mmol/L", "haemolysed": True}, "serum_magnesium"),
        ({"serum_magnesium": "0.80 mmol/L", "haemolysed": True}, "serum_magnesium"),
        ({"serum_magnesium": "0.50 mmol/L", "iv_magnesium_recent": True}, "serum_magnesium"),
        ({"serum_magnesium": "0.80 mmol/L", "rbc_magnesium": "8.0 mg/dL", "rbc_late_separation_or_lysis": True}, "rbc_magnesium"),
        ({"serum_magnesium": "0.60 mmol/L", "pregnant": True}, "serum_magnesium"),
    ],
)  # fmt: skip
def test_what_a_disturbance_could_not_have_caused_stands(given, name):
    found = report(**given).tests[name]
    assert (found.used, found.withheld_by) == (True, None)


@pytest.mark.parametrize(
    "given", [{"pregnant": True}, {"age_years": 12}, {"dialysis": True}, {"obstetric_magnesium": True}]
)
def test_out_of_scope_says_what_keeps_the_pattern_from_being_read(given):
    assert report(serum_magnesium="0.60 mmol/L", **given).not_interpreted[0].startswith("Out of scope: ")


def test_an_entered_femg_is_not_derived():
    assert "femg" not in report(serum_magnesium="0.60 mmol/L", femg="8.0 %").derived


def test_a_computed_femg_is_derived_also_where_one_was_entered():
    assert str(report(**SPOT, femg="7.0 %").derived["femg"]["value"]) == "7.1"


# ---- warnings --------------------------------------------------------------------------------------------------------
SPOT = {
    "serum_magnesium": "0.60 mmol/L", "serum_creatinine": "80 umol/L", "urine_magnesium_spot": "3.0 mmol/L",
    "urine_creatinine_spot": "8.0 mmol/L",
}  # fmt: skip


def test_a_typed_femg_that_disagrees_with_the_results_is_warned_about():
    assert warnings(**SPOT, femg="2.0 %")["femg"] == (
        "entered as 2.0 %, but the results give 7.1 %; the computed value is used."
    )


def test_a_typed_femg_that_agrees_is_not():
    assert "femg" not in warnings(**SPOT, femg="7.0 %")


def test_a_typed_femg_alone_is_not():
    assert "femg" not in warnings(serum_magnesium="0.60 mmol/L", femg="7.0 %")


@pytest.mark.parametrize(
    ("egfr", "warned"),
    [("24", False), ("26", True), ("35", True), ("45", False), ("58", True), ("66", False)],
)
def test_an_egfr_within_5_of_a_gate_is_warned_about(egfr, warned):
    assert ("egfr" in warnings(serum_magnesium="0.60 mmol/L", egfr=f"{egfr} mL/min/1.73m2")) is warned


@pytest.mark.parametrize("egfr", [">60", ">59", "<31"])
def test_an_egfr_that_is_only_bounded_lies_near_no_gate(egfr):
    assert "egfr" not in warnings(serum_magnesium="0.60 mmol/L", egfr=f"{egfr} mL/min/1.73m2")


def test_an_unusual_value_is_warned_about_until_someone_looked():
    assert "is unusual for Serum magnesium" in warnings(serum_magnesium="5.0 mmol/L")["serum_magnesium"]


def test_a_short_collection_is_normalised_and_said_so():
    found = warnings(
        serum_magnesium="0.60 mmol/L", urine_magnesium_collected="30 mg", urine_collection_hours="12 h"
    )
    assert found["urine_magnesium_collected"] == "30 mg in 12 h was normalised to 60 mg/24 h."


def test_a_collection_too_short_is_not_read_and_said_so():
    found = warnings(
        serum_magnesium="0.60 mmol/L", urine_magnesium_collected="30 mg", urine_collection_hours="8 h"
    )
    assert "urine_magnesium_collected" in found


def test_a_value_at_a_limit_that_reads_otherwise_in_another_unit_is_warned_about():
    assert "is at the limit" in warnings(serum_magnesium="1.2 mg/dL")["serum_magnesium"]


def test_what_a_gate_withheld_says_why():
    found = report(serum_magnesium="0.60 mmol/L", urine_magnesium_24h="60 mg/24 h", egfr="20 mL/min/1.73m2")
    assert any(text.startswith("24-hour urine magnesium:") for text in found.not_interpreted)
    assert found.tests["urine_magnesium_24h"].used is False


# ---- further tests ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given", "test", "changes"),
    [
        ({"serum_magnesium": "1.3 mmol/L", "haemolysed": True}, "repeat_suspect_sample", "pattern"),
        ({"serum_magnesium": "0.72 mmol/L"}, "repeat_before_labelling", "pattern"),
        ({"serum_magnesium": "0.80 mmol/L", "fasciculations": True}, "examine_first", "urgency"),
        (
            {"serum_magnesium": "0.80 mmol/L", "fasciculations": True, "wasting": True},
            "nerve_tests",
            "causes",
        ),
    ],
)
def test_a_test_whose_results_cannot_be_entered_says_what_they_may_change(given, test, changes):
    assert {one.id: one.changes for one in report(**given).next_tests}[test] == changes


def test_tests_that_may_raise_the_urgency_come_first():
    changes = [one.changes for one in report(serum_magnesium="0.62 mmol/L").next_tests]
    order = ("urgency", "pattern", "confidence", "causes", "nothing")
    assert [order.index(one) for one in changes] == sorted(order.index(one) for one in changes)


@pytest.mark.parametrize(
    "given",
    [
        {"serum_magnesium": "0.30 mmol/L", "seizure": True},
        {"serum_magnesium": "0.45 mmol/L"},
        {"serum_magnesium": "2.6 mmol/L", "drowsiness": True, "hypotension": True},
    ],
    ids=["seizure", "severe", "high with signs"],
)
def test_where_matters_press_ecg_and_potassium_come_before_the_urine(given):
    tests = [one.id for one in report(**given).next_tests]
    urine = next(place for place, name in enumerate(tests) if "urine" in name)
    assert max(tests.index("ecg"), tests.index("potassium")) < urine


def test_the_report_names_the_nearest_change_of_each_test():
    found = report(serum_magnesium="0.62 mmol/L", urine_magnesium_24h="26 mg/24 h").nearest_changes
    assert [(one.quantity, one.value) for one in found] == [
        ("urine_magnesium_24h", "23 mg/24 h"),
        ("serum_magnesium", "0.70 mmol/L"),
        ("serum_magnesium", "0.49 mmol/L"),
    ]


def test_a_result_with_a_comparator_has_no_nearest_change():
    assert report(serum_magnesium="<0.4 mmol/L").nearest_changes == ()


def test_what_the_urine_would_mean_is_said_at_its_exact_limit():
    tests = report(serum_magnesium="0.62 mmol/L").next_tests
    outcomes = {one.when: one.pattern for test in tests for one in test.outcomes if "mmol/24 h" in one.when}
    assert outcomes == {
        "below 0.5 mmol/24 h": "extrarenal_or_low_intake",
        "0.5 to 0.9 mmol/24 h": "extrarenal_or_low_intake",
        "1.0 mmol/24 h or more": "renal_wasting",
    }


def test_a_test_is_tried_against_the_laboratory_of_the_panel():
    def whens(**given):
        return {one.when for test in report(**given).next_tests for one in test.outcomes}

    assert whens(serum_magnesium="1.30 mmol/L", laboratory="mayo") != whens(
        serum_magnesium="1.30 mmol/L", laboratory="arup"
    )


def test_an_outcome_adds_what_the_report_with_that_result_would_say():
    tests = report(serum_magnesium="0.62 mmol/L").next_tests
    outcomes = next(test.outcomes for test in tests if test.id == "potassium")
    adds = next(one.adds for one in outcomes if one.when == "6.5 mmol/L or more")
    then = report(serum_magnesium="0.62 mmol/L", potassium="6.5 mmol/L").findings
    assert "potassium_emergency_high" in adds
    assert set(adds) <= {one.id for one in then}


def test_nothing_entered_explores_nothing():
    found = report()
    assert (found.pattern, found.next_tests, found.questions) == ("nothing_entered", (), ())
