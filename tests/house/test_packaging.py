"""What is installed, and the versions it is installed with."""

import re
import sys
import tomllib
from importlib.metadata import requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def project(root):
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def constraint_lines(root):
    return (root / "constraints.txt").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def pinned(constraint_lines):
    return {
        canonicalize_name(name): version for name, version in (line.split("==") for line in constraint_lines)
    }


def wanted(project, extra):
    return [Requirement(text) for text in project["dependencies"] + project["optional-dependencies"][extra]]


def test_constraints_are_names_and_versions_only(constraint_lines):
    assert [
        line for line in constraint_lines if not re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9a-z.]*", line)
    ] == []


def test_constraints_name_each_package_once_in_order(constraint_lines):
    names = [canonicalize_name(line.partition("==")[0]) for line in constraint_lines]
    assert names == sorted(set(names))


def test_constraints_agree_with_the_dependencies(project, pinned):
    needs = wanted(project, "test")
    assert [
        str(need) for need in needs if not need.specifier.contains(pinned[canonicalize_name(need.name)])
    ] == []


@pytest.mark.skipif(
    sys.platform != "linux", reason="the versions are pinned for Linux; others need a few more"
)
def test_constraints_hold_what_the_dependencies_need_and_no_more(project, pinned):
    needed, queue = set(), wanted(project, "test")
    while queue:
        need = queue.pop()
        name = canonicalize_name(need.name)
        if name in needed or (need.marker and not need.marker.evaluate({"extra": ""})):
            continue
        needed.add(name)
        queue += map(Requirement, requires(name) or ())
    assert needed == set(pinned)


def test_the_version_is_one(root, project):
    citation = (root / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {project['version']}\n" in citation


def test_the_readme_gives_the_command_that_is_checked(root):
    script = (root / ".ci" / "run").read_text(encoding="utf-8")
    readme = " ".join((root / "README.md").read_text(encoding="utf-8").split())
    (command,) = re.findall(r"^\s*(python3 -m venv .* -m pytest)$", script, re.MULTILINE)
    assert [step for step in command.split(" && ") if step not in readme] == []
