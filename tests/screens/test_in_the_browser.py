"""The whole task in a real Chromium, as a clinician does it: typed, read, looked at, on a desktop and on a phone."""

import re

import pytest

SERUM, RED_CELLS, URINE = "Serum magnesium", "Red-cell (RBC) magnesium", "24-hour urine magnesium"
PAGES = ("", "serial", "what_if", "learn", "classroom", "class_maker", "evidence", "about")
SCREENS = [{"size": size, "scheme": scheme} for size in ("desktop", "phone") for scheme in ("light", "dark")]


def enter_panel(screen):
    screen.enter(SERUM, "0,62 mmol/l")
    screen.enter(URINE, "60 mg/24 h")


def shows(screen, text):
    screen.page.get_by_text(text).first.wait_for()
    return True


def say_present(screen, *words):
    """Choose words in the box 'Present' by keyboard: type what they contain, take the first offered."""
    box = screen.page.get_by_role("combobox", name="Present", exact=True).first
    box.click()
    for word in words:
        box.press_sequentially(word)
        offered = screen.page.get_by_role("option", name=re.compile(word, re.IGNORECASE))
        offered.first.wait_for()
        box.press("Enter")
        screen.settle()
    box.press("Escape")


# ---- every page ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("seen_on", SCREENS, ids=lambda seen_on: "-".join(seen_on.values()))
@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_no_serious_barrier_fits_and_asks_no_other_host(
    open_app, app, serious_barriers, path, seen_on
):
    screen = open_app(path, **seen_on)
    assert serious_barriers(screen) == []
    assert not screen.overflows()
    assert screen.hosts == {app.host}


# ---- one patient -----------------------------------------------------------------------------------------------------
def test_two_numbers_give_a_reading(desktop):
    enter_panel(desktop)
    assert shows(desktop, "renal loss favoured")
    assert shows(desktop, "Confidence: moderate")


@pytest.mark.parametrize("seen_on", SCREENS, ids=lambda seen_on: "-".join(seen_on.values()))
def test_a_reading_has_no_serious_barrier_fits_and_asks_no_other_host(
    open_app, app, serious_barriers, seen_on
):
    screen = open_app(**seen_on)
    enter_panel(screen)
    shows(screen, "renal loss favoured")
    assert serious_barriers(screen) == []
    assert not screen.overflows()
    assert screen.hosts == {app.host}


def test_a_seizure_fills_the_column_with_an_emergency(desktop):
    desktop.enter(SERUM, "0.30 mmol/L")
    say_present(desktop, "Seizure")
    assert shows(desktop, "Follow your emergency protocol")
    top = desktop.page.get_by_text("Follow your emergency protocol").first.bounding_box()["y"]
    assert top < desktop.page.get_by_text("Serum magnesium is low").first.bounding_box()["y"]


def test_the_whole_task_of_a_new_user(desktop):
    """Serum 0.74, red cells 3.9, urine 45 mg, omeprazole, twitching calves: typed by keyboard to a read report."""
    desktop.enter(SERUM, "0.74 mmol/L")
    desktop.enter(RED_CELLS, "3.9 mg/dL")
    desktop.enter(URINE, "45 mg/24 h")
    say_present(desktop, "omeprazole", "twitching")
    assert shows(desktop, "Depletion possible despite a normal serum")


def test_a_further_result_is_typed_where_it_was_added(desktop):
    desktop.enter(SERUM, "0.60 mmol/L")
    desktop.page.get_by_text("Other results").first.click()
    for name, value in (("Potassium", "7.5 mmol/L"), ("Total calcium", "1.6 mmol/L")):
        box = desktop.page.get_by_label("Add a result", exact=True)
        box.click()
        box.press_sequentially(name)
        box.press("Enter")
        desktop.settle()
        desktop.enter(name, value)
    assert shows(desktop, "Potassium 7.5 mmol/L:")
    assert shows(desktop, "Total calcium 1.6 mmol/L:")


def test_a_result_asked_for_beside_the_reading_appears_in_sight(desktop):
    desktop.enter(SERUM, "0.62 mmol/L")
    desktop.page.get_by_role("radio", name="Potassium").first.click()
    desktop.settle()
    box = desktop.page.get_by_label("Potassium", exact=True).bounding_box()
    assert box["y"] + box["height"] <= desktop.page.viewport_size["height"]


def test_a_range_that_cannot_be_read_is_corrected_where_it_was_typed(desktop):
    desktop.enter(SERUM, "0.72 mmol/L")
    desktop.page.get_by_role("button", name="range, date").first.click()
    desktop.enter("High end", "1,05")
    desktop.enter("Low end", "7,5")
    assert shows(desktop, "The range has low 7.5 above high 1.05")
    desktop.enter("Low end", "0,75")
    assert shows(desktop, "range 0.75–1.05 mmol/L")


