"""What each kind of message in the outbox says, found at the time of sending, and what follows."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from bot.catalogue.shelf import Edition
from bot.domain.content import Content
from bot.services.broadcasts.chats import follow_group
from bot.services.delivery.delivery import Consequences
from bot.services.delivery.troubles import TROUBLE
from bot.services.rights import retention
from bot.services.staff import notices as staff_news
from bot.services.staff import parked
from bot.transport.parcels import Renderers
from handlers.broadcasts import messages as broadcast_messages
from handlers.inbox import desk as inbox
from handlers.interests import desk as interest_desk
from handlers.privacy import notices as erasure_notices
from handlers.rounds import notices as round_notices
from handlers.screening import matching
from handlers.staff import notices as staff_notices
from handlers.staff import panel as staff_panel
from handlers.staff import parked as parked_updates

RENDERERS: Renderers = {
    "broadcast": broadcast_messages.say_broadcast,
    "broadcast_shown": broadcast_messages.show_broadcast,
    "broadcast_recall": broadcast_messages.recall,
    "broadcast_edit": broadcast_messages.edit,
    "broadcast_waiting": broadcast_messages.ask_approver,
    "inbox_staff": inbox.render_staff_notice,
    parked.NOTICE: parked_updates.render_notice,
    TROUBLE: staff_panel.render_trouble,
    staff_news.NOTICE: staff_notices.say,
    staff_news.DIGEST: staff_notices.say_digest,
}
"""By kind, as in ``bot/domain/delivery/outbox.py``.

A kind without words waits until a release has them.
"""

CONSEQUENCES: Final = Consequences(
    group_moved=follow_group,
    sent={
        retention.ERASURE_WARNING: retention.note_warned,
        staff_news.DIGEST: staff_news.note_digest,
    },
)
"""What is written down besides the outcome, in its transaction."""


def renderers(edition: Callable[[], Edition], now: Callable[[], datetime]) -> Renderers:
    """All of them, those too that speak of the content.

    Args:
        edition: Gives the content that serves now, with its rules.
        now: The clock.
    """

    def content() -> Content:
        return edition().content

    return {
        **RENDERERS,
        **inbox.renderers(content),
        **round_notices.renderers(content, now),
        **interest_desk.renderers(content),
        **erasure_notices.renderers(now),
        "call_fits": matching.renderer(edition, now),
    }
