"""The control of the canaries: a leak is noticed, and what is no leak is not."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.logs import Safe
from bot.sandbox.world.chats import User
from tests.canary import CANARIES, NAME, TOKEN, WORD, Aviary, assert_silent
from tests.conftest import ROOT

LEAKING = """
import logging
import pytest
from bot.logs import Safe
from bot.sandbox.server import Sandbox

LOG = logging.getLogger("bot.leaky")

async def test_that_leaks():
    phone = Sandbox(page=False).phone(first_name="Somebody Rare")
    phone.patience = None
    phone.compose("my rare words")
    {line}
"""


def record(name: str, message: str, *values: object) -> logging.LogRecord:
    return logging.LogRecord(name, logging.WARNING, "file.py", 1, message, values, None)


@pytest.mark.parametrize("canary", CANARIES)
def test_a_canary_in_a_line_is_a_leak(canary: str) -> None:
    aviary = Aviary(*CANARIES)
    aviary.watch(record("bot.x", "wrote %s", Safe(canary)))
    assert len(aviary.leaks) >= 1
    assert "wrote" in aviary.leaks[0]


def test_what_the_formatter_leaves_out_is_no_leak() -> None:
    aviary = Aviary(*CANARIES)
    aviary.watch(record("bot.x", "wrote %s and %r", WORD, NAME))
    aviary.watch(record("aiohttp.server", f"GET /bot{TOKEN}/getMe"))
    assert aviary.leaks == []


def test_a_number_is_whole_and_a_single_sign_or_a_command_is_no_canary() -> None:
    aviary = Aviary("Person 5001", "5", "/start", "")
    aviary.look_through("update 5 of Person 50012 /start")
    assert aviary.leaks == []
    aviary.look_through("update 5 of Person 5001")
    assert len(aviary.leaks) == 1


def test_a_name_counts_as_a_word_of_its_own() -> None:
    aviary = Aviary()
    aviary.add_person(User(5001, "Teo", "Berisha", "teo_sandbox"))
    aviary.look_through("Teodor 5001")
    assert aviary.leaks == []
    aviary.look_through("met teo_sandbox, who is Teo, with id 5001")
    assert len(aviary.leaks) == 2


def test_of_several_lines_the_longest_is_the_canary() -> None:
    aviary = Aviary("one\nand the second\n")
    aviary.look_through("wrote: and the second")
    assert len(aviary.leaks) == 1


def test_who_came_in_one_test_is_forgotten_after_it() -> None:
    aviary = Aviary(WORD)
    aviary.add("Prizren")
    aviary.look_through("Prizren")
    assert len(aviary.settle()) == 1
    assert aviary.settle() == []
    aviary.look_through(f"{WORD} of Prizren")
    assert len(aviary.settle()) == 1


def test_the_beginning_of_a_long_text_is_enough() -> None:
    aviary = Aviary("long " * 100)
    aviary.look_through("somebody wrote " + "long " * 20)
    assert len(aviary.leaks) == 1


def test_what_a_child_process_wrote_is_held_against_the_canaries() -> None:
    assert_silent("09:00:00 INFO    bot.app  serving @komshi_sandbox_bot")
    with pytest.raises(AssertionError, match="sandbox"):
        assert_silent(f"GET /bot{TOKEN}/getMe".encode())


@pytest.mark.parametrize(
    ("line", "is_leak"),
    [
        ('LOG.info("wrote %s", Safe("my rare words"))', True),
        ('LOG.debug("my rare words")', True),
        ('LOG.info("met %s", Safe("Somebody Rare"))', True),
        ('LOG.info("wrote %s", "my rare words")', False),
        ('logging.getLogger("aiohttp").error("my rare words")', False),
        ('LOG.error("failed", exc_info=ValueError("my rare words"))', False),
    ],
)
def test_a_run_fails_by_a_leak_and_only_by_one(tmp_path: Path, line: str, is_leak: bool) -> None:  # noqa: FBT001 -- a column of the table
    (tmp_path / "test_leaking.py").write_text(LEAKING.format(line=line))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.canary", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-o", "asyncio_mode=auto", "test_leaking.py"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == int(is_leak), done.stdout
    assert "1 passed" in done.stdout
    assert ("in the log line" in done.stdout) == is_leak
