"""The check of which calls fit me: one question a screen, from what I look for to the verdicts."""

from collections.abc import Sequence

from bot.domain.eligibility.questions import Form, Question
from bot.domain.errors import NotFoundError
from bot.domain.localtime import local_day
from bot.domain.reading.places import fold
from bot.domain.screening.conversation import Aim, Conversation, Span, write
from bot.domain.screening.replies import is_one, readable
from bot.domain.screening.typed_answers import understand
from bot.domain.text.phrases import Msg, Phrase
from bot.screens.calls.actions import ShowCall
from bot.screens.screen import Button, Screen
from bot.screens.screening import begin as screens
from bot.screens.screening import questions as asking
from bot.screens.screening.actions import (
    AskNext,
    BeginCheck,
    ChangeReply,
    CheckCall,
    CheckWhole,
    GiveAnswer,
    GoBack,
    OfferKept,
    PickRegion,
    ShowCheck,
    ShowVerdict,
    ShowVerdicts,
    ShowWhy,
    StopCheck,
    UseKept,
)
from bot.services.privacy import passcodes
from bot.services.screening import conversation as screening
from bot.services.screening.conversation import Position
from bot.transport.visit import MediaMessage, Text, Visit

_ALPHABETIC_FROM = 7
"""So many answers to a sensitive question stand in the order of the alphabet (need E3)."""


async def show(visit: Visit, _action: ShowCheck) -> Screen:
    """What do you look for? Or on with what was begun."""
    place = None if _is_locked(visit) else await position(visit)
    answered = len(place.talk.replies) if place else 0
    return screens.choose_aim(
        tuple(visit.content.goals.values()),
        answered,
        finished=place is not None and not place.question,
    )


async def begin(visit: Visit, action: BeginCheck) -> Screen:
    """Check the open calls for this."""
    goal = visit.content.goals.get(action.goal)
    aim = Aim(goal=goal.id if goal else "")
    return await _begin(visit, aim)


async def check_call(visit: Visit, action: CheckCall) -> Screen:
    """Does this one call fit me?"""
    if action.call not in visit.content.calls:
        raise NotFoundError("call")
    return await _begin(visit, Aim(call=action.call))


async def offer_kept(visit: Visit, _action: OfferKept) -> Screen:
    """What was kept, to be confirmed on one screen."""
    talk = await screening.find(visit.uow, visit.person.id, visit.now)
    texts = await screening.kept(visit.uow, visit.edition.compiled, visit.person.id)
    fresh = {one: text for one, text in texts.items() if not talk or one not in talk.replies}
    if not fresh:
        return await visit.draw(AskNext())
    rules = visit.edition.compiled.rules
    replies = readable(visit.edition.compiled, fresh)
    return screens.confirm_kept(rules.questions, replies)


async def use_kept(visit: Visit, _action: UseKept) -> Screen:
    """What was kept is still right."""
    talk = await screening.find(visit.uow, visit.person.id, visit.now)
    if talk is not None and not _is_locked(visit):
        compiled = visit.edition.compiled
        await screening.use_kept(visit.uow, compiled, visit.person.id, talk, visit.now)
    return await visit.draw(AskNext())


async def ask(visit: Visit, _action: AskNext) -> Screen:
    """The question at which I am; with none left, the verdicts."""
    return await _ask(visit)


async def pick_region(visit: Visit, action: PickRegion) -> Screen:
    """The municipalities of a region."""
    place = await position(visit)
    district = visit.content.districts.get(action.district)
    if place is None or district is None or place.question != action.question:
        return await visit.draw(AskNext())
    found = visit.content.municipalities_of(district.id)
    return asking.ask_place(_asked(visit, place), found, district.name)


async def answer(visit: Visit, action: GiveAnswer) -> Screen:
    """An answer by button; an old button changes that answer, a wrong one nothing."""
    place = await position(visit)
    if place is None:
        return await visit.draw(ShowCheck())
    if not _is_locked(visit) and _is_asked(place, action.question):
        await _note(visit, place.talk, action.question, action.answer)
    return await visit.draw(AskNext())


