"""The page for results over time, without a browser."""

import datetime as dt
import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from interpret.ranges import Person, published_range
from interpret.serial import changes, patient_of_day
from views.components import timeline, timeline_chart, timeline_entry
from views.components.timeline import hand_over, latest_of_each, patient_of
from views.components.timeline_chart import lettered
from views.components.timeline_days import When, read_when
from views.components.timeline_entry import Day
from views.components.timeline_table import (
    BLANK_ROWS,
    COLUMNS,
    MARK,
    MOST_ROWS,
    NOT_A_PATIENT,
    example_rows,
    from_bytes,
    from_text,
    no_rows,
)

PAGE = "views/serial.py"
COURSE = "day,serum_magnesium\n2026-10-01,0.52 mmol/L\n2026-10-08,0.66 mmol/L\n"


NOW = dt.datetime.combine(dt.date(2026, 12, 31), dt.time(12))
"""What the clock of the browser says in these tests."""


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(timeline_entry, "now", lambda: NOW)


def read(rows):
    return timeline_entry.read(rows, NOW)


def at(year, month, day, *time):
    return When(dt.date(year, month, day), dt.time(*time) if time else None)


@pytest.fixture
def page(root):
    return AppTest.from_file(str(root / PAGE), default_timeout=30)


def run_with(page, csv):
    page.session_state["serial_rows"] = from_text(csv)
    return page.run()


def rows(page):
    """Every row of every table, its cells joined."""
    cells = [" | ".join(row) for one in page.table for row in one.value.itertuples(index=False)]
    return [one.replace("\N{NO-BREAK SPACE}", " ") for one in cells]


def said(page):
    kinds = ("markdown", "error", "warning", "info")
    return " ".join(one.value for kind in kinds for one in page.get(kind)).replace("\\", "")


def test_an_empty_page_says_what_to_do(page):
    page.run()
    assert not page.exception
    assert "Enter two days to see a change" in said(page)


# ---- changes ---------------------------------------------------------------------------------------------------------
def test_a_change_beyond_chance_is_marked_with_a_word_and_a_sign(page):
    run_with(page, COURSE)
    assert rows(page)[-1].endswith(
        "| 0.66 mmol/L | **low** | +27 % | :material/swap_vert: **more than chance**"
    )


def test_a_change_within_chance_says_so(page):
    run_with(page, "day,serum_magnesium\n2026-10-01,0.72 mmol/L\n2026-10-08,0.70 mmol/L\n")
    assert rows(page)[-1].endswith("| 0.70 mmol/L | normal | −3 % | :material/drag_handle: within chance")


def test_beyond_which_change_chance_ends_is_said_with_its_source(page):
    run_with(page, COURSE)
    assert "a change of up to 11 % is within chance and one of more than 13 %" in said(page)
    assert "the published variations differ. Helse Nord-Trøndelag" in said(page)


def test_a_change_in_red_cells_is_shown_and_not_judged_and_it_says_why(page):
    run_with(page, "day,rbc_magnesium\n2026-10-01,4.2 mg/dL\n2026-10-08,5.0 mg/dL\n")
    assert (
        "+19 % | :material/help: not judged. :small[Red-cell (RBC) magnesium: no published" in rows(page)[-1]
    )


def test_a_number_whose_unit_is_uncertain_is_not_compared_and_it_says_why(page):
    run_with(page, "day,serum_magnesium\n2026-10-01,0.70 mmol/L\n2026-10-08,2.0 mmol/L\n")
    assert "not compared. :small[2.0 mmol/L is unusual and nobody has confirmed" in rows(page)[-1]
    assert "is within chance and one of more" not in said(page)
    assert "No line joins results that are not compared." in said(page)


def test_a_value_between_published_limits_is_said_to_be_so(page):
    run_with(page, "day,rbc_magnesium\n2026-10-01,4.1 mg/dL\n2026-10-08,5.0 mg/dL\n")
    assert [row.split(" | ")[2] for row in rows(page)] == ["ranges differ", "normal"]


def test_different_specimens_are_refused(page):
    run_with(page, "day,serum_magnesium,rbc_magnesium\n2026-10-01,0.70 mmol/L,4.2 mg/dL\n")
    assert "Different specimens: each is compared only with itself." in said(page)


