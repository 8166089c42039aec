"""From a screen to the message that Telegram shows, in the person's language."""

from dataclasses import dataclass
from typing import Any, Final

from bot.domain.text.languages import Language
from bot.i18n.translator import Translator
from bot.screens.codec import encode
from bot.screens.screen import Button, Link, Row, Screen

TOAST_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to be sent.

    Args:
        html: The text in Telegram's HTML; everything that came from outside is escaped.
        keyboard: Rows of Telegram's inline buttons.
    """

    html: str
    keyboard: list[list[dict[str, str]]]
    toast: str | None = None

    def as_parameters(self) -> dict[str, Any]:
        """The parameters that sendMessage and editMessageText share."""
        return {
            "text": self.html,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "reply_markup": {"inline_keyboard": self.keyboard},
        }


def render(screen: Screen, translator: Translator, language: Language) -> Rendered:
    """The message for a screen in one language."""
    lines = [f"<b>{translator.html(screen.title, language)}</b>"]
    lines.extend(translator.html(line, language) if line else "" for line in screen.lines)
    toast = translator.plain(screen.toast, language)[:TOAST_LIMIT] if screen.toast else None
    return Rendered("\n".join(lines), keyboard(screen.rows, translator, language), toast)


def keyboard(
    rows: tuple[Row, ...], translator: Translator, language: Language
) -> list[list[dict[str, str]]]:
    """Telegram's inline buttons for rows of ours."""
    return [[_button(button, translator, language) for button in row] for row in rows if row]


def _button(button: Button | Link, translator: Translator, language: Language) -> dict[str, str]:
    label = translator.plain(button.label, language)
    text = f"{button.emoji} {label}" if button.emoji else label
    if isinstance(button, Link):
        return {"text": text, "url": button.url}
    return {"text": text, "callback_data": encode(button.action)}
