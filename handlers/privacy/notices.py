"""What the buttons of notices do."""

from bot.screens import notices
from bot.screens.privacy.actions import KeepMyData
from bot.screens.screen import Screen
from bot.services.rights import people
from bot.transport.visit import Visit


async def keep_my_data(visit: Visit, _action: KeepMyData) -> Screen:
    """I am still here: erase nothing."""
    people.note_activity(visit.person, visit.now)
    return notices.confirm_keeping()
