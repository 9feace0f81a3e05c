"""The evidence page, without a browser."""

import re
from itertools import pairwise

import pytest
from streamlit.testing.v1 import AppTest

from interpret.disputed import disputed_questions
from interpret.manual import KINDS, definition_in_words, definitions, heading
from interpret.quantities import QUANTITIES
from interpret.rules import rulebook
from interpret.words import GROUPS, WORDS
from reference_ranges import Citation, all_ranges, published_tables, scales, sources, surveys
from views.components import tables
from views.components.evidence_limits import by_unit
from views.components.evidence_range_chart import bars, cut
from views.components.evidence_ranges import ADULTS, EVERYONE, PEOPLE, grouped
from views.components.evidence_sources import cited, links, rests_on
from views.components.tables import cards, draw_page
from views.components.wording import plain

PAGE = "views/evidence.py"
SECTIONS = (
    "Ranges",
    "Findings",
    "Decision table",
    "Disputed questions",
    "Published tables",
    "Definitions",
    "Inputs",
    "Sources",
)
DRAWING = (
    "evidence",
    "evidence_decisions",
    "evidence_inputs",
    "evidence_limits",
    "evidence_range_chart",
    "evidence_ranges",
    "tables",
)
"""Modules that ask whether they are drawn on a phone."""


@pytest.fixture
def page(root):
    return AppTest.from_file(str(root / PAGE), default_timeout=60).run()


@pytest.fixture
def phone(root, monkeypatch):
    for name in DRAWING:
        monkeypatch.setattr(f"views.components.{name}.on_phone", lambda: True)
    return AppTest.from_file(str(root / PAGE), default_timeout=60).run()


def said(page):
    return " ".join(one.value for one in page.markdown)


def rows(page):
    """Every row of every table, its cells joined."""
    return [" | ".join(map(str, row)) for one in page.table for row in one.value.itertuples(index=False)]


def section(page, name):
    return page.button_group(key="evidence_section").set_value(name).run()


# ---- sections --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_opens_under_its_heading(page, name):
    section(page, name)
    assert not page.exception
    assert f"## {name}" in [one.value for one in page.markdown]
    assert len(said(page)) + sum(map(len, rows(page))) > 1000


@pytest.mark.parametrize("name", SECTIONS)
def test_on_a_phone_every_section_opens_and_no_table_is_wider_than_the_page(phone, name):
    phone.selectbox(key="evidence_section").select(name).run()
    assert not phone.exception
    assert list(phone.table) == []
    assert [one.value for one in phone.markdown if one.value.startswith("|") or "\n|" in one.value] == []


def test_a_row_of_a_table_becomes_a_card():
    assert cards(["Food", "mg", "Note"], [["Almonds", "80", ""]]) == "**Almonds**  \n:small[mg:] 80"


def test_a_page_of_the_manual_keeps_everything_around_its_tables(monkeypatch):
    drawn = []
    monkeypatch.setattr("streamlit.markdown", drawn.append)
    monkeypatch.setattr(
        "streamlit.table", lambda frame, **more: drawn.append((frame.to_dict("list"), more["alt"]))
    )
    monkeypatch.setattr(tables, "on_phone", lambda: False)
    draw_page("## Foods\n\n| Food | mg |\n|---|---|\n| Almonds | 80 |\nPer serving.")
    assert drawn == ["## Foods\n", ({"Food": ["Almonds"], "mg": ["80"]}, "Foods"), "Per serving."]


# ---- ranges ----------------------------------------------------------------------------------------------------------
def shown(page):
    return page.dataframe[0].value


def test_it_opens_with_the_ranges_of_serum(page):
    assert "as their sources print them" in said(page)
    assert len(shown(page)) > 14


def test_ranges_are_found_by_a_word(page):
    page.text_input(key="evidence_filter").input("newcastle").run()
    assert set(shown(page)["Laboratory"]) == {"Newcastle Hospitals NHS"}


def test_ranges_are_found_by_country(page):
    page.selectbox(key="evidence_country.serum_magnesium").select("Germany").run()
    assert set(shown(page)["Country"]) == {"Germany"}


def test_ranges_are_found_by_the_unit_in_which_they_are_printed(page):
    page.selectbox(key="evidence_unit.serum_magnesium").select("mEq/L").run()
    assert all("mEq/L" in printed for printed in shown(page)["Range"])
    assert "On the scale in mEq/L" in said(page)