async def read(visit: Visit, text: Text) -> Screen:
    """A typed answer; what is not understood gets one hint and the buttons again."""
    place = await position(visit)
    if place is None or not place.question or _is_locked(visit):
        return await visit.draw(AskNext())
    question = visit.edition.compiled.rules.questions[place.question]
    if question.form is Form.MUNICIPALITY:
        return await _read_place(visit, place, question, text.text)
    reply = understand(question, text.text, local_day(visit.now))
    if reply is None:
        return await _ask(visit, hint=asking.did_not_understand(question))
    if isinstance(reply, Span) and not is_one(visit.edition.compiled, question.id, reply):
        return asking.ask(
            _asked(visit, place),
            asking.either(question, reply),
            asking.which_of_two(question, reply),
        )
    await _note(visit, place.talk, question.id, write(reply))
    return await visit.draw(AskNext())


async def receive(visit: Visit, _sent: MediaMessage) -> Screen:
    """A picture or a voice message is no answer: one hint, and the buttons again."""
    place = await position(visit)
    if place is None or not place.question or _is_locked(visit):
        return await visit.draw(AskNext())
    question = visit.edition.compiled.rules.questions[place.question]
    return await _ask(visit, hint=asking.did_not_understand(question))


async def go_back(visit: Visit, action: GoBack) -> Screen:
    """The question before this one; before the first one, what I look for."""
    if _is_locked(visit):
        return await visit.draw(AskNext())
    talk = await screening.find(visit.uow, visit.person.id, visit.now)
    before = talk.before(action.question) if talk else ""
    if talk is None or not before:
        return await visit.draw(ShowCheck())
    compiled = visit.edition.compiled
    await screening.ask_again(visit.uow, compiled, visit.person.id, talk, before, visit.now)
    return await visit.draw(AskNext())


async def change(visit: Visit, action: ChangeReply) -> Screen:
    """Answer one question anew."""
    talk = await screening.find(visit.uow, visit.person.id, visit.now)
    if talk is not None and not _is_locked(visit):
        compiled = visit.edition.compiled
        await screening.ask_again(
            visit.uow, compiled, visit.person.id, talk, action.question, visit.now
        )
    return await visit.draw(AskNext())


async def show_why(visit: Visit, _action: ShowWhy) -> Screen:
    """Why the question is asked, and which calls need it."""
    place = await position(visit)
    if place is None or not place.question:
        return await visit.draw(AskNext())
    question = visit.edition.compiled.rules.questions[place.question]
    needed = place.state.needs(place.question) or tuple(filter(None, [place.talk.whole]))
    return asking.tell_why(question, [visit.content.calls[call] for call in needed])


async def stop(visit: Visit, _action: StopCheck) -> Screen:
    """Stop here, with what is known so far."""
    if _is_locked(visit):
        return await visit.draw(AskNext())
    place = await position(visit)
    if place is None:
        return await visit.draw(ShowCheck())
    return await _end(visit, place)


async def check_whole(visit: Visit, action: CheckWhole) -> Screen:
    """Ask for every point of a call, also of one that is ruled out."""
    if _is_locked(visit):
        return await visit.draw(AskNext())
    talk = await screening.find(visit.uow, visit.person.id, visit.now)
    compiled = visit.edition.compiled
    if talk is None or action.call not in compiled.calls:
        return await visit.draw(ShowCheck())
    await screening.check_whole(visit.uow, compiled, visit.person.id, talk, action.call, visit.now)
    return await visit.draw(AskNext())


async def current(visit: Visit) -> tuple[Position | None, bool]:
    """Where the person stands, carried over to the rules of now, and whether these changed."""
    talk = await screening.find(visit.uow, visit.person.id, visit.now)
    if talk is None:
        return None, False
    compiled, person = visit.edition.compiled, visit.person.id
    talk, changed = await screening.refresh(visit.uow, compiled, person, talk, visit.now)
    return await position_of(visit, talk), changed


def tell_changed(screen: Screen, *, changed: bool) -> Screen:
    """Say kindly that the rules are others than at the beginning."""
    if not changed:
        return screen
    return screen.with_intro(
        Msg("The calls have changed since you began. What you said stays, where it still counts.")
    )


