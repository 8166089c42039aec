import dataclasses
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings

TOKEN = "1234567:AAF-secret_part"
NOWHERE = Path("nowhere/.env")


def read(**values: str) -> Settings:
    return read_settings({f"KOMSHI_{name}": value for name, value in values.items()}, NOWHERE)


def test_nothing_set_gives_the_documented_defaults() -> None:
    settings = read()
    assert settings == Settings()
    assert settings.bot_token is None
    assert settings.api_url == "https://api.telegram.org"
    assert settings.database_url == "sqlite+aiosqlite:///var/komshi.sqlite3"
    assert settings.owner_ids == frozenset()
    assert (settings.webhook_url, settings.webhook_secret) == (None, None)
    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 8080)
    assert (settings.key_file, settings.content_dir) == (Path("var/komshi.key"), Path("content"))
    assert (settings.locales_dir, settings.send_rate) == (Path("locales"), 28)
    assert settings.log_format == "console"


def test_every_setting_can_be_given() -> None:
    settings = read(
        BOT_TOKEN=TOKEN,
        API_URL="http://127.0.0.1:9000/",
        DATABASE_URL="postgresql+asyncpg://komshi:p@db/komshi",
        OWNER_IDS=" 1001, 1002,,4503599627370495 ",
        WEBHOOK_URL="https://bot.example.org/komshi/",
        WEBHOOK_SECRET="abc_-9",
        HTTP_HOST="0.0.0.0",  # noqa: S104 -- only read, not served
        HTTP_PORT="80",
        STATUS_PORT="9100",
        KEY_FILE="/run/key",
        CONTENT_DIR="/srv/content",
        LOCALES_DIR="/srv/locales",
        SEND_RATE="1000",
        APPROVAL_THRESHOLD="50",
        LOG_FORMAT="json",
    )
    assert settings == Settings(
        bot_token=TOKEN,
        api_url="http://127.0.0.1:9000",
        database_url="postgresql+asyncpg://komshi:p@db/komshi",
        owner_ids=frozenset({1001, 1002, 4503599627370495}),
        webhook_url="https://bot.example.org/komshi",
        webhook_secret="abc_-9",
        http_host="0.0.0.0",  # noqa: S104 -- only read, not served
        http_port=80,
        status_port=9100,
        key_file=Path("/run/key"),
        content_dir=Path("/srv/content"),
        locales_dir=Path("/srv/locales"),
        send_rate=1000,
        approval_threshold=50,
        log_format="json",
    )
    default = Settings()
    same = [
        field.name
        for field in dataclasses.fields(Settings)
        if getattr(settings, field.name) == getattr(default, field.name)
    ]
    assert same == []


