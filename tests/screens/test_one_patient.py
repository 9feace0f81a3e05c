"""The page for one patient, without a browser: what is typed, what is said."""

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from interpret import interpret
from interpret.pattern_names import NAMES
from teaching.library import cases

SERUM, RBC, URINE = "serum_magnesium", "rbc_magnesium", "urine_magnesium_24h"
PAGE = "views/one_patient.py"
READ_ALOUD = ("markdown", "error", "warning", "info", "success")


@pytest.fixture
def page(root):
    return AppTest.from_file(str(root / PAGE), default_timeout=30).run()


def enter(page, **fields):
    """Type into fields by their key, `serum_magnesium="0.62 mmol/L"` for a number, and run once for each."""
    for name, value in fields.items():
        if name == "present":
            page.multiselect(key="present").set_value(value).run()
        else:
            page.text_input(key=f"{name}.value").input(value).run()
    return page


def add(page, **results):
    """Add other results, as from the list."""
    for name, text in results.items():
        page.selectbox(key="companion").select(name).run()
        enter(page, **{name: text})
    return page


def said(page):
    """Everything that can be read on the page, without the marks of Markdown."""
    parts = [one.value for kind in READ_ALOUD for one in page.get(kind)]
    titles = [getattr(one.proto, "title", "") for kind in READ_ALOUD for one in page.get(kind)]
    return " ".join(parts + titles).replace("\\", "").replace("*", "")


def alert(page, kind):
    return " ".join(f"{getattr(one.proto, 'title', '')} {one.value}" for one in page.get(kind))


def unfold(page, key="note"):
    """Open a group; what is folded is not drawn."""
    page.session_state[key] = True
    return page.run()


def note(page):
    return unfold(page).code[1].value


def one_line(page):
    return unfold(page).code[0].value


def button(page, key):
    return page.button(key=key).click().run()


# ---- nothing entered -----------------------------------------------------------------------------------------------
def test_an_empty_page_reads_nothing(page):
    assert not page.exception
    assert "Nothing is read yet" in said(page)
    assert not page.code
    assert not page.get("plotly_chart")


def test_nothing_is_prefilled(page):
    assert {one.value for one in page.text_input} == {""}
    assert {one.value for one in page.selectbox} == {None}
    assert {one.value for one in page.multiselect if one.value} == set()
    assert not any(one.value for one in page.checkbox)
    assert {one.value for one in page.date_input} <= {None}


def test_age_and_sex_alone_read_nothing(page):
    page.text_input(key="age").input("54").run()
    assert "Nothing is read yet" in said(page)


def test_every_widget_has_a_key(page):
    enter(page, serum_magnesium="0.62 mmol/L")
    kinds = ("text_input", "selectbox", "multiselect", "checkbox", "button", "date_input", "button_group")
    assert [one.label for kind in kinds for one in page.get(kind) if not one.key] == []


# ---- numbers and units ---------------------------------------------------------------------------------------------
def test_no_unit_no_reading(page):
    enter(page, serum_magnesium="0.62")
    assert "Choose the unit" in said(page)
    assert "Nothing is read yet" in said(page)


def test_a_chosen_unit_gives_the_reading(page):
    enter(page, serum_magnesium="0.62")
    page.selectbox(key=f"{SERUM}.unit").select("mmol/L").run()
    assert "Nothing is read yet" not in said(page)


def test_a_unit_typed_after_the_number_is_chosen(page):
    enter(page, serum_magnesium="1.5 mg/dl")
    assert page.selectbox(key=f"{SERUM}.unit").value == "mg/dL"


def test_a_decimal_comma_is_a_decimal_point(page):
    enter(page, serum_magnesium="0,62 mmol/l")
    assert "0.62 mmol/L" in note(page)
    assert "= 1.5 mg/dL" in said(page)


@pytest.mark.parametrize("text", ["45 mg", "45 mg per day", "45 mg in 24 h", "45 mg/d", "45 MG PER 24 HOURS"])
def test_milligrams_in_the_field_of_a_24_hour_urine_are_per_24_hours_and_the_echo_says_so(page, text):
    enter(page, urine_magnesium_24h=text)
    assert not page.error
    assert "45 mg/24 h = 1.9 mmol/24 h" in said(page)
    assert page.selectbox(key=f"{URINE}.unit").value == "mg/24 h"


