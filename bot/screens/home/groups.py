"""What the bot says in a group: one line in each language, and the way to a private chat."""

import re

from bot.domain.text.phrases import Plain
from bot.screens.home.actions import ShowHome
from bot.screens.screen import Link, Screen

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def point_to_private_chat(bot_username: str, payload: str) -> Screen:
    """A short text in all main languages, because a group has no single one.

    Args:
        payload: What followed the command; kept in the link if it can be a deep link.
    """
    payload = payload if _PAYLOAD.fullmatch(payload) else "from-group"
    return Screen(
        here=ShowHome(),
        title=Plain("Komshi"),
        lines=(
            Plain("Shqip: Ju përgjigjem në bisedë private."),
            Plain("Srpski: Odgovaram u privatnom razgovoru."),
            Plain("English: I answer in a private chat."),
        ),
        rows=((Link(Plain("Komshi"), f"https://t.me/{bot_username}?start={payload}", "➡️"),),),
    )
