"""What people send and what Telegram says, as long as the real things."""

from typing import Any, Final

import orjson

from bot.screens.calls.actions import ListCalls, ListProgrammes, PickDistrict, PickedFor
from bot.screens.codec import Action, encode
from bot.screens.home.actions import SetLanguage, ShowHome

TOKEN: Final = "1000000:benchmark"
SECRET: Final = "a-secret-for-benchmarks"
BOT: Final = {"id": 1_000_000, "is_bot": True, "first_name": "Komshi", "username": "komshi_bot"}
DATE: Final = 1_795_000_000
FIRST_PERSON: Final = 5_000_000
TAPS: Final[tuple[Action, ...]] = (
    ListCalls(),
    PickDistrict(PickedFor.CALLS),
    ListProgrammes(),
    ShowHome(),
)
COMMANDS: Final = ("/calls", "/help", "/about", "/ask")

TEXT: Final = (
    "<b>Open calls</b>\n\n"
    "3 calls are open today. Tap one to see whom it is for, by when to apply, and what to bring.\n"
    "1. Equipment for small businesses, until Friday, 18 December 2026\n"
    "2. Training for young people, until Monday, 30 November 2026\n"
    "3. Support for associations, until Thursday, 31 December 2026"
)
"""The screen of the bots we compare ourselves with."""
KEYBOARD: Final = tuple(
    {"text": label, "callback_data": f"k:call-number-{number}"}
    for number, label in enumerate(
        ("1. Equipment for small businesses", "2. Training for young people",
         "3. Support for associations", "📍 In one municipality", "🏠 Home")
    )
)  # fmt: skip
"""One button a row."""


def message(message_id: int, chat_id: int = FIRST_PERSON) -> dict[str, Any]:
    """A screen as Telegram gives it back."""
    return {
        "message_id": message_id,
        "from": BOT,
        "chat": {"id": chat_id, "first_name": "Besa", "type": "private"},
        "date": DATE,
        "text": TEXT.replace("<b>", "").replace("</b>", ""),
        "entities": [{"type": "bold", "offset": 0, "length": 10}],
        "reply_markup": {"inline_keyboard": [[button] for button in KEYBOARD]},
    }


def start(person: int) -> list[dict[str, Any]]:
    """How a person arrives: /start, then a language."""
    return [_written(person, "/start"), _tapped(person, encode(SetLanguage("sq")))]


def tap(person: int, turn: int) -> dict[str, Any]:
    """A tap that goes to another screen than the one before."""
    return _tapped(person, encode(TAPS[turn % len(TAPS)]))


def command(person: int, turn: int) -> dict[str, Any]:
    """A command that is answered with another screen than the one before."""
    return _written(person, COMMANDS[turn % len(COMMANDS)])


def as_json(update_id: int, update: dict[str, Any]) -> bytes:
    """An update as the bytes that go over the wire."""
    return orjson.dumps({"update_id": update_id, **update})


def _sender(person: int) -> dict[str, Any]:
    return {
        "id": FIRST_PERSON + person,
        "is_bot": False,
        "first_name": "Besa",
        "username": f"besa{person}",
        "language_code": "sq",
    }


def _written(person: int, text: str) -> dict[str, Any]:
    return {
        "message": {
            "message_id": 1000 + person,
            "from": _sender(person),
            "chat": {"id": FIRST_PERSON + person, "first_name": "Besa", "type": "private"},
            "date": DATE,
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}],
        }
    }


def _tapped(person: int, data: str) -> dict[str, Any]:
    return {
        "callback_query": {
            "id": f"{FIRST_PERSON + person}7",
            "from": _sender(person),
            "message": message(1000 + person, FIRST_PERSON + person),
            "chat_instance": "7",
            "data": data,
        }
    }
