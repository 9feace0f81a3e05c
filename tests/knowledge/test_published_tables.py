"""Published facts side by side: on the page of evidence, in the manual, and never with a patient."""

import ast
import re
from pathlib import Path

import pytest

from interpret import manual
from reference_ranges import DataError, published_tables
from reference_ranges.tables import read_tables

TABLES = {table.id: table for table in published_tables()}


def text_of(table_id: str) -> str:
    table = TABLES[table_id]
    return " ".join([table.title, table.about, *(cell for row in table.rows for cell in row.cells)])


def test_dosing_protocols_stand_side_by_side_with_the_word_that_local_protocol_decides() -> None:
    assert "Local protocol decides" in TABLES["dosing_protocols"].about
    assert (
        len({citation.source for row in TABLES["dosing_protocols"].rows for citation in row.citations}) >= 10
    )


@pytest.mark.parametrize(
    ("setting", "positions"),
    [("Time of one infusion", ["3 hours", "12 hours"]), ("Severe kidney failure", ["At most 20 g", "contraindicated", "half the dose"])],
)  # fmt: skip
def test_where_protocols_disagree_each_is_named(setting: str, positions: list[str]) -> None:
    (row,) = [row for row in TABLES["dosing_protocols"].rows if row.cells[0].startswith(setting)]
    assert all(position in row.cells[1] for position in positions)


def test_nothing_that_reads_a_patient_knows_these_tables(root: Path) -> None:
    """Only the printed manual imports them; the screens may do so on the page of evidence."""
    importing = [
        path.name
        for path in (root / "interpret").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and "published_tables" in [one.name for one in node.names]
    ]
    assert importing == ["manual.py"]


def test_the_depletion_score_is_called_no_diagnosis() -> None:
    assert "no diagnosis" in text_of("depletion_score")
    assert "no magnesium measurement" in text_of("depletion_score")


@pytest.mark.parametrize(
    "point", ["Absorption", "Convenience", "Control of the amount", "Side effects", "Cost", "Breadth"]
)
def test_diet_and_supplements_are_compared_point_by_point(point: str) -> None:
    assert point in [row.cells[0] for row in TABLES["diet_or_supplements"].rows]


@pytest.mark.parametrize(
    "food", ["Pumpkin", "Avocado", "Dark chocolate", "Black beans", "kidney beans", "Brown rice", "Spinach"]
)
def test_a_food_has_its_amount(food: str) -> None:
    (row,) = [row for row in TABLES["foods"].rows if food in row.cells[0]]
    assert re.fullmatch(r"(about )?\d+", row.cells[2])


@pytest.mark.parametrize(
    ("age", "men", "women"),
    [("14 to 18 years", "410", "360"), ("19 to 30 years", "400", "310"), ("31 years and over", "420", "320"), ("0 to 6 months", "30", "30")],
)  # fmt: skip
def test_the_requirement_by_age_and_sex(age: str, men: str, women: str) -> None:
    assert (age, men, women) in [row.cells for row in TABLES["requirements"].rows]


@pytest.mark.parametrize(
    ("salt", "elemental"),
    [
        ("Oxide", "60.3"),
        ("Bisglycinate", "14.1"),
        ("Aspartate", "8.5"),
        ("Hydroxide", "41.7"),
        ("Chloride", "25.5"),
    ],
)
def test_a_salt_stands_with_its_elemental_magnesium(salt: str, elemental: str) -> None:
    (row,) = [row for row in TABLES["oral_salts"].rows if row.cells[0] == salt]
    assert row.cells[1].startswith(elemental)


def test_the_upper_level_is_said_to_leave_out_food() -> None:
    assert "nothing from food" in TABLES["upper_levels"].about


def test_every_table_is_printed_in_the_manual() -> None:
    page = manual.page("published_tables.md")
    assert [name for name in TABLES if f"`{name}`" not in page] == []


def test_every_row_is_as_long_as_its_head() -> None:
    lines = [line for line in manual.page("published_tables.md").splitlines() if line.startswith("|---")]
    assert [line.count("|---") for line in lines] == [len(table.columns) + 1 for table in TABLES.values()]


HEAD = (
    'title = "A table"\nabout = "What it is."\ncolumns = ["A", "B"]\nchecked = 2026-11-22\nstatus = "draft"\n'
)
ROW = '[[row]]\ncells = ["one", "two"]\ncite = { source = "smith-2020", at = "table 1" }\n'
REFUSED = {
    "no rows": (HEAD, "one.toml, row: given nothing; allowed: at least one"),
    "a cell too few": (HEAD + ROW.replace(', "two"', ""), "allowed: 2 cells: A, B. Give one for each column"),
    "an empty cell": (HEAD + ROW.replace("two", " "), "cells: given .* allowed: a list of words"),
    "no source": (HEAD + ROW.split("cite", maxsplit=1)[0], "Say where it is printed"),
    "unknown source": (
        HEAD + ROW.replace("smith-2020", "jones"),
        "given jones; allowed: a key of sources.bib",
    ),
    "unknown field": (HEAD + ROW + 'note = "x"\n', "given x; allowed: cells, cite"),
}


def test_a_table_is_read(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(HEAD + ROW, "utf-8")
    (table,) = read_tables(tmp_path, ("smith-2020",))
    assert (table.id, table.rows[0].cells) == ("one", ("one", "two"))


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED)
def test_a_table_that_cannot_be_right_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "one.toml").write_text(text, "utf-8")
    with pytest.raises(DataError, match=message):
        read_tables(tmp_path, ("smith-2020",))
