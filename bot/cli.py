"""The command line: serving, trying, checking, and looking after data and documents."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.app import Komshi, StartError, utc_now
from bot.catalogue.loader import load, report_changes
from bot.catalogue.shelf import ContentError
from bot.domain.localtime import from_local
from bot.domain.rights import table as privacy_table
from bot.domain.staff import table as role_table
from bot.domain.staff.audit import AuditEntry
from bot.i18n import upkeep
from bot.logs import start_logging
from bot.parked_command import list_parked, retry_parked
from bot.sandbox.phones.personas import STAFF_USER_ID
from bot.sandbox.server import Sandbox
from bot.sandbox.world.clock import SandboxClock
from bot.settings import Settings, SettingsError, read_settings
from bot.storage.database.engine import KEY_SCHEMA, key_store_path, sqlite_path
from bot.storage.keys.keyring import Keyring, KeyringError
from bot.storage.schema import SchemaError, upgrade
from bot.storage.unit_of_work import Database
from bot.storage.upkeep.backup import BackupError, back_up, restore
from bot.storage.upkeep.rotation import rotate
from bot.storage.upkeep.unlocking import unlock

OK: Final = 0
FAULTY_CONTENT: Final = 1
WRONG_USE: Final = 2

SANDBOX_PORT: Final = 8080
SANDBOX_DATABASE: Final = Path("var/sandbox.sqlite3")
SANDBOX_KEY_FILE: Final = Path("var/sandbox.key")
STAFF_GUIDE: Final = Path("docs/staff-guide.md")
ALL: Final = "all"
MARK_DIGITS: Final = 16
"""So much of an entry's hash is shown: enough to compare with what was written down before."""
PRIVACY_PAGE: Final = Path("docs/privacy.md")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0 fine, 1 faulty content, 2 wrong use."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace, Settings], int] = options.command
    try:
        settings = read_settings()
        start_logging(settings.log_format)
        return command(options, settings)
    except (SettingsError, StartError, SchemaError, BackupError, KeyringError) as error:
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
    sandbox.add_argument(
        "--at",
        type=datetime.fromisoformat,
        metavar="2027-03-28T02:30",
        help="local time at which the world begins; now if it is not given",
    )
    sandbox.set_defaults(command=_sandbox)
    check = commands.add_parser("check", help="check content and translations")
    check.add_argument(
        "--against", type=Path, metavar="FOLDER", help="say whose verdict differs from this content"
    )
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
    key = commands.add_parser("key", help="the keys of sealed data")
    steps = key.add_subparsers(required=True, metavar="STEP")
    rotating = steps.add_parser("rotate", help="a new master key, also while the bot runs")
    rotating.set_defaults(command=_rotate_key)
    key_backup = steps.add_parser("backup", help="copy the key store; keep it apart, and briefly")
    key_backup.add_argument("file", type=Path)
    key_backup.set_defaults(command=_back_up_keys)
    updates = commands.add_parser("updates", help="what the bot could not serve")
    steps = updates.add_subparsers(required=True, metavar="STEP")
    parked = steps.add_parser("parked", help="list what was given up, without what it says")
    parked.set_defaults(command=_list_parked)
    retrying = steps.add_parser("retry", help="let the running bot try again")
    retrying.add_argument("which", nargs="?", default=ALL, metavar="ID|all", type=_number_or_all)
    retrying.set_defaults(command=_retry_parked)
    locales = commands.add_parser("locales", help="bring the catalogues up to the code")
    locales.set_defaults(command=_locales)
    privacy = commands.add_parser("privacy", help="bring docs/privacy.md up to the registry")
    privacy.set_defaults(command=_privacy)
    roles = commands.add_parser("roles", help="bring docs/staff-guide.md up to the code")
    roles.set_defaults(command=_roles)
    audit = commands.add_parser("audit", help="the log of staff acts")
    steps = audit.add_subparsers(required=True, metavar="STEP")
    verifying = steps.add_parser("verify", help="find entries that were altered or removed")
    verifying.set_defaults(command=_verify_audit)
    return parser


def _run(options: argparse.Namespace, settings: Settings) -> int:
    if settings.bot_token is None:
        if options.or_sandbox:
            return _play(SANDBOX_PORT, None, settings)
        raise StartError("KOMSHI_BOT_TOKEN is missing. To try the bot without one: komshi sandbox")
    asyncio.run(Komshi(settings).run())
    return OK


def _sandbox(options: argparse.Namespace, settings: Settings) -> int:
    return _play(options.port, options.at, settings)


def _play(port: int, starts: datetime | None, settings: Settings) -> int:
    asyncio.run(_sandbox_world(port, starts, settings))
    return OK


