"""The server around the pages: ready before the first visitor, and closed to every other host."""

import subprocess
import sys
from urllib.request import urlopen

import pytest

FIRST_VISITOR = """
import asyncio
from interpret.rules import rulebook
from teaching.library import cases
from views.components.server import ready

async def let_in():
    print(rulebook.cache_info().currsize, cases.cache_info().currsize)
    async with ready(None):
        print(rulebook.cache_info().currsize, cases.cache_info().currsize)

asyncio.run(let_in())
"""


def test_the_knowledge_is_read_before_the_first_visitor_is_let_in(root):
    done = subprocess.run(
        [sys.executable, "-c", FIRST_VISITOR], cwd=root, capture_output=True, text=True, check=True
    )
    before, after = done.stdout.splitlines()
    assert (before, after) == ("0 0", "1 1")


@pytest.mark.parametrize("path", ["/", "/evidence", "/_stcore/health"])
def test_every_answer_tells_the_browser_to_stay_with_this_server(app, path):
    with urlopen(app.url + path) as answer:
        headers = answer.headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "http" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"


REACH = {
    "a request": "fetch('https://example.org').then(() => 'sent', () => 'refused')",
    "a picture": """new Promise(done => {
        const picture = new Image();
        picture.onload = () => done('sent'); picture.onerror = () => done('refused');
        picture.src = 'https://example.org/a.png';
    })""",
    "a script": """new Promise(done => {
        const script = document.createElement('script');
        script.onload = () => done('sent'); script.onerror = () => done('refused');
        script.src = 'https://example.org/a.js'; document.head.append(script);
    })""",
}


@pytest.mark.parametrize("way", REACH)
def test_the_browser_refuses_to_reach_another_host(desktop, way):
    """Refused by the page's own rule, before anything is sent: not merely because there is no network here."""
    broken = """window.broken = [];
        document.addEventListener('securitypolicyviolation', event => window.broken.push(event.blockedURI))"""
    desktop.page.evaluate(broken)
    assert desktop.page.evaluate(REACH[way]) == "refused"
    desktop.page.wait_for_function("window.broken.length > 0")
    assert "example.org" in desktop.page.evaluate("window.broken[0]")