def test_one_specimen_needs_no_refusal(page):
    run_with(page, COURSE)
    assert "Different specimens" not in said(page)


def test_each_result_tells_its_age(page, monkeypatch):
    today = dt.date(2026, 10, 31)
    monkeypatch.setattr(timeline, "days_ago", lambda day: f"{day}, {(today - day).days} days ago")
    run_with(page, COURSE)
    assert rows(page)[0].startswith("2026-10-01, 30 days ago | 0.52 mmol/L | ")
    assert "Serum magnesium of 2026-10-08, 23 days ago." in said(page)


# ---- the latest ------------------------------------------------------------------------------------------------------
def test_the_latest_result_is_read_with_its_urgency(page):
    run_with(page, "day,serum_magnesium\n2026-10-08,0.45 mmol/L\n2026-10-01,0.80 mmol/L\n")
    assert "## Latest: Serum magnesium is low" in said(page)
    assert "**Urgent.** " in said(page)


@pytest.mark.parametrize(
    ("csv", "word"),
    [
        ("day,serum_magnesium\n2026-10-01,0.25 mmol/L\n", "Emergency"),
        ("day,serum_magnesium\n2026-10-01,0.45 mmol/L\n", "Urgent"),
        ("day,serum_magnesium\n2026-10-01,0.66 mmol/L\n", "Soon"),
        ("day,serum_magnesium\n2026-10-01,0.80 mmol/L\n", "Routine"),
        ("day,rbc_magnesium\n2026-10-01,4.5 mg/dL\n", "Not judged"),
    ],
)
def test_no_urgency_is_a_word_alone(page, csv, word):
    run_with(page, csv)
    told = next(
        one
        for kind in ("error", "warning", "info", "markdown")
        for one in page.get(kind)
        if f"**{word}.**" in one.value
    )
    assert len(told.value.partition(".**")[2].strip()) > 20


def test_the_answer_stands_before_the_table(page):
    run_with(page, COURSE)
    texts = [one.value for one in page.markdown]
    order = [
        next(i for i, text in enumerate(texts) if part in text) for part in ("Latest", "each day", "###")
    ]
    assert order == sorted(order)


def test_the_range_stands_in_the_small_line_and_not_in_the_heading(page):
    run_with(page, COURSE)
    (heading,) = (one.value for one in page.markdown if one.value.startswith("## "))
    assert "(range" not in heading
    assert "By the range 0.70–1.00 mmol/L, UK laboratories, consensus" in said(page)


def test_a_serum_of_yesterday_is_read_beside_a_urine_of_today(page):
    run_with(
        page,
        "day,serum_magnesium,urine_magnesium_24h\n2026-10-01,0.60 mmol/L,\n2026-10-02,,60 mg/24 h\n",
    )
    assert "## Latest: Serum magnesium is low and the kidney" in said(page)


def test_results_too_far_apart_are_not_read_as_a_pair_and_it_says_so(page):
    run_with(
        page,
        "day,serum_magnesium,urine_magnesium_24h\n2026-09-01,0.60 mmol/L,\n2026-10-02,,60 mg/24 h\n",
    )
    assert "Serum and urine lie more than 3 days apart" in said(page)


def test_a_warning_about_a_value_stands_beside_the_latest(page):
    run_with(page, "day,serum_magnesium\n2026-10-01,2.0 mmol/L\n")
    assert "confirm the number, the unit and the specimen" in said(page)


# ---- on to the page for one patient ----------------------------------------------------------------------------------
def days_of(csv):
    return read(from_text(csv)).days


def test_the_latest_of_each_test_is_handed_over_with_its_day():
    days = days_of(
        "day,serum_magnesium,rbc_magnesium\n2026-10-01,0.60 mmol/L,4.2 mg/dL\n2026-10-08,<0.3 mmol/L,\n"
    )
    patient = patient_of(latest_of_each(days), days)
    assert {name: (str(one), one.collected.date()) for name, one in patient.results.items()} == {
        "serum_magnesium": ("<0.3 mmol/L", dt.date(2026, 10, 8)),
        "rbc_magnesium": ("4.2 mg/dL", dt.date(2026, 10, 1)),
    }