@pytest.mark.parametrize("unit", ["mmol", "mEq"])
def test_so_are_millimoles_and_milliequivalents(page, unit):
    enter(page, urine_magnesium_24h=f"4 {unit}")
    assert f"4 {unit}/24 h =" in said(page)


@pytest.mark.parametrize(
    ("name", "text"),
    [(URINE, "45 mg/dL"), (URINE, "45 mg in 12 h"), (SERUM, "0.62 mg/24 h"), (SERUM, "62 g/L")],
)
def test_a_unit_of_another_kind_is_refused(page, name, text):
    enter(page, **{name: text})
    assert "allowed for" in alert(page, "error")
    assert "Nothing is read yet" in said(page)


def test_a_unit_chosen_in_the_list_replaces_one_that_is_not_allowed_and_the_note_says_what_was_typed(page):
    enter(page, urine_magnesium_24h="45 mg/dL")
    page.selectbox(key=f"{URINE}.unit").select("mg/24 h").run()
    assert not page.error
    assert page.text_input(key=f"{URINE}.value").value == "45"
    assert "45 mg/24 h, typed as 24-hour urine magnesium 45 mg/dL and its unit was corrected" in note(page)


@pytest.mark.parametrize("half", ["m", "mm", "mmol", "mmol/", "mg/d", "mE", "mmol p"])
def test_a_unit_half_typed_is_asked_for_and_is_no_error(page, half):
    enter(page, serum_magnesium=f"0.62 {half}")
    assert not page.error
    assert "Finish the unit: mmol/L, mg/dL or mEq/L" in said(page)
    assert "Nothing is read yet" in said(page)


def test_a_unit_half_typed_is_finished_by_the_list(page):
    enter(page, serum_magnesium="0.62 mmol")
    page.selectbox(key=f"{SERUM}.unit").select("mmol/L").run()
    assert "0.62 mmol/L" in note(page)
    assert "typed as" not in note(page)


def test_a_unit_half_typed_does_not_leave_the_one_chosen_before(page):
    enter(page, serum_magnesium="0.62 mmol/L")
    enter(page, serum_magnesium="1.5 mg")
    assert page.selectbox(key=f"{SERUM}.unit").value is None
    assert "Nothing is read yet" in said(page)


def test_a_number_that_is_emptied_takes_its_unit_along(page):
    enter(page, serum_magnesium="1.5 mg/dL")
    enter(page, serum_magnesium="")
    enter(page, serum_magnesium="0.62")
    assert page.selectbox(key=f"{SERUM}.unit").value is None
    assert "Choose the unit, it is never guessed: mmol/L, mg/dL or mEq/L" in said(page)
    assert "Nothing is read yet" in said(page)


def test_a_unit_chosen_before_the_number_waits_for_it(page):
    page.selectbox(key=f"{SERUM}.unit").select("mmol/L").run()
    enter(page, serum_magnesium="0.")
    enter(page, serum_magnesium="0.62")
    assert "0.62 mmol/L" in note(page)


@pytest.mark.parametrize(
    ("text", "echoed"),
    [
        ("0.62 mmol/L", ":small[= 1.5 mg/dL"),
        ("0,62 mmol/l", ":small[0.62 mmol/L = 1.5 mg/dL"),
        ("1,000 mg/dL", ":small[1.000 mg/dL = 0.41 mmol/L"),
        ("1.5 mg/dl", ":small[1.5 mg/dL = 0.62 mmol/L"),
        (".62 mmol/L", ":small[0.62 mmol/L = 1.5 mg/dL"),
        ("<=1.2 mg/dL", ":small[that is ≤0.49 mmol/L or ≤1.0 mEq/L"),
        ("≤1.2 mg/dl", ":small[≤1.2 mg/dL, that is ≤0.49 mmol/L or ≤1.0 mEq/L"),
    ],
)
def test_what_was_understood_is_repeated_where_it_is_not_what_was_typed(page, text, echoed):
    enter(page, serum_magnesium=text)
    assert echoed in said(page)