def test_a_word_that_nobody_prints_finds_nothing(page):
    page.text_input(key="evidence_filter").input("quartz").run()
    assert not page.exception
    assert "**No range** is held" in said(page)


def test_the_ranges_of_urine_are_a_choice_away(page):
    page.selectbox(key="evidence_test").select("urine_magnesium_24h").run()
    assert "51–269 mg/24 h" in " ".join(shown(page)["Range"])


def test_ranges_with_one_end_stand_in_the_table_alone(page):
    page.selectbox(key="evidence_test").select("magnesium_retention").run()
    assert not page.exception
    assert len(shown(page)) == 2
    assert page.get("plotly_chart") == []


@pytest.mark.parametrize(
    ("words", "is_of_adults"),
    [
        ("adults", True),
        ("US population, 1 to 74 years", True),
        ("4 weeks and over", True),
        ("girls, 14 to under 19 years", False),
        ("third trimester", False),
    ],
)
def test_whose_ranges_are_shown_as_those_of_adults(words, is_of_adults):
    one = next(one for one in all_ranges("serum_magnesium", studies=True) if words in str(one.population))
    assert PEOPLE[ADULTS](one.population) is is_of_adults


def test_no_range_belongs_to_nobody():
    groups = list(grouped(all_ranges("serum_magnesium", studies=True), EVERYONE, "mmol/L"))
    assert sum(len(group.bars) for group in groups) == len(all_ranges("serum_magnesium", studies=True))


def test_bars_are_sorted_by_their_lower_limit():
    found = bars(all_ranges("serum_magnesium", studies=True), "mmol/L")
    assert all(before.low <= after.low for before, after in pairwise(found))


def test_a_bar_keeps_the_numbers_its_source_prints():
    (one,) = (
        one for one in bars(all_ranges("serum_magnesium"), "mmol/L") if one.range.laboratory == "baystate"
    )
    assert str(one.printed) == "1.3–1.9 mEq/L"
    assert (one.low, one.high) == (0.65, 0.95)


def test_a_long_name_keeps_what_tells_it_from_another(monkeypatch):
    monkeypatch.setattr("views.components.evidence_range_chart.on_phone", lambda: False)
    names = {cut(str(bar)) for bar in bars(all_ranges("serum_magnesium", studies=True), "mmol/L")}
    assert "NHANES 2021–2023 (study): … healthy, 19 years and over: men" in names
    assert "NHANES 2021–2023 (study): … 19 years and over: women" in names


def test_a_study_is_named_as_one(page):
    (chart,) = page.get("plotly_chart")
    assert "NHANES I, 1971–1974 (study): US population, 1 to 74 years, 0.75–0.955 mmol/L" in chart.proto.alt
    assert "Studies of volunteers, counted nowhere: " in chart.proto.alt


# ---- beside the ranges -----------------------------------------------------------------------------------------------
def test_the_surveys_stand_with_their_caveats(page):
    for survey in surveys("serum_magnesium"):
        assert f"Population: {survey.name}" in [one.label for one in page.expander]
        assert all(caveat[1:] in said(page) for caveat in (survey.people, *survey.caveats))
    assert any(row.startswith("women, 25 to 34 years (n = 1686) | 1.40 | 1.44 | ") for row in rows(page))


def test_on_a_phone_the_percentiles_of_a_group_stand_beside_one_another(phone):
    text = said(phone).replace("\N{NO-BREAK SPACE}", " ")
    assert "Percentiles in mEq/L:" in text
    assert "**women, 25 to 34 years (n = 1686)**  \n:small[2.5 %:] 1.40 · :small[5 %:] 1.44 · " in text


def test_no_survey_is_shown_where_none_is_held(page):
    page.selectbox(key="evidence_test").select("rbc_magnesium").run()
    assert [one.label for one in page.expander if one.label.startswith("Population")] == []


def test_grades_stand_in_both_printed_columns_and_are_no_urgency(page):
    assert "CTCAE v5.0, hypomagnesemia: for reporting adverse events, not urgency" in [
        one.label for one in page.expander
    ]
    assert "Grade 3 | \\<0.9 - 0.7 | \\<0.4 - 0.3 | " in rows(page)


@pytest.mark.parametrize(
    ("scale", "grade", "columns"),
    [
        ("ctcae_v5_hypomagnesaemia", 4, ["<0.7", "<0.3", "life-threatening consequences"]),
        ("ctcae_v5_hypermagnesaemia", 1, [">ULN - 3.0", ">ULN - 1.23", ""]),
        ("daids_low_magnesium", 2, ["0.9 to < 1.2", "0.45 to < 0.60", ""]),
    ],
)
def test_a_printed_grade_is_split_into_its_columns(scale, grade, columns):
    one = scales()[scale]
    (step,) = (each for each in one.grades if each.grade == grade)
    assert list(by_unit(step, one.units)) == columns


