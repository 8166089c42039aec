"""Settings from the environment and ``.env``; imports nothing of ours.

Every setting is documented in ``docs/operations.md``.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

PREFIX = "KOMSHI_"

# A database in memory is left out: it would be another one for each connection.
_DATABASE = re.compile(
    r"""
      sqlite\+aiosqlite:// / (?!:memory:) [^?]+ (\?.*)?
    | postgresql\+asyncpg://
      ([^:/@]* (:[^@]*)? @)?              # user:password@
      ([^:/@\[\]]+ | \[[0-9A-Fa-f:]+\])?  # host
      (:[0-9]{1,5})? / [^/?]+ (\?.*)?     # port, name, options
    """,
    re.VERBOSE,
)


class SettingsError(ValueError):
    """A setting is wrong; the message is the one line that the operator reads."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decided. Values are checked; a wrong one never reaches the bot.

    Args:
        send_rate: Messages a second over all chats.
        approval_threshold: For more people than this a second member of the staff has to agree.
        http_port: 0 in polling mode means no web server.
        status_port: Of readiness and figures; 0 means beside the webhook, for this machine only.
    """

    bot_token: str | None = None
    api_url: str = "https://api.telegram.org"
    database_url: str = "sqlite+aiosqlite:///var/komshi.sqlite3"
    owner_ids: frozenset[int] = frozenset()
    webhook_url: str | None = None
    webhook_secret: str | None = None
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    status_port: int = 0
    key_file: Path = Path("var/komshi.key")
    content_dir: Path = Path("content")
    locales_dir: Path = Path("locales")
    send_rate: int = 28
    approval_threshold: int = 200
    log_format: str = "console"

    def __repr__(self) -> str:
        """Show no secret, so that a traceback or a log line cannot leak one."""
        return f"Settings(webhook={self.webhook_url is not None}, http_port={self.http_port})"


def read_settings(
    environment: Mapping[str, str] | None = None, dotenv: Path = Path(".env")
) -> Settings:
    """Read every setting; the environment wins over ``.env``, an empty value counts as unset.

    An empty value in the environment therefore switches off one that stands in ``.env``.

    Raises:
        SettingsError: with one line that names the setting and says how to mend it.
    """
    given: dict[str, str] = {}
    if dotenv.is_file():
        given.update(_read_dotenv(dotenv))
    given.update(os.environ if environment is None else environment)
    values = {
        name.removeprefix(PREFIX): value.strip()
        for name, value in given.items()
        if name.startswith(PREFIX) and value.strip()
    }
    return _settings(values)


def _read_dotenv(dotenv: Path) -> dict[str, str]:
    try:
        # Editors on Windows put a mark before the first name; a secret may hold "${".
        found = dotenv_values(dotenv, interpolate=False, encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError(f"{dotenv} is not UTF-8 text: save it again as UTF-8") from None
    except OSError as error:
        raise SettingsError(f"{dotenv} cannot be read: {error.strerror}") from None
    return {name: value for name, value in found.items() if value is not None}


def _settings(values: Mapping[str, str]) -> Settings:
    default = Settings()
    settings = Settings(
        bot_token=_token(values.get("BOT_TOKEN")),
        api_url=_http_url("API_URL", values.get("API_URL", default.api_url)),
        database_url=_database(values.get("DATABASE_URL", default.database_url)),
        owner_ids=_ids(values.get("OWNER_IDS", "")),
        webhook_url=_optional_url("WEBHOOK_URL", values.get("WEBHOOK_URL")),
        webhook_secret=_secret(values.get("WEBHOOK_SECRET")),
        http_host=values.get("HTTP_HOST", default.http_host),
        http_port=_integer("HTTP_PORT", values.get("HTTP_PORT", "8080"), 0, 65535),
        status_port=_integer("STATUS_PORT", values.get("STATUS_PORT", "0"), 0, 65535),
        key_file=Path(values.get("KEY_FILE", str(default.key_file))),
        content_dir=Path(values.get("CONTENT_DIR", str(default.content_dir))),
        locales_dir=Path(values.get("LOCALES_DIR", str(default.locales_dir))),
        send_rate=_integer("SEND_RATE", values.get("SEND_RATE", "28"), 1, 1000),
        approval_threshold=_integer(
            "APPROVAL_THRESHOLD", values.get("APPROVAL_THRESHOLD", "200"), 0, 999_999_999
        ),
        log_format=_choice("LOG_FORMAT", values.get("LOG_FORMAT", "console"), "console", "json"),
    )
    if settings.webhook_url and not settings.webhook_secret:
        raise SettingsError(
            "KOMSHI_WEBHOOK_SECRET is missing: with KOMSHI_WEBHOOK_URL set, choose a secret of "
            "1-256 characters A-Z a-z 0-9 _ -"
        )
    if settings.webhook_url and settings.http_port == 0:
        raise SettingsError("KOMSHI_HTTP_PORT is 0: a webhook needs a port, for example 8080")
    if settings.status_port and settings.status_port == settings.http_port:
        raise SettingsError(
            "KOMSHI_STATUS_PORT is the port of KOMSHI_HTTP_PORT: choose another, or 0"
        )
    return settings


def _token(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", value):
        raise SettingsError(
            "KOMSHI_BOT_TOKEN does not look like a token: copy it whole from BotFather, "
            "digits, a colon, then letters"
        )
    return value


def _http_url(name: str, value: str) -> str:
    try:
        parts = urlsplit(value)
        port_is_valid = parts.port != 0
    except ValueError:  # a port or an IPv6 address that is none
        parts, port_is_valid = urlsplit(""), False
    whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and port_is_valid
    if not whole or parts.query or parts.fragment or re.search(r"\s", value):
        raise SettingsError(f"{PREFIX}{name} is not a web address: write http(s)://host[:port]")
    return value.rstrip("/")


def _optional_url(name: str, value: str | None) -> str | None:
    return None if value is None else _http_url(name, value)


def _database(value: str) -> str:
    if not _DATABASE.fullmatch(value):
        raise SettingsError(
            "KOMSHI_DATABASE_URL is not supported: use sqlite+aiosqlite:///path/to/file or "
            "postgresql+asyncpg://user:password@host/name"
        )
    return value


def _ids(value: str) -> frozenset[int]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    # An id has at most 52 bits: https://core.telegram.org/bots/api#user
    if not all(re.fullmatch(r"[1-9][0-9]{0,15}", part) for part in parts):
        raise SettingsError(
            "KOMSHI_OWNER_IDS must be Telegram user ids, numbers separated by commas"
        )
    return frozenset(int(part) for part in parts)


def _secret(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
        raise SettingsError(
            "KOMSHI_WEBHOOK_SECRET has a character Telegram refuses: use 1-256 of A-Z a-z 0-9 _ -"
        )
    return value


def _integer(name: str, value: str, low: int, high: int) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", value) or not low <= int(value) <= high:
        raise SettingsError(f"{PREFIX}{name} must be a whole number from {low} to {high}")
    return int(value)


def _choice(name: str, value: str, *choices: str) -> str:
    if value not in choices:
        raise SettingsError(f"{PREFIX}{name} must be one of: {', '.join(choices)}")
    return value
