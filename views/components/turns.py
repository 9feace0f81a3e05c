"""One page at a time: threads that compute beside one another hand the interpreter back and forth and all come later."""

from threading import Lock

PAGE = Lock()
"""Held while the page of one patient is computed. A script that is stopped lets it go."""