def test_the_button_hands_the_results_over(page):
    run_with(page, COURSE)
    assert [one.label for one in page.button if one.key == "serial_hand_over"] == [
        "Read these on the page for one patient"
    ]


def test_nobodys_entry_is_overwritten(page):
    page.session_state["patient_entry"] = {"serum_magnesium.value": "0.9"}
    run_with(page, COURSE)
    assert [one for one in page.button if one.key == "serial_hand_over"] == []
    assert "first clear the page for one patient" in said(page)


def test_handing_over_an_example_marks_it_as_one(monkeypatch):
    held = {"serial_example": True}
    monkeypatch.setattr("streamlit.session_state", held)
    days = days_of(COURSE)
    hand_over(patient_of(latest_of_each(days), days))
    entry = held["patient_entry"]
    assert (entry["serum_magnesium.value"], entry["serum_magnesium.unit"]) == ("0.66", "mmol/L")
    assert entry["serum_magnesium.collected"] == dt.date(2026, 10, 8)
    assert "Constructed for teaching" in entry["example"]


# ---- the chart -------------------------------------------------------------------------------------------------------
def series_of(csv, name="serum_magnesium"):
    return [one for one in timeline.results_of(days_of(csv)) if one.quantity == name]


UK = published_range("serum_magnesium", None, Person())


@pytest.fixture(params=[False, True], ids=["desktop", "phone"])
def drawn(request, monkeypatch):
    monkeypatch.setattr(timeline_chart, "on_phone", lambda: request.param)
    monkeypatch.setattr("views.components.chart.ink", lambda: "#000")

    def draw(csv, events=(), in_use=UK, more_days=()):
        series = series_of(csv)
        whens = [*map(timeline_chart.when_of, series), *(when for when, _ in events), *more_days]
        found = {one.after: one for one in changes(series)}
        figure = timeline_chart.figure(series, lettered(events), in_use, found, whens)
        lines, points = figure["data"]
        return points | {"line": lines}, figure["layout"]

    return draw


def test_letters_of_near_days_stand_over_one_another(drawn):
    days = [(at(2026, 10, 1), "a"), (at(2026, 10, 1), "b"), (at(2026, 10, 8), "c")]
    _, layout = drawn(COURSE, days)
    letters = [one for one in layout["annotations"] if one["text"] in {"<b>A</b>", "<b>B</b>", "<b>C</b>"}]
    heights = [one["y"] for one in letters]
    assert heights[0] == heights[2] < heights[1]
    assert min(heights) >= 1, "letters stand above the plot, where no value can be"


def test_a_number_steps_aside_for_the_line_of_an_event(drawn):
    points, _ = drawn(COURSE, [(at(2026, 10, 8), "PPI stopped")])
    assert points["textposition"] == ["top center", "top left"]


def test_a_number_after_an_event_stands_right_of_it(drawn):
    days = "day,serum_magnesium\n2026-01-01,0.52 mmol/L\n2026-12-08,0.66 mmol/L\n"
    points, _ = drawn(days, [(at(2026, 12, 6), "PPI stopped")])
    assert points["textposition"] == ["top center", "top right"]


def test_of_near_values_only_the_latest_is_written(drawn):
    points, _ = drawn(
        "day,serum_magnesium\n2026-01-01,0.52 mmol/L\n2026-12-07,0.70 mmol/L\n2026-12-08,1.9 mg/dL\n"
    )
    assert points["text"] == ["0.52 mmol/L", "▲", "1.9"]
    assert points["hovertext"][1] == "2026-12-07: 0.70 mmol/L"


def test_a_rise_and_a_fall_beyond_chance_are_marked(drawn):
    points, _ = drawn(COURSE + "2026-10-20,0.40 mmol/L\n")
    assert points["text"] == ["0.52", "▲ 0.66", "▼ 0.40"]


def test_a_line_joins_only_what_is_compared(drawn):
    points, _ = drawn(
        "day,serum_magnesium\n2026-10-01,2.0 mmol/L\n2026-10-08,0.75 mmol/L\n2026-10-20,0.80 mmol/L\n"
    )
    assert points["line"]["y"] == [2.0, None, 0.75, 0.8]
    assert points["line"]["x"] == ["2026-10-01 00:00:00", None, "2026-10-08 00:00:00", "2026-10-20 00:00:00"]


