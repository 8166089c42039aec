"""Between rows of the outbox and the messages that they are."""

import json
from typing import Any

from sqlalchemy.engine import RowMapping

from bot.domain.delivery.outbox import (
    KINDS,
    DeliveryState,
    Due,
    Lane,
    OutboxMessage,
    Recipient,
    Repeat,
)
from bot.domain.delivery.outcomes import Placement
from bot.domain.text.languages import Language


def values_of(message: OutboxMessage) -> dict[str, Any]:
    """The row of a new message."""
    return {
        "campaign_id": message.campaign_id,
        "person_id": message.person_id,
        "chat_id": message.chat_id,
        "dedupe_key": message.dedupe_key,
        "kind": message.kind,
        "params": json.dumps(dict(message.params), separators=(",", ":")),
        "lane": message.runs_in.value,
        "not_before": message.not_before,
        "expires_at": message.ends_at,
        "state": DeliveryState.QUEUED.value,
        "attempts": 0,
        "unknown": 0,
    }


def due_of(row: RowMapping) -> Due:
    """The message in a row of the outbox with its person and its campaign."""
    kind = KINDS.get(row["kind"])
    repeat = row["repeat"] or (kind.repeat if kind else Repeat.AT_MOST_ONCE)
    return Due(
        id=row["id"],
        kind=row["kind"],
        params=json.loads(row["params"]),
        lane=Lane(row["lane"]),
        repeat=Repeat(repeat),
        expires_at=row["expires_at"],
        recipient=_recipient(row),
        campaign_id=row["campaign_id"],
        attempts=row["attempts"],
        unknown=row["unknown"],
    )


def _recipient(row: RowMapping) -> Recipient:
    if row["person_id"] is None:
        return Recipient(row["chat_id"])
    return Recipient(
        chat_id=row["telegram_id"],
        person_id=row["person_id"],
        language=Language(row["language"]) if row["language"] else None,
        discreet=row["discreet"],
        quiet_from=row["quiet_from"],
        quiet_until=row["quiet_until"],
        stopped=row["stopped_at"] is not None,
        unreachable=row["unreachable_at"] is not None,
    )


def moved(one: Placement) -> dict[str, Any]:
    """The parameters of a change of a row."""
    return {
        "row": one.id,
        "new_state": one.state.value,
        "why": one.reason.value if one.reason else None,
        "due": one.due_at,
        "more": int(one.unknown),
        "chat": one.chat_id,
        "number": one.message_id,
        "sent": one.sent_at,
        "settled": one.settled_at,
    }
