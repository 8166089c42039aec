"""A check from the first question to the verdicts: begin, answer, go back, keep, erase.

Nothing here changes a rule or a verdict; those are pure and lie in ``bot.domain.eligibility``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bot.domain.content import Content
from bot.domain.eligibility.asking.planning import Plan, expected_left, next_question
from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.explanations import unchecked_questions
from bot.domain.eligibility.questions import Answer, NoAnswer
from bot.domain.eligibility.verdicts import CheckState, judge
from bot.domain.localtime import local_day
from bot.domain.privacy.consent import Purpose
from bot.domain.privacy.retention import KEPT_FOR, Months, Record, months_after
from bot.domain.screening.conversation import Aim, Conversation, Reply, read
from bot.domain.screening.replies import readable, settled
from bot.services.calls.calls import calls_today
from bot.services.privacy import answers, consents
from bot.services.screening import counts as screening_counts
from bot.storage.screening.screening import last_day
from bot.storage.unit_of_work import UnitOfWork

MUNICIPALITY: Final = "municipality"
"""The question about the person's own place, which may be kept outside of any check."""
_KEPT_AS: Final = {MUNICIPALITY: answers.PLACE}
_ASKED_AS: Final = {kept: question for question, kept in _KEPT_AS.items()}


@dataclass(frozen=True, slots=True)
class Position:
    """Where a check stands now.

    Args:
        question: What is asked now; empty if everything is said.
        left: About how many questions are still to come, this one included.
    """

    talk: Conversation
    state: CheckState
    question: str
    left: float


async def find(uow: UnitOfWork, person_id: int, now: datetime) -> Conversation | None:
    """The check that a person has begun, unless it was dropped too long ago."""
    talk = await uow.screenings.find(person_id)
    return None if talk is None or talk.is_over(now) else talk


async def begin(
    uow: UnitOfWork, compiled: Compiled, person_id: int, aim: Aim, now: datetime
) -> Conversation:
    """Look for this from now on; what was answered before still counts."""
    talk = await find(uow, person_id, now)
    if talk is None:
        await uow.screenings.drop(person_id)
        await screening_counts.note_started(uow, now)
        talk = Conversation(aim, compiled.version, now)
    return await _store(uow, compiled, person_id, replace(talk, aim=aim, asking="", whole=""), now)


async def refresh(
    uow: UnitOfWork, compiled: Compiled, person_id: int, talk: Conversation, now: datetime
) -> tuple[Conversation, bool]:
    """Carry a check over to the rules of now; what they do not know any more is erased.

    Returns:
        The check, and whether the rules changed since it was last judged.
    """
    if talk.version == compiled.version:
        return talk, False
    valid = readable(compiled, talk.replies)
    for question in talk.replies:
        await uow.screenings.forget(person_id, question)
    await uow.screenings.put_sensitive(person_id, talk.number, {}, last_day(now), now)
    replies = {one: text for one, text in talk.replies.items() if one in valid}
    talk = replace(talk, version=compiled.version, replies=replies, asking="", whole="")
    return await _store(uow, compiled, person_id, talk, now, *replies), True


async def answer(
    uow: UnitOfWork,
    compiled: Compiled,
    person_id: int,
    talk: Conversation,
    question: str,
    text: str,
    now: datetime,
) -> Conversation:
    """Note a reply; the same once more, or one that cannot be meant, changes nothing."""
    known = compiled.rules.questions.get(question)
    if known is None or read(known, text) is None:
        return talk
    if talk.replies.get(question) == text and not talk.asking:
        return talk
    return await _store(uow, compiled, person_id, talk.replied(question, text), now, question)


async def ask_again(
    uow: UnitOfWork,
    compiled: Compiled,
    person_id: int,
    talk: Conversation,
    question: str,
    now: datetime,
) -> Conversation:
    """Go to a question that was answered before; its answer stays until there is another."""
    if question not in talk.replies or talk.asking == question:
        return talk
    return await _store(uow, compiled, person_id, replace(talk, asking=question), now)


async def check_whole(
    uow: UnitOfWork,
    compiled: Compiled,
    person_id: int,
    talk: Conversation,
    call: str,
    now: datetime,
) -> Conversation:
    """From now on ask for every point of this call, also if one rules it out; none: stop that."""
    return await _store(uow, compiled, person_id, replace(talk, whole=call, asking=""), now)


async def count_end(
    uow: UnitOfWork,
    compiled: Compiled,
    person_id: int,
    place: Position,
    now: datetime,
    *,
    stopped: bool = False,
) -> Conversation:
    """Count once that a check is finished, or that the person stopped at a question."""
    finished = not place.state.askable
    if place.talk.counted or not (finished or stopped):
        return place.talk
    if finished:
        await screening_counts.note_finished(uow, place.state, now)
    else:
        await screening_counts.note_stopped(uow, place.question, now)
    return await _store(uow, compiled, person_id, replace(place.talk, counted=True), now)


async def portfolio(
    uow: UnitOfWork, content: Content, compiled: Compiled, aim: Aim, now: datetime
) -> tuple[str, ...]:
    """The calls that a check is about: the open ones, or the one that was asked for."""
    if aim.call:
        return (aim.call,) if aim.call in compiled.calls else ()
    found = await calls_today(uow, content, now, goal=aim.goal)
    return tuple(one.call.id for one in found if one.is_open and one.call.id in compiled.calls)


