"""From rows of the outbox to messages, and from what becomes of messages to columns."""

import json
from datetime import datetime
from typing import Any, Final

from sqlalchemy import case
from sqlalchemy.engine import RowMapping

from bot.domain.delivery.outbox import (
    KINDS,
    DeliveryReason,
    DeliveryState,
    Due,
    Lane,
    OutboxMessage,
    Recipient,
    Repeat,
)
from bot.domain.delivery.outcomes import Placement
from bot.domain.text.languages import Language
from bot.storage.database.statements import table_of
from bot.storage.delivery.tables import OutboxRow

_OUT: Final = table_of(OutboxRow).c


def ended(state: DeliveryState, reason: DeliveryReason, now: datetime) -> dict[str, Any]:
    """The columns of a queued row that is given up, for an update."""
    return {
        "state": case((_OUT.unknown > 0, DeliveryState.UNCERTAIN.value), else_=state.value),
        "reason": reason.value,
        "settled_at": now,
    }


def values_of(message: OutboxMessage) -> dict[str, Any]:
    """The row of a new message, for a statement that enters many."""
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


def moved(placement: Placement) -> dict[str, Any]:
    """The parameters of a change of a row."""
    return {
        "row": placement.id,
        "new_state": placement.state.value,
        "why": placement.reason.value if placement.reason else None,
        "due": placement.due_at,
        "more": int(placement.unknown),
        "chat": placement.chat_id,
        "number": placement.message_id,
        "sent": placement.sent_at,
        "settled": placement.settled_at,
    }
