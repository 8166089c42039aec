"""The master keys: a file outside the database that wraps every other key."""

import base64
import binascii
import contextlib
import fcntl
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_HEADER: Final = (
    "# Master keys of Komshi, one a line, the newest first.\n"
    "# Without this file nothing sealed can be read. Keep a copy apart from every backup.\n"
)


class KeyringError(RuntimeError):
    """Sealed data cannot be used; the message is the one line that the operator reads."""


class KeyFileMissingError(KeyringError):
    """There is no key file where the settings say."""


@dataclass(frozen=True, slots=True)
class MasterKey:
    """One master key; its name follows from its bytes, so a wrong key cannot pass for another."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """The name of the key, which tells nothing about its bytes."""
        return hmac.digest(self.secret, b"komshi master key id", hashlib.sha256)[:8].hex()

    def wrap(self, key: bytes, purpose: str) -> bytes:
        """Encrypt a key so that only this master key, for this purpose, gives it back."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self.secret).encrypt(nonce, key, purpose.encode())

    def unwrap(self, wrapped: bytes, purpose: str) -> bytes:
        """The key that this master key wrapped for this purpose.

        Raises:
            KeyringError: if it was wrapped by another key or for another purpose, or altered.
        """
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            return AESGCM(self.secret).decrypt(nonce, sealed, purpose.encode())
        except (InvalidTag, ValueError) as error:
            raise KeyringError("a wrapped key was altered or moved: it does not open") from error


class Keyring:
    """The master keys of a key file, in memory.

    More than one key in the file means that a rotation has begun and is not finished.

    Args:
        file: Not touched before :meth:`load` or :meth:`create`; None for a process that seals
            nothing.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._keys: tuple[MasterKey, ...] = ()

    def __repr__(self) -> str:
        return f"Keyring({len(self._keys)} keys)"

    @property
    def file(self) -> Path:
        """The path of the file in which the keys are kept.

        Raises:
            KeyringError: if this process was given no key file.
        """
        if self._file is None:
            raise KeyringError("this process was given no key file, so it can seal nothing")
        return self._file

    @property
    def ids(self) -> tuple[str, ...]:
        """The names of the loaded keys, the newest first."""
        return tuple(key.id for key in self._keys)

    @property
    def newest(self) -> MasterKey:
        """The key that new keys are wrapped with once a rotation has begun."""
        return self._keys[0]

    def load(self) -> None:
        """Take the keys of the key file into memory, in place of those from before.

        Raises:
            KeyFileMissingError: if there is none.
            KeyringError: if others may read it, or it holds no keys.
        """
        self._keys = _read(self.file)

    def create(self) -> None:
        """Make a key file with a new key; if another process makes one meanwhile, take that.

        Raises:
            KeyringError: if the file cannot be written.
        """
        with _writing(self.file):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            unfinished = _write_beside(self.file, (_new_key(),))
            try:
                with contextlib.suppress(FileExistsError):
                    # A link appears at once and whole, and never replaces what is there.
                    self.file.hardlink_to(unfinished)
            finally:
                unfinished.unlink()
            _sync_folder(self.file.parent)
        self.load()

    def master(self, key_id: str) -> MasterKey:
        """The master key of a name; the file is read again if a rotation elsewhere made a new one.

        Raises:
            KeyringError: if the file does not hold it.
        """
        if key_id not in self.ids:
            self.load()
        for key in self._keys:
            if key.id == key_id:
                return key
        raise KeyringError(f"{self.file} does not hold the master key {key_id}: put it back")

    def add(self) -> None:
        """Put a new key in front of the others, durably; only inside :meth:`rotating`.

        Raises:
            KeyringError: if the file cannot be written, or was changed meanwhile.
        """
        self._replace((_new_key(), *self._keys))

    def drop_old(self) -> None:
        """Keep the newest key alone, durably; only inside :meth:`rotating`.

        Raises:
            KeyringError: if the file cannot be written, or was changed meanwhile.
        """
        self._replace(self._keys[:1])

    @contextlib.contextmanager
    def rotating(self) -> Iterator[None]:
        """Let no second rotation change the file meanwhile; the keys are read afresh.

        Raises:
            KeyringError: if another process rotates, or the file cannot be read.
        """
        with _writing(self.file):
            folder = os.open(self.file.resolve().parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(folder)
            raise KeyringError("another key rotation is running: wait until it ends") from error
        try:
            self.load()
            yield
        finally:
            os.close(folder)

    def _replace(self, keys: tuple[MasterKey, ...]) -> None:
        # A mounted secret is often a link: its target is replaced, not the link.
        file = self.file.resolve()
        with _writing(file):
            _write_beside(file, keys).rename(file)
            _sync_folder(file.parent)
        self.load()
        if self._keys != keys:
            raise KeyringError(f"{file} was changed by somebody else meanwhile: try again")


def _new_key() -> MasterKey:
    return MasterKey(secrets.token_bytes(KEY_BYTES))


def _read(file: Path) -> tuple[MasterKey, ...]:
    try:
        with file.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            lines = stream.read(1 << 16).decode("ascii").splitlines()
    except FileNotFoundError as error:
        raise KeyFileMissingError(f"the key file {file} is missing") from error
    except OSError as error:
        raise KeyringError(f"the key file {file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise KeyringError(f"{file} is no key file of Komshi") from error
    if mode & _OTHERS:
        raise KeyringError(f"the key file {file} is open to others: chmod 600 {file}")
    entries = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    try:
        keys = [base64.b64decode(entry, validate=True) for entry in entries]
    except binascii.Error as error:
        raise KeyringError(f"{file} is no key file of Komshi") from error
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise KeyringError(f"{file} is no key file of Komshi")
    return tuple(MasterKey(key) for key in keys)


def _write_beside(file: Path, keys: tuple[MasterKey, ...]) -> Path:
    """A finished copy on the disk, beside the file, that can take its name in one step."""
    unfinished = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    lines = "".join(f"{base64.b64encode(key.secret).decode()}\n" for key in keys)
    number = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="ascii") as stream:
        stream.write(_HEADER + lines)
        stream.flush()
        os.fsync(stream.fileno())
    return unfinished


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


@contextlib.contextmanager
def _writing(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise KeyringError(f"the key file {file} cannot be written: {error.strerror}") from error
