"""Pages are layout: short, without a clinical number, and without the engine's words in their own spelling."""

import ast
import re

import pytest

from interpret.rules import PATTERNS

MOST_LINES = 80
A_RESULT = re.compile(r"\d\s*(?:mmol|mg|mEq|mL|µmol|g/L|U/L|ms\b|%)")
NOT_CLINICAL = ("0.62 mmol/L", "0,62 mmol/L", "95 % of its variation", ".0%", "border-bottom")
"""How an entry is typed, the share of a distribution, the form of a number, a style of print."""


def views(root):
    return sorted((root / "views").rglob("*.py"))


def texts(path):
    """Every string of a file but its docstrings and comments, with its line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and node.body
        if isinstance(node.body[0], ast.Expr)
    }
    # A string alone on a line explains the constant above it.
    documents |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents
    ]


def test_a_page_is_short(root):
    long = {
        path.name: len(path.read_text(encoding="utf-8").splitlines())
        for path in (root / "views").glob("*.py")
    }
    assert {name: lines for name, lines in long.items() if lines >= MOST_LINES} == {}


def test_no_view_holds_a_result_or_a_limit(root):
    found = [
        f"{path.name}:{line} {text}"
        for path in views(root)
        for line, text in texts(path)
        if A_RESULT.search(text) and not any(one in text for one in NOT_CLINICAL)
    ]
    assert found == []


def test_no_view_decides_by_a_number_of_its_own(root):
    """Pixels, shares and counts are whole or between nought and one; a limit compared in a view would stand out."""
    found = []
    for path in views(root):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare):
                numbers = [
                    one.value
                    for one in (node.left, *node.comparators)
                    if isinstance(one, ast.Constant) and isinstance(one.value, float)
                ]
                found += [f"{path.name}:{node.lineno} {number}" for number in numbers]
    assert found == []


@pytest.mark.parametrize("made", ["replace('_', ' ')", 'replace("_", " ")'])
def test_identifiers_become_words_in_one_place(root, made):
    found = [path.name for path in views(root) if made in path.read_text(encoding="utf-8")]
    assert set(found) <= {"wording.py"}


def test_no_view_spells_a_reading_itself(root):
    """A reading is named by `interpret.pattern_names`; a view may only compare its identifier."""
    spelled = {name.replace("_", " ") for name in PATTERNS if "_" in name}
    found = [
        f"{path.name}:{line} {text}"
        for path in views(root)
        for line, text in texts(path)
        if text.lower() in spelled
    ]
    assert found == []
