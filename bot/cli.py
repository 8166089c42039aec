"""The command line: run | sandbox | check | db | backup | restore | locales."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.app import Komshi, StartError
from bot.catalogue.loader import load_content
from bot.catalogue.shelf import ContentError
from bot.i18n import upkeep
from bot.logs import start_logging
from bot.sandbox.clock import SandboxClock
from bot.sandbox.personas import STAFF_USER_ID
from bot.sandbox.server import Sandbox
from bot.settings import Settings, SettingsError, read_settings
from bot.storage.backup import BackupError, back_up, restore
from bot.storage.engine import sqlite_path
from bot.storage.schema import SchemaError, upgrade
from bot.storage.unit_of_work import Database

OK: Final = 0
FAULTY_CONTENT: Final = 1
WRONG_USE: Final = 2

SANDBOX_PORT: Final = 8080
SANDBOX_DATABASE: Final = Path("var/sandbox.sqlite3")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0 fine, 1 faulty content, 2 wrong use."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace, Settings], int] = options.command
    try:
        settings = read_settings()
        start_logging(settings.log_format)
        return command(options, settings)
    except (SettingsError, StartError, SchemaError, BackupError) as error:
        print(f"komshi: {error}", file=sys.stderr)
        return WRONG_USE
    except ContentError as error:
        print(error.report.as_text(), file=sys.stderr)
        return FAULTY_CONTENT
    except KeyboardInterrupt:
        return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="komshi", description="The bot of the programmes.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="serve Telegram (needs KOMSHI_BOT_TOKEN)")
    run.add_argument(
        "--or-sandbox", action="store_true", help="without a token, start the sandbox instead"
    )
    run.set_defaults(command=_run)
    sandbox = commands.add_parser("sandbox", help="talk with the bot in the browser, no token")
    sandbox.add_argument("--port", type=int, default=SANDBOX_PORT, help="of the phone page")
    sandbox.set_defaults(command=_sandbox)
    check = commands.add_parser("check", help="check content and translations")
    check.set_defaults(command=_check)
    database = commands.add_parser("db", help="the database")
    steps = database.add_subparsers(required=True, metavar="STEP")
    steps.add_parser("upgrade", help="apply missing migrations").set_defaults(command=_upgrade)
    backup = commands.add_parser("backup", help="copy the database, also while the bot runs")
    backup.add_argument("file", type=Path)
    backup.set_defaults(command=_backup)
    restoring = commands.add_parser("restore", help="put a backup in place of the database")
    restoring.add_argument("file", type=Path)
    restoring.set_defaults(command=_restore)
    locales = commands.add_parser("locales", help="bring the catalogues up to the code")
    locales.set_defaults(command=_locales)
    return parser


def _run(options: argparse.Namespace, settings: Settings) -> int:
    if settings.bot_token is None:
        if options.or_sandbox:
            return _play(SANDBOX_PORT, settings)
        raise StartError("KOMSHI_BOT_TOKEN is missing. To try the bot without one: komshi sandbox")
    asyncio.run(Komshi(settings).run())
    return OK


def _sandbox(options: argparse.Namespace, settings: Settings) -> int:
    return _play(options.port, settings)


def _play(port: int, settings: Settings) -> int:
    asyncio.run(_sandbox_world(port, settings))
    return OK


async def _sandbox_world(port: int, settings: Settings) -> None:
    """The sandbox and the bot in one process, in a world that begins anew each time."""
    for stale in SANDBOX_DATABASE.parent.glob(f"{SANDBOX_DATABASE.name}*"):
        stale.unlink()
    clock = SandboxClock()
    sandbox = Sandbox(clock=clock)
    try:
        await sandbox.start(port)
    except OSError as error:
        raise StartError(
            f"port {port} cannot be served ({error.strerror}): try komshi sandbox --port 8090"
        ) from error
    ours = replace(
        settings,
        bot_token=sandbox.token,
        api_url=sandbox.url,
        database_url=f"sqlite+aiosqlite:///{SANDBOX_DATABASE}",
        owner_ids=frozenset({STAFF_USER_ID}),
        webhook_url=None,
        http_port=0,
    )
    try:
        komshi = Komshi(ours, now=clock.now, samples=True)
        ticking: set[asyncio.Task[None]] = set()

        def tick() -> None:
            task = asyncio.ensure_future(komshi.timetable.run_all())
            ticking.add(task)
            task.add_done_callback(ticking.discard)

        clock.listen(tick)
        await komshi.run(lambda: print(f"Talk with Komshi at {sandbox.url}/  (Ctrl+C ends it)"))
    finally:
        await sandbox.stop()


def _check(_options: argparse.Namespace, settings: Settings) -> int:
    content, report = load_content(settings.content_dir, samples=True)
    print(report.as_text())
    faults = upkeep.problems(Path())
    for fault in faults:
        print(fault)
    if content is None or faults:
        return FAULTY_CONTENT
    print(f"content is whole: {len(content.calls)} calls, {len(content.programmes)} programmes")
    return OK


def _upgrade(_options: argparse.Namespace, settings: Settings) -> int:
    async def work() -> str:
        database = Database(settings.database_url)
        try:
            return await upgrade(database)
        finally:
            await database.close()

    print(f"the database is at revision {asyncio.run(work())}")
    return OK


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    back_up(_file(settings), options.file)
    print(f"backup written to {options.file}")
    return OK


def _restore(options: argparse.Namespace, settings: Settings) -> int:
    restore(options.file, _file(settings))
    print(f"database restored from {options.file}")
    return OK


def _locales(_options: argparse.Namespace, _settings: Settings) -> int:
    for line in upkeep.update(Path()):
        print(line)
    return OK


def _file(settings: Settings) -> Path:
    path = sqlite_path(settings.database_url)
    if path is None:
        raise BackupError(
            "this database is PostgreSQL: use pg_dump --format=custom and pg_restore instead"
        )
    return path