async def position(visit: Visit) -> Position | None:
    """Where the person stands in a check under the rules of now; None without one."""
    talk = await screening.find(visit.uow, visit.person.id, visit.now)
    if talk is None:
        return None
    return await position_of(visit, talk)


async def position_of(visit: Visit, talk: Conversation) -> Position:
    """Where a check stands under the rules of now."""
    compiled = visit.edition.compiled
    calls = await screening.portfolio(visit.uow, visit.content, compiled, talk.aim, visit.now)
    return screening.stand(compiled, visit.edition.plan_for(calls), talk, calls)


async def _begin(visit: Visit, aim: Aim) -> Screen:
    compiled, person = visit.edition.compiled, visit.person.id
    calls = await screening.portfolio(visit.uow, visit.content, compiled, aim, visit.now)
    if not calls and aim.call:
        return screens.admit_no_rule(ShowCall(aim.call))
    if not calls:
        return screens.admit_no_call(visit.content.goals.get(aim.goal))
    if not _is_locked(visit):
        await screening.begin(visit.uow, compiled, person, aim, visit.now)
    return await visit.draw(OfferKept())


async def _ask(visit: Visit, hint: Phrase | None = None) -> Screen:
    place, changed = await current(visit)
    if place is None:
        return await visit.draw(ShowCheck())
    if not place.question:
        screen = await _end(visit, place)
    else:
        question = visit.edition.compiled.rules.questions[place.question]
        screen = asking.ask(_asked(visit, place), _choices(visit, question), hint)
    return tell_changed(screen, changed=changed)


async def _end(visit: Visit, place: Position) -> Screen:
    """The verdicts, because everything is said or the person stops here."""
    compiled, person = visit.edition.compiled, visit.person.id
    stopped = bool(place.question)
    talk = await screening.count_end(visit.uow, compiled, person, place, visit.now, stopped=stopped)
    call = talk.whole or talk.aim.call
    if talk.whole or talk.asking:
        await screening.check_whole(visit.uow, compiled, person, talk, "", visit.now)
    return await visit.draw(ShowVerdict(call) if call else ShowVerdicts())


def _asked(visit: Visit, place: Position) -> asking.Asked:
    compiled = visit.edition.compiled
    questions, talk = compiled.rules.questions, place.talk
    earlier = talk.before(place.question)
    before = None
    if earlier in questions:
        reply = readable(compiled, {earlier: talk.replies[earlier]}).get(earlier)
        before = (questions[earlier], reply) if reply is not None else None
    return asking.Asked(
        questions[place.question], place.left, before, compiled.cells[place.question]
    )


def _choices(visit: Visit, question: Question) -> Sequence[Button]:
    if question.form is Form.MUNICIPALITY:
        return asking.regions(question, tuple(visit.content.districts.values()))
    order = None
    if question.sensitive and len(question.options) >= _ALPHABETIC_FROM:
        order = {
            option.id: fold(visit.translator.plain(option.label, visit.language))
            for option in question.options
        }
        order["other"] = "~"
    return asking.options(question, visit.edition.compiled.cells[question.id], order)


async def _read_place(visit: Visit, place: Position, question: Question, text: str) -> Screen:
    found = visit.edition.places.match(text).municipalities
    if not found:
        return await _ask(visit, hint=asking.did_not_understand(question))
    if len(found) > 1:
        places = [visit.content.municipalities[one] for one in found]
        return asking.ask_place(_asked(visit, place), places, Msg("Which one do you mean?"))
    await _note(visit, place.talk, question.id, found[0])
    return await visit.draw(AskNext())


async def _note(visit: Visit, talk: Conversation, question: str, text: str) -> None:
    await screening.answer(
        visit.uow, visit.edition.compiled, visit.person.id, talk, question, text, visit.now
    )


def _is_locked(visit: Visit) -> bool:
    """Whether a word closes the person's things: then nothing is shown, and nothing changes."""
    return passcodes.is_locked(visit.person, visit.now)


def _is_asked(place: Position, question: str) -> bool:
    """Whether a question is, was or may be asked: any other answer was forged."""
    return question in {place.question, *place.talk.replies, *place.state.askable}