def test_a_comparator_is_kept(page):
    enter(page, serum_magnesium="<0.2 mmol/L")
    assert "<0.2 mmol/L" in note(page)


def test_text_is_refused_with_what_to_write(page):
    enter(page, serum_magnesium="low")
    assert "is not one number" in alert(page, "error")
    assert "Nothing is read yet" in said(page)


def test_a_number_being_typed_is_no_error(page):
    enter(page, serum_magnesium="0.")
    assert not page.error


def test_an_impossible_value_is_refused_with_the_limits(page):
    enter(page, serum_magnesium="62 mmol/L")
    assert "is not possible" in alert(page, "error")
    assert "Nothing is read yet" in said(page)


@pytest.mark.parametrize("text", ["62 mmol/L", "200 mg/dL"])
def test_nobody_is_asked_to_confirm_what_is_not_possible(page, text):
    enter(page, serum_magnesium=text)
    assert "is not possible" in alert(page, "error")
    assert not [one.label for one in page.button if one.label.startswith("It is")]
    assert f"{SERUM}.confirmed" not in [one.key for one in page.checkbox]


def test_a_number_that_is_possible_in_another_unit_only_is_offered_in_that_one_alone(page):
    enter(page, urine_magnesium_24h="350 mmol/24 h")
    (offered,) = [one for one in page.button if one.label.startswith("It is")]
    assert offered.label == "It is 350 mg/24 h"
    button(page, offered.key)
    assert "350 mg/24 h, typed as 24-hour urine magnesium 350 mmol/24 h and corrected" in note(page)


def test_the_sign_of_an_unusual_number_is_repeated(page):
    enter(page, serum_magnesium=">4 mmol/l")
    assert ">4 mmol/L is unusual for Serum magnesium" in alert(page, "warning").replace("\\", "")
    assert "It is >4 mmol/L: I have checked" in page.button(key=f"{SERUM}.is_it.0").label.replace("\\", "")


def test_a_comma_that_may_stand_between_thousands_is_asked_about(page):
    add(page, ck="1,200 U/L")
    (offered,) = [one for one in page.button if one.label == "It is 1200 U/L"]
    button(page, offered.key)
    assert "1200 U/L, typed as Creatine kinase (CK) 1,200 U/L and corrected" in note(page)


def test_a_refused_result_does_not_silence_the_others(page):
    enter(page, serum_magnesium="0.62 mmol/L", rbc_magnesium="400 mg/dL")
    assert "Not part of this reading" in alert(page, "warning")
    assert "Red-cell" not in note(page)


def test_an_unknown_unit_is_refused_with_those_allowed(page):
    enter(page, serum_magnesium="0.62 mol")
    assert "mEq/L" in alert(page, "error")


def test_an_improbable_value_is_read_with_a_warning_until_it_is_confirmed(page):
    enter(page, serum_magnesium="2.0 mmol/L")
    assert "ordinary as 2.0 mg/dL" in alert(page, "warning")
    assert "confirmed as typed" not in note(page)
    button(page, f"{SERUM}.is_it.0")
    assert "confirm the number" not in alert(page, "warning")
    assert "confirmed as typed" in note(page)
    assert page.checkbox(key=f"{SERUM}.confirmed").value


@pytest.mark.parametrize(
    ("answer", "read_as"),
    [
        ("It is 2.0 mg/dL", "Serum magnesium: 2.0 mg/dL, typed as Serum magnesium 2.0 mmol/L and corrected"),
        (
            "It is Red-cell (RBC) magnesium, 2.0 mmol/L",
            "Red-cell (RBC) magnesium: 2.0 mmol/L, typed as Serum magnesium 2.0 mmol/L and corrected",
        ),
    ],
)
def test_a_number_of_another_unit_or_specimen_is_corrected_and_the_note_says_so(page, answer, read_as):
    enter(page, serum_magnesium="2.0 mmol/L")
    (chosen,) = [one for one in page.button if one.label.replace("\\", "") == answer]
    button(page, chosen.key)
    assert read_as in note(page)
    assert "unusual" not in alert(page, "warning")


