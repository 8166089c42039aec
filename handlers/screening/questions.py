"""The check of which calls fit me: one question a screen, from what I look for to the verdicts."""

from collections.abc import Sequence

from bot.domain.eligibility.questions import Form, Question
from bot.domain.errors import NotFoundError
from bot.domain.localtime import local_day
from bot.domain.reading.nearby import nearby
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
from bot.services.screening import conversation
from bot.services.screening.conversation import Position
from bot.transport.visit import MediaMessage, Said, Text, Visit

_ALPHABETIC_FROM = 7
"""So many answers to a sensitive question stand in the order of the alphabet (need E3)."""


async def show(visit: Visit, _action: ShowCheck) -> Screen:
    """Ask what the person looks for, and offer to go on with what they began."""
    position = (
        None if passcodes.is_locked(visit.person, visit.now) else await current_position(visit)
    )
    answered = len(position.talk.replies) if position else 0
    return screens.choose_aim(
        tuple(visit.content.goals.values()),
        answered,
        finished=position is not None and not position.question,
    )


async def begin(visit: Visit, action: BeginCheck) -> Screen:
    """Begin to check the open calls for a goal, and ask the first question."""
    goal = visit.content.goals.get(action.goal)
    aim = Aim(goal=goal.id if goal else "")
    return await _begin(visit, aim)


async def check_call(visit: Visit, action: CheckCall) -> Screen:
    """Begin to check one call, and ask the first question about it."""
    if action.call not in visit.content.calls:
        raise NotFoundError("call")
    return await _begin(visit, Aim(call=action.call))


async def offer_kept(visit: Visit, _action: OfferKept) -> Screen:
    """Show the kept answers on one screen to be confirmed; without any, the next question."""
    talk = await conversation.find(visit.case)
    texts = await conversation.kept(visit.case)
    fresh = {
        question: text
        for question, text in texts.items()
        if not talk or question not in talk.replies
    }
    if not fresh:
        return await visit.draw(AskNext())
    rules = visit.edition.compiled.rules
    replies = readable(visit.edition.compiled, fresh)
    return screens.confirm_kept(rules.questions, replies)


async def use_kept(visit: Visit, _action: UseKept) -> Screen:
    """Take the kept answers as said, and ask what is left."""
    talk = await conversation.find(visit.case)
    if talk is not None:
        await conversation.use_kept(visit.case, talk)
    return await visit.draw(AskNext())


async def ask(visit: Visit, _action: AskNext) -> Screen:
    """Ask the question at which the person is; with none left, show the verdicts."""
    return await _ask(visit)


async def pick_region(visit: Visit, action: PickRegion) -> Screen:
    """Offer the municipalities of a region as answers."""
    position = await current_position(visit)
    district = visit.content.districts.get(action.district)
    if position is None or district is None or position.question != action.question:
        return await visit.draw(AskNext())
    places = visit.content.municipalities_of(district.id)
    return asking.ask_place(_asked(visit, position), places, district.name)


async def answer(visit: Visit, action: GiveAnswer) -> Screen:
    """Note an answer by button; an old button changes that answer, a wrong one nothing."""
    position = await current_position(visit)
    if position is None:
        return await visit.draw(ShowCheck())
    if _is_asked(position, action.question):
        await conversation.answer(visit.case, position.talk, action.question, action.answer)
    return await visit.draw(AskNext())


async def read(visit: Visit, text: Text) -> Screen:
    """Note a typed answer; what is not understood gets one hint and the buttons again."""
    position = await current_position(visit)
    if position is None or not position.question:
        return await visit.draw(AskNext())
    question = visit.edition.compiled.rules.questions[position.question]
    if question.form is Form.MUNICIPALITY:
        named = visit.edition.places.match(text.text).municipalities
        return await _answer_with(visit, position, question, named)
    reply = understand(question, text.text, local_day(visit.now))
    if reply is None:
        return await _ask(visit, hint=asking.did_not_understand(question))
    if isinstance(reply, Span) and not is_one(visit.edition.compiled, question.id, reply):
        return asking.ask(
            _asked(visit, position),
            asking.either(question, reply),
            asking.which_of_two(question, reply),
        )
    await conversation.answer(visit.case, position.talk, question.id, write(reply))
    return await visit.draw(AskNext())


async def locate(visit: Visit, sent: MediaMessage) -> Screen:
    """Note in which municipality a shared place lies, where that is what is asked."""
    position = await current_position(visit)
    if position is None or not position.question:
        return await visit.draw(AskNext())
    question = visit.edition.compiled.rules.questions[position.question]
    if question.form is not Form.MUNICIPALITY or sent.place is None:
        return await _ask(visit, hint=asking.did_not_understand(question))
    near = nearby(sent.place, visit.content.municipalities.values())
    return await _answer_with(visit, position, question, [place.id for place in near])


async def explain(visit: Visit, _said: Said) -> Screen:
    """What is no answer, such as a picture, gets one hint, and the buttons again."""
    position = await current_position(visit)
    if position is None or not position.question:
        return await visit.draw(AskNext())
    question = visit.edition.compiled.rules.questions[position.question]
    return await _ask(visit, hint=asking.did_not_understand(question))


