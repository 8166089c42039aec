"""Copying an SQLite database while it is in use, and putting a copy back."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path


class BackupError(RuntimeError):
    """A backup cannot be made or used; the message says why in one line."""


def back_up(database: Path, target: Path) -> None:
    """Write a consistent copy of a database, also while the bot runs (SQLite's online backup).

    The copy appears under its name only when it is whole.

    Raises:
        BackupError: if there is no database, the target exists, or cannot be written.
    """
    if not database.is_file():
        raise BackupError(f"there is no database at {database}")
    if target.exists():
        raise BackupError(f"{target} exists already: choose another name")
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)  # before anything personal is in it
        with closing(_connect(database)) as source, closing(_connect(unfinished)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        _check(unfinished)
        unfinished.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"no backup was written to {target}: {error}") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def restore(backup: Path, database: Path) -> None:
    """Replace a database by a backup, also one that is damaged; the bot must not run.

    Raises:
        BackupError: if the file is no whole database of Komshi, or the database is in use or
            cannot be written; it is then as it was.
    """
    if not backup.is_file():
        raise BackupError(f"there is no backup at {backup}")
    _check(backup)
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        try:
            _replace(backup, database)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            # What lies there is so damaged that it is no database any more.
            for remains in (database, *_beside(database)):
                remains.unlink(missing_ok=True)
            _replace(backup, database)
    except (OSError, sqlite3.Error) as error:
        if "locked" in str(error):
            raise BackupError(f"{database} is in use: stop the bot first") from error
        raise BackupError(f"{database} cannot be written: {error}") from error


def _replace(backup: Path, database: Path) -> None:
    if not database.exists():
        database.touch(mode=0o600)
    with closing(_connect(backup)) as source, closing(_connect(database)) as target:
        target.execute("PRAGMA busy_timeout=500")
        target.execute("PRAGMA locking_mode=EXCLUSIVE")
        target.execute("PRAGMA journal_mode=WAL")
        target.execute("BEGIN EXCLUSIVE")
        target.execute("COMMIT")
        source.backup(target)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _beside(database: Path) -> tuple[Path, Path]:
    return database.with_name(f"{database.name}-wal"), database.with_name(f"{database.name}-shm")


def _check(file: Path) -> None:
    try:
        with closing(_connect(file)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            query = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
            ours = connection.execute(query).fetchone()[0] == 1
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{file} is not a database") from error
    if not whole or not ours:
        raise BackupError(f"{file} is damaged, or not a database of Komshi")


def _connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)
