"""The wheel works where the repository is not."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PACKAGES = ("interpret", "reference_ranges", "exchange", "teaching")
DATA = (".toml", ".bib")


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory):
    """Built from a copy, so that no earlier build can lend it a file, and without the network."""
    copy = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(root / name, copy)
    for name in PACKAGES:
        if (root / name).is_dir():
            shutil.copytree(root / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, copy]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def contents(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def run_installed(wheel, tmp_path_factory):
    """Run `python -m interpret` from an unpacked wheel, in a folder that holds nothing."""
    site, elsewhere = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("elsewhere")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)

    def run(*arguments, given=""):
        environment = os.environ | {"PYTHONPATH": str(site)}
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, cwd=elsewhere, env=environment, input=given, capture_output=True, text=True, check=False
        )

    where = Path(run("-c", "import interpret; print(interpret.__file__)").stdout.strip())
    assert where.is_relative_to(site)  # not the checkout
    return run


def test_wheel_carries_every_data_file(root, contents):
    files = [path for name in PACKAGES for path in (root / name).rglob("*") if path.suffix in DATA]
    assert files
    assert [name for path in files if (name := path.relative_to(root).as_posix()) not in contents] == []


def test_wheel_carries_every_module(root, contents):
    modules = [path.relative_to(root).as_posix() for name in PACKAGES for path in (root / name).rglob("*.py")]
    assert [name for name in modules if name not in contents] == []


def test_wheel_installs_nothing_else(contents):
    tops = {name.partition("/")[0] for name in contents}
    assert {top for top in tops if not top.endswith(".dist-info")} <= set(PACKAGES)


def test_installed_command_helps(run_installed):
    done = run_installed("-m", "interpret", "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "cohort" in done.stdout


def test_installed_command_reads_a_patient(run_installed):
    done = run_installed("-m", "interpret", "one", given="{}")
    assert (done.returncode, done.stderr) == (0, "")
    assert '"nothing_entered"' in done.stdout