def test_a_correction_is_forgotten_when_the_number_is_typed_anew(page):
    enter(page, serum_magnesium="2.0 mmol/L")
    button(page, f"{SERUM}.is_it.1")
    enter(page, serum_magnesium="0.80 mmol/L")
    assert "corrected" not in note(page)


def test_a_number_does_not_replace_what_stands_in_another_field(page):
    enter(page, rbc_magnesium="1.9 mmol/L", serum_magnesium="2.0 mmol/L")
    assert not [one.label for one in page.button if "Red-cell" in one.label and "It is" in one.label]


def test_a_confirmation_holds_for_one_value_only(page):
    enter(page, serum_magnesium="2.0 mmol/L")
    button(page, f"{SERUM}.is_it.0")
    enter(page, serum_magnesium="2.1 mmol/L")
    assert "unusual" in alert(page, "warning")
    assert "confirmed as typed" not in note(page)


def test_another_unit_asks_before_anything_is_read(page):
    enter(page, serum_magnesium="0.62 mmol/L")
    page.selectbox(key=f"{SERUM}.unit").select("mg/dL").run()
    assert "Convert the number, or correct its label?" in said(page)
    assert "Nothing is read yet" in said(page)


def test_a_number_is_converted_on_request(page):
    enter(page, serum_magnesium="0.62 mmol/L")
    page.selectbox(key=f"{SERUM}.unit").select("mg/dL").run()
    button(page, f"{SERUM}.convert")
    assert page.text_input(key=f"{SERUM}.value").value == "1.507"
    assert "1.507 mg/dL, typed as Serum magnesium 0.62 mmol/L and converted" in note(page)


def test_a_label_is_corrected_on_request(page):
    enter(page, serum_magnesium="1.6 mmol/L")
    page.selectbox(key=f"{SERUM}.unit").select("mg/dL").run()
    button(page, f"{SERUM}.relabel")
    assert "1.6 mg/dL, typed as Serum magnesium 1.6 mmol/L and its unit was corrected" in note(page)


def test_what_was_typed_first_is_kept_through_several_corrections(page):
    enter(page, serum_magnesium="0,62 mmol/l")
    for unit in ("mg/dL", "mEq/L"):
        page.selectbox(key=f"{SERUM}.unit").select(unit).run()
        button(page, f"{SERUM}.convert")
    assert "typed as Serum magnesium 0,62 mmol/l and converted" in note(page)


def test_going_back_to_the_first_unit_asks_nothing(page):
    enter(page, serum_magnesium="0.62 mmol/L")
    page.selectbox(key=f"{SERUM}.unit").select("mg/dL").run()
    page.selectbox(key=f"{SERUM}.unit").select("mmol/L").run()
    assert "Convert the number" not in said(page)
    assert "0.62 mmol/L" in note(page)


def test_the_age_of_a_result_stands_beside_it(page):
    enter(page, serum_magnesium="0.62 mmol/L")
    today = dt.datetime.now(dt.UTC).date()
    page.date_input(key=f"{SERUM}.collected").set_value(today - dt.timedelta(days=9)).run()
    assert "9 days ago" in said(page)
    assert (today - dt.timedelta(days=9)).isoformat() in note(page)


def test_no_day_after_today_is_offered(page):
    enter(page, serum_magnesium="0.62 mmol/L")
    assert page.date_input(key=f"{SERUM}.collected").max == dt.datetime.now(dt.UTC).date()


# ---- ranges --------------------------------------------------------------------------------------------------------
def test_the_range_in_use_stands_under_the_number(page):
    enter(page, serum_magnesium="0.62 mmol/L")
    assert "range 0.70–1.00 mmol/L, UK laboratories" in said(page)


def test_a_typed_range_goes_first(page):
    enter(page, serum_magnesium="0.68 mmol/L")
    page.text_input(key=f"{SERUM}.low").input("0.66").run()
    page.text_input(key=f"{SERUM}.high").input("1,07").run()
    assert "0.66–1.07 mmol/L" in said(page)
    assert "; normal" in note(page)


def test_a_typed_range_keeps_its_unit_when_the_number_is_converted(page):
    enter(page, serum_magnesium="0.68 mmol/L")
    page.text_input(key=f"{SERUM}.low").input("0.66").run()
    page.selectbox(key=f"{SERUM}.unit").select("mg/dL").run()
    button(page, f"{SERUM}.convert")
    assert page.selectbox(key=f"{SERUM}.range_unit").value == "mmol/L"


