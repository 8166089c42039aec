"""A check begins: what I look for, or on with what I began; and what was kept, to be confirmed."""

from collections.abc import Mapping, Sequence

from bot.domain.content import Goal
from bot.domain.eligibility.questions import Question
from bot.domain.screening.conversation import Reply
from bot.domain.text.phrases import Msg, Phrase, Plural
from bot.screens import navigation
from bot.screens.calls.actions import ListCalls, ShowCall
from bot.screens.screen import Button, Row, Screen
from bot.screens.screening.actions import (
    AskNext,
    BeginCheck,
    ConfirmForgetting,
    ListReplies,
    OfferKept,
    ShowCheck,
    ShowVerdicts,
    UseKept,
)
from bot.screens.screening.replies import lines_of


def choose_aim(goals: Sequence[Goal], answered: int, *, finished: bool = False) -> Screen:
    """What do you look for? And what is said before the first question.

    Args:
        answered: How many questions were answered in the check that goes on; 0 for a new one.
        finished: Everything is said in it.
    """
    aims = [Button(goal.label, BeginCheck(goal.id), goal.emoji) for goal in goals]
    everything = Button(Msg("Show me everything"), BeginCheck(), "📋")
    on: tuple[Row, ...] = ()
    lines: tuple[Phrase | None, ...] = (
        Msg("I ask a few questions and say which open calls may fit you, and why."),
        Msg("Nobody is refused here: the programme's staff decide."),
        Msg("Your answers stay up to 8 days, so that you can go on. Nobody else sees them."),
    )
    if answered:
        go_on = (
            Button(Msg("Results"), ShowVerdicts(), "▶️")
            if finished
            else Button(Msg("Go on"), AskNext(), "▶️")
        )
        on = (
            (go_on,),
            (
                Button(Msg("My answers"), ListReplies(), "📝"),
                Button(Msg("Erase my answers"), ConfirmForgetting(), "🗑"),
            ),
        )
        count = Plural(
            "{n} answer is still here. I do not ask it again.",
            "{n} answers are still here. I do not ask them again.",
            n=answered,
        )
        lines = (count, *lines[1:])
    return Screen(
        here=ShowCheck(),
        title=Msg("Which calls fit me?"),
        lines=(*lines, None, Msg("What do you look for?")),
        rows=(*on, *navigation.pairs(aims), (everything,), navigation.footer()),
    )


def admit_no_call(goal: Goal | None) -> Screen:
    """No call that can be checked is open for this (need E17)."""
    return Screen(
        here=ShowCheck(),
        title=goal.label if goal else Msg("Which calls fit me?"),
        lines=(
            Msg("No call is open for this today."),
            Msg("Follow a call or a place, and I tell you when one opens."),
        ),
        rows=(
            (Button(Msg("All calls"), ListCalls(), "📋"),),
            navigation.footer(ShowCheck()),
        ),
    )


def admit_no_rule(call: ShowCall) -> Screen:
    """Say that a call cannot be checked here, and who tells whether it fits."""
    return Screen(
        here=ShowCheck(),
        title=Msg("Which calls fit me?"),
        lines=(Msg("I cannot check this call. Its team tells you whether it fits."),),
        rows=((Button(Msg("The call"), call, "📋"),), navigation.footer(call)),
    )


def confirm_kept(questions: Mapping[str, Question], replies: Mapping[str, Reply]) -> Screen:
    """What was kept, on one screen, instead of asking it again."""
    return Screen(
        here=OfferKept(),
        title=Msg("Is this still right?"),
        # All on one screen, however many: nobody confirms what they do not see.
        lines=(Msg("You let me keep these answers."), None, *lines_of(questions, replies)),
        rows=(
            (Button(Msg("Yes, use them"), UseKept(), "✅"),),
            (Button(Msg("No, ask me again"), AskNext()),),
            navigation.footer(ShowCheck()),
        ),
    )
