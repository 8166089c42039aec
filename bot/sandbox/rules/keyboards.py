"""Keyboards under a message: what Telegram accepts, and the buttons a person sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.rules.refusals import bad_request

Wire = dict[str, Any]

BUTTONS_LIMIT = 100
ROW_LIMIT = 8
CALLBACK_DATA_LIMIT = 64  # bytes
COPY_TEXT_LIMIT = 256
INLINE_ACTIONS = frozenset(
    {
        "callback_data",
        "url",
        "web_app",
        "login_url",
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "copy_text",
        "callback_game",
        "pay",
    }
)
BUTTON_LOOKS = frozenset({"text", "style", "icon_custom_emoji_id"})
REPLY_ACTIONS = frozenset(
    {
        "request_users",
        "request_chat",
        "request_contact",
        "request_location",
        "request_poll",
        "request_managed_bot",
        "web_app",
    }
)
REPLY_OPTIONS = frozenset(
    {
        "is_persistent",
        "resize_keyboard",
        "one_time_keyboard",
        "input_field_placeholder",
        "selective",
    }
)
WEB_SCHEMES = frozenset({"http", "https"})
OWN_HOSTS = frozenset({"127.0.0.1", "localhost"})


@dataclass(frozen=True, slots=True)
class KeyboardButton:
    """A button as a person sees it: its place, its label and what it does."""

    label: str
    kind: str
    value: str
    row: int
    column: int

    @property
    def callback_data(self) -> str | None:
        """What a tap sends to the bot; nothing for buttons of another kind."""
        return self.value if self.kind == "callback_data" else None

    @property
    def url(self) -> str | None:
        """Where the button leads; nothing for buttons that lead nowhere."""
        return self.value if self.kind in ("url", "web_app", "login_url") else None


def check_reply_markup(markup: Wire, *, inline_only: bool = False) -> Wire:
    """Check a ``reply_markup`` of any of the four kinds.

    Raises:
        RefusalError: 400 in Telegram's words, or in plain ones where Telegram has none.
    """
    if "inline_keyboard" in markup:
        _refuse_unknown(markup, {"inline_keyboard"}, "reply markup")
        check_inline_keyboard(markup["inline_keyboard"])
        return markup
    if inline_only:
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup:
        _refuse_unknown(markup, {"keyboard", *REPLY_OPTIONS}, "reply markup")
        _check_reply_keyboard(markup["keyboard"])
    elif markup.get("remove_keyboard") is True:
        _refuse_unknown(markup, {"remove_keyboard", "selective"}, "reply markup")
    elif markup.get("force_reply") is True:
        _refuse_unknown(
            markup, {"force_reply", "input_field_placeholder", "selective"}, "reply markup"
        )
    else:
        raise bad_request("object expected as reply markup")
    return markup


def check_inline_keyboard(rows: Any) -> None:
    """Check rows of buttons: one action each, 64 bytes of data, 8 in a row, 100 in all."""
    count = 0
    for row in _rows(rows):
        if len(row) > ROW_LIMIT:
            raise bad_request(f"a row of an inline keyboard holds at most {ROW_LIMIT} buttons")
        count += len(row)
        for button in row:
            _check_inline_button(button)
    if count > BUTTONS_LIMIT:
        raise bad_request("reply markup is too long")


def buttons_of(markup: Wire | None) -> list[list[KeyboardButton]]:
    """List the buttons of an inline keyboard, row by row."""
    if not markup:
        return []
    return [
        [_button(wire, row, column) for column, wire in enumerate(wires)]
        for row, wires in enumerate(markup.get("inline_keyboard", ()))
    ]


def _button(wire: Wire, row: int, column: int) -> KeyboardButton:
    kind = next(name for name in wire if name in INLINE_ACTIONS)
    value = wire[kind]
    if isinstance(value, dict):
        value = value.get("url") or value.get("text") or ""
    return KeyboardButton(wire["text"], kind, str(value), row, column)


def _rows(rows: Any) -> Sequence[Sequence[Wire]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("can't parse inline keyboard: an array of arrays of buttons is expected")
    return rows


def _check_inline_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: Object expected")
    label = button.get("text")
    if not isinstance(label, str) or not label.strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must not be empty')
    actions = [name for name in button if name in INLINE_ACTIONS]
    _refuse_unknown(button, INLINE_ACTIONS | BUTTON_LOOKS, "inline keyboard button")
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action is allowed")
    _check_action(actions[0], button[actions[0]])


def _check_action(kind: str, value: Any) -> None:
    if kind == "callback_data":
        if not isinstance(value, str) or not 1 <= len(value.encode()) <= CALLBACK_DATA_LIMIT:
            raise bad_request("BUTTON_DATA_INVALID")
    elif kind == "url":
        check_url(value, {*WEB_SCHEMES, "tg"})
    elif kind in ("web_app", "login_url"):
        check_url(value.get("url") if isinstance(value, dict) else None, {"https"})
    elif kind == "copy_text":
        text = value.get("text") if isinstance(value, dict) else None
        if not isinstance(text, str) or not 1 <= len(text) <= COPY_TEXT_LIMIT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")


def check_url(url: Any, schemes: set[str]) -> None:
    """Check the address of a button; this machine's own addresses pass, so one can try them."""
    address = url if isinstance(url, str) else ""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        raise _invalid_url(address, "Wrong HTTP URL") from None
    if parts.scheme not in schemes and host not in OWN_HOSTS:
        raise _invalid_url(address, "Unsupported URL protocol")
    if any(character.isspace() for character in address) or not host:
        raise _invalid_url(address, "Wrong HTTP URL")
    if parts.scheme in WEB_SCHEMES and "." not in host and host not in OWN_HOSTS:
        raise _invalid_url(address, "Wrong HTTP URL")


def _invalid_url(address: str, reason: str) -> Exception:
    return bad_request(f"inline keyboard button URL '{address}' is invalid: {reason}")


def _check_reply_keyboard(rows: Any) -> None:
    for row in _rows(rows):
        for button in row:
            if isinstance(button, str):
                continue
            if not isinstance(button, dict) or not str(button.get("text", "")).strip():
                raise bad_request('can\'t parse keyboard button: Field "text" must not be empty')
            _refuse_unknown(button, REPLY_ACTIONS | BUTTON_LOOKS, "keyboard button")
            if len(REPLY_ACTIONS & button.keys()) > 1:
                raise bad_request("can't parse keyboard button: at most one action is allowed")


def _refuse_unknown(wire: Wire, known: set[str] | frozenset[str], what: str) -> None:
    """Refuse fields the Bot API does not have; Telegram itself would ignore a misspelt one."""
    unknown = wire.keys() - known
    if unknown:
        raise bad_request(f'can\'t parse {what}: unknown field "{min(unknown)}"')
