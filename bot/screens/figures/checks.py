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


def show_checks(found: ScreeningFigures, page: int, content: Content) -> Screen:
    """How checks ended, where people stopped, and per call what they said and why not."""
    lines: list[Phrase] = [Labelled(label, count(found.ends[end])) for end, label in ENDS.items()]
    stopped = {one: n for one, n in found.stopped.items() if n is not None}
    if stopped:
        lines.append(Strong(Msg("Where people stopped")))
        lines += [Labelled(_asked(one, content), count(n)) for one, n in _most(stopped)]
    lines += _calls(found, content)
    lines += _trades(found, content)
    return show_lines(FigurePage.CHECKS, page, lines)


def _calls(found: ScreeningFigures, content: Content) -> list[Phrase]:
    lines: list[Phrase] = []
    for call in content.calls:
        if (call, TOTAL) not in found.verdicts:
            continue
        parts = [
            Joined((_VERDICTS[one], count(found.verdicts[call, one.value]))) for one in VERDICTS
        ]
        lines.append(Labelled(call_name(call, content), Joined(tuple(parts), " · ")))
        because = {
            asked: n
            for (about, asked), n in found.because.items()
            if about == call and n is not None
        }
        if because:
            named = [Joined((_asked(one, content), count(n))) for one, n in _most(because)]
            lines.append(Labelled(Msg("Excluded by"), Joined(tuple(named), ", ")))
    return lines


def _trades(found: ScreeningFigures, content: Content) -> list[Phrase]:
    """Wished trades with the municipalities they are wished in (need I8)."""
    question = content.rules.questions.get(_TRADE)
    lines: list[Phrase] = []
    for trade in dict.fromkeys(row for row, _place in found.trades if row != TOTAL):
        total = found.trades[trade, TOTAL]
        if question is None or total is None:
            continue
        places = [
            Joined((content.municipalities[place].name, count(n)))
            for (row, place), n in found.trades.items()
            if row == trade and n is not None and place in content.municipalities
        ]
        value = Joined((count(total), *places), " · ")
        lines.append(Labelled(name_option(question, trade), value))
    return [Strong(Msg("Wished trades")), *lines] if lines else []


def _asked(name: str, content: Content) -> Phrase:
    known = content.rules.questions.get(name)
    return known.short if known else Plain(name)


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: -one[1])
