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
PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)
"""What a phone calls itself; the size of the window alone does not make one."""


def wider_than_the_window(screen):
    """By how many pixels the page itself must be scrolled sideways; a table within it may scroll alone."""
    return screen.page.evaluate(
        "Math.max(document.documentElement.scrollWidth, document.querySelector('[data-testid=stMain]').scrollWidth)"
        " - window.innerWidth"
    )


def on_a_phone(screen):
    screen.page.set_extra_http_headers({"User-Agent": PHONE})
    screen.page.reload()
    screen.settle()
    return screen


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SECTIONS)
def test_no_section_has_a_serious_barrier(open_app, serious_barriers, name, scheme):
    screen = open_app("evidence", scheme=scheme)
    screen.page.get_by_role("radio", name=name, exact=True).click()
    screen.settle()
    assert serious_barriers(screen) == []
    assert wider_than_the_window(screen) <= 0


@pytest.mark.parametrize("name", SECTIONS)
def test_on_a_phone_no_section_scrolls_sideways(open_app, name):
    screen = on_a_phone(open_app("evidence", size="phone"))
    screen.page.get_by_role("combobox", name="Section").click()
    screen.page.get_by_role("option", name=name, exact=True).click()
    screen.settle()
    assert wider_than_the_window(screen) <= 0


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