def test_the_days_of_the_results_stand_under_the_axis_where_they_have_room(drawn):
    _, layout = drawn(
        "day,serum_magnesium\n2026-01-01,0.52 mmol/L\n2026-12-07,0.70 mmol/L\n2026-12-08,0.71 mmol/L\n"
    )
    assert layout["xaxis"]["ticktext"] == ["2026-01-01", "2026-12-08"]


def test_every_chart_has_the_same_span_of_days(drawn):
    (_, alone), (_, among_others) = drawn(COURSE), drawn(COURSE, more_days=[at(2026, 12, 1)])
    assert alone["xaxis"]["range"][1] < "2026-12" < among_others["xaxis"]["range"][1]


def test_one_result_alone_is_no_course(page):
    run_with(page, "day,serum_magnesium\n2026-10-01,0.52 mmol/L\n")
    assert page.get("plotly_chart") == []
    assert len(rows(page)) == 1
    assert "Range: 0.70–1.00 mmol/L, UK laboratories, consensus." in said(page)


def test_the_band_is_named_with_its_ends(drawn):
    _, layout = drawn(COURSE)
    assert [one["text"] for one in layout["annotations"]] == ["range", "0.70", "1.00"]


def test_a_narrow_band_has_no_room_for_its_ends(drawn):
    _, layout = drawn("day,serum_magnesium\n2026-10-01,0.5 mmol/L\n2026-10-08,4.9 mmol/L\n")
    assert [one["text"] for one in layout["annotations"]] == ["range"]


def test_without_a_range_there_is_no_band(drawn):
    _, layout = drawn(COURSE, in_use=published_range("urine_calcium_24h", None, Person()))
    assert layout["shapes"] == layout["annotations"] == []


def test_below_a_limit_of_the_method_has_a_mark_of_its_own(drawn):
    points, _ = drawn("day,serum_magnesium\n2026-10-01,<0.2 mmol/L\n2026-10-08,0.5 mmol/L\n")
    assert points["marker"]["symbol"] == ["triangle-down-open", "circle"]


def test_every_chart_has_words(page):
    run_with(page, "day,serum_magnesium,event\n2026-10-01,0.52 mmol/L,PPI stopped\n2026-10-08,1.7 mg/dL,\n")
    (chart,) = page.get("plotly_chart")
    assert chart.proto.alt == (
        "Serum magnesium over time. 2026-10-01: 0.52 mmol/L; 2026-10-08: 1.7 mg/dL. "
        "Range: UK laboratories, consensus. Events: 2026-10-01: PPI stopped."
    )


def test_the_same_stands_as_a_table_with_the_events(page):
    run_with(page, "day,serum_magnesium,event\n2026-10-01,0.52 mmol/L,PPI stopped\n2026-10-08,1.7 mg/dL,\n")
    assert [row.split(" | ")[1] for row in rows(page)] == ["**A** PPI stopped", "0.52 mmol/L", "1.7 mg/dL"]


def test_on_a_phone_the_table_is_a_list(page, monkeypatch):
    monkeypatch.setattr(timeline, "on_phone", lambda: True)
    run_with(page, COURSE)
    assert (
        ": 0.66 mmol/L, **low**, +27\N{NO-BREAK SPACE}%, :material/swap_vert: **more than chance**"
        in said(page)
    )


def test_letters_go_on_after_z():
    days = [(at(2026, 1, 1), str(place)) for place in range(28)]
    assert [one.letter for one in lettered(days)][24:] == ["Y", "Z", "AA", "BB"]


def test_two_results_of_one_day_keep_their_own_flags():
    days = [
        Day(dt.date(2026, 10, 1), patient_of_day(dt.date(2026, 10, 1), {"serum_magnesium": text}), "")
        for text in ("0.60 mmol/L", "0.80 mmol/L")
    ]
    assert list(timeline.flags_of(days).values()) == ["low", "normal"]