def test_an_implausible_range_waits_for_confirmation(page):
    enter(page, serum_magnesium="0.80 mmol/L")
    page.text_input(key=f"{SERUM}.low").input("1.7").run()
    page.text_input(key=f"{SERUM}.high").input("2.4").run()
    assert "it would be ordinary" in alert(page, "warning")
    page.checkbox(key=f"{SERUM}.range_confirmed").check().run()
    assert "; low" in note(page)


def test_a_range_upside_down_is_refused(page):
    enter(page, serum_magnesium="0.80 mmol/L")
    page.text_input(key=f"{SERUM}.low").input("1.00").run()
    page.text_input(key=f"{SERUM}.high").input("0.70").run()
    assert "above high" in alert(page, "error")


@pytest.mark.parametrize(
    ("low", "said_there"),
    [
        ("7.5", "The range has low 7.5 above high 1.05; exchange or correct them."),
        ("abc", "The low end of the range is 'abc', which is not one number; correct it or leave it empty."),
        (
            "0.7 mmol/L",
            "The low end of the range is '0.7 mmol/L'; give the number alone, without a sign or a unit.",
        ),
    ],
)
def test_a_range_that_cannot_be_read_says_why_and_can_be_corrected(page, low, said_there):
    enter(page, serum_magnesium="0.72 mmol/L")
    page.text_input(key=f"{SERUM}.high").input("1.05").run()
    page.text_input(key=f"{SERUM}.low").input(low).run()
    assert said_there in alert(page, "error").replace("\\", "")
    assert "its range cannot be read. Correct it here" in said(page)
    page.text_input(key=f"{SERUM}.low").input("0.75").run()
    assert not page.error
    assert "range 0.75–1.05 mmol/L" in said(page)


@pytest.mark.parametrize("text", ["0.72", "62 mmol/L", "0.72 mg/24 h"])
def test_the_range_is_in_reach_whenever_a_number_was_typed(page, text):
    enter(page, serum_magnesium=text)
    assert f"{SERUM}.low" in [one.key for one in page.text_input]


def test_the_laboratory_of_the_red_cells_is_chosen_for_them_alone(page):
    enter(page, serum_magnesium="0.80 mmol/L", rbc_magnesium="3.6 mg/dL")
    page.selectbox(key=f"{RBC}.laboratory").select("quest").run()
    assert "Quest Diagnostics" in note(page)
    assert "UK laboratories" in note(page)


# ---- the person, words, other results ------------------------------------------------------------------------------
def test_pregnancy_is_asked_of_women_only(page):
    page.segmented_control(key="sex").select("male").run()
    assert "pregnant" not in [one.key for one in page.segmented_control]
    page.segmented_control(key="sex").select("female").run()
    assert "pregnant" in [one.key for one in page.segmented_control]


def test_an_age_that_is_no_number_is_said(page):
    page.text_input(key="age").input("old").run()
    assert "The age in years is 'old', which is not one number" in alert(page, "error")


def test_an_age_out_of_bounds_is_said_with_what_is_allowed(page):
    page.text_input(key="age").input("150").run()
    assert "The age in years is 150; allowed: 0 to 125." in alert(page, "error")


def test_asked_no_others_makes_the_rest_of_a_group_absent(page):
    enter(page, serum_magnesium="0.62 mmol/L", present=["ppi"])
    page.checkbox(key="medicines.asked").check().run()
    assert "Present: Proton pump inhibitor" in note(page)
    assert "Absent: Loop diuretic" in note(page)


def test_a_medicine_typed_by_name_is_entered_as_its_class(page):
    page.multiselect(key="present").set_value(["omeprazole", "indapamide"]).run()
    assert page.multiselect(key="present").value == ["ppi", "thiazide"]


def test_the_name_of_a_medicine_stays_beside_its_class(page):
    page.multiselect(key="present").set_value(["omeprazole"]).run()
    assert "Proton pump inhibitor (omeprazole)" in page.multiselect(key="present").proto.options
    page.multiselect(key="present").set_value([]).run()
    page.multiselect(key="present").set_value(["ppi"]).run()
    assert "Proton pump inhibitor" in page.multiselect(key="present").proto.options


