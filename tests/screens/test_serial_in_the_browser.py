"""The page for results over time in a real browser: typed, pasted, uploaded, an example, and on to the page for one patient."""

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


def test_results_are_typed(open_app):
    screen = open_app("serial")
    cells = screen.page.locator("[data-testid=stDataFrame] canvas").first
    box = cells.bounding_box()
    # The table is a drawing: a press on the empty row opens its first cell, then keys as in a spreadsheet.
    screen.page.mouse.click(box["x"] + 100, box["y"] + 52)
    screen.page.locator("input[type=date]").fill("2026-10-01")
    screen.page.keyboard.press("Tab")
    screen.settle()
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_timeout(500)
    screen.page.keyboard.type("0,45 mmol/l", delay=30)
    screen.page.keyboard.press("Enter")
    screen.settle()
    assert "Serum magnesium is low" in heading(screen)


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