def test_tab_walks_from_number_to_number(desktop):
    desktop.page.get_by_label(SERUM, exact=True).focus()
    names = []
    for _ in range(12):
        desktop.page.keyboard.press("Tab")
        names.append(desktop.page.evaluate("document.activeElement.getAttribute('aria-label')"))
    entered = [name for name in names if name in {RED_CELLS, URINE}]
    assert entered == [RED_CELLS, URINE]


def test_changing_the_unit_asks_before_it_reads(desktop):
    desktop.enter(SERUM, "0.62 mmol/L")
    desktop.page.get_by_role("combobox", name="Unit of Serum magnesium").click()
    desktop.page.get_by_role("option", name="mg/dL").click()
    desktop.settle()
    assert shows(desktop, "Convert the number, or correct its label?")
    desktop.page.get_by_role("button", name="Convert").click()
    desktop.settle()
    assert desktop.page.get_by_label(SERUM, exact=True).input_value() == "1.507"


def test_another_page_and_back_loses_nothing(desktop):
    enter_panel(desktop)
    desktop.page.get_by_role("link", name="About").click()
    desktop.settle()
    desktop.page.get_by_role("link", name="One patient").click()
    desktop.settle()
    assert desktop.page.get_by_label(SERUM, exact=True).input_value() == "0,62 mmol/l"
    assert shows(desktop, "renal loss favoured")


@pytest.mark.parametrize("picture", ["Ranges", "Every laboratory", "Pattern map", "Firmness", "Table"])
def test_every_picture_opens_without_a_barrier(desktop, serious_barriers, picture):
    enter_panel(desktop)
    desktop.page.get_by_role("radio", name=picture).click()
    desktop.settle()
    assert serious_barriers(desktop) == []


def test_every_chart_is_described(desktop):
    enter_panel(desktop)
    desktop.page.get_by_role("radio", name="Pattern map").click()
    desktop.settle()
    charts = desktop.page.locator('[data-testid="stPlotlyChart"]')
    charts.nth(1).wait_for()
    assert all(chart.get_attribute("role") == "figure" for chart in charts.all())
    assert all(chart.get_attribute("aria-label") for chart in charts.all())


def test_an_example_is_marked(desktop):
    desktop.page.get_by_role("button", name="Load an example").click()
    box = desktop.page.get_by_role("combobox", name="Case")
    box.press_sequentially("Gitelman")
    box.press("Enter")
    desktop.settle()
    assert shows(desktop, "Example, not a patient")


def test_the_reading_alone_prints_from_the_first_page(desktop):
    enter_panel(desktop)
    desktop.page.get_by_text("Copy to note, print, download").click()
    desktop.page.get_by_role("button", name="Reading alone, for print").click()
    desktop.settle()
    desktop.page.emulate_media(media="print")
    assert desktop.page.get_by_text("renal loss favoured").first.bounding_box()["y"] < 800
    assert desktop.page.get_by_role("textbox").count() == 0


def test_print_shows_the_reading(desktop):
    enter_panel(desktop)
    shows(desktop, "renal loss favoured")
    desktop.page.emulate_media(media="print")
    assert desktop.page.get_by_text("renal loss favoured").first.is_visible()
    assert len(desktop.page.pdf()) > 20_000


def test_a_full_panel_says_why_and_what_it_cannot_show_on_the_first_screen(desktop):
    desktop.enter(SERUM, "0.62 mmol/L")
    desktop.enter(RED_CELLS, "4.1 mg/dL")
    desktop.enter(URINE, "60 mg/24 h")
    say_present(desktop, "omeprazole", "twitching")
    for said in (
        "whatever flag the laboratory printed",
        "24-hour urine magnesium 60 mg/24 h is 24 mg/24 h or more",
        "the printed range describes people with a normal serum",
    ):
        box = desktop.page.get_by_text(said).first.bounding_box()
        assert box["y"] + box["height"] <= desktop.page.viewport_size["height"], said


def test_on_a_phone_the_reading_stands_under_the_entry_and_both_have_the_whole_width(open_app):
    screen = open_app(size="phone", scheme="light")
    screen.enter(SERUM, "0.62 mmol/L")
    width = screen.page.viewport_size["width"]
    entered = screen.page.get_by_role("button", name="Load an example").bounding_box()
    headline = screen.page.get_by_role("heading", name="Serum magnesium is low").bounding_box()
    assert headline["y"] > entered["y"] + entered["height"]
    assert headline["width"] > 0.8 * width
    assert screen.page.get_by_label("Laboratory", exact=True).first.bounding_box()["width"] > 0.5 * width


def test_what_may_be_entered_beside_a_magnesium_is_all_in_sight_on_a_phone(open_app):
    screen = open_app(size="phone", scheme="light")
    screen.enter(SERUM, "0.62 mmol/L")
    for label in ("Potassium", "Total calcium", "Albumin", "Phosphate", "Serum creatinine", "QTc"):
        box = screen.page.get_by_role("radio", name=f"+ {label}", exact=True).bounding_box()
        assert box["x"] + box["width"] <= screen.page.viewport_size["width"], label
