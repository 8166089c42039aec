"""The command line as an operator meets it: real processes, exit codes, one line for a mistake."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.server import Sandbox
from tests.canary import assert_silent
from tests.conftest import ROOT
from tests.journeys.conftest import free_port


def _komshi(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = _environment(**settings)
    command = [sys.executable, "-m", "bot", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert_silent(done.stderr)
    return done


def _environment(**settings: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "KOMSHI_CONTENT_DIR": str(ROOT / "content"),
        "KOMSHI_LOCALES_DIR": str(ROOT / "locales"),
        **{f"KOMSHI_{name}": value for name, value in settings.items()},
    }


def test_without_a_token_it_says_how_to_try_the_bot(tmp_path: Path) -> None:
    done = _komshi(tmp_path, "run")
    assert done.returncode == 2
    assert done.stderr.strip().splitlines() == [
        "komshi: KOMSHI_BOT_TOKEN is missing. To try the bot without one: komshi sandbox"
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_TOKEN", "nonsense"),
        ("DATABASE_URL", "mysql://x"),
        ("OWNER_IDS", "Arta"),
        ("HTTP_PORT", "http"),
        ("WEBHOOK_URL", "not an address"),
        ("SEND_RATE", "0"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_line(
    tmp_path: Path, name: str, value: str
) -> None:
    done = _komshi(tmp_path, "run", **{"BOT_TOKEN": "1:a", name: value})
    assert done.returncode == 2
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1
    assert f"KOMSHI_{name}" in lines[0]


def test_broken_content_is_reported_with_file_and_line_and_nothing_is_served(
    tmp_path: Path,
) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    file = tmp_path / "content" / "calls" / "akt-startup.yml"
    file.write_text(file.read_text().replace("programme: akt-ls", "programme: nobody"))
    for command in ("check", "run"):
        done = _komshi(tmp_path, command, CONTENT_DIR=str(tmp_path / "content"), BOT_TOKEN="1:a")
        assert done.returncode == 1, command
        assert "calls/akt-startup.yml:2: error" in done.stdout + done.stderr


def test_check_passes_on_what_is_in_the_repository() -> None:
    done = _komshi(ROOT, "check")
    assert done.returncode == 0
    assert "28 calls, 5 programmes" in done.stdout


def test_check_against_other_content_says_whose_verdict_differs(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "published")
    file = tmp_path / "published" / "calls" / "akt-startup.yml"
    text = file.read_text("utf-8")
    assert "in: [idea, running-unregistered]" in text
    file.write_text(text.replace("in: [idea, running-unregistered]", "in: [idea]"), "utf-8")
    done = _komshi(ROOT, "check", "--against", str(tmp_path / "published"))
    assert "content/calls/akt-startup.yml:7: warning: W7: " in done.stdout
    assert "fit now and did not before. Example: " in done.stdout
    assert done.stdout.count("W7") == 1


def test_check_against_content_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    done = _komshi(ROOT, "check", "--against", str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert "nowhere/contacts.yml: error: The file is missing." in done.stdout


def test_backup_and_restore_bring_back_what_was_there(tmp_path: Path) -> None:
    assert _komshi(tmp_path, "db", "upgrade").returncode == 0
    assert _komshi(tmp_path, "backup", "copy.sqlite3").returncode == 0
    (tmp_path / "var" / "komshi.sqlite3").unlink()
    assert _komshi(tmp_path, "restore", "copy.sqlite3").returncode == 0
    assert _komshi(tmp_path, "db", "upgrade").returncode == 0


def test_a_backup_of_postgresql_points_to_its_own_tool(tmp_path: Path) -> None:
    url = "postgresql+asyncpg://localhost/komshi"
    done = _komshi(tmp_path, "backup", "copy", DATABASE_URL=url)
    assert done.returncode == 2
    assert "pg_dump" in done.stderr


async def test_health_readiness_and_a_peaceful_end(tmp_path: Path) -> None:
    sandbox = Sandbox(page=False)
    await sandbox.start()
    port = free_port()
    environment = _environment(BOT_TOKEN=sandbox.token, API_URL=sandbox.url, HTTP_PORT=str(port))
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, cwd=tmp_path,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        phone = sandbox.phone(language_code="en")
        await phone.send("/start")
        for page, answer in (("healthz", "ok"), ("readyz", "ready")):
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"http://127.0.0.1:{port}/{page}") as response,
            ):
                assert response.status == 200
                assert answer in await response.text()
    finally:
        bot.send_signal(signal.SIGTERM)
        _, log = await asyncio.wait_for(bot.communicate(), 10)
    await sandbox.stop()
    assert bot.returncode == 0
    assert b"serving @" in log
    assert_silent(log)


async def test_a_token_that_telegram_refuses_is_one_line(tmp_path: Path) -> None:

    sandbox = Sandbox(page=False)
    await sandbox.start()
    done = await asyncio.to_thread(
        _komshi, tmp_path, "run", BOT_TOKEN="1:wrong", API_URL=sandbox.url, HTTP_PORT="0"
    )
    await sandbox.stop()
    assert done.returncode == 2
    assert "does not accept KOMSHI_BOT_TOKEN" in done.stderr.strip().splitlines()[-1]


async def test_the_sandbox_begins_at_the_time_that_is_asked_for(tmp_path: Path) -> None:
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "sandbox", "--port", "0", "--at", "2027-03-28T03:30",
        env={**_environment(), "PYTHONUNBUFFERED": "1"}, cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert bot.stdout is not None
    try:
        said = (await bot.stdout.readline()).decode()
        address = next(word for word in said.split() if word.startswith("http"))
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{address}phone/api/personas") as response,
        ):
            clock = datetime.fromisoformat((await response.json())["clock"])
    finally:
        bot.send_signal(signal.SIGTERM)
        await bot.communicate()
    begins = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert begins <= clock < begins + timedelta(minutes=10)
