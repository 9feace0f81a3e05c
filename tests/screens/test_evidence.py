"""The evidence page, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from interpret.disputed import disputed_questions
from interpret.manual import KINDS
from interpret.rules import rulebook

PAGE = "views/evidence.py"


@pytest.fixture
def page(root):
    return AppTest.from_file(str(root / PAGE), default_timeout=60).run()


def said(page):
    return " ".join(one.value for one in page.markdown)


def section(page, name):
    return page.button_group(key="evidence_section").set_value(name).run()


def test_it_opens_with_the_ranges_of_serum(page):
    assert not page.exception
    assert "as their sources print them" in said(page)
    assert len(page.dataframe[0].value) > 14


def test_ranges_are_found_by_a_word(page):
    page.text_input(key="evidence_filter").input("newcastle").run()
    assert set(page.dataframe[0].value["Laboratory"]) == {"Newcastle Hospitals NHS"}


def test_a_word_that_nobody_prints_finds_nothing(page):
    page.text_input(key="evidence_filter").input("quartz").run()
    assert not page.exception
    assert "**0 ranges**" in said(page)


def test_the_ranges_of_urine_are_a_choice_away(page):
    page.selectbox(key="evidence_test").select("urine_magnesium_24h").run()
    assert "51–269 mg/24 h" in " ".join(page.dataframe[0].value["Range"])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_finding_can_be_read(page, kind):
    section(page, "Findings")
    page.selectbox(key="evidence_kind").select(kind).run()
    first = rulebook().of_kind(kind)[0]
    assert f"`{first.id}`" in said(page)


def test_a_finding_is_found_by_a_word(page):
    section(page, "Findings")
    page.text_input(key="evidence_words").input("torsades").run()
    assert "`torsades`" in said(page)


def test_the_disputed_questions_are_there(page):
    section(page, "Disputed questions")
    assert all(question.title in said(page) for question in disputed_questions())


@pytest.mark.parametrize("name", ["Decision table", "Definitions", "Inputs", "Sources"])
def test_every_section_opens(page, name):
    section(page, name)
    assert not page.exception
    assert len(said(page)) > 2000


def test_the_chart_is_described(page):
    assert all(chart.proto.alt for chart in page.get("plotly_chart"))
