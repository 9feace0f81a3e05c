"""The about page, without a browser: what it must say, and that what it counts is what is held."""

import pytest
from streamlit.testing.v1 import AppTest

from interpret.rules import rulebook
from interpret.version import KNOWLEDGE_DATE, NOTICE, VERSION
from teaching.classroom import LASTS

PAGE = "views/about.py"


@pytest.fixture
def said(root):
    page = AppTest.from_file(str(root / PAGE), default_timeout=30).run()
    assert not page.exception
    return " ".join(" ".join(one.value for one in page.markdown).replace("\\", "").split())


@pytest.mark.parametrize(
    "heading",
    [
        "What this is for",
        "Who it is for",
        "What it is not for",
        "For whom results can be read",
        "Limits",
        "Review status",
        "Privacy",
        "If something is wrong",
    ],
)
def test_it_says(said, heading):
    assert f"## {heading} " in said


def test_version_and_knowledge_date_stand_at_the_top_with_what_was_reviewed(said):
    reviewed = sum(one.status == "reviewed" for one in rulebook().findings)
    assert f"**Version {VERSION}, knowledge of {KNOWLEDGE_DATE}.** {len(rulebook().findings)} rules" in said
    assert f"reviewed by a clinician: {reviewed} of " in said


def test_nothing_stands_over_its_heading(root):
    page = AppTest.from_file(str(root / PAGE), default_timeout=30).run()
    assert page.markdown[0].value == "# About"


def test_the_notice_stands_at_its_foot(said):
    assert said.endswith(f"{NOTICE}]")


def test_what_it_says_of_the_classroom_is_what_the_classroom_keeps(said):
    assert LASTS == 24 * 3600
    assert "A room opens for one day." in said
    assert "It keeps no names, no free text and no results" in said
