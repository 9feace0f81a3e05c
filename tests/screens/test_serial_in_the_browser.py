"""The page for results over time in a real browser: typed, pasted, uploaded, an example, and on to the page for one patient."""

import datetime as dt
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

COURSE = "day,serum_magnesium,event\n2026-10-01,0.52 mmol/L,PPI stopped\n2026-10-08,0.66 mmol/L,\n"


def heading(screen):
    return screen.page.get_by_role("heading", name="Latest").inner_text()


def press(screen, name):
    screen.page.get_by_role("button", name=name, exact=True).click()
    screen.settle()


def open_other_ways(screen):
    screen.page.get_by_text("Paste or upload a table").click()
    screen.page.get_by_role("textbox", name="Paste rows with their headings").wait_for()


def assert_done(screen):
    """The group has closed, so that what was taken is in sight."""
    screen.page.get_by_role("textbox", name="Paste rows with their headings").wait_for(state="hidden")


DAY, SERUM = 60, 200
ROW = 35
"""Where the columns stand in the table, which is a drawing, and how far its rows are apart."""


def cell(screen, row, x=DAY):
    box = screen.page.locator("[data-testid=stDataFrame] canvas").first.bounding_box()
    return box["x"] + x, box["y"] + ROW * row + ROW / 2


def click(screen, *place):
    screen.page.mouse.click(*cell(screen, *place))
    screen.page.wait_for_timeout(300)  # nobody types sooner


def type_cells(screen, *cells):
    """As in a spreadsheet: each with a Tab behind it, no faster than hands are."""
    for text in cells:
        screen.page.keyboard.type(text, delay=30)
        screen.page.wait_for_timeout(100)
        screen.page.keyboard.press("Tab")
        screen.page.wait_for_timeout(300)
    screen.settle()


@pytest.fixture(params=["en-US", "de-DE"])
def abroad(request, open_app, browser, app):
    """The page in a browser of a country that writes the month first, and of one that writes the day first."""
    screen = open_app("serial")
    size = screen.page.viewport_size
    with closing(
        browser.new_context(locale=request.param, viewport=size, reduced_motion="reduce")
    ) as context:
        screen.page = context.new_page()
        screen.page.goto(f"{app.url}/serial")
        screen.settle()
        yield screen


def test_a_result_is_typed_with_the_mouse_in_any_country(abroad):
    screen = abroad
    screen.page.mouse.dblclick(*cell(screen, 1))
    screen.page.wait_for_timeout(300)
    type_cells(screen, "1 Oct 2026")
    screen.page.mouse.dblclick(*cell(screen, 1, SERUM))
    screen.page.wait_for_timeout(300)
    screen.page.keyboard.type("0,45 mmol/l", delay=15)
    screen.page.keyboard.press("Enter")
    screen.settle()
    assert "Serum magnesium is low" in heading(screen)
    assert screen.page.get_by_text("Serum magnesium of 2026-10-01").is_visible()


def test_results_are_typed_with_the_keyboard_row_by_row_in_any_country(abroad):
    screen = abroad
    click(screen, 1)
    for day, result in (
        ("2026-10-01", "0,52 mmol/l"),
        ("8 Oct 2026", "0.66 mmol/L"),
        ("2026-10-20", "0,70 mmol/l"),
    ):
        type_cells(screen, day, result)
        for _ in range(2):
            screen.page.keyboard.press("ArrowLeft", delay=50)
        screen.page.keyboard.press("ArrowDown", delay=50)
        screen.page.wait_for_timeout(200)
    assert [row.split("\t")[1].strip() for row in course_of(screen)] == [
        "0.52 mmol/L",
        "0.66 mmol/L",
        "0.70 mmol/L",
    ]
    assert screen.page.get_by_text("is left out").count() == 0


def course_of(screen):
    return screen.page.locator("[data-testid=stTable] tbody tr").all_inner_texts()


def test_a_day_that_can_be_mistaken_is_refused_and_what_was_typed_stays(abroad):
    screen = abroad
    click(screen, 1)
    type_cells(screen, "01/03/2026", "0,45 mmol/l")
    said = screen.page.get_by_role("alert").inner_text()
    assert "Row 1 is left out. '01/03/2026' gives day and month as numbers" in said
    assert "Write 2026-03-01 for 1 March or 2026-01-03 for 3 January." in said
    click(screen, 1)
    type_cells(screen, "2026-03-01")
    assert "Serum magnesium is low" in heading(screen)
    assert screen.page.get_by_text("is left out").count() == 0


