"""``komshi updates`` as whoever runs the bot meets it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from bot import cli
from bot.services.staff.parked import park
from bot.storage.keys.keyring import Keyring
from bot.storage.schema import upgrade
from bot.storage.unit_of_work import Database
from bot.storage.updates import Parked
from bot.storage.upkeep.unlocking import unlock

WORDS = "a word of somebody's own"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KOMSHI_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/komshi.sqlite3")
    monkeypatch.setenv("KOMSHI_KEY_FILE", str(tmp_path / "komshi.key"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "start_logging", lambda _style: None)
    return tmp_path


def _park(folder: Path, now: datetime, *numbers: int) -> Sequence[Parked]:
    """Park updates of somebody, and give all that is parked then."""

    async def work() -> Sequence[Parked]:
        keyring = Keyring(folder / "komshi.key")
        database = Database(f"sqlite+aiosqlite:///{folder}/komshi.sqlite3", keyring)
        await upgrade(database)
        await unlock(database, now)
        async with database.transaction() as uow:
            for number in numbers:
                await uow.updates.count_failure(number, "KeyError", now)
                await park(uow, number, 7, WORDS, now)
            parked = await uow.updates.all_parked()
        await database.close()
        return parked

    return asyncio.run(work())


def test_nothing_parked_is_said_in_one_line(
    folder: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    _park(folder, now)
    assert cli.main(["updates", "parked"]) == 0
    assert capsys.readouterr().out == "no update is parked\n"
    assert cli.main(["updates", "retry"]) == 0
    assert capsys.readouterr().out.endswith(": 0\n")


def test_the_list_says_which_and_why_and_never_what(
    folder: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    _park(folder, now, 5, 6)
    assert cli.main(["updates", "parked"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["5", "6"]
    assert all("KeyError" in line and line.endswith("parked") for line in lines)
    assert all(WORDS not in line and " 7 " not in line for line in lines)


@pytest.mark.parametrize(
    ("words", "wished"), [(["6"], [6]), (["all"], [5, 6]), ([], [5, 6])], ids=str
)
def test_what_is_wished_waits_for_the_running_bot(
    folder: Path, now: datetime, words: list[str], wished: list[int]
) -> None:
    _park(folder, now, 5, 6)
    assert cli.main(["updates", "retry", *words]) == 0
    assert [one.update_id for one in _park(folder, now) if one.wished] == wished


def test_what_is_not_parked_cannot_be_tried_again(
    folder: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    _park(folder, now, 5)
    assert cli.main(["updates", "retry", "77"]) == 2
    assert "77 is not parked" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        cli.main(["updates", "retry", "everything"])
