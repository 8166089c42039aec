"""An environment of its own for the broadcast engines that Komshi is compared with."""

import subprocess
import sys
import venv
from pathlib import Path
from typing import Final

FOLDER: Final = Path("var/broadcast-rivals")
PACKAGES: Final = ("tgcast==0.1.1", "aiogram-broadcaster==0.6.8", "aiogram>=3.31,<4")


def python_with_rivals() -> Path | None:
    """The Python of an environment with the other engines, made if it is missing.

    None, with a line that says so, where they cannot be had.
    """
    python = FOLDER / "bin" / "python"
    if (FOLDER / "whole").exists():
        return python.absolute()
    print("Making an environment with tgcast and aiogram-broadcaster (once)", flush=True)
    try:
        venv.create(FOLDER, with_pip=True, clear=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES],
            check=True,
            stdout=sys.stderr,
        )
    except (OSError, subprocess.CalledProcessError):
        print("tgcast and aiogram-broadcaster cannot be had here: they are left out", flush=True)
        return None
    (FOLDER / "whole").touch()
    return python.absolute()
