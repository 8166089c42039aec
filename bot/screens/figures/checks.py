"""Counts of checks for staff: how they ended, what they said, and what stood in the way."""

from collections.abc import Mapping
from typing import Final

from bot.domain.content import Content
from bot.domain.figures.checks import LEFT, VERDICTS, Event, ScreeningFigures
from bot.domain.figures.figures import FigurePage
from bot.domain.figures.suppression import TOTAL
from bot.domain.text.phrases import Joined, Labelled, Msg, Phrase, Plain, Strong
from bot.screens.figures.figures import call_name, count, show_lines
from bot.screens.screen import Screen
from bot.screens.screening.replies import name_option

ENDS: Final[Mapping[str, Msg]] = {
    TOTAL: Msg("Begun"),
    Event.FINISHED: Msg("Finished"),
    Event.STOPPED: Msg("Stopped early"),
    LEFT: Msg("Left open"),
}
_VERDICTS: Final[Mapping[str, Msg]] = {
    Event.FITS: Msg("fits"),
    Event.UNCLEAR: Msg("unclear"),
    Event.EXCLUDED: Msg("does not fit"),
}
_TRADE: Final = "trade"


def show_checks(figures: ScreeningFigures, page: int, content: Content) -> Screen:
    """How checks ended, where people stopped, and per call what they said and why not."""
    lines: list[Phrase] = [Labelled(label, count(figures.ends[end])) for end, label in ENDS.items()]
    stopped = {question: n for question, n in figures.stopped.items() if n is not None}
    if stopped:
        lines.append(Strong(Msg("Where people stopped")))
        lines += [Labelled(_asked(name, content), count(n)) for name, n in _most(stopped)]
    lines += _calls(figures, content)
    lines += _trades(figures, content)
    return show_lines(FigurePage.CHECKS, page, lines)


def _calls(figures: ScreeningFigures, content: Content) -> list[Phrase]:
    lines: list[Phrase] = []
    for call in content.calls:
        if (call, TOTAL) not in figures.verdicts:
            continue
        parts = [
            Joined((_VERDICTS[verdict], count(figures.verdicts[call, verdict.value])))
            for verdict in VERDICTS
        ]
        lines.append(Labelled(call_name(call, content), Joined(tuple(parts), " · ")))
        because = {
            asked: n
            for (about, asked), n in figures.because.items()
            if about == call and n is not None
        }
        if because:
            named = [Joined((_asked(name, content), count(n))) for name, n in _most(because)]
            lines.append(Labelled(Msg("Excluded by"), Joined(tuple(named), ", ")))
    return lines


def _trades(figures: ScreeningFigures, content: Content) -> list[Phrase]:
    """Wished trades with the municipalities they are wished in (need I8)."""
    question = content.rules.questions.get(_TRADE)
    lines: list[Phrase] = []
    for trade in dict.fromkeys(row for row, _place in figures.trades if row != TOTAL):
        total = figures.trades[trade, TOTAL]
        if question is None or total is None:
            continue
        places = [
            Joined((content.municipalities[place].name, count(n)))
            for (row, place), n in figures.trades.items()
            if row == trade and n is not None and place in content.municipalities
        ]
        value = Joined((count(total), *places), " · ")
        lines.append(Labelled(name_option(question, trade), value))
    return [Strong(Msg("Wished trades")), *lines] if lines else []


def _asked(name: str, content: Content) -> Phrase:
    known = content.rules.questions.get(name)
    return known.short if known else Plain(name)


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: -item[1])