# ---- the table and the example ---------------------------------------------------------------------------------------
def test_a_row_that_cannot_be_read_is_left_out_and_said(page):
    run_with(page, "day,serum_magnesium\n2026-10-01,low\n2026-10-08,0.66 mmol/L\n")
    assert "Row 1, 2026-10-01, is left out. Serum magnesium: 'low' is not one number" in said(page)
    assert "Latest: Serum magnesium is low" in said(page)
    assert "Not every row is read" in said(page)


def test_a_missing_unit_is_said_in_a_sentence(page):
    run_with(page, "day,serum_magnesium\n2026-10-01,0.66\n")
    assert "Serum magnesium: the unit is missing; the unit is never guessed." in said(page)


def test_the_example_is_marked_until_it_is_cleared(page):
    page.run()
    page.button(key="serial_load_example").click().run()
    assert "Example, not a patient" in said(page)
    assert any("more than chance" in row for row in rows(page))
    page.button(key="serial_clear").click().run()
    assert "Example, not a patient" not in said(page)


def test_what_was_cleared_can_be_brought_back(page):
    run_with(page, COURSE)
    page.button(key="serial_clear").click().run()
    assert "Nothing is read yet" in said(page)
    page.button(key="serial_bring_back").click().run()
    assert "Latest: Serum magnesium is low" in said(page)
    assert "Example, not a patient" not in said(page)


def test_an_example_that_is_brought_back_is_still_marked(page):
    page.run()
    page.button(key="serial_load_example").click().run()
    page.button(key="serial_clear").click().run()
    page.button(key="serial_bring_back").click().run()
    assert "Example, not a patient" in said(page)


def test_every_row_of_the_example_is_read():
    days, refused, waiting = read(example_rows())
    assert (len(days), refused, waiting) == (len(example_rows()), [], [])


def test_the_example_shows_every_verdict_that_serum_can_have():
    results = timeline.results_of(read(example_rows()).days)
    assert {one.verdict for one in changes(results) if one.after.quantity == "serum_magnesium"} == {
        "beyond chance",
        "within chance",
    }


def test_pasted_rows_replace_the_table(page):
    run_with(page, COURSE)
    page.text_area(key="serial_pasted").input("Day\tSerum magnesium\n2026-11-01\t0,45 mmol/l\n").run()
    page.button(key="serial_paste").click().run()
    assert "**Urgent.**" in said(page)
    assert [row for row in rows(page) if "0.66" in row] == []
    assert page.text_area(key="serial_pasted").value == ""


def test_nothing_pasted_says_what_is_needed(page):
    page.run()
    page.button(key="serial_paste").click().run()
    assert "There is no row; the first line names the columns" in said(page)


def test_pasted_rows_that_cannot_be_read_say_why(page):
    page.run()
    page.text_area(key="serial_pasted").input("0,62 mmol/l").run()
    page.button(key="serial_paste").click().run()
    assert "The headings are 0, 62 mmol/l; allowed are Day or Date, Serum magnesium" in said(page)


# ---- the day of a row ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-11-20", at(2026, 11, 20)),
        (" 2026-3-1 ", at(2026, 3, 1)),
        ("20 Nov 2026", at(2026, 11, 20)),
        ("20. November 2026", at(2026, 11, 20)),
        ("20-nov-2026", at(2026, 11, 20)),
        ("Nov 20, 2026", at(2026, 11, 20)),
        ("3 Sept 2026", at(2026, 9, 3)),
        ("2026-11-20 14:30", at(2026, 11, 20, 14, 30)),
        ("2026-11-20T08:05:59", at(2026, 11, 20, 8, 5)),
        ("20 Nov 2026, 9:15", at(2026, 11, 20, 9, 15)),
        ("2026-11-20 00:00", at(2026, 11, 20, 0, 0)),
        ("2026-11-20 00:00:00", at(2026, 11, 20)),
    ],
)
def test_a_day_is_read_in_every_way_that_has_one_meaning(text, when):
    assert read_when(text, NOW) == when


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("01/03/2026", "mistaken for one another. Write 2026-03-01 for 1 March or 2026-01-03 for 3 January"),
        ("20.11.2026", "mistaken for one another. Write 2026-11-20 for 20 November"),
        ("11/20/2026", "mistaken for one another. Write 2026-11-20 for 20 November"),
        ("02/02/2026", "mistaken for one another. Write 2026-02-02 for 2 February"),
        ("40/40/2026", "is no day of the calendar. Write it as 2026-11-20 or 20 Nov 2026, with a time as"),
        ("2026-02-30", "is no day of the calendar. Write it as 2026-11-20"),
        ("30 Feb 2026", "is no day of the calendar. Write it as 2026-11-20"),
        ("20 Nox 2026", "names no month in English. Write it as 2026-11-20"),
        ("20 J 2026", "names no month in English"),
        ("2026-11-20 25:00", "has no time that exists"),
        ("yesterday", "is not read as a day. Write it as 2026-11-20 or 20 Nov 2026"),
        ("20 Nov 26", "is not read as a day. Write it as 2026-11-20 or 20 Nov 2026"),
        ("2026-11-20 2:30 pm", "is not read as a day. Write it as 2026-11-20"),
        ("0,62 mmol/L", "is not read as a day"),
        ("2029-01-01", "lies in the future; it is now 2026-12-31"),
        ("1 Jan 2027", "lies in the future; it is now 2026-12-31"),
        ("2026-12-31 12:01", "lies in the future; it is now 2026-12-31 12:00"),
    ],
)
def test_a_day_that_can_be_mistaken_is_refused_with_what_was_given_and_what_is_allowed(text, message):
    with pytest.raises(ValueError, match=re.escape(f"'{text}' ")) as refused:
        read_when(text, NOW)
    assert message in str(refused.value)


