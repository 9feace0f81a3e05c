"""Take the pictures of the README anew: `.venv/bin/python docs/screenshots/take.py`. Needs Chromium, as the tests do."""

import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36"


def main() -> None:
    """Start the app, take every picture, stop the app."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    with subprocess.Popen([*command, "--server.port", str(port)], cwd=HERE.parent.parent) as app:
        try:
            url = f"http://localhost:{port}"
            wait_for(url)
            with sync_playwright() as playwright:
                chromium = shutil.which("chromium") or shutil.which("google-chrome")
                browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                take_all(browser, url)
        finally:
            app.kill()


def take_all(browser: Browser, url: str) -> None:
    """The pictures by the names under which the README shows them."""
    page = opened(browser, url)
    for label, text in (
        ("Serum magnesium", "0.62 mmol/L"),
        ("Red-cell (RBC) magnesium", "4.1 mg/dL"),
        ("24-hour urine magnesium", "60 mg/24 h"),
    ):
        enter(page, label, text)
    say_present(page, "omeprazole", "twitching")
    take(page, "full-panel-desktop-light")
    page.get_by_role("radio", name="Pattern map").click()
    settle(page)
    page.get_by_text("What each combination would read as").scroll_into_view_if_needed()
    page.mouse.wheel(0, 420)
    take(page, "pattern-map-desktop-light", at_top=False)
    page = opened(browser, url, size="phone")
    enter(page, "Serum magnesium", "0.30 mmol/L")
    say_present(page, "Seizure")
    take(page, "emergency-phone-light")
    page = opened(browser, f"{url}/what_if", scheme="dark")
    page.wait_for_timeout(2000)
    take(page, "what-if-desktop-dark")


def opened(browser: Browser, url: str, *, size: str = "desktop", scheme: str = "light") -> Page:
    """A page as a new visitor sees it."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        user_agent=PHONE if size == "phone" else None,
    )
    page = context.new_page()
    page.goto(url)
    settle(page)
    return page


def settle(page: Page) -> None:
    """Wait until the page shows what its script wrote."""
    page.wait_for_timeout(400)
    page.wait_for_selector(SETTLED)
    page.wait_for_timeout(400)


def enter(page: Page, label: str, text: str) -> None:
    """Type into a field and leave it."""
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Tab")
    settle(page)


def say_present(page: Page, *words: str) -> None:
    """Choose words in the box 'Present', then look elsewhere."""
    box = page.get_by_role("combobox", name="Present", exact=True)
    box.click()
    for word in words:
        box.press_sequentially(word)
        page.get_by_role("option", name=re.compile(word, re.IGNORECASE)).first.wait_for()
        box.press("Enter")
        settle(page)
    box.press("Escape")
    box.blur()


def take(page: Page, name: str, *, at_top: bool = True) -> None:
    """One picture, of the window."""
    if at_top:
        page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    page.wait_for_timeout(800)
    page.screenshot(path=HERE / f"{name}.png")


def wait_for(url: str) -> None:
    """Until the app answers."""
    for _ in range(600):
        try:
            with urlopen(f"{url}/_stcore/health", timeout=5):  # noqa: S310 - our own server
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise SystemExit("The app did not start.")


if __name__ == "__main__":
    main()
