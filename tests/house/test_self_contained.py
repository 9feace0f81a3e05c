"""A clone needs nothing of the place where it was written."""

import os
import re

import pytest

# Left behind by tools; .gitignore keeps each out of the repository.
LEFT_BEHIND = {".git", ".venv", "__pycache__", "build", "dist", ".hypothesis", ".import_linter_cache"}
LEFT_BEHIND |= {".mypy_cache", ".pytest_cache", ".ruff_cache"}
# Each is put together here, so that this file does not hold what it looks for.
REGISTRIES = [
    "pypi org",
    "pythonhosted org",
    "npmjs org",
    "npmjs com",
    "anaconda org",
    "crates io",
    "ghcr io",
]
REGISTRIES = [name.replace(" ", ".") for name in REGISTRIES]
WORKPLACE = re.compile(r"(?<![\w./])/(?:work|farm|home|Users)(?![\w-])")


@pytest.fixture(scope="module")
def texts(root):
    found = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in LEFT_BEHIND and not name.endswith(".egg-info")]
        for name in names:
            path = root / folder / name
            if not name.startswith(".coverage"):
                found[path.relative_to(root).as_posix()] = path.read_text(encoding="utf-8", errors="ignore")
    return found


def test_no_file_names_a_package_registry(texts):
    assert [name for name, text in texts.items() if any(host in text.lower() for host in REGISTRIES)] == []


def test_no_file_names_a_folder_of_one_machine(texts):
    assert {name: found[0] for name, text in texts.items() if (found := WORKPLACE.findall(text))} == {}
