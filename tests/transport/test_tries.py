"""One call of the sender: whatever the other side does, there is an outcome."""

import asyncio
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.domain.delivery.outbox import DeliveryReason
from bot.domain.delivery.outcomes import (
    Delivered,
    Moved,
    NotSent,
    Outcome,
    Refused,
    Throttled,
    Unknown,
    Unreachable,
)
from bot.transport import tries
from bot.transport.meters import SendMeters
from bot.transport.pace import Pace
from bot.transport.parcels import Parcel
from bot.transport.request import NotSentError
from bot.transport.tries import Tries

HELLO = Parcel("sendMessage", {"chat_id": 7, "text": "Hello"})


NO_RIGHTS = (
    "Bad Request: not enough rights to send text messages to the chat",
    "Bad Request: not enough rights to send photos to the chat",
    "Bad Request: need administrator rights in the channel chat",
    "Bad Request: have no rights to send a message",
    "Bad Request: CHAT_WRITE_FORBIDDEN",
    "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN",
    "Bad Request: CHAT_RESTRICTED",
)


class OddBot:
    """Answers each call with the next thing it was given; an error is raised."""

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)

    async def call(self, _method: str, **_parameters: Any) -> Any:
        answer = self._answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        if answer is Ellipsis:
            await asyncio.Event().wait()
        return answer


def calls_of(*answers: Any, pace: Pace | None = None) -> Tries:
    return Tries(OddBot(*answers), pace or Pace(10), SendMeters())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"message_id": 5, "text": "Hello"}, Delivered(5)),
        ({"text": "Hello"}, Unknown(DeliveryReason.BROKEN)),  # it arrived, and has no number
        (None, Unknown(DeliveryReason.BROKEN)),
        (RuntimeError("a fault of ours"), Unknown(DeliveryReason.BROKEN)),
        (NotSentError("no connection"), NotSent(DeliveryReason.NO_CONNECTION)),
        (NetworkError("Bad Gateway"), NotSent(DeliveryReason.GATEWAY)),
        (NetworkError("Gateway Timeout"), Unknown(DeliveryReason.BROKEN)),
        (NetworkError("connection broke"), Unknown(DeliveryReason.BROKEN)),
        (TimedOut("no answer"), Unknown(DeliveryReason.TIMED_OUT)),
        (Forbidden("Forbidden: bot was blocked by the user"), Unreachable(DeliveryReason.BLOCKED)),
        (Forbidden("Forbidden: user is deactivated"), Unreachable(DeliveryReason.DEACTIVATED)),
        (
            Forbidden("Forbidden: bot was kicked from the group chat"),
            Unreachable(DeliveryReason.BLOCKED),
        ),
        (BadRequest("Bad Request: chat not found"), Unreachable(DeliveryReason.NO_CHAT)),
        (BadRequest("PEER_ID_INVALID"), Unreachable(DeliveryReason.NO_CHAT)),
        (BadRequest("Bad Request: can't parse entities"), Refused()),
        (ChatMigrated(-100_7), Moved(-100_7)),
        *((BadRequest(words), Refused(DeliveryReason.NO_RIGHTS)) for words in NO_RIGHTS),
        (InvalidToken("Unauthorized"), NotSent(DeliveryReason.REFUSED)),
    ],
)
async def test_every_answer_has_an_outcome(answer: Any, outcome: Outcome) -> None:
    assert await calls_of(answer).send(HELLO) == outcome


async def test_what_takes_a_message_away_is_answered_by_a_mere_yes() -> None:
    gone = Parcel("deleteMessage", {"chat_id": 7, "message_id": 12})
    assert await calls_of(True).send(gone) == Delivered(12)


async def test_a_server_that_never_ends_its_answer_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tries, "LONGEST_CALL_SECONDS", 0.01)
    assert await calls_of(...).send(HELLO) == Unknown(DeliveryReason.TIMED_OUT)


async def test_a_telegram_that_does_not_answer_is_asked_ever_more_rarely() -> None:
    now = 50.0
    pace = Pace(10, lambda: now)
    sender = calls_of(*[TimedOut("no answer")] * 12, {"message_id": 1}, TimedOut("no"), pace=pace)
    pauses = []
    for _ in range(12):
        await sender.send(HELLO)
        pauses.append(pace.held_for)
        now += pace.held_for
    assert pauses == [0, 0, 1, 2, 4, 8, 16, 30, 30, 30, 30, 30]
    await sender.send(HELLO)
    await sender.send(HELLO)
    assert pace.held_for == 0


async def test_a_group_that_must_wait_gets_no_call_and_lets_nobody_else_wait() -> None:
    now = 50.0
    pace = Pace(10, lambda: now)
    sender = calls_of(RetryAfter(35), {"message_id": 1}, {"message_id": 2}, pace=pace)
    notice = Parcel("sendMessage", {"chat_id": -7, "text": "Hello"})
    assert await sender.send(notice) == Throttled(35)
    now += 5
    assert await sender.send(notice) == Throttled(30)
    assert pace.held_for == 0
    assert await sender.send(HELLO) == Delivered(1)
    now += 30
    assert await sender.send(notice) == Delivered(2)


async def test_a_person_who_must_wait_lets_the_whole_sender_rest() -> None:
    pace = Pace(10, lambda: 50.0)
    await calls_of(RetryAfter(3), pace=pace).send(HELLO)
    assert pace.held_for == 3
