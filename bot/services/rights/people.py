"""What a person decides about the conversation itself."""

import re
from datetime import datetime

from bot.domain.localtime import local_day
from bot.domain.text.languages import Language
from bot.storage.people import Person

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def note_activity(person: Person, now: datetime) -> None:
    """Note that a person did something today; retention counts anew and a warning is void."""
    today = local_day(now)
    if person.active_on != today:
        person.active_on = today
    if person.warned_at is not None:
        person.warned_at = None


async def come_in(person: Person, payload: str, now: datetime) -> bool:
    """Note that a person came in by /start; messages are on again.

    Args:
        payload: What a deep link carried; kept until the person has chosen a language.

    Returns:
        Whether messages had been stopped before.
    """
    person.pending = payload if _PAYLOAD.fullmatch(payload) else None
    was_stopped = person.stopped_at is not None and person.stopped_at <= now
    person.stopped_at = None
    return was_stopped


async def choose_language(person: Person, language: Language) -> None:
    """Read in this language from now on."""
    person.language = language.value


async def stop_messages(person: Person, now: datetime) -> None:
    """Stop all messages on the bot's own account; stopping twice keeps the first time."""
    if person.stopped_at is None:
        person.stopped_at = now


async def resume_messages(person: Person) -> None:
    """Let messages on the bot's own account come again."""
    person.stopped_at = None