def test_a_result_without_its_day_waits_for_it(open_app):
    screen = open_app("serial")
    click(screen, 1, SERUM)
    type_cells(screen, "0,45 mmol/l")
    assert screen.page.get_by_text("Row 1 waits for its day and is not read yet.").is_visible()
    click(screen, 1)
    type_cells(screen, "2026-10-01")
    assert "Serum magnesium is low" in heading(screen)


def test_a_click_on_the_line_under_the_rows_adds_one_to_type_into(open_app):
    screen = open_app("serial")
    click(screen, 4)
    type_cells(screen, "2026-10-01", "0,45 mmol/l")
    assert "Serum magnesium is low" in heading(screen)


def test_a_day_of_the_future_is_refused(open_app):
    screen = open_app("serial")
    click(screen, 1)
    type_cells(screen, f"{dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)}", "0,45 mmol/l")
    assert "lies in the future; it is now" in screen.page.get_by_role("alert").inner_text()
    assert screen.page.get_by_text("Nothing is read yet").is_visible()


def test_an_example_that_is_downloaded_from_its_table_says_so_and_comes_back_marked(open_app):
    screen = open_app("serial")
    press(screen, "Look at an example")
    # A browser without its own dialogue for saving, which no test can answer.
    screen.page.evaluate("delete window.showSaveFilePicker")
    screen.page.locator("[data-testid=stDataFrame]").hover()
    with screen.page.expect_download() as taken:
        screen.page.get_by_role("button", name="Download as CSV").click()
    text = Path(taken.value.path()).read_text(encoding="utf-8-sig")
    assert all(line.endswith("not a patient") for line in text.splitlines()[1:])
    press(screen, "Clear all")
    open_other_ways(screen)
    file = {"name": "course.csv", "mimeType": "text/csv", "buffer": text.encode()}
    screen.page.locator("input[type=file]").set_input_files([file])
    screen.settle()
    screen.page.get_by_text("more than chance", exact=True).first.wait_for()
    assert screen.page.get_by_text("Example, not a patient").is_visible()


def test_rows_are_pasted(open_app):
    screen = open_app("serial")
    open_other_ways(screen)
    pasted = screen.page.get_by_role("textbox", name="Paste rows with their headings")
    pasted.fill("day\tSerum magnesium\n2026-10-01\t0,52 mmol/l\n2026-10-08\t0,45 mmol/l\n")
    pasted.press("Control+Enter")
    screen.settle()
    press(screen, "Take these rows")
    assert "Serum magnesium is low" in heading(screen)
    assert screen.page.get_by_text("Urgent.").is_visible()
    assert_done(screen)


def test_a_file_is_uploaded(open_app):
    screen = open_app("serial")
    open_other_ways(screen)
    file = {"name": "course.csv", "mimeType": "text/csv", "buffer": COURSE.encode()}
    screen.page.locator("input[type=file]").set_input_files([file])
    screen.settle()
    screen.page.get_by_text("more than chance", exact=True).wait_for()
    assert_done(screen)


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_example_has_no_serious_barrier_and_fits(open_app, serious_barriers, size, scheme):
    screen = open_app("serial", size=size, scheme=scheme)
    press(screen, "Look at an example")
    assert screen.page.get_by_text("Example, not a patient").is_visible()
    assert serious_barriers(screen) == []
    assert (
        screen.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth")
        <= 0
    )


def test_the_latest_is_read_on_the_page_for_one_patient_and_no_value_enters_the_address(open_app, app):
    screen = open_app("serial")
    press(screen, "Look at an example")
    press(screen, "Read these on the page for one patient")
    screen.page.get_by_label("Serum magnesium", exact=True).wait_for()
    assert screen.page.get_by_label("Serum magnesium", exact=True).input_value() == "0.76"
    assert screen.page.get_by_text("Example, not a patient").first.is_visible()
    assert urlsplit(screen.page.url).path == "/"
    assert urlsplit(screen.page.url).query == ""
    assert screen.hosts == {app.host}


def test_a_course_outlives_a_change_of_page(open_app):
    screen = open_app("serial")
    press(screen, "Look at an example")
    screen.page.get_by_role("link", name="Evidence").click()
    screen.settle()
    screen.page.get_by_role("link", name="Over time").click()
    screen.settle()
    assert "Serum is in range" in heading(screen)
    assert screen.page.get_by_text("Example, not a patient").is_visible()