def test_decision_limits_and_variation_are_told_from_ranges(page):
    assert "They are no reference ranges." in said(page)
    names = [match[1] for row in rows(page) if (match := re.search(r"`(\w+)` · draft$", row))]
    assert names.index("symptomatic_low") < names.index("proposed_lower_limit") < names.index("marked_high")
    assert any(row.endswith("`critical_low` · draft") for row in rows(page))
    assert any(row.startswith("adults | 3.6 % | 1.6 % | ") for row in rows(page))


# ---- published tables ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("table", published_tables(), ids=lambda table: table.id)
def test_every_published_table_can_be_read(page, table):
    section(page, "Published tables")
    page.selectbox(key="evidence_published").select(table.id).run()
    assert not page.exception
    assert table.title in said(page)
    assert len(rows(page)) == len(table.rows)


@pytest.mark.parametrize(
    ("table", "decides"),
    [
        ("dosing_protocols", True),
        ("loading_tests", True),
        ("when_to_measure_again", True),
        ("foods", False),
        ("depletion_score", False),
    ],
)
def test_over_protocols_stands_that_the_local_one_decides(page, table, decides):
    section(page, "Published tables")
    page.selectbox(key="evidence_published").select(table).run()
    (heading,) = (one.value for one in page.markdown if one.value.startswith("### "))
    assert heading.endswith(": local protocol decides") is decides


def test_no_patient_is_read_against_a_published_table(page):
    section(page, "Published tables")
    assert "No patient is read against any of them" in said(page)


# ---- findings --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_finding_can_be_read(page, kind):
    section(page, "Findings")
    page.selectbox(key="evidence_kind").select(kind).run()
    first = rulebook().of_kind(kind)[0]
    assert f"`{first.id}` · {first.status}" in said(page)
    assert "**Sources:**" in said(page)


@pytest.mark.parametrize("words", ["torsades", "magnesium_in_torsades", "pointes torsades"])
def test_a_finding_of_any_kind_is_found_by_words_or_by_its_id(page, words):
    section(page, "Findings")
    page.selectbox(key="evidence_kind").select("every").run()
    page.text_input(key="evidence_words").input(words).run()
    assert "`magnesium_in_torsades`" in said(page)


def test_a_finding_is_found_by_its_source(page):
    section(page, "Findings")
    page.text_input(key="evidence_words").input("lu-nightingale-2000").run()
    assert "`breathing_fails_while_given_magnesium`" in said(page)
    assert f"of {len(rulebook().of_kind('urgency'))} findings" in said(page)


def test_words_that_only_another_kind_has_are_not_said_to_be_nowhere(page):
    section(page, "Findings")
    page.text_input(key="evidence_words").input("magnesium_in_torsades").run()
    assert "**0 of " in said(page)
    assert re.search(r"\*\*\d+ more\*\* of other kinds", said(page))
    page.selectbox(key="evidence_kind").select("every").run()
    assert "of other kinds" not in said(page)


# ---- definitions and inputs ------------------------------------------------------------------------------------------
def test_a_definition_is_a_line_that_opens(page):
    section(page, "Definitions")
    first = definitions()[0]
    assert heading(first) in [one.label for one in page.expander]
    assert "\n".join(definition_in_words(first)) in said(page)


def test_every_definition_is_reached(page):
    section(page, "Definitions")
    page.session_state["evidence_more_definitions"] = True
    page.run()
    assert {plain(heading(one)) for one in definitions()} <= {one.label for one in page.expander}
    assert [one.id for one in definitions() if f"`{one.id}` · " not in said(page)] == []


@pytest.mark.parametrize(
    "words",
    ["potassium_losing_context", "STOMA potassium", "workeneh-2021 alcohol", "mL/min/1.73 m² retention"],
)
def test_a_definition_is_found_by_its_words_its_id_its_limits_or_its_source(page, words):
    section(page, "Definitions")
    page.text_input(key="evidence_definition_words").input(words).run()
    found = int(re.search(r"\*\*(\d+) of", said(page))[1])
    assert 0 < found < len(definitions()) / 10


