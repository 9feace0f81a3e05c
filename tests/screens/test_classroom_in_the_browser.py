"""A lesson of three cases in a real Chromium: one teacher at a desk, three students on phones."""

from contextlib import ExitStack

import pytest

from benchmarks.client import serving
from teaching.classroom import DATABASE, Store, connect
from teaching.library import case_by_id

CASES = ("normal_serum_low_stores", "urine_flagged_low", "edta_in_the_tube")
PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0 Mobile Safari/537.36"
)
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
FOLLOWS_WITHIN = 20_000  # milliseconds; three seconds on a quiet machine


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    return f"sqlite:///{tmp_path_factory.mktemp('rooms') / 'classroom.sqlite'}"


@pytest.fixture(scope="module")
def server(database):
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(DATABASE, database)
        with serving("app.py") as running:
            yield running


@pytest.fixture
def open_page(browser, server):
    """A page in a browser of its own."""
    with ExitStack() as open_browsers:

        def visit(query="", *, phone=False, scheme="light"):
            size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 800}
            own = {"is_mobile": True, "has_touch": True, "user_agent": PHONE} if phone else {}
            context = browser.new_context(viewport=size, color_scheme=scheme, accept_downloads=True, **own)
            page = open_browsers.enter_context(context).new_page()
            page.goto(f"{server.url}/classroom{query}")
            settle(page)
            return page

        yield visit


def settle(page):
    page.wait_for_timeout(200)
    page.wait_for_selector(SETTLED)
    page.wait_for_selector('[data-testid="stSkeleton"]', state="detached")


def press(page, name):
    page.get_by_role("button", name=name).first.click()
    settle(page)


def shows(page, text):
    page.get_by_text(text).first.wait_for(timeout=FOLLOWS_WITHIN)
    return True


def options(page):
    return page.locator('[class*="st-key-classroom_vote_"] button')


def choose(page, number):
    """Press an option, and wait until its vote is acknowledged."""
    options(page).first.wait_for(timeout=FOLLOWS_WITHIN)
    settle(page)
    options(page).nth(number).click()
    return shows(page, "Your vote is counted")


@pytest.fixture
def teacher(open_page):
    """A teacher who has opened a room of three cases on the page itself."""
    page = open_page()
    open_a_room(page)
    return page


def open_a_room(page):
    for case in CASES:
        box = page.get_by_role("combobox", name="Cases of the lesson")
        box.click()
        box.press_sequentially(case_by_id(case).title[:20])
        page.get_by_role("option", name=case_by_id(case).title).first.click()
        box.press("Escape")
        settle(page)
    press(page, "Open the room")
    press(page, "I have kept it")


def code_of(teacher):
    return teacher.url.partition("teach=")[2]


def test_a_lesson_of_three_cases(teacher, open_page, database, serious_barriers, tmp_path):
    students = [
        open_page(f"?room={code_of(teacher)}", phone=True, scheme=scheme)
        for scheme in ("light", "dark", "light")
    ]
    assert all(shows(student, "You are in.") for student in students)
    press(teacher, "Start")
    for case in CASES:
        presents = case_by_id(case).presents
        while not teacher.get_by_text(presents).count():
            press(teacher, "Skip this question")
        assert shows(teacher, presents)
        for number, student in enumerate(students):
            assert shows(student, presents)
            assert choose(student, number % 2)
        assert shows(teacher, "3 of 3 have voted")
        press(teacher, "Close voting")
        if case == CASES[0]:
            press(teacher, "Vote again, after discussion")
            for student in students:
                assert shows(student, "Vote again, after the discussion.")
                assert choose(student, 1)
            press(teacher, "Close voting")
        press(teacher, "Reveal the answer")
        for student in students:
            student.get_by_test_id("stAlert").wait_for(timeout=FOLLOWS_WITHIN)
        assert [serious_barriers(Seen(page)) for page in (teacher, *students[:2])] == [[], [], []]
        if case != CASES[-1]:
            press(teacher, "Next question")
    press_end(teacher)
    assert all(shows(student, "You voted on 3 questions") for student in students)
    assert [student.evaluate("document.documentElement.scrollWidth") for student in students] == [390] * 3
    with teacher.expect_download() as coming:
        teacher.get_by_role("button", name="Debrief as CSV").click()
    coming.value.save_as(tmp_path / "debrief.csv")
    assert len((tmp_path / "debrief.csv").read_text(encoding="utf-8-sig").splitlines()) > 30
    counted = Store(connect(database)).tally(code_of(teacher))
    assert sorted(votes.total() for votes in counted.values()) == [3, 3, 3, 3]


class Seen:
    """What the check for barriers looks at."""

    def __init__(self, page):
        self.page = page


def press_end(teacher):
    teacher.locator("summary", has_text="End").click()
    press(teacher, "End the lesson")


def test_a_reload_and_a_late_joiner_find_the_open_step(teacher, open_page):
    student = open_page(f"?room={code_of(teacher)}", phone=True)
    press(teacher, "Start")
    assert choose(student, 1)
    student.reload()
    assert shows(student, "Your vote is counted")
    late = open_page("", phone=True)
    late.get_by_label("Room code").fill(code_of(teacher).lower())
    late.get_by_role("button", name="Join").click()
    assert choose(late, 0)
    assert shows(teacher, "2 of 2 have voted")
    teacher.reload()
    settle(teacher)
    assert shows(teacher, "Close voting")


def test_a_teacher_with_a_phone_has_the_buttons_above_the_lesson(open_page):
    """As beside it on a desktop: at one place all through the lesson, without scrolling."""
    teacher = open_page(phone=True)
    open_a_room(teacher)
    for action in ("Start", "Close voting"):
        assert teacher.get_by_role("button", name=action).bounding_box()["y"] < 200
        press(teacher, action)
    assert teacher.evaluate("document.documentElement.scrollWidth") == 390


def test_the_room_can_be_read_from_the_last_row(teacher):
    code = teacher.get_by_text(code_of(teacher), exact=True).first.bounding_box()
    assert code["height"] > 60


def test_the_story_gives_its_room_to_the_votes_once_they_are_in(teacher):
    press(teacher, "Start")
    story = teacher.get_by_text(case_by_id(CASES[0]).story[:30])
    story.wait_for()
    press(teacher, "Close voting")
    story.wait_for(state="hidden")


def test_the_door_and_the_waiting_room_have_no_barrier(teacher, open_page, serious_barriers):
    pages = [
        open_page("", phone=phone, scheme=scheme) for phone in (False, True) for scheme in ("light", "dark")
    ]
    assert [serious_barriers(Seen(page)) for page in (*pages, teacher)] == [[]] * 5


def test_the_code_can_be_scanned_from_a_dark_screen(teacher):
    """A scanner needs dark signs on light ground, with a light margin, whatever the page looks like."""
    picture = teacher.get_by_role("img", name="QR code of the address")
    teacher.emulate_media(color_scheme="dark")
    assert picture.is_visible()
    corner = picture.evaluate(
        """image => { const canvas = document.createElement('canvas'); canvas.width = canvas.height = 100;
        const drawn = canvas.getContext('2d'); drawn.drawImage(image, 0, 0, 100, 100);
        return [...drawn.getImageData(1, 1, 1, 1).data] }"""
    )
    assert corner == [255, 255, 255, 255]