def test_the_same_day_is_not_in_the_future():
    assert read_when("2026-12-31", NOW) == at(2026, 12, 31)


def test_pasted_days_are_read_as_typed_ones_are_and_a_refused_row_stays_in_the_table(page):
    page.run()
    pasted = "Date;Serum magnesium\n01/03/2026;0,62 mmol/l\n8 Oct 2026;0,45 mmol/l\n"
    page.text_area(key="serial_pasted").input(pasted).run()
    page.button(key="serial_paste").click().run()
    assert "Row 1 is left out. '01/03/2026' gives day and month as numbers" in said(page)
    assert "Serum magnesium of 2026-10-08" in said(page)
    assert list(page.session_state["serial_rows"]["Day"]) == ["01/03/2026", "8 Oct 2026"]


def test_a_result_of_the_future_is_refused_with_its_row_and_is_never_the_latest(page):
    run_with(page, "day,serum_magnesium\n2026-10-08,0.45 mmol/L\n2029-01-01,0.90 mmol/L\n")
    assert "Row 2 is left out. '2029-01-01' lies in the future; it is now 2026-12-31." in said(page)
    assert "**Urgent.**" in said(page)
    assert [row for row in rows(page) if "0.90" in row] == []


def test_a_row_that_waits_for_its_day_is_named(page):
    run_with(page, "day,serum_magnesium\n,0.45 mmol/L\n2026-10-08,0.66 mmol/L\n")
    assert "Row 1 waits for its day and is not read yet." in said(page)
    assert "Not every row is read" in said(page)


def test_a_day_that_waits_for_its_result_is_no_complaint(page):
    run_with(page, "day,serum_magnesium\n2026-10-08,\n")
    assert (len(page.error), len(page.info)) == (0, 0)
    assert "Nothing is read yet" in said(page)


def test_many_refused_rows_do_not_bury_the_page(page):
    run_with(page, "day,serum_magnesium\n" + "01/03/2026,0.45 mmol/L\n" * 40)
    assert len(page.error) == timeline_entry.MOST_SAID + 1
    assert "35 more are left out." in said(page)


def test_a_table_begins_with_rows_to_type_into_and_says_how(page):
    page.run()
    assert len(page.session_state["serial_rows"]) == BLANK_ROWS
    assert "Click a cell and type" in said(page)
    assert "2026-11-20, 20 Nov 2026 or 2026-11-20 14:30" in said(page)
    assert (len(page.error), len(page.info)) == (0, 0)


# ---- two results of one day ------------------------------------------------------------------------------------------
TWICE = (
    "day,serum_magnesium\n2026-10-01,0.52 mmol/L\n{},0.45 mmol/L\n{},0.80 mmol/L\n2026-10-20,0.70 mmol/L\n"
)


