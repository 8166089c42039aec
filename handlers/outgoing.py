"""What each kind of message in the outbox says, found at the time of sending."""

from collections.abc import Callable
from datetime import datetime

from bot.domain.content import Content
from bot.transport.outgoing import Renderers
from handlers import broadcast_messages, inbox, round_notices

RENDERERS: Renderers = {
    "broadcast": broadcast_messages.say_broadcast,
    "broadcast_shown": broadcast_messages.show_broadcast,
    "broadcast_recall": broadcast_messages.recall,
    "broadcast_edit": broadcast_messages.edit,
    "broadcast_waiting": broadcast_messages.ask_approver,
    "inbox_reply": inbox.render_answer,
    "inbox_staff": inbox.render_staff_notice,
}
"""By kind, as in ``bot/domain/outbox.py``; a kind without words waits until a release has them."""


def renderers(content: Callable[[], Content], now: Callable[[], datetime]) -> Renderers:
    """All of them, those too that speak of the content.

    Args:
        content: Gives the content that serves now.
        now: The clock.
    """
    return {**RENDERERS, **inbox.renderers(content), **round_notices.renderers(content, now)}