async def go_back(visit: Visit, action: GoBack) -> Screen:
    """Ask the question before this one again; before the first one, what the person looks for."""
    talk = await conversation.find(visit.case)
    before = talk.before(action.question) if talk else ""
    if talk is None or not before:
        return await visit.draw(ShowCheck())
    await conversation.ask_again(visit.case, talk, before)
    return await visit.draw(AskNext())


async def change(visit: Visit, action: ChangeReply) -> Screen:
    """Ask a question anew that was answered before; its answer stays until then."""
    talk = await conversation.find(visit.case)
    if talk is not None:
        await conversation.ask_again(visit.case, talk, action.question)
    return await visit.draw(AskNext())


async def show_why(visit: Visit, _action: ShowWhy) -> Screen:
    """Say why the question is asked, and which calls need it."""
    position = await current_position(visit)
    if position is None or not position.question:
        return await visit.draw(AskNext())
    question = visit.edition.compiled.rules.questions[position.question]
    needed = position.state.needs(position.question) or tuple(filter(None, [position.talk.whole]))
    return asking.tell_why(question, [visit.content.calls[call] for call in needed])


async def stop(visit: Visit, _action: StopCheck) -> Screen:
    """Stop the check and show the verdicts, as far as they are known."""
    position = await current_position(visit)
    if position is None:
        return await visit.draw(ShowCheck())
    return await _end(visit, position)


async def check_whole(visit: Visit, action: CheckWhole) -> Screen:
    """Ask for every point of a call from now on, also of one that is ruled out."""
    talk = await conversation.find(visit.case)
    if talk is None or action.call not in visit.edition.compiled.calls:
        return await visit.draw(ShowCheck())
    await conversation.check_whole(visit.case, talk, action.call)
    return await visit.draw(AskNext())


async def current(visit: Visit) -> tuple[Position | None, bool]:
    """Where the person stands, carried over to the rules of now.

    Returns:
        The position, None without a check; and whether the rules changed since.
    """
    talk = await conversation.find(visit.case)
    if talk is None:
        return None, False
    talk, changed = await conversation.refresh(visit.case, talk)
    return await position_of(visit, talk), changed


def tell_changed(screen: Screen, *, changed: bool) -> Screen:
    """Say kindly on a screen that the rules are others than at the beginning, if they are."""
    if not changed:
        return screen
    return screen.with_intro(
        Msg("The calls have changed since you began. What you said stays, where it still counts.")
    )


async def current_position(visit: Visit) -> Position | None:
    """Where the person stands in a check under the rules of now; None without one."""
    talk = await conversation.find(visit.case)
    if talk is None:
        return None
    return await position_of(visit, talk)


async def position_of(visit: Visit, talk: Conversation) -> Position:
    """Where a check stands under the rules of now."""
    calls = await conversation.portfolio(visit.case, talk.aim)
    return conversation.stand(visit.edition.compiled, visit.edition.plan_for(calls), talk, calls)


async def _begin(visit: Visit, aim: Aim) -> Screen:
    calls = await conversation.portfolio(visit.case, aim)
    if not calls and aim.call:
        return screens.admit_no_rule(ShowCall(aim.call))
    if not calls:
        return screens.admit_no_call(visit.content.goals.get(aim.goal))
    await conversation.begin(visit.case, aim)
    return await visit.draw(OfferKept())


async def _ask(visit: Visit, hint: Phrase | None = None) -> Screen:
    position, changed = await current(visit)
    if position is None:
        return await visit.draw(ShowCheck())
    if not position.question:
        screen = await _end(visit, position)
    else:
        question = visit.edition.compiled.rules.questions[position.question]
        screen = asking.ask(_asked(visit, position), _choices(visit, question), hint)
    return tell_changed(screen, changed=changed)


async def _end(visit: Visit, position: Position) -> Screen:
    """Show the verdicts, because everything is said or the person stops here."""
    talk = await conversation.count_end(visit.case, position, stopped=bool(position.question))
    call = talk.whole or talk.aim.call
    if talk.whole or talk.asking:
        await conversation.check_whole(visit.case, talk, "")
    return await visit.draw(ShowVerdict(call) if call else ShowVerdicts())


def _asked(visit: Visit, position: Position) -> asking.Asked:
    compiled = visit.edition.compiled
    questions, talk = compiled.rules.questions, position.talk
    earlier = talk.before(position.question)
    before = None
    if earlier in questions:
        reply = readable(compiled, {earlier: talk.replies[earlier]}).get(earlier)
        before = (questions[earlier], reply) if reply is not None else None
    return asking.Asked(
        questions[position.question], position.left, before, compiled.cells[position.question]
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


async def _answer_with(
    visit: Visit, position: Position, question: Question, matches: Sequence[str]
) -> Screen:
    if not matches:
        return await _ask(visit, hint=asking.did_not_understand(question))
    if len(matches) > 1:
        places = [visit.content.municipalities[place] for place in matches]
        return asking.ask_place(_asked(visit, position), places, Msg("Which one do you mean?"))
    await conversation.answer(visit.case, position.talk, question.id, matches[0])
    return await visit.draw(AskNext())


def _is_asked(position: Position, question: str) -> bool:
    """Whether a question is, was or may be asked: any other answer was forged."""
    return question in {position.question, *position.talk.replies, *position.state.askable}