def test_of_two_results_of_one_day_without_times_neither_is_compared_and_it_says_why(page):
    run_with(page, TWICE.format("2026-10-08", "2026-10-08"))
    assert [row.split(" | ")[3] for row in rows(page)] == ["", "", "", ""]
    asked = (
        "Which result of 2026-10-08 came first is not known; give each its time of day, as 2026-10-08 14:30."
    )
    assert asked in rows(page)[1]
    assert "Both are of the same day; their order is not known." in rows(page)[2]
    assert asked in rows(page)[3]


def test_with_times_a_result_before_and_one_after_an_infusion_are_compared(page):
    run_with(
        page,
        "day,serum_magnesium,event\n2026-10-08 16:00,0.80 mmol/L,\n"
        "2026-10-08 08:00,0.45 mmol/L,\n2026-10-08 09:30,,magnesium infusion\n",
    )
    first, event, last = rows(page)
    assert first.startswith("2026-10-08 08:00, ")
    assert event.startswith("2026-10-08 09:30, ")
    assert "magnesium infusion" in event
    assert last.startswith("2026-10-08 16:00, ")
    assert "| +78 % | :material/swap_vert: **more than chance**" in last
    assert "Serum magnesium of 2026-10-08 16:00, " in said(page)


@pytest.mark.parametrize(
    ("first", "second"),
    [("2026-10-08 08:00", "2026-10-08"), ("2026-10-08 08:00", "2026-10-08 08:00")],
    ids=["one without a time", "the same time"],
)
def test_times_that_do_not_tell_the_order_are_not_enough(page, first, second):
    run_with(page, TWICE.format(first, second))
    assert [row.split(" | ")[3] for row in rows(page)] == ["", "", "", ""]


@pytest.mark.parametrize("values", [("0.45", "0.80"), ("0.80", "0.45")], ids=["low first", "low last"])
def test_of_a_last_day_without_order_the_most_pressing_is_read_and_it_says_so(page, values):
    run_with(
        page,
        "day,serum_magnesium\n" + "".join(f"2026-10-08,{one} mmol/L\n" for one in values),
    )
    assert "**Urgent.**" in said(page)
    assert "which result of 2026-10-08 came last is not known; the most pressing is read" in said(page)


def test_a_chart_within_one_day_tells_its_times(drawn):
    points, layout = drawn(
        "day,serum_magnesium\n2026-10-08 08:00,0.45 mmol/L\n2026-10-08 16:00,0.80 mmol/L\n",
        [(at(2026, 10, 8, 9, 30), "magnesium infusion")],
    )
    assert points["x"] == ["2026-10-08 08:00:00", "2026-10-08 16:00:00"]
    assert layout["xaxis"]["ticktext"][-1] == "2026-10-08 16:00"
    assert layout["shapes"][-1]["x0"] == "2026-10-08 09:30:00"
    assert layout["xaxis"]["range"][1] < "2026-10-08 18"


# ---- text and files --------------------------------------------------------------------------------------------------
def test_a_file_has_the_columns_of_the_table():
    assert list(from_text("day,event\n2026-10-01,infusion\n").columns) == COLUMNS


@pytest.mark.parametrize(
    "text",
    [
        "day,serum_magnesium\n2026-10-01,0.62 mmol/L\n",
        "day;serum_magnesium\n2026-10-01;0,62 mmol/l\n",
        "Day\tSerum magnesium\n2026-10-01\t0.62 mmol/L",
        'day,serum_magnesium\n\n2026-10-01,"0,62 mmol/L"\n',
    ],
    ids=["commas", "semicolons, decimal comma", "copied from a spreadsheet", "quoted decimal comma"],
)
def test_a_table_is_read_in_the_ways_spreadsheets_write_it(text):
    days, refused, waiting = read(from_text(text))
    assert refused == waiting == []
    assert [float(day.patient.results["serum_magnesium"].value) for day in days] == [0.62]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there is no row"),
        ("serum_magnesium\n0.6 mmol/L\n", "Day is needed"),
        ("day,ward\n2026-10-01,7\n", "the headings are day, ward"),
        ("day,Serum magnesium,Mg\n", "the headings Serum magnesium and Mg name one column; keep one of them"),
        ("day,serum_magnesium\n2026-10-01,0,62 mmol/L\n", "row 1 has 3 cells and the headings are 2"),
        ("day\n" + "2026-10-01\n" * (MOST_ROWS + 1), "more than 500 rows; split them"),
    ],
    ids=["empty", "no day", "unknown column", "twice", "decimal comma", "too long"],
)
def test_a_table_that_cannot_be_read_says_why(text, message):
    with pytest.raises(ValueError, match=message):
        from_text(text)


