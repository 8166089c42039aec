"""The command menu of everybody who has none of their own yet."""

import logging
from collections.abc import Sequence

from telegram.error import TelegramError

from bot.domain.text.languages import OFFERED, Language
from bot.i18n.translator import Translator
from bot.logs import kind
from bot.transport.courier import TelegramBot
from bot.transport.routing import Command

log = logging.getLogger(__name__)


async def set_default_menus(
    bot: TelegramBot, translator: Translator, commands: Sequence[Command]
) -> None:
    """Set the menu for people who have not chosen a language yet; failing is harmless."""
    codes = {language.telegram_code: language for language in reversed(OFFERED)}
    menus: list[tuple[str | None, Language]] = [(None, Language.ENGLISH), *codes.items()]
    for code, language in menus:
        menu = [
            {"command": command.name, "description": translator.plain(command.about, language)}
            for command in commands
        ]
        try:
            await bot.call("setMyCommands", commands=menu, language_code=code)
        except TelegramError as error:
            log.warning("command menu not set: %s", kind(error))