def test_a_word_is_not_present_and_absent(page):
    enter(page, serum_magnesium="0.62 mmol/L", present=["ppi"])
    assert "ppi" not in page.multiselect(key="absent").options
    page.multiselect(key="absent").set_value(["tetany"]).run()
    enter(page, present=["ppi", "seizure"])
    assert page.multiselect(key="absent").value == ["tetany"]


def test_a_sample_word_stands_in_both_boxes(page):
    enter(page, serum_magnesium="0.58 mmol/L")
    page.multiselect(key="sample").set_value(["haemolysed"]).run()
    assert page.multiselect(key="present").value == ["haemolysed"]
    page.multiselect(key="present").set_value([]).run()
    assert page.multiselect(key="sample").value == []


def test_another_result_is_added_and_removed(page):
    enter(page, serum_magnesium="0.62 mmol/L")
    add(page, potassium="3.1 mmol/L")
    assert "Potassium: 3.1 mmol/L" in note(page)
    button(page, "potassium.remove")
    assert "Potassium: 3.1" not in note(page)


def test_a_result_with_one_unit_needs_no_choice(page):
    add(page, qtc="510")
    assert "QTc: 510 ms" in note(page)


# ---- keeping, clearing, examples -----------------------------------------------------------------------------------
def test_another_page_loses_nothing(root):
    app = AppTest.from_file(str(root / "app.py"), default_timeout=30).run()
    enter(app, serum_magnesium="0,62 mmol/l", present=["fasciculations"])
    add(app, potassium="3.1 mmol/L")
    app.switch_page("views/about.py").run()
    assert "What this is for" in said(app)
    app.switch_page(PAGE).run()
    assert app.text_input(key=f"{SERUM}.value").value == "0,62 mmol/l"
    assert app.multiselect(key="present").value == ["fasciculations"]
    assert "Potassium: 3.1 mmol/L" in note(app)


def test_clearing_empties_every_field_and_can_be_undone(page):
    enter(page, serum_magnesium="0.62 mmol/L", present=["ppi"])
    button(page, "clear")
    assert "Nothing is read yet" in said(page)
    test_nothing_is_prefilled(page)
    button(page, "bring_back")
    assert "0.62 mmol/L" in note(page)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_every_case_is_marked_as_an_example_and_reads_as_it_does_in_the_engine(page, case):
    page.session_state["note"] = True
    page.selectbox(key="case").select(case.id).run()
    assert not page.exception
    assert case.title in said(page)
    line, whole = (one.value for one in page.code)
    assert whole.startswith("EXAMPLE, NOT A PATIENT")
    assert line.startswith("EXAMPLE.")
    report = interpret(case.patient)
    assert f"Urgency: {report.urgency.replace('_', ' ')}" in whole
    assert report.headline in whole


def test_a_case_stands_on_an_empty_page(page):
    button(page, "first_case.torsades_normal_serum")
    assert "Emergency" in alert(page, "error")


def test_clearing_takes_the_mark_of_an_example_away(page):
    page.selectbox(key="case").select("urine_in_range").run()
    button(page, "clear")
    enter(page, serum_magnesium="0.62 mmol/L")
    assert "Example" not in said(page)


def test_a_fault_of_the_engine_is_a_sentence(page, monkeypatch):
    def broken(_patient):
        raise RuntimeError("secret 0.62")

    monkeypatch.setattr("views.components.entry.interpret", broken)
    enter(page, serum_magnesium="0.62 mmol/L")
    assert not page.exception
    assert "could not be read" in alert(page, "error")
    assert "secret" not in said(page)
    assert page.text_input(key=f"{SERUM}.value").value == "0.62 mmol/L"


# ---- what is read --------------------------------------------------------------------------------------------------
def test_renal_loss(page):
    enter(page, serum_magnesium="0.62 mmol/L", urine_magnesium_24h="60 mg/24 h")
    assert "renal" in said(page).lower()
    assert "Confidence: moderate" in said(page)
    provisional = said(page).partition("Provisional on")[2].lower()
    assert "egfr" in provisional
    assert "No study validates the three tests together" in said(page)


