"""The page on which a class is made, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from teaching.generator import make_class
from teaching.physiology import physiology
from views.components.class_maker import summary, table

PAGE = "views/class_maker.py"


@pytest.fixture
def page(root):
    return AppTest.from_file(str(root / PAGE), default_timeout=60).run()


def said(page):
    cells = [str(cell) for one in page.table for row in one.value.to_numpy() for cell in row]
    return " ".join([*(one.value for one in page.markdown), *cells]).replace("\\", "")


def test_it_opens_with_a_class_and_no_answers(page):
    assert not page.exception
    (shown,) = page.table
    assert shown.value["Number"].iloc[0] == "1"
    assert "Without the fault" not in shown.value.columns


def test_the_answers_can_be_shown(page):
    page.toggle(key="class.answers").set_value(True).run()
    assert "Without the fault" in page.table[0].value.columns


def test_another_seed_is_another_class(page):
    before = said(page)
    page.number_input(key="class.seed").set_value(7).run()
    assert said(page) != before
    page.number_input(key="class.seed").set_value(2026).run()
    assert said(page) == before


def test_only_the_chosen_cause_is_in_the_class(page):
    page.toggle(key="class.answers").set_value(True)
    page.button_group(key="class.causes").set_value(["refeeding"]).run()
    assert "⇄ shift into cells or bone" in said(page)
    assert "Diarrhoea" not in said(page)


def test_what_the_faults_did_is_counted(page):
    page.toggle(key="class.answers").set_value(True)
    page.button_group(key="class.faults").set_value(["mg_dl_read_as_mmol_l"])
    page.run()
    page.button_group(key="class.share").set_value("all").run()
    assert "24 have a fault." in said(page)
    assert "hid an urgency in" in said(page)


def test_three_files_are_offered(page):
    assert [one.proto.label for one in page.get("download_button")] == [
        "For the class, CSV",
        "With the answers, CSV",
        "With the answers, JSON",
    ]


def test_the_model_is_open_to_read(page):
    text = said(page)
    assert all(one.title in text for one in physiology().causes.values())
    assert "A teaching model, draft" in text


def test_a_unit_that_is_not_that_of_the_column_stands_beside_its_number():
    swapped = make_class(1, 1, faults=["mmol_l_read_as_mg_dl"], faulty=1)
    _, ((_, _, serum, *_),) = table(swapped, answers=False)
    assert serum.endswith(" mg/dL")


def test_readings_are_counted_before_their_names_which_hold_commas():
    made = make_class(1, 6, causes=["low_intake"])
    (line,) = summary(made)
    assert sum(int(part.split("**")[1]) for part in line.split(" · ")) == 6


def test_a_class_without_faults_says_nothing_of_faults():
    assert len(summary(make_class(1, 5))) == 1