def test_a_file_that_is_not_text_says_so():
    with pytest.raises(ValueError, match="is not text; save it as CSV UTF-8, or copy its rows"):
        from_bytes(b"\xff\xfe\x00")


def test_a_file_of_a_spreadsheet_on_windows_is_read():
    (day,) = read(
        from_bytes("Date;Magnesium;Event\n2026-10-01;0,62 mmol/l;Ödem – PPI stopped\n".encode("cp1252"))
    ).days
    assert (day.event, str(day.patient.results["serum_magnesium"])) == ("Ödem – PPI stopped", "0.62 mmol/L")


def test_a_column_that_names_no_specimen_is_read_as_serum_and_it_says_so(page):
    page.run()
    page.text_area(key="serial_pasted").input("Date,Magnesium\n2026-10-01,0.45 mmol/L\n").run()
    page.button(key="serial_paste").click().run()
    assert "**Urgent.**" in said(page)
    assert "The column 'Magnesium' is read as Serum magnesium." in said(page)
    page.button(key="serial_clear").click().run()
    assert "is read as Serum magnesium" not in said(page)


def test_a_table_that_names_its_specimens_needs_no_word_about_them(page):
    page.run()
    page.text_area(key="serial_pasted").input("Date,Serum magnesium\n2026-10-01,0.45 mmol/L\n").run()
    page.button(key="serial_paste").click().run()
    assert "is read as" not in said(page)


def test_every_row_of_an_example_says_that_it_is_one_wherever_it_is_taken(page):
    page.run()
    page.button(key="serial_load_example").click().run()
    taken = page.session_state["serial_rows"].to_csv(index=False)
    assert all(line.endswith(NOT_A_PATIENT) for line in taken.splitlines()[1:])
    page.button(key="serial_clear").click().run()
    page.text_area(key="serial_pasted").input(taken).run()
    page.button(key="serial_paste").click().run()
    assert "Example, not a patient" in said(page)
    assert len(page.error) == 0


def test_what_is_typed_is_no_example():
    assert MARK not in no_rows(BLANK_ROWS)


def test_a_checked_row_is_still_checked_when_it_comes_back():
    (day,) = days_of("Day,Serum magnesium,Checked\n2026-10-01,2.0 mmol/L,true\n")
    assert day.patient.results["serum_magnesium"].confirmed


def test_headings_alone_are_an_empty_table():
    assert from_text("day,serum_magnesium\n").empty


def test_a_row_without_a_day_waits_for_it():
    rows = from_text("day,serum_magnesium\n2026-10-01,0.6 mmol/L\n")
    rows.loc[1] = [None, "0.7 mmol/L", "", "", "", False]
    days, refused, waiting = read(rows)
    assert (len(days), refused, waiting) == (1, [], ["Row 2 waits for its day and is not read yet."])


def test_an_empty_row_is_nothing():
    rows = from_text("day,serum_magnesium\n2026-10-01,0.6 mmol/L\n")
    rows.loc[1] = [None, None, "", " ", "", False]
    days, refused, waiting = read(rows)
    assert (len(days), refused, waiting) == (1, [], [])


def test_more_rows_than_are_read_are_said():
    rows = pd.concat([from_text("day,event\n2026-10-01,infusion\n")] * (MOST_ROWS + 1), ignore_index=True)
    days, refused, _ = read(rows)
    assert (len(days), refused) == (MOST_ROWS, ["Only the first 500 rows are read."])


def test_an_event_needs_no_result():
    (day,) = days_of("day,event\n2026-10-01,PPI stopped\n")
    assert (day.event, dict(day.patient.results)) == ("PPI stopped", {})


def test_the_events_that_are_suggested_fit_the_table():
    assert all(lettered([(at(2026, 1, 1), one)])[0].text == one for one in timeline_entry.EVENTS)
