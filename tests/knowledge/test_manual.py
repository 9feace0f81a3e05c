"""The printed manual is what the data say now, and holds everything."""

import re
from decimal import Decimal

import pytest

from interpret.manual import IN_PRINT, KINDS, conditions_in_words, number_in_print, pages, unit_in_print
from interpret.quantities import QUANTITIES
from interpret.rules import KINDS as ALL_KINDS
from interpret.rules import Conditions, rulebook
from interpret.units import recognise
from reference_ranges import decision_limits, laboratories, sources


@pytest.fixture(scope="module")
def printed():
    return pages()


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_page_in_docs_is_not_stale(root, printed, name):
    assert (root / "docs" / name).read_text(encoding="utf-8") == printed[name], (
        "run `python -m interpret manual docs`"
    )


def test_every_kind_of_finding_has_a_heading():
    assert set(KINDS) == set(ALL_KINDS)


def test_every_finding_is_printed_with_its_id(printed):
    assert [
        one.id for one in rulebook().findings if f"`{one.id}` · {one.status}" not in printed["findings.md"]
    ] == []


def test_every_definition_is_printed(printed):
    assert [name for name in rulebook().definitions if f"`{name}`" not in printed["definitions.md"]] == []


def test_every_range_is_printed(printed):
    rows = [line for line in printed["ranges.md"].splitlines() if line.startswith("| ")]
    assert all(any(home.name in row for row in rows) for home in laboratories())


def test_every_decision_limit_is_printed(printed):
    assert [name for name in decision_limits() if f"`{name}`" not in printed["ranges.md"]] == []


def test_every_source_is_printed(printed):
    assert [key for key in sources() if f"`{key}`" not in printed["sources.md"]] == []


def test_no_placeholder_is_left_open(printed):
    assert [line for line in printed["findings.md"].splitlines() if "{" in line] == []


def test_the_decision_table_has_a_cell_for_each_of_the_64_combinations(printed):
    rows = [line for line in printed["decision_table.md"].splitlines() if line.startswith("| **")]
    assert sum(row.count(" | ") for row in rows) == 64


def test_a_finding_without_conditions_always_holds():
    assert conditions_in_words(Conditions()) == ["Always"]


# ---- numbers, units and links as a reader expects them ---------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "text"),
    [("0.50", "0.50"), ("4000", "4000"), ("20000", "20,000"), ("1E+6", "1,000,000"), ("-200", "−200")],
)
def test_a_number_is_printed_as_a_laboratory_writes_it(value, text):
    assert number_in_print(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("5", "umol/L", "µmol/L"),
        ("30", "mL/min/1.73m2", "mL/min/1.73 m²"),
        ("18", "a", "years"),
        ("1", "a", "year"),
        ("1", "mmol/L", "mmol/L"),
    ],
)
def test_a_unit_is_printed_as_a_laboratory_writes_it(value, unit, text):
    assert unit_in_print(unit, Decimal(value)) == text


@pytest.mark.parametrize("name", QUANTITIES)
def test_a_printed_unit_of_a_result_can_be_typed(name):
    """Units of what is computed, as years, are never typed."""
    one = QUANTITIES[name]
    if not one.derived_only:
        assert [unit for unit in one.units if recognise(unit_in_print(unit), one.units) != unit] == []


@pytest.mark.parametrize("name", ["findings.md", "definitions.md", "disputed_questions.md", "ranges.md"])
def test_no_page_spells_a_unit_for_a_keyboard(printed, name):
    spelled = "|".join(re.escape(unit) for unit in IN_PRINT if "/" in unit)
    assert re.findall(rf".*(?:{spelled}|\de\+\d).*", printed[name]) == []


def test_the_inputs_say_how_data_spell_a_unit(printed):
    assert "µmol/L `umol/L`, mL/min/1.73 m² `mL/min/1.73m2`, years `a`" in printed["inputs.md"]


def test_a_result_of_the_patient_is_not_named_twice(printed):
    assert "Calcium [value] outranks the magnesium" in printed["findings.md"]
    assert "With a low serum [24-hour urine magnesium] is" in printed["findings.md"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("findings.md", "[Mayo Clinic Laboratories](https://www.mayocliniclabs.com/"),
        ("disputed_questions.md", "](https://doi.org/"),
        ("definitions.md", "- **Sources:** Magnesium reading project 2026, "),
    ],
    ids=["a page", "an article", "no address"],
)
def test_a_citation_is_a_link_where_its_source_has_an_address(printed, name, text):
    assert text in printed[name]
