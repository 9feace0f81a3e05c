"""The page for results over time, without a browser."""

from io import BytesIO

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from views.components.timeline_entry import COLUMNS, MOST_ROWS, from_csv, read

PAGE = "views/serial.py"


@pytest.fixture
def page(root):
    return AppTest.from_file(str(root / PAGE), default_timeout=30)


def run_with(page, csv):
    page.session_state["serial_rows"] = from_csv(BytesIO(csv.encode()))
    return page.run()


def said(page):
    return " ".join(one.value for kind in ("markdown", "error") for one in page.get(kind)).replace("\\", "")


def test_an_empty_page_says_what_to_do(page):
    page.run()
    assert not page.exception
    assert "Enter two days to see a change" in said(page)


def test_a_change_beyond_chance_is_marked(page):
    run_with(page, "day,serum_magnesium\n2026-10-01,0.52 mmol/L\n2026-10-08,0.66 mmol/L\n")
    assert "0.52 mmol/L to 0.66 mmol/L (+27 %)" in said(page)
    assert "More than chance" in said(page)


def test_the_latest_result_is_read_with_its_urgency(page):
    run_with(page, "day,serum_magnesium\n2026-10-08,0.45 mmol/L\n2026-10-01,0.80 mmol/L\n")
    assert "Latest, 2026-10-08: Serum magnesium is low" in said(page)
    assert "Urgent." in said(page)


def test_red_cells_are_not_compared_and_it_says_why(page):
    run_with(page, "day,rbc_magnesium\n2026-10-01,4.2 mg/dL\n2026-10-08,5.0 mg/dL\n")
    assert "no published variation is held" in said(page)


def test_a_row_that_cannot_be_read_is_left_out_and_said(page):
    run_with(page, "day,serum_magnesium\n2026-10-01,low\n2026-10-08,0.66 mmol/L\n")
    assert "Row 1, 2026-10-01, is left out. Serum magnesium: 'low' is not one number" in said(page)
    assert "Latest, 2026-10-08" in said(page)


def test_every_chart_has_words(page):
    run_with(page, "day,serum_magnesium,event\n2026-10-01,0.52 mmol/L,PPI stopped\n2026-10-08,1.7 mg/dL,\n")
    assert [chart.proto.alt for chart in page.get("plotly_chart") if not chart.proto.alt] == []


# ---- files -----------------------------------------------------------------------------------------------------------
def rows_of(text):
    return from_csv(BytesIO(text.encode()))


def test_a_file_has_the_columns_of_the_table():
    assert list(rows_of("day,event\n2026-10-01,infusion\n").columns) == COLUMNS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a CSV table in UTF-8"),
        ("serum_magnesium\n0.6 mmol/L\n", "day is needed"),
        ("day,ward\n2026-10-01,7\n", "the file has the columns day, ward"),
        ("day\n20.11.2026\n", "'20.11.2026' is not a day; write days like 2026-11-20"),
        ("day\n" + "2026-10-01\n" * (MOST_ROWS + 1), "more than 500 rows; split it"),
    ],
    ids=["empty", "no day", "unknown column", "no date", "too long"],
)
def test_a_file_that_cannot_be_read_says_why(text, message):
    with pytest.raises(ValueError, match=message):
        rows_of(text)


def test_a_row_without_a_day_is_said():
    rows = rows_of("day,serum_magnesium\n2026-10-01,0.6 mmol/L\n")
    rows.loc[1] = [pd.NaT, "0.7 mmol/L", "", "", "", False]
    _, problems = read(rows)
    assert problems == ["Row 2 has no day, so it is left out."]


def test_an_empty_row_is_nothing():
    rows = rows_of("day,serum_magnesium\n2026-10-01,0.6 mmol/L\n")
    rows.loc[1] = [pd.NaT, "", "", "", "", False]
    assert len(read(rows)[0]) == 1
