"""Imports run one way: app.py, views, exchange and teaching, interpret, reference_ranges."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

NOT_BELOW_VIEWS = {"app", "views"}


def imported(path: Path) -> set[str]:
    """The top-level names a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def test_import_contracts_hold(root):
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_package_is_under_contract(root):
    contract = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    packages = {path.parent.name for path in root.glob("*/__init__.py")} - {"views", "tests"}
    assert packages == set(contract["root_packages"])


def test_reference_ranges_needs_the_standard_library_and_pybtex_only(root):
    allowed = sys.stdlib_module_names | {"reference_ranges", "pybtex"}
    files = (root / "reference_ranges").rglob("*.py")
    assert {path.name: extra for path in files if (extra := imported(path) - allowed)} == {}


def test_nothing_below_the_views_imports_them(root):
    folders = ("interpret", "reference_ranges", "exchange", "teaching")
    files = [path for folder in folders for path in (root / folder).rglob("*.py")]
    assert [str(path) for path in files if imported(path) & NOT_BELOW_VIEWS] == []


def test_no_view_imports_app(root):
    assert [str(path) for path in (root / "views").rglob("*.py") if "app" in imported(path)] == []