@pytest.mark.parametrize("kind", GROUPS)
def test_every_word_that_can_be_entered_is_reached(page, kind):
    section(page, "Inputs")
    page.selectbox(key="evidence_input_kind").select(kind).run()
    held = [one for one in WORDS.values() if one.group == kind]
    assert f"**{len(held)} of {len(held)} inputs.**" in said(page)
    assert [one.id for one in held if f"`{one.id}`" not in said(page)] == []


def test_every_result_is_reached_and_its_units_are_written_as_in_a_laboratory(page):
    section(page, "Inputs")
    page.session_state["evidence_more_inputs"] = True
    page.run()
    everything = rows(page)
    assert len(everything) == len(QUANTITIES)
    assert "`ck` | Creatine kinase (CK) | U/L |  | 0–1,000,000 U/L | 5–100,000 U/L" in everything
    assert any(row.startswith("`egfr` | eGFR | mL/min/1.73 m² | ") for row in everything)


def test_on_a_phone_every_result_is_a_line_that_opens(phone):
    phone.selectbox(key="evidence_section").select("Inputs").run()
    phone.session_state["evidence_more_inputs"] = True
    phone.run()
    assert len([one for one in phone.expander if "more" not in one.label]) == len(QUANTITIES)
    assert "`magnesium_retention`  \n:small[Units:] %  \n:small[Refused outside:] −200 to 100 %" in said(
        phone
    )


@pytest.mark.parametrize("words", ["umol/L", "µmol/L"])
def test_an_input_is_found_by_either_spelling_of_its_unit(page, words):
    section(page, "Inputs")
    page.text_input(key="evidence_input_words").input(words).run()
    assert [row.split(" | ")[0] for row in rows(page)] == ["`urine_creatinine_spot`", "`serum_creatinine`"]


def test_inputs_of_another_kind_are_not_said_to_be_nowhere(page):
    section(page, "Inputs")
    page.text_input(key="evidence_input_words").input("twitching").run()
    assert "**0 of " in said(page)
    assert re.search(r"\*\*\d more\*\* of other kinds", said(page))


# ---- decisions, disputes, sources ------------------------------------------------------------------------------------
def test_the_decision_table_splits_a_cell_where_the_number_decides(page):
    section(page, "Decision table")
    assert (
        "24-hour urine magnesium below 24 mg/24 h: loss outside the kidney, or low intake **or** "
        "24-hour urine magnesium 24 mg/24 h or more: renal loss favoured"
    ) in " ".join(rows(page))


def test_on_a_phone_the_decision_table_is_a_list_that_joins_equal_cells(phone):
    phone.selectbox(key="evidence_section").select("Decision table").run()
    assert "- **Urine not measured**, whatever the red cells: low serum, cause not determined" in said(phone)
    assert "- **Urine low**, red cells high: results contradict one another" in said(phone)


def test_the_disputed_questions_are_there(page):
    section(page, "Disputed questions")
    assert all(question.title in said(page) for question in disputed_questions())


def test_the_sources_stand_in_the_order_of_their_authors(page):
    section(page, "Sources")
    entries = [line[2:] for one in page.markdown for line in one.value.splitlines() if line.startswith("- ")]
    assert entries
    assert entries == sorted(entries, key=str.casefold)


def test_a_source_is_found_and_says_what_cites_it(page):
    section(page, "Sources")
    page.text_input(key="evidence_source_words").input("ctcae").run()
    assert "`ctcae-v5` · cited by" in said(page)


@pytest.mark.parametrize(
    ("source", "addresses"),
    [
        ("lima-oliveira-2014", ["https://doi.org/"]),
        ("abbassi-ghanavati-2009", ["https://doi.org/", "https://pubmed.ncbi.nlm.nih.gov/19935037/"]),
    ],
)
def test_a_link_leads_to_the_article(source, addresses):
    found = " ".join(links(sources()[source]))
    assert all(address in found for address in addresses)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("lima-oliveira-2014", r"\[Lima-Oliveira 2014\]\(https://doi.org/.+\), abstract"),
        ("agus-1999", "Agus 1999, abstract"),
    ],
    ids=["with an address", "without"],
)
def test_beside_a_number_its_source_is_a_link_where_an_address_is_known(source, text):
    assert re.fullmatch(text, cited([Citation(source, "abstract")]))


def test_every_source_is_cited_by_something():
    assert set(rests_on()) == set(sources())


def test_the_chart_is_described(page):
    assert all(chart.proto.alt for chart in page.get("plotly_chart"))
