"""What a person answered: in words, as a list, to be changed, kept or erased."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from bot.domain.eligibility.cells import Cell
from bot.domain.eligibility.questions import Form, NoAnswer, Question
from bot.domain.privacy.consent import Purpose
from bot.domain.screening.conversation import Reply, Span
from bot.domain.text.phrases import (
    Day,
    DayStyle,
    Joined,
    Labelled,
    Listed,
    Msg,
    Phrase,
    Plain,
    Strong,
)
from bot.screens import navigation
from bot.screens.codec import Action
from bot.screens.privacy.actions import ShowConsents, ShowMyData
from bot.screens.privacy.my_data import consent_name
from bot.screens.screen import Button, Row, Screen
from bot.screens.screening.actions import (
    ChangeReply,
    ConfirmForgetting,
    ForgetReplies,
    KeepReplies,
    KeepSensitive,
    ListReplies,
    ShowCheck,
    ShowVerdicts,
    TellWhenFits,
)

_KEPT_LINES: Final = 10
"""So many kept answers, of a line each, stand on one screen."""
NOTHING_SAID: Final[Mapping[NoAnswer, Msg]] = {
    NoAnswer.UNSURE: Msg("not sure"),
    NoAnswer.WITHHELD: Msg("rather not said"),
    NoAnswer.SKIPPED: Msg("left out"),
}


def describe(question: Question, reply: Reply) -> Phrase:
    """A reply in words, as the person reads it."""
    match reply:
        case NoAnswer():
            return NOTHING_SAID[reply]
        case Span(low=low, high=high):
            return describe_range(question, low, high)
        case date():
            return Day(reply, DayStyle.WITH_YEAR)
        case int():
            return Plain(str(reply))
        case _:
            return name_option(question, reply)


def name_option(question: Question, option: str) -> Phrase:
    """What an option is called on a button; a dash if the rules do not know it."""
    label = next((known.label for known in question.options if known.id == option), None)
    return label or Plain("–")


def describe_range(question: Question, low: int | date, high: int | date) -> Phrase:
    """From here to there; open where the question itself ends."""
    if low == high:
        return describe(question, low)
    first, last = (question.low, question.high) if isinstance(low, int) else (
        question.earliest, question.latest)  # fmt: skip
    start, end = describe(question, low), describe(question, high)
    if low == first:
        return Msg("Up to {end}", end=end)
    if high == last:
        return Msg("{start} or more", start=start) if isinstance(low, int) else Msg(
            "{start} or later", start=start)  # fmt: skip
    return Joined((start, end), "–")


def describe_cell(question: Question, cell: Cell) -> Phrase:
    """All that a cell of a question stands for, in words."""
    if question.form in {Form.NUMBER, Form.DATE}:
        low, high = cell.values[0], cell.values[-1]
        if isinstance(low, str) or isinstance(high, str):
            raise TypeError("a range has no options")
        return describe_range(question, low, high)
    return Listed(
        tuple(name_option(question, str(option)) for option in cell.values), alternatives=True
    )


def lines_of(questions: Mapping[str, Question], replies: Mapping[str, Reply]) -> Iterator[Phrase]:
    """A line for each answer: what was asked, and what was said."""
    for question, reply in replies.items():
        yield Labelled(questions[question].short, describe(questions[question], reply))


def list_replies(
    questions: Mapping[str, Question],
    replies: Mapping[str, Reply],
    kept: Mapping[str, Reply],
    page: int,
) -> Screen:
    """Everything that was answered, each one to be changed, and what is kept for longer.

    Args:
        replies: Of the check that goes on.
        kept: What the person lets us keep, with consent.
    """
    given, kept_lines = list(replies), list(lines_of(questions, kept))
    for_now = [given[i : i + navigation.PAGE] for i in range(0, len(given), navigation.PAGE)]
    for_longer = [kept_lines[i : i + _KEPT_LINES] for i in range(0, len(kept_lines), _KEPT_LINES)]
    page = min(max(page, 0), max(len(for_now) + len(for_longer) - 1, 0))
    shown = for_now[page] if page < len(for_now) else []
    lines: list[Phrase | None] = [
        navigation.numbered(number, line)
        for number, line in enumerate(
            lines_of(questions, {name: replies[name] for name in shown}), start=1
        )
    ]
    if shown:
        lines += [None, Msg("A number changes the answer. They stay up to 8 days.")]
    elif for_longer:
        lines = [Strong(Msg("Kept with your consent")), *for_longer[page - len(for_now)]]
    more = navigation.pager(
        len(for_now) + len(for_longer), page, ListReplies(max(page - 1, 0)),
        ListReplies(page + 1), size=1,
    )  # fmt: skip
    erase = (Button(Msg("Erase my answers now"), ConfirmForgetting(), "🗑"),)
    keep = (Button(Msg("Keep my answers"), KeepReplies(), "📌"),)
    return Screen(
        here=ListReplies(page),
        title=Msg("My answers"),
        lines=tuple(lines) or (Msg("You have not answered anything yet."),),
        rows=(
            navigation.numbers([ChangeReply(name) for name in shown]),
            more,
            keep if given else (),
            erase if given or kept else (),
            navigation.footer(_above(given)),
        ),
    )


def confirm_kept(*, sensitive_too: bool) -> Screen:
    """Say that the answers are kept, and for how long.

    Args:
        sensitive_too: There are sensitive ones that are not kept yet; they are asked about apart.
    """
    offer: tuple[Row, ...] = ()
    lines: tuple[Phrase | None, ...] = (
        Msg("I keep your answers for 12 months. /mydata shows and erases them."),
    )
    if sensitive_too:
        lines += (Msg("Answers about origin and the like are not among them."),)
        offer = ((Button(consent_name(Purpose.SPECIAL), KeepSensitive(), "📌"),),)
    return Screen(
        here=ListReplies(),
        title=Msg("Kept"),
        lines=lines,
        rows=(
            *offer,
            (Button(Msg("Tell me what fits"), TellWhenFits(), "🔔"),),
            (
                Button(Msg("My answers"), ListReplies(), "📝"),
                Button(Msg("Results"), ShowVerdicts(), "▶️"),
            ),
            navigation.footer(ListReplies()),
        ),
    )


def confirm_forgetting(count: int, kept: int) -> Screen:
    """What will happen; the safe choice first."""
    lines: tuple[Phrase, ...] = (
        Labelled(Msg("Answers of this check"), Plain(str(count))),
        Labelled(Msg("Kept with your consent"), Plain(str(kept))),
        Msg("All of them are erased, your kept place too. It cannot be undone."),
    )
    return Screen(
        here=ConfirmForgetting(),
        title=Msg("Erase my answers?"),
        lines=lines,
        rows=(
            (Button(Msg("No, keep them"), ListReplies(), "◀️"),),
            (Button(Msg("Yes, erase my answers"), ForgetReplies(), "🗑"),),
        ),
    )


def confirm_forgotten() -> Screen:
    """Say that nothing of the answers is left, and where to go on."""
    return Screen(
        here=ShowCheck(),
        title=Msg("Your answers are erased"),
        lines=(Msg("Whenever you like, you can begin anew."),),
        rows=(
            (Button(Msg("Which calls fit me?"), ShowCheck(), "🧭"),),
            (
                Button(Msg("My data"), ShowMyData(), "🗂"),
                Button(Msg("Consents"), ShowConsents(), "✅"),
            ),
            navigation.footer(),
        ),
    )


def _above(given: Sequence[str]) -> Action:
    return ShowCheck() if given else ShowMyData()
