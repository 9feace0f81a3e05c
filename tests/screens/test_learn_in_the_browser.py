"""A lesson in a real Chromium, by keyboard, on a desktop and on a phone."""

from itertools import product

import pytest

EVERYWHERE = list(product(("desktop", "phone"), ("light", "dark")))
CASE = "A woman of 52 with cramps"


def press(screen, name):
    screen.page.get_by_role("button", name=name).first.press("Enter")
    screen.settle()


def answer(screen, **chosen):
    """Choose by keyboard: Tab reaches a question, the arrow keys its answers. What is not named gets its first answer."""
    for number, group in enumerate(screen.page.get_by_role("radiogroup").all()):
        wanted = chosen.get(f"question_{number}")
        option = group.get_by_role("radio", name=wanted) if wanted else group.get_by_role("radio").first
        option.press("Space")
    press(screen, "Commit, and see the report")


def shows(screen, text):
    screen.page.get_by_text(text).first.wait_for()
    return True


@pytest.mark.parametrize(("size", "scheme"), EVERYWHERE)
def test_a_whole_lesson_has_no_serious_barrier(open_app, serious_barriers, size, scheme):
    screen = open_app("learn", size=size, scheme=scheme)
    found = serious_barriers(screen)
    press(screen, CASE)
    found += serious_barriers(screen)
    answer(screen, question_1="Nothing that matters here")
    shows(screen, "Normal is enough")
    found += serious_barriers(screen)
    press(screen, "Conclude the case")
    shows(screen, "The step that misled you")
    found += serious_barriers(screen)
    assert found == []


def test_a_lesson_on_a_phone_does_not_scroll_sideways(open_app):
    screen = open_app("learn", size="phone")
    wide = [screen.overflows()]
    press(screen, CASE)
    wide.append(screen.overflows())
    answer(screen)
    wide.append(screen.overflows())
    press(screen, "Conclude the case")
    wide.append(screen.overflows())
    assert wide == [False] * 4


def test_a_lesson_unfolds_by_keyboard_from_serum_to_debrief(open_app):
    screen = open_app("learn")
    press(screen, CASE)
    answer(screen, question_0="In range", question_2="24-hour urine magnesium")
    shows(screen, "Serum is in range")
    press(screen, "Order: 24-hour urine magnesium")
    shows(screen, "48 mg/24 h")
    answer(screen, question_0="Low")
    shows(screen, "Depletion possible despite a normal serum")
    press(screen, "Conclude the case")
    assert shows(screen, "What this case teaches")


def test_nothing_of_a_lesson_outlives_a_reload(open_app):
    screen = open_app("learn")
    press(screen, CASE)
    shows(screen, "commit first")
    screen.page.reload()
    screen.settle()
    assert shows(screen, "A case gives its results one at a time")


def test_a_lesson_asks_no_other_host(open_app, app):
    screen = open_app("learn")
    press(screen, CASE)
    answer(screen)
    assert screen.hosts == {app.host}


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_an_emergency_is_in_sight_where_the_learner_committed(open_app, size):
    screen = open_app("learn", size=size)
    press(screen, "A woman of 59 who collapsed on the ward")
    answer(screen)
    line = screen.page.get_by_test_id("stBottom").get_by_text("Emergency.")
    line.wait_for()
    assert line.bounding_box()["y"] < screen.page.viewport_size["height"]