WRONG = [
    ("BOT_TOKEN", "AAF-secret_part"),
    ("BOT_TOKEN", "1234567 AAF-secret_part"),
    ("BOT_TOKEN", "1234567:AAF-secret part"),
    ("BOT_TOKEN", "١٢٣:AAF-secret_part"),
    ("API_URL", "api.telegram.org"),
    ("API_URL", "ftp://api.telegram.org"),
    ("API_URL", "https://"),
    ("API_URL", "https://[::1"),
    ("API_URL", "https://host:port"),
    ("API_URL", "https://host:99999"),
    ("API_URL", "https://host:0"),
    ("API_URL", "https://host name/"),
    ("WEBHOOK_URL", "bot.example.org"),
    ("WEBHOOK_URL", "https://bot.example.org?a=b"),
    ("WEBHOOK_URL", "https://bot.example.org#here"),
    ("WEBHOOK_SECRET", "with space"),
    ("WEBHOOK_SECRET", "č"),
    ("WEBHOOK_SECRET", "x" * 257),
    ("DATABASE_URL", "komshi.sqlite3"),
    ("DATABASE_URL", "sqlite:///var/komshi.sqlite3"),
    ("DATABASE_URL", "sqlite+aiosqlite://"),
    ("DATABASE_URL", "sqlite+aiosqlite:///"),
    ("DATABASE_URL", "sqlite+aiosqlite:///:memory:"),
    ("DATABASE_URL", "postgresql://user:password@host/name"),
    ("DATABASE_URL", "postgresql+asyncpg://user:secret_part@host:port/name"),
    ("DATABASE_URL", "postgresql+asyncpg://user:secret_part@host:5432"),
    ("DATABASE_URL", "postgresql+asyncpg://user:secret_part@host/"),
    ("DATABASE_URL", "mysql+aiomysql://user:secret_part@host/name"),
    ("OWNER_IDS", "arta"),
    ("OWNER_IDS", "1001;1002"),
    ("OWNER_IDS", "0"),
    ("OWNER_IDS", "-1001"),
    ("OWNER_IDS", "99999999999999999"),
    ("HTTP_PORT", "http"),
    ("HTTP_PORT", "-1"),
    ("HTTP_PORT", "65536"),
    ("HTTP_PORT", "80.0"),
    ("SEND_RATE", "0"),
    ("SEND_RATE", "1001"),
    ("SEND_RATE", "9" * 5000),
    ("LOG_FORMAT", "JSON"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_setting_is_one_line_that_names_it_and_never_shows_it(
    name: str, value: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        read(**{name: value})
    message = str(caught.value)
    assert f"KOMSHI_{name}" in message
    assert "\n" not in message
    assert "secret_part" not in message
    assert caught.value.__cause__ is None


GOOD_DATABASES = [
    "sqlite+aiosqlite:////srv/komshi/komshi.sqlite3",
    "sqlite+aiosqlite:///var/with space.sqlite3",
    "postgresql+asyncpg://host/name",
    "postgresql+asyncpg://user@host:5432/name",
    "postgresql+asyncpg://user:p#a/s:s?w@host:5432/name?ssl=require",
    "postgresql+asyncpg://user:pass@[::1]:5432/name",
    "postgresql+asyncpg://user:@/name?host=/run/postgresql",
]


@pytest.mark.parametrize("url", GOOD_DATABASES)
def test_database_addresses_of_both_kinds_are_taken(url: str) -> None:
    assert read(DATABASE_URL=url).database_url == url


def test_a_webhook_needs_a_secret_and_a_port() -> None:
    with pytest.raises(SettingsError, match="KOMSHI_WEBHOOK_SECRET is missing"):
        read(WEBHOOK_URL="https://bot.example.org")
    with pytest.raises(SettingsError, match="KOMSHI_HTTP_PORT is 0"):
        read(WEBHOOK_URL="https://bot.example.org", WEBHOOK_SECRET="x", HTTP_PORT="0")
    assert read(HTTP_PORT="0").http_port == 0


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("KOMSHI_SEND_RATE=5\nKOMSHI_HTTP_PORT=9001\nOTHER=1\nKOMSHI_API_URL\n")
    settings = read_settings({"KOMSHI_SEND_RATE": "6", "SEND_RATE": "7"}, dotenv)
    assert (settings.send_rate, settings.http_port) == (6, 9001)


def test_an_empty_value_counts_as_unset_and_switches_off_the_files(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(f"KOMSHI_BOT_TOKEN={TOKEN}\nKOMSHI_HTTP_PORT=\n")
    assert read_settings({}, dotenv) == Settings(bot_token=TOKEN)
    assert read_settings({"KOMSHI_BOT_TOKEN": " "}, dotenv) == Settings()


def test_the_real_environment_is_read_if_no_other_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KOMSHI_SEND_RATE", "11")
    assert read_settings(dotenv=NOWHERE).send_rate == 11


def test_a_file_from_windows_is_read_from_its_first_line_on(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes("\ufeffKOMSHI_SEND_RATE=5\r\nKOMSHI_HTTP_PORT=9001\r\n".encode())
    settings = read_settings({}, dotenv)
    assert (settings.send_rate, settings.http_port) == (5, 9001)


def test_a_dollar_in_a_password_stays_as_it_is(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("KOMSHI_DATABASE_URL=postgresql+asyncpg://u:a${HOME}b@host/name\n")
    assert "a${HOME}b" in read_settings({}, dotenv).database_url


def test_a_file_that_is_no_text_is_one_line(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes("KOMSHI_HTTP_HOST=š".encode("utf-16"))
    with pytest.raises(SettingsError, match="not UTF-8"):
        read_settings({}, dotenv)


def test_no_secret_shows_in_a_traceback_or_a_log() -> None:
    settings = read(
        BOT_TOKEN=TOKEN,
        DATABASE_URL="postgresql+asyncpg://u:secret_part@host/name",
        API_URL="http://u:secret_part@127.0.0.1:9000",
        WEBHOOK_URL="https://bot.example.org",
        WEBHOOK_SECRET="secret_part",
    )
    for shown in (repr(settings), str(settings), f"{settings}"):
        assert "secret_part" not in shown
        assert "webhook=True" in shown
