"""A browser for the tests of the screens. See the fixtures `open_app`, `desktop`, `phone` and `serious_barriers`."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, WebSocket, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36"
SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@dataclass
class Screen:
    """One visitor's page, and the host of every request it made."""

    page: Page
    hosts: set[str] = field(default_factory=set)

    def settle(self) -> None:
        """Wait until the script has run and the page shows what it wrote."""
        self.page.wait_for_timeout(150)  # the browser sends an entry a moment after the key that commits it
        self.page.wait_for_selector(SETTLED)
        self.page.wait_for_selector('[data-testid="stSkeleton"]', state="detached")
        self.page.wait_for_selector('[data-stale="true"]', state="detached")

    def enter(self, label: str, text: str) -> None:
        """Type into the input of that label, as a person does, and commit with Tab."""
        entry = self.page.get_by_label(label, exact=True)
        entry.fill(text)
        entry.press("Tab")
        self.settle()

    def overflows(self) -> bool:
        """Whether the page must be scrolled sideways: the document, or the part of it that Streamlit scrolls."""
        widths = "[document.documentElement, document.querySelector('[data-testid=stMain]')].map(e => e.scrollWidth)"
        return bool(self.page.evaluate(f"Math.max(...{widths}) > window.innerWidth"))

    def _note_request(self, request: Request) -> None:
        if urlsplit(request.url).scheme not in {"data", "blob"}:
            self.hosts.add(urlsplit(request.url).netloc)

    def _note_socket(self, socket: WebSocket) -> None:
        self.hosts.add(urlsplit(socket.url).netloc)


@pytest.fixture(scope="session")
def browser(in_ci: bool) -> Iterator[Browser]:
    """Chromium as the system installed it; nothing is fetched."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        message = f"No browser found (looked for {', '.join(BROWSERS)}): the screens are not tested."
        if in_ci:
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def open_app(browser: Browser, app) -> Iterator[Callable[..., Screen]]:
    """`open_app("about", size="phone", scheme="dark")` opens a page as a new visitor and waits for it."""
    with ExitStack() as visits:

        def visit(path: str = "", *, size: str = "desktop", scheme: str = "light") -> Screen:
            width, height = SIZES[size]
            context: BrowserContext = visits.enter_context(
                browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,
                    user_agent=PHONE if size == "phone" else None,
                    reduced_motion="reduce",  # an animation costs a busy machine seconds
                )
            )
            screen = Screen(context.new_page())
            context.on("request", screen._note_request)
            screen.page.on("websocket", screen._note_socket)
            screen.page.goto(f"{app.url}/{path}")
            screen.settle()
            return screen

        yield visit


@pytest.fixture
def desktop(open_app: Callable[..., Screen]) -> Screen:
    return open_app()


@pytest.fixture
def phone(open_app: Callable[..., Screen]) -> Screen:
    return open_app(size="phone")


@pytest.fixture(scope="session")
def serious_barriers() -> Callable[[Screen], list[str]]:
    """What axe finds serious or critical on a page, one readable line for each; empty is the aim."""
    axe = Axe()

    def find(screen: Screen) -> list[str]:
        found = axe.run(screen.page).response["violations"]
        return [
            f"{violation['id']} ({violation['impact']}): {node['target']} {node['html'][:200]}"
            for violation in found
            if violation["impact"] in {"serious", "critical"}
            for node in violation["nodes"]
        ]

    return find