async def _sandbox_world(port: int, starts: datetime | None, settings: Settings) -> None:
    """The sandbox and the bot in one process, in a world that begins anew each time."""
    for stale in SANDBOX_DATABASE.parent.glob(f"{SANDBOX_DATABASE.stem}.*"):
        stale.unlink()
    clock = SandboxClock(from_local(starts.replace(tzinfo=None)) if starts else None)
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
        key_file=SANDBOX_KEY_FILE,
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


def _verify_audit(_options: argparse.Namespace, settings: Settings) -> int:
    broken, last = asyncio.run(_walk_audit(settings))
    if last is not None:
        print(f"in order up to entry {last.line.id}, written {last.line.at:%Y-%m-%d %H:%M} UTC,")
        print(f"mark {last.hash.hex()[:MARK_DIGITS]}")
    if broken is not None:
        print(f"komshi: entry {broken} is altered, missing or out of order", file=sys.stderr)
        return FAULTY_CONTENT
    print("the log of staff acts is whole" if last else "the log of staff acts is empty")
    return OK


async def _walk_audit(settings: Settings) -> tuple[int | None, AuditEntry | None]:
    database = Database(settings.database_url, Keyring(settings.key_file))
    try:
        database.keyring.load()
        await upgrade(database)
        async with database.reading() as uow:
            return await uow.audit.verify()
    finally:
        await database.close()


def _list_parked(_options: argparse.Namespace, settings: Settings) -> int:
    for line in list_parked(settings) or ["no update is parked"]:
        print(line)
    return OK


def _retry_parked(options: argparse.Namespace, settings: Settings) -> int:
    wanted = None if options.which == ALL else [options.which]
    found = retry_parked(settings, wanted, utc_now())
    if not found and wanted:
        print(f"komshi: update {options.which} is not parked, or not kept", file=sys.stderr)
        return WRONG_USE
    print(f"parked updates that the running bot tries again within seconds: {found}")
    return OK


def _number_or_all(value: str) -> int | str:
    return value if value == ALL else int(value)


def _check(options: argparse.Namespace, settings: Settings) -> int:
    loaded, report = load(settings.content_dir, samples=True, today=utc_now().date())
    print(report.as_text())
    if loaded is not None and options.against is not None:
        changes = report_changes(options.against, loaded)
        print(changes.as_text())
        if changes.errors:
            return FAULTY_CONTENT
    faults = upkeep.problems(Path())
    for fault in faults:
        print(fault)
    if loaded is None or faults:
        return FAULTY_CONTENT
    content = loaded.content
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
    erased = asyncio.run(_replay(settings))
    if erased:
        print(f"people who were erased since that backup, and are now erased again: {erased}")
    return OK


async def _replay(settings: Settings) -> int:
    database = Database(settings.database_url, Keyring(settings.key_file))
    try:
        await upgrade(database)
        return await unlock(database, utc_now())
    finally:
        await database.close()


def _rotate_key(_options: argparse.Namespace, settings: Settings) -> int:
    async def work() -> None:
        database = Database(settings.database_url, Keyring(settings.key_file))
        try:
            await upgrade(database)
            done = await rotate(database)
        finally:
            await database.close()
        if done.resumed:
            print("an interrupted rotation was finished")
        print(f"a new master key is in {settings.key_file}; data keys rewrapped: {done.rewrapped}")
        print("older copies of the key file and of the key store are of no use now: renew them")

    asyncio.run(work())
    return OK


def _back_up_keys(options: argparse.Namespace, settings: Settings) -> int:
    path = sqlite_path(settings.database_url)
    if path is None:
        raise BackupError(
            f"this database is PostgreSQL: use pg_dump --schema={KEY_SCHEMA} for the key store "
            f"and --exclude-schema={KEY_SCHEMA} for the data"
        )
    back_up(key_store_path(path), options.file)
    print(f"key store written to {options.file}: keep it apart from the backups of the data")
    return OK


def _locales(_options: argparse.Namespace, _settings: Settings) -> int:
    for line in upkeep.update(Path()):
        print(line)
    return OK


def _privacy(_options: argparse.Namespace, _settings: Settings) -> int:
    return _renew(PRIVACY_PAGE, privacy_table.renewed)


def _roles(_options: argparse.Namespace, _settings: Settings) -> int:
    return _renew(STAFF_GUIDE, role_table.renewed)


def _renew(page: Path, renewed: Callable[[str], str]) -> int:
    """Bring the generated part of a page up to the code; says which page changed."""
    before = page.read_text("utf-8")
    after = renewed(before)
    if after != before:
        page.write_text(after, "utf-8")
        print(page)
    return OK


def _file(settings: Settings) -> Path:
    path = sqlite_path(settings.database_url)
    if path is None:
        raise BackupError(
            "this database is PostgreSQL: use pg_dump --format=custom "
            f"--exclude-schema={KEY_SCHEMA} and pg_restore instead"
        )
    return path
