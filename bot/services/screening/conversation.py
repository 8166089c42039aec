"""A check from the first question to the verdicts: begin, answer, go back, keep, erase.

Nothing here changes a rule or a verdict; those are pure and lie in ``bot.domain.eligibility``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.eligibility.asking.planning import Plan, expected_left, next_question
from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.explanations import unchecked_questions
from bot.domain.eligibility.questions import NoAnswer
from bot.domain.eligibility.verdicts import CheckState, judge
from bot.domain.localtime import local_day
from bot.domain.privacy.consent import Purpose
from bot.domain.privacy.retention import KEPT_FOR, Months, Record, months_after
from bot.domain.screening.conversation import Aim, Conversation, Reply, read
from bot.domain.screening.replies import readable, settled
from bot.services.calls.calls import calls_today
from bot.services.case import Case
from bot.services.privacy import answers as kept_answers
from bot.services.privacy import consents
from bot.services.screening import counts
from bot.storage.screening.screening import last_day
from bot.storage.unit_of_work import UnitOfWork

MUNICIPALITY: Final = "municipality"
"""The question about the person's own place, which may be kept outside of any check."""
_KEPT_AS: Final = {MUNICIPALITY: kept_answers.PLACE}
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


async def find(case: Case) -> Conversation | None:
    """The check that a person has begun, unless it was dropped too long ago."""
    talk = await case.uow.screenings.find(case.person_id)
    return None if talk is None or talk.is_over(case.now) else talk


async def begin(case: Case, aim: Aim) -> Conversation:
    """Look for this from now on; what was answered before still counts."""
    talk = await find(case)
    if talk is None:
        await case.uow.screenings.drop(case.person_id)
        await counts.note_started(case.uow, case.now)
        talk = Conversation(aim, case.compiled.version, case.now)
    return await _store(case, replace(talk, aim=aim, asking="", whole=""))


async def refresh(case: Case, talk: Conversation) -> tuple[Conversation, bool]:
    """Carry a check over to the rules of now; what they do not know any more is erased.

    Returns:
        The check, and whether the rules changed since it was last judged.
    """
    if talk.version == case.compiled.version:
        return talk, False
    screenings = case.uow.screenings
    valid = readable(case.compiled, talk.replies)
    for question in talk.replies:
        await screenings.forget(case.person_id, question)
    await screenings.put_sensitive(case.person_id, talk.number, {}, last_day(case.now), case.now)
    replies = {question: text for question, text in talk.replies.items() if question in valid}
    talk = replace(talk, version=case.compiled.version, replies=replies, asking="", whole="")
    return await _store(case, talk, *replies), True


async def answer(case: Case, talk: Conversation, question: str, text: str) -> Conversation:
    """Note a reply; the same once more, or one that cannot be meant, changes nothing.

    Args:
        text: The reply as it is written in the tables and on buttons.
    """
    known = case.compiled.rules.questions.get(question)
    if known is None or read(known, text) is None:
        return talk
    if talk.replies.get(question) == text and not talk.asking:
        return talk
    return await _store(case, talk.replied(question, text), question)


async def ask_again(case: Case, talk: Conversation, question: str) -> Conversation:
    """Go to a question that was answered before; its answer stays until there is another."""
    if question not in talk.replies or talk.asking == question:
        return talk
    return await _store(case, replace(talk, asking=question))


async def check_whole(case: Case, talk: Conversation, call: str) -> Conversation:
    """Ask for every point of this call from now on, also if one rules it out; none: stop that."""
    return await _store(case, replace(talk, whole=call, asking=""))


async def count_end(case: Case, position: Position, *, stopped: bool = False) -> Conversation:
    """Count once that a check is finished, or that the person stopped at a question."""
    talk = position.talk
    finished = not position.state.askable
    if talk.counted or not (finished or stopped):
        return talk
    if finished:
        await counts.note_finished(case.uow, position.state, case.now)
    else:
        await counts.note_stopped(case.uow, position.question, case.now)
    return await _store(case, replace(talk, counted=True))


async def portfolio(case: Case, aim: Aim) -> tuple[str, ...]:
    """The calls that a check is about: the open ones, or the one that was asked for."""
    if aim.call:
        return (aim.call,) if aim.call in case.compiled.calls else ()
    today = await calls_today(case.uow, case.content, case.now, goal=aim.goal)
    return tuple(one.call.id for one in today if one.is_open and one.call.id in case.compiled.calls)


