"""The evidence page in a real browser: what only a browser shows."""

import pytest

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_section_has_a_serious_barrier(open_app, serious_barriers, scheme):
    screen = open_app("evidence", scheme=scheme)
    found = {}
    for name in SECTIONS:
        screen.page.get_by_role("radio", name=name, exact=True).click()
        screen.settle()
        found[name] = serious_barriers(screen) + (["scrolls sideways"] if screen.overflows() else [])
    assert found == {name: [] for name in SECTIONS}


def test_on_a_phone_no_section_scrolls_sideways(open_app):
    screen = open_app("evidence", size="phone")
    wide = []
    for name in SECTIONS:
        screen.page.get_by_role("combobox", name="Section").click()
        screen.page.get_by_role("option", name=name, exact=True).click()
        screen.settle()
        wide += [name] if screen.overflows() else []
    assert wide == []


def test_no_section_asks_another_host(open_app, app):
    screen = open_app("evidence")
    for name in SECTIONS:
        screen.page.get_by_role("radio", name=name, exact=True).click()
        screen.settle()
    assert screen.hosts == {app.host}


def test_links_to_sources_open_apart_and_name_nobody(open_app):
    screen = open_app("evidence")
    screen.page.get_by_role("radio", name="Sources", exact=True).click()
    screen.settle()
    link = screen.page.get_by_role("link", name="PubMed").first
    assert link.get_attribute("target") == "_blank"
    assert "noreferrer" in (link.get_attribute("rel") or "")


def test_the_sections_are_reached_by_keyboard(open_app):
    screen = open_app("evidence")
    first = screen.page.get_by_role("radio", name="Ranges", exact=True)
    first.focus()
    screen.page.keyboard.press("ArrowRight")
    screen.page.keyboard.press("Enter")
    screen.settle()
    assert screen.page.get_by_role("heading", name="Findings").is_visible()
