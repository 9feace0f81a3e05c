"""The what-if bench and the making of a class in a real Chromium, as a teacher uses them."""

import pandas as pd
import pytest
from playwright.sync_api import expect

from interpret import interpret_cohort

SERUM = "Serum magnesium, mmol/L"


@pytest.fixture
def bench(open_app):
    return open_app("what_if")


def shows(screen, text):
    screen.page.get_by_text(text).first.wait_for()
    return True


def press(screen, label, key, times=1):
    """Move a slider by keyboard."""
    slider = screen.page.get_by_role("slider", name=label)
    slider.focus()
    for _ in range(times):
        slider.press(key)
    screen.settle()


def unfold(screen, heading):
    screen.page.locator("summary").get_by_text(heading).click()
    screen.settle()


# ---- the bench -------------------------------------------------------------------------------------------------------
def test_the_reading_and_the_whole_plane_are_seen_without_scrolling(bench):
    plane = bench.page.locator('[data-testid="stPlotlyChart"]').bounding_box()
    assert plane["y"] + plane["height"] <= 800


def test_on_a_phone_the_plane_and_the_sliders_are_seen_together(open_app):
    screen = open_app("what_if", size="phone")
    plane = screen.page.locator('[data-testid="stPlotlyChart"]').bounding_box()
    last = screen.page.get_by_role("slider", name="24-hour urine magnesium").bounding_box()
    assert plane["y"] < last["y"]
    assert last["y"] + last["height"] - plane["y"] < 844


def test_the_plane_is_described(bench):
    plane = bench.page.locator('[data-testid="stPlotlyChart"]')
    assert plane.get_attribute("role") == "figure"
    assert plane.get_attribute("aria-label").startswith("0.62 mmol/L")


def test_a_slider_moved_by_keyboard_turns_the_reading(bench):
    assert shows(bench, "Renal loss favoured")
    press(bench, SERUM, "ArrowRight", times=8)
    assert shows(bench, "No magnesium disorder shown")


def test_a_seizure_makes_it_an_emergency(bench):
    unfold(bench, "Signs")
    bench.page.get_by_role("button", name="Seizure").click()
    bench.settle()
    bench.page.get_by_role("heading", name="Emergency").wait_for()


def test_the_unit_changes_after_something_else_was_changed(bench):
    press(bench, SERUM, "ArrowRight")
    unfold(bench, "Units and laboratory")
    bench.page.get_by_role("radio", name="mg/24 h").click()
    bench.settle()
    expect(bench.page.get_by_role("slider", name="24-hour urine magnesium, mg/24 h")).to_have_value("61")


def test_another_page_and_back_keeps_the_bench(bench):
    press(bench, SERUM, "ArrowLeft", times=2)
    bench.page.get_by_role("link", name="About").click()
    bench.settle()
    bench.page.get_by_role("link", name="What if").click()
    bench.settle()
    expect(bench.page.get_by_role("slider", name=SERUM)).to_have_value("0.6")


def test_the_bench_does_not_reach_the_page_of_one_patient(bench):
    press(bench, SERUM, "ArrowLeft")
    bench.page.get_by_role("link", name="One patient").click()
    bench.settle()
    expect(bench.page.get_by_label("Serum magnesium", exact=True)).to_have_value("")


# ---- a class ---------------------------------------------------------------------------------------------------------
def test_a_teacher_takes_a_class_home_and_the_cohort_reads_it(open_app, tmp_path):
    screen = open_app("class_maker")
    screen.page.get_by_role("button", name="EDTA").click()
    screen.settle()
    with screen.page.expect_download() as download:
        screen.page.get_by_role("button", name="With the answers, CSV").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    frame = pd.read_csv(file, dtype=str, keep_default_na=False)
    readings = interpret_cohort(frame)
    assert file.name == "class_2026_24_answers.csv"
    assert readings["pattern"].tolist() == frame["answer_pattern"].tolist()