def stand(
    compiled: Compiled, plan: Plan | None, talk: Conversation, calls: Sequence[str]
) -> Position:
    """What is known about each call, and what to ask next."""
    answers = settled(compiled, talk.replies)
    state = judge(compiled, answers, calls)
    if talk.asking in compiled.rules.questions:
        return Position(talk, state, talk.asking, max(expected_left(state, plan), 1.0))
    if talk.whole in compiled.calls:
        alone = judge(compiled, answers, (talk.whole,))
        open_points = unchecked_questions(alone, talk.whole) or alone.askable
        return Position(talk, state, open_points[0] if open_points else "", float(len(open_points)))
    return Position(talk, state, next_question(state, plan) or "", expected_left(state, plan))


async def state_of(case: Case, calls: Sequence[str] | None = None) -> CheckState | None:
    """What the answers of the check that a person has begun mean; None without a check.

    Args:
        calls: About which; None for every call that has a rule.
    """
    talk = await find(case)
    if talk is None:
        return None
    answers = settled(case.compiled, talk.replies)
    return judge(case.compiled, answers, tuple(case.compiled.calls) if calls is None else calls)


async def said(case: Case, state: CheckState) -> Mapping[str, Reply]:
    """What the person said, as they said it, to the questions that count in a state."""
    talk = await find(case)
    replies = replies_of(case.compiled, talk) if talk else {}
    return {question: replies[question] for question in state.answers if question in replies}


async def kept(case: Case) -> Mapping[str, str]:
    """Answers that a person lets us keep and that these rules understand, sensitive ones too.

    Returns:
        By question, as written in the tables.
    """
    return await kept_of(case.uow, case.compiled, case.person_id)


async def kept_of(uow: UnitOfWork, compiled: Compiled, person_id: int) -> Mapping[str, str]:
    """The same as :func:`kept` about anybody, for what the clock compares."""
    ordinary = await kept_answers.kept(uow, person_id)
    texts = {_ASKED_AS.get(name, name): text for name, text in ordinary.items()}
    texts |= await uow.screenings.kept_sensitive(person_id)
    valid = readable(compiled, texts)
    return {question: text for question, text in texts.items() if question in valid}


async def use_kept(case: Case, talk: Conversation) -> Conversation:
    """Take what was kept as answered, where nothing else was said since."""
    texts = await kept(case)
    fresh = {question: text for question, text in texts.items() if question not in talk.replies}
    return await _store(case, replace(talk, replies={**talk.replies, **fresh}), *fresh)


async def keep(case: Case, talk: Conversation) -> None:
    """Keep the ordinary answers beyond the check.

    Raises:
        ConsentMissingError: if the person has not agreed to that.
    """
    await consents.require(case.uow, case.person_id, Purpose.ANSWERS)
    for question, text in answered(case.compiled, talk, sensitive=False).items():
        name = _KEPT_AS.get(question, question)
        await kept_answers.keep(case.uow, case.person_id, name, text, case.now)


async def keep_sensitive(case: Case, talk: Conversation) -> None:
    """Keep the sensitive answers beyond the check, apart from the others.

    Raises:
        ConsentMissingError: if the person has not agreed to that.
    """
    await consents.require(case.uow, case.person_id, Purpose.SPECIAL)
    period = KEPT_FOR[Record.KEPT_SENSITIVE]
    today = local_day(case.now)
    until = months_after(today, period) if isinstance(period, Months) else today + period
    texts = {
        **await case.uow.screenings.kept_sensitive(case.person_id),
        **answered(case.compiled, talk, sensitive=True),
    }
    await case.uow.screenings.keep_sensitive(case.person_id, texts, until, case.now)


async def forget(case: Case) -> None:
    """Erase everything that a person answered, in the check and what was kept."""
    await case.uow.screenings.drop(case.person_id)
    await case.uow.screenings.forget_kept_sensitive(case.person_id)
    await case.uow.answers.forget_all(case.person_id)


def answered(compiled: Compiled, talk: Conversation, *, sensitive: bool) -> Mapping[str, str]:
    """What a person answered to ordinary or to sensitive questions, without what they left out.

    Returns:
        By question, as written in the tables.
    """
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


async def _store(case: Case, talk: Conversation, *changed: str) -> Conversation:
    """Write where a check stands, and the replies that changed; it lives on from now."""
    compiled, person_id, now = case.compiled, case.person_id, case.now
    screenings = case.uow.screenings
    talk = await screenings.store(person_id, talk, now)
    for question in changed:
        if not _is_sensitive(compiled, question):
            await screenings.put(person_id, question, talk.replies[question], now)
    sensitive = {
        question: text
        for question, text in talk.replies.items()
        if _is_sensitive(compiled, question)
    }
    if sensitive:
        # Written each time, so that they live exactly as long as the check.
        await screenings.put_sensitive(person_id, talk.number, sensitive, last_day(now), now)
    return talk
