"""A small book of rules of a test's own."""

import textwrap

import pytest

from interpret.rules import load


@pytest.fixture
def book(tmp_path):
    """Write files under a folder and load it."""

    def write(**files):
        for name, text in files.items():
            path = tmp_path / (name.replace("__", "/") + ".toml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text), encoding="utf-8")
        return load(tmp_path)

    return write
