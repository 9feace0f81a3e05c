"""The what-if bench, without a browser: what is slid and switched is what is read."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from interpret.examples import patient_of
from interpret.pattern_names import NAMES, SHORT
from interpret.plane import plane
from views.components.families import OF_READING
from views.components.plane_chart import (
    areas,
    broken,
    connected,
    fitted,
    largest_rectangle,
    placed,
    spans,
    table,
)

PAGE = "views/what_if.py"
SERUM, RED_CELLS, URINE = "serum_magnesium", "rbc_magnesium", "urine_magnesium_24h"


@pytest.fixture
def page(root):
    return AppTest.from_file(str(root / PAGE), default_timeout=60).run()


def heading(page):
    return next(one.value for one in page.markdown if one.value.startswith("## ")).partition(" · :")[0]


def urgency(page):
    return next(one.value for one in page.markdown if one.value.startswith("## ")).partition(" · :")[2]


def said(page):
    return " ".join(one.value for one in page.markdown).replace("\\", "")


def picture(page):
    return next(chart.proto.alt for chart in page.get("plotly_chart"))


def slide(page, test, unit, value):
    return page.slider(key=f"what_if.{test}.value.{unit}").set_value(value).run()


def switch(page, group, *words):
    return page.button_group(key=f"what_if.{group}").set_value(list(words)).run()


def measure(page, test, measured):
    return page.toggle(key=f"what_if.{test}.measured").set_value(measured).run()


# ---- sliding ---------------------------------------------------------------------------------------------------------
def test_it_opens_on_a_low_serum_with_a_urine_in_range(page):
    assert not page.exception
    assert heading(page) == "## ◆ Renal loss favoured"


@pytest.mark.parametrize(
    ("serum", "urine", "reading"),
    [
        (0.62, 0.9, "● Loss outside the kidney, or low intake"),
        (0.62, 1.0, "◆ Renal loss favoured"),
        (0.85, 4.0, "○ No magnesium disorder shown"),
        (1.20, 4.0, "▲ High serum, impaired excretion"),
        (1.20, 12.0, "▲ High serum, excess load"),
    ],
)
def test_the_reading_follows_the_sliders(page, serum, urine, reading):
    slide(page, SERUM, "mmol/L", serum)
    slide(page, URINE, "mmol/24 h", urine)
    assert heading(page) == f"## {reading}"


def test_a_test_that_is_not_measured_is_not_read(page):
    measure(page, URINE, measured=False)
    assert heading(page) == "## ? Low serum, cause not determined"
    measure(page, SERUM, measured=False)
    assert heading(page).startswith("## ✕ Nothing entered")


def test_red_cells_are_a_switch(page):
    assert "Red cells not measured." in said(page)
    measure(page, RED_CELLS, measured=True)
    slide(page, RED_CELLS, "mg/dL", 8.0)
    assert "Red cells 8.0 mg/dL: high." in said(page)
    assert "Confidence **discordant**" in said(page)


@pytest.mark.parametrize(
    ("group", "word", "expected"),
    [
        ("signs", "seizure", "Emergency]"),
        ("sample", "drip_arm", "## ✕ Suspect sample"),
        ("conditions", "iv_magnesium_recent", "## ? Low serum, cause not determined"),
    ],
)
def test_a_switch_turns_the_reading(page, group, word, expected):
    switch(page, group, word)
    assert expected in said(page)


def test_the_urgency_stands_beside_the_reading_in_its_colour(page):
    assert urgency(page) == "blue[:material/schedule: Soon]"
    switch(page, "signs", "seizure")
    assert urgency(page) == "red[:material/emergency_home: Emergency]"
    assert "- Without seizure: " in said(page)


def test_what_was_not_asked_costs_confidence(page):
    slide(page, SERUM, "mmol/L", 0.85)
    slide(page, URINE, "mmol/24 h", 5.0)
    assert "Confidence **moderate**" in said(page)
    page.toggle(key="what_if.others_absent").set_value(False).run()
    assert "Confidence **low**" in said(page)


# ---- units -----------------------------------------------------------------------------------------------------------
def test_another_unit_is_the_same_amount(page):
    page.button_group(key=f"what_if.{URINE}.unit").set_value("mg/24 h").run()
    assert page.slider(key=f"what_if.{URINE}.value.mg/24 h").value == 61
    assert heading(page) == "## ◆ Renal loss favoured"


def test_there_and_back_keeps_the_value_to_the_places_of_the_other_unit(page):
    for unit in ("mg/dL", "mmol/L"):
        page.button_group(key=f"what_if.{SERUM}.unit").set_value(unit).run()
    assert page.slider(key=f"what_if.{SERUM}.value.mmol/L").value == pytest.approx(0.62)


def test_a_laboratory_moves_the_ranges(page):
    assert "(range 0.70–1.00 mmol/L" in said(page)
    page.selectbox(key="what_if.laboratory").select("quest").run()
    assert not page.exception


def test_start_again_is_where_it_opened(page):
    slide(page, SERUM, "mmol/L", 1.2)
    switch(page, "signs", "seizure")
    page.button(key="what_if.again").click().run()
    assert heading(page) == "## ◆ Renal loss favoured"
    assert page.button_group(key="what_if.signs").value == []


# ---- the picture -----------------------------------------------------------------------------------------------------
def test_the_picture_is_told_in_words_the_patient_first(page):
    assert picture(page).startswith("0.62 mmol/L · 2.5 mmol/24 h. Serum below 0.70 mmol/L;")
    assert "below 1.0: loss outside the kidney, or low intake" in picture(page)


def test_the_plane_can_show_urgency(page):
    page.button_group(key="what_if.shows").set_value("Urgency").run()
    assert "Serum below 0.30 mmol/L; by urine in mmol/24 h, any: emergency." in picture(page)


def test_the_plane_has_a_table(page):
    page.button_group(key="what_if.closer").set_value("Table of the plane").run()
    assert "| below 1.0 | loss outside the kidney, or low intake |" in said(page)


@pytest.mark.parametrize("picture", ["Every laboratory", "Firmness"])
def test_other_laboratories_and_firmness_are_one_choice_away(page, picture):
    page.button_group(key="what_if.closer").set_value(picture).run()
    assert not page.exception
    assert len(page.get("plotly_chart")) == 2


def test_the_smallest_change_and_the_switches_are_named(page):
    assert "Serum magnesium 0.70 mmol/L (+13 %): ○ **no magnesium disorder shown**, routine" in said(page)
    assert "Tetany, seizure or torsades de pointes: ◆ **renal loss favoured**, emergency" in said(page)


# ---- areas and their words -------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def depletion():
    found = plane(
        patient_of({"ppi": True, "cramps": True, "egfr": "85 mL/min/1.73m2"}), "mmol/L", "mmol/24 h"
    )
    return found, areas(found, found.patterns)


def test_borders_are_the_numbers_of_the_rules(depletion):
    found, shown = depletion
    assert spans(found.serum, shown.serum) == ["below 0.70", "0.70 to 0.84", "0.85 to 1.00", "1.01 or more"]
    assert spans(found.urine, shown.urine) == ["below 1.0", "1.0 to 3.2", "3.3 to 11.1", "11.2 or more"]


def test_the_table_holds_every_area(depletion):
    found, shown = depletion
    text = table(found, shown, NAMES)
    assert all(NAMES[name] in text for name in set(shown.names.ravel()))


def test_areas_of_one_name_that_do_not_touch_are_two():
    names = np.array([["a", "b", "a"], ["a", "b", "a"]], object)
    assert [int(mask.sum()) for mask in connected(names)] == [2, 2, 2]


def test_the_largest_rectangle_of_an_angle_is_its_longer_arm():
    mask = np.array([[True, True, True], [True, False, False]])
    assert largest_rectangle(mask, np.array([1.0, 1.0]), np.array([1.0, 1.0, 1.0])) == (0, 1, 0, 3)
    assert largest_rectangle(mask, np.array([1.0, 9.0]), np.array([1.0, 1.0, 1.0])) == (0, 2, 0, 1)


def test_words_break_where_that_makes_them_larger():
    assert fitted("? intake or loss?", (400, 40))[0] == ["? intake or loss?"]
    assert len(fitted("? intake or loss?", (90, 120))[0]) > 1


@pytest.mark.parametrize(
    ("taken", "middle", "letters"),
    [
        ([], [50, 50], 20),
        ([(40, 60, 40, 60)], [50, 17], 20),
        ([(40, 60, 0, 100)], [23, 50], 16),
        ([(0, 100, 0, 60)], [50, 83], 20),
        ([(0, 100, 0, 80)], [50, 87], 13),
        ([(0, 100, 0, 90)], [50, 88], 10),
    ],
)
def test_words_leave_the_mark_of_the_patient_free_or_are_left_out(taken, middle, letters):
    start, room, box = np.zeros(2), np.array([100.0, 100.0]), np.array([2.0, 1.0])
    place, size = placed(start, room, box, 20, taken)
    assert (place.tolist(), size) == (pytest.approx(middle, abs=1), letters)


def test_a_symbol_never_stands_alone_on_a_line():
    for name, family in OF_READING.items():
        words = f"{family.symbol} {SHORT[name]}".split(" ")
        for count in range(1, len(words) + 1):
            assert family.symbol not in broken(words, count)
