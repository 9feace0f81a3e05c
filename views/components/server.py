"""The server around the pages: ready before the first visitor, and closed to every other host."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import MappingProxyType

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from interpret import Patient, interpret
from teaching.library import cases
from views.components import entry_form, footer, reading

FIRST_PAGE = (entry_form, footer, reading)
"""Imported here so that no visitor waits for them."""

POLICY = MappingProxyType({
    "default-src": "'self'",
    # Streamlit writes styles into the page, and the cookie of a classroom is set by a script in it.
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
})  # fmt: skip
"""What a browser may load and where it may send: this server only."""

HEADERS = MappingProxyType({
    "Content-Security-Policy": "; ".join(f"{what} {where}" for what, where in POLICY.items()),
    "Referrer-Policy": "no-referrer",  # a source that is opened is not told which page named it
    "X-Content-Type-Options": "nosniff",
})  # fmt: skip


@asynccontextmanager
async def ready(_app: object) -> AsyncIterator[None]:
    """Let visitors in when the knowledge has been read and one patient has been interpreted."""
    interpret(Patient.from_dict({}))
    cases()
    yield


class _WithHeaders:
    """Adds the headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, answer)


SAFE = (Middleware(_WithHeaders),)