def stand(
    compiled: Compiled, plan: Plan | None, talk: Conversation, calls: Sequence[str]
) -> Position:
    """What is known about each call, and what to ask next."""
    found = settled(compiled, talk.replies)
    state = judge(compiled, found, calls)
    if talk.asking in compiled.rules.questions:
        return Position(talk, state, talk.asking, max(expected_left(state, plan), 1.0))
    if talk.whole in compiled.calls:
        alone = judge(compiled, found, (talk.whole,))
        open_points = unchecked_questions(alone, talk.whole) or alone.askable
        return Position(talk, state, open_points[0] if open_points else "", float(len(open_points)))
    return Position(talk, state, next_question(state, plan) or "", expected_left(state, plan))


async def state_of(
    uow: UnitOfWork,
    compiled: Compiled,
    person_id: int,
    now: datetime,
    calls: Sequence[str] | None = None,
) -> tuple[Mapping[str, Answer], CheckState] | None:
    """The answers of the check that a person has begun, and what they mean; None without one.

    Args:
        calls: About which; None for every call that has a rule.
    """
    talk = await find(uow, person_id, now)
    if talk is None:
        return None
    found = settled(compiled, talk.replies)
    return found, judge(compiled, found, tuple(compiled.calls) if calls is None else calls)


async def kept(uow: UnitOfWork, compiled: Compiled, person_id: int) -> Mapping[str, str]:
    """Answers that a person lets us keep and that these rules understand, sensitive ones too."""
    ordinary = await answers.kept(uow, person_id)
    texts = {_ASKED_AS.get(one, one): text for one, text in ordinary.items()}
    texts |= await uow.screenings.kept_sensitive(person_id)
    valid = readable(compiled, texts)
    return {one: text for one, text in texts.items() if one in valid}


async def use_kept(
    uow: UnitOfWork, compiled: Compiled, person_id: int, talk: Conversation, now: datetime
) -> Conversation:
    """Take what was kept as answered, where nothing else was said since."""
    texts = await kept(uow, compiled, person_id)
    fresh = {one: text for one, text in texts.items() if one not in talk.replies}
    talk = replace(talk, replies={**talk.replies, **fresh})
    return await _store(uow, compiled, person_id, talk, now, *fresh)


async def keep(
    uow: UnitOfWork, compiled: Compiled, person_id: int, talk: Conversation, now: datetime
) -> None:
    """Keep the ordinary answers beyond the check.

    Raises:
        ConsentMissingError: if the person has not agreed to that.
    """
    await consents.require(uow, person_id, Purpose.ANSWERS)
    for question, text in told(compiled, talk, sensitive=False).items():
        await answers.keep(uow, person_id, _KEPT_AS.get(question, question), text, now)


async def keep_sensitive(
    uow: UnitOfWork, compiled: Compiled, person_id: int, talk: Conversation, now: datetime
) -> None:
    """Keep the sensitive answers beyond the check, apart from the others.

    Raises:
        ConsentMissingError: if the person has not agreed to that.
    """
    await consents.require(uow, person_id, Purpose.SPECIAL)
    period = KEPT_FOR[Record.KEPT_SENSITIVE]
    today = local_day(now)
    until = months_after(today, period) if isinstance(period, Months) else today + period
    texts = {
        **await uow.screenings.kept_sensitive(person_id),
        **told(compiled, talk, sensitive=True),
    }
    await uow.screenings.keep_sensitive(person_id, texts, until, now)


async def forget(uow: UnitOfWork, person_id: int) -> None:
    """Erase everything that a person answered, in the check and what was kept."""
    await uow.screenings.drop(person_id)
    await uow.screenings.forget_kept_sensitive(person_id)
    await uow.answers.forget_all(person_id)


def told(compiled: Compiled, talk: Conversation, *, sensitive: bool) -> Mapping[str, str]:
    """What a person answered to ordinary or to sensitive questions, without what they left out."""
    return {
        question: talk.replies[question]
        for question, reply in readable(compiled, talk.replies).items()
        if _is_sensitive(compiled, question) == sensitive and not isinstance(reply, NoAnswer)
    }


def replies_of(compiled: Compiled, talk: Conversation) -> Mapping[str, Reply]:
    """Everything that was said, in order, as far as these rules understand it."""
    return readable(compiled, talk.replies)


def _is_sensitive(compiled: Compiled, question: str) -> bool:
    known = compiled.rules.questions.get(question)
    return known is not None and known.sensitive


async def _store(
    uow: UnitOfWork,
    compiled: Compiled,
    person_id: int,
    talk: Conversation,
    now: datetime,
    *changed: str,
) -> Conversation:
    """Write where a check stands, and the replies that changed; it lives on from now."""
    talk = await uow.screenings.store(person_id, talk, now)
    for question in changed:
        if not _is_sensitive(compiled, question):
            await uow.screenings.put(person_id, question, talk.replies[question], now)
    sensitive = {one: text for one, text in talk.replies.items() if _is_sensitive(compiled, one)}
    if sensitive:
        # Written each time, so that they live exactly as long as the check.
        until = last_day(now)
        await uow.screenings.put_sensitive(person_id, talk.number, sensitive, until, now)
    return talk
