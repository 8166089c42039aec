"""What people do on phones that a label does not say."""

from bot.sandbox.phones.phone import Phone
from bot.sandbox.world.world import PhoneTap
from bot.screens.codec import Action, encode


async def do(phone: Phone, action: Action, message_id: int | None = None) -> PhoneTap:
    """Tap a button that carries this action, whether the phone shows one or not.

    Args:
        message_id: The message below which it stands; the newest one of the bot if not given.
    """
    return await phone.tap_data(encode(action), message_id)