def test_loss_outside_the_kidney(page):
    enter(page, serum_magnesium="0.62 mmol/L", urine_magnesium_24h="8 mg/24 h")
    assert "extrarenal" in said(page).lower()


def test_depletion_is_possible_with_a_normal_serum(page):
    enter(page, serum_magnesium="0.80 mmol/L", rbc_magnesium="3.6 mg/dL", urine_magnesium_24h="40 mg/24 h")
    page.selectbox(key=f"{RBC}.laboratory").select("quest").run()
    enter(page, present=["fasciculations", "ppi"])
    assert "Depletion possible despite a normal serum" in said(page)
    assert "does not exclude" in said(page)
    assert "No study validates the three tests together" in said(page)


def test_a_low_urine_is_inappropriate_beside_a_low_serum(page):
    enter(page, serum_magnesium="0.60 mmol/L", urine_magnesium_24h="40 mg/24 h")
    assert "inappropriate" in said(page)
    assert "24-hour urine magnesium: 40 mg/24 h" in note(page)
    assert "; inappropriately high for the serum, low by its own range; range 51–269" in note(page)


@pytest.mark.parametrize("sample", [[], ["haemolysed"]])
def test_a_seizure_with_a_very_low_serum_is_an_emergency_before_anything_else(page, sample):
    enter(page, serum_magnesium="0.30 mmol/L", present=["seizure", *sample])
    assert "Emergency" in alert(page, "error")
    assert "do not wait for this tool" in alert(page, "error")
    shown = list(page.main)
    headline = next(one for one in shown if one.type == "markdown" and one.value.startswith("## "))
    assert shown.index(page.error[0]) < shown.index(headline)


def test_the_note_in_one_line_begins_an_emergency_with_the_protocol(page):
    page.selectbox(key="companion").select("potassium").run()
    enter(page, serum_magnesium="0.78 mmol/L", potassium="2.4 mmol/L", present=["torsades"])
    line = one_line(page)
    assert "potassium 2.4 mmol/L (low)" in line
    assert "EMERGENCY: This picture is handled as an emergency. Follow your emergency protocol" in line
    assert "consider" not in line


def test_a_serum_that_cannot_be_classified_is_not_called_routine_without_saying_so(page):
    enter(page, serum_magnesium="0.62 mmol/L").text_input(key="age").input("7").run()
    assert "Routine" in said(page)
    assert "could not be called low, normal or high" in said(page)
    assert "Nothing entered asks for an answer" not in said(page)


def test_a_test_to_consider_opens_its_sources_and_its_rule(page):
    enter(page, serum_magnesium="0.55 mmol/L")
    assert "Rule `urine_before_replacement`" in said(page)


def test_keeping_urine_before_the_first_dose_is_said_without_opening_anything(page):
    enter(page, serum_magnesium="0.55 mmol/L")
    shown = [one.value for one in page.markdown if one.value.startswith("**Spot urine magnesium")]
    assert any("kept before the first dose" in one for one in shown)


def test_a_low_potassium_says_that_it_will_not_hold_without_magnesium(page):
    page.selectbox(key="companion").select("potassium").run()
    enter(page, serum_magnesium="0.55 mmol/L", potassium="3.1 mmol/L")
    assert "Potassium and calcium will not hold without magnesium" in said(page)


def test_the_laboratory_to_ring_is_the_one_that_was_chosen(page):
    enter(page, serum_magnesium="0.55 mmol/L")
    assert "laboratory to ring" not in said(page)
    page.selectbox(key="laboratory").select("mayo").run()
    assert "The laboratory to ring: Mayo Clinic Laboratories." in said(page)


def test_the_age_of_a_result_stands_beside_the_reading(page):
    enter(page, serum_magnesium="0.55 mmol/L")
    page.session_state["serum_magnesium.collected"] = dt.date(2026, 1, 5)
    page.run()
    assert "Serum magnesium of 2026-01-05" in said(page)


def test_a_haemolysed_low_serum_stays_low(page):
    enter(page, serum_magnesium="0.58 mmol/L", present=["haemolysed"])
    assert "; low; range" in note(page)
    assert "Serum needed" not in said(page)


