"""The command of the documents works in every .venv that the Makefile makes."""

import os
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """A .venv whose Python knows all libraries, and that no install has touched."""
    folder = tmp_path / "venv"
    (folder / "bin").mkdir(parents=True)
    python = folder / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return folder


def _make(venv: Path) -> None:
    made = ["make", "-s", f"VENV={venv}", str(venv / "bin" / "komshi")]
    subprocess.run(made, cwd=ROOT, check=True, capture_output=True)


@pytest.mark.parametrize("broken", [False, True], ids=["a new .venv", "one with a dead command"])
def test_the_command_works_from_any_folder(venv: Path, tmp_path: Path, *, broken: bool) -> None:
    command = venv / "bin" / "komshi"
    if broken:
        command.write_text("#!/bin/sh\nexit 3\n")
        os.utime(command, (0, 0))
    _make(venv)
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "bot").mkdir(parents=True)  # a folder of the same name is not taken for the code
    ran = subprocess.run(
        [command, "check", "--help"], cwd=elsewhere, check=False, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    assert "--against" in ran.stdout


@pytest.mark.parametrize("target", ["run", "sandbox", "check", "lint", "quick", "test", "bench"])
def test_every_target_that_makes_a_venv_makes_the_command(venv: Path, target: str) -> None:
    made = ["make", "--dry-run", f"VENV={venv}", target]
    would = subprocess.run(made, cwd=ROOT, check=True, capture_output=True, text=True)
    assert f">{venv}/bin/komshi" in would.stdout


def test_an_installed_checkout_finds_the_code() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    module, _, function = settings["project"]["scripts"]["komshi"].partition(":")
    include = settings["tool"]["setuptools"]["packages"]["find"]["include"]
    assert f"{module.partition('.')[0]}*" in include
    assert callable(getattr(import_module(module), function))
