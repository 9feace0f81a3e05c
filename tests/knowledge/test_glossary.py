"""The glossary explains every word of the contract that a report may show."""

import re

import pytest

from interpret.rules import CONFIDENCES, FLAGS, KINDS, PATTERNS, URGENCIES


@pytest.fixture(scope="module")
def words(root):
    """Names of the contract that stand in a first column."""
    rows = re.findall(r"^\| (.+?) \|", (root / "GLOSSARY.md").read_text("utf-8"), re.MULTILINE)
    return {word for row in rows for word in re.findall(r"`(\w+)`", row)}


@pytest.mark.parametrize("names", [KINDS, PATTERNS, URGENCIES, CONFIDENCES], ids=["kinds", "readings", "urgencies", "confidence"])  # fmt: skip
def test_every_word_of_a_report_is_explained(words, names):
    assert set(names) <= words


def test_every_flag_is_explained(root):
    (line,) = re.findall(r"^\| flag \| .*$", (root / "GLOSSARY.md").read_text("utf-8"), re.MULTILINE)
    assert all(f"`{flag}`" in line for flag in (*FLAGS, "unknown"))


def test_no_word_stands_twice(root):
    rows = re.findall(r"^\| (.+?) \|", (root / "GLOSSARY.md").read_text("utf-8"), re.MULTILINE)
    terms = [row for row in rows if row not in {"Word", "Reading"}]
    assert [one for one in set(terms) if terms.count(one) > 1] == []


def test_a_name_of_the_contract_in_it_is_one(words):
    known = {*KINDS, *PATTERNS, *URGENCIES, *CONFIDENCES, *FLAGS, "discordant"}
    assert words <= known
