"""The printed manual is what the data say now, and holds everything."""

import pytest

from interpret.manual import KINDS, conditions_in_words, pages
from interpret.rules import KINDS as ALL_KINDS
from interpret.rules import Conditions, rulebook
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