def test_a_tube_with_edta_asks_for_a_fresh_sample_and_an_ecg(page):
    enter(page, serum_magnesium="0.60 mmol/L")
    add(page, calcium="1.6 mmol/L", potassium="7.5 mmol/L", alp="12 U/L")
    assert "fresh" in said(page).lower()
    assert "ECG" in said(page)


def test_twitching_with_a_normal_serum_is_neither_shown_nor_excluded(page):
    enter(page, serum_magnesium="0.82 mmol/L", present=["fasciculations"])
    assert "neither shows nor excludes" in said(page)


def test_red_cells_alone_need_a_serum(page):
    enter(page, rbc_magnesium="4.1 mg/dL")
    assert "Not judged" in said(page)
    assert "Urgency: not judged" in note(page)


def test_a_question_is_answered_where_it_is_asked(page):
    enter(page, serum_magnesium="0.62 mmol/L")
    asked = [one.key for one in page.segmented_control if one.key.endswith(".answer")]
    assert 0 < len(asked) <= 3
    page.segmented_control(key=asked[0]).select("absent").run()
    assert page.multiselect(key="absent").value == [asked[0].removesuffix(".answer")]
    assert asked[0] not in [one.key for one in page.segmented_control]


def test_the_chart_is_described(page):
    enter(page, serum_magnesium="0.62 mmol/L", urine_magnesium_24h="60 mg/24 h")
    (chart,) = page.get("plotly_chart")
    assert "Serum magnesium 0.62 mmol/L: low" in str(chart.proto)


def test_the_note_names_rules_version_and_notice(page):
    enter(page, serum_magnesium="0.62 mmol/L")
    for part in ("Urgency:", "Reading:", "Rules:", "Version", "Not a medical device"):
        assert part in note(page)


def test_the_notice_stands_once(page):
    enter(page, serum_magnesium="0.62 mmol/L")
    assert said(page).count("Not a medical device") == 1


@pytest.mark.parametrize(
    ("serum", "words"),
    [
        (
            "0.68 mmol/L",
            "Serum magnesium 0.70 mmol/L would read no magnesium disorder shown: within what a repeat may bring",
        ),
        (
            "0.62 mmol/L",
            "Serum magnesium 0.70 mmol/L would read no magnesium disorder shown: beyond what a repeat brings",
        ),
    ],
)
def test_why_says_what_is_nearest_and_whether_a_repeat_may_bring_it(page, serum, words):
    enter(page, serum_magnesium=serum)
    assert words in said(page)


def test_what_belongs_beside_a_magnesium_stands_in_one_card_and_the_urine_on_the_first_screen(page):
    enter(page, serum_magnesium="0.62 mmol/L")
    assert "Beside the magnesium: 12-lead ECG with QTc, potassium" in said(page)
    assert "Potassium: below\u00a03.0\u00a0mmol/L → urgent" in said(page)
    assert "Spot urine magnesium and creatinine (FEMg)" in said(page)
    assert not [one.label for one in page.expander if one.label.startswith("More tests")]


# ---- taken along -----------------------------------------------------------------------------------------------------
def test_one_line_says_the_result_the_reading_and_what_to_do(page):
    enter(page, serum_magnesium="0.55 mmol/L", urine_magnesium_24h="60 mg/24 h", present=["loop_diuretic"])
    line = one_line(page)
    assert line.startswith("Mg 0.55 mmol/L, urine Mg 60 mg/24 h: ")
    for part in (
        NAMES["renal_wasting"],
        "confidence",
        "loop diuretic",
        "soon: consider",
        "not clinically reviewed",
    ):
        assert part in line


def test_the_reading_stands_alone_for_print_with_everything_open(page):
    enter(page, serum_magnesium="0.62 mmol/L", urine_magnesium_24h="60 mg/24 h")
    button(unfold(page), "print")
    assert not page.text_input
    assert "Serum magnesium: 0.62 mmol/L" in said(page)
    assert page.expander
    assert all(one.proto.expanded for one in page.expander)
    button(page, "print_back")
    assert page.text_input(key=f"{SERUM}.value").value == "0.62 mmol/L"
