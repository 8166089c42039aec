"""Buttons that stand on many screens, always in the same place and with the same words."""

from collections.abc import Sequence
from typing import Final, TypeVar

from bot.domain.text.phrases import (
    Copied,
    Joined,
    Labelled,
    Listed,
    Msg,
    Phrase,
    Plain,
    Strong,
    Words,
)
from bot.screens.codec import Action
from bot.screens.home.actions import ShowHome
from bot.screens.screen import Button, Row

PAGE: Final = 6
"""Choices on one screen; more become pages."""
ENTRIES: Final = 4
"""Entries of two lines on one screen, so that a list fits a small phone."""

T = TypeVar("T")


def back(action: Action) -> Button:
    """The way to the screen above."""
    return Button(Msg("Back"), action, "◀️")


def home() -> Button:
    """The way to the first screen."""
    return Button(Msg("Home"), ShowHome(), "🏠")


def footer(above: Action | None = None) -> Row:
    """Back at the left and Home at the right, at the bottom of every screen but the first."""
    return (home(),) if above is None or above == ShowHome() else (back(above), home())


def page_of(items: Sequence[T], page: int, size: int = PAGE) -> tuple[Sequence[T], int]:
    """The items of a page and its number, which is moved into the range that exists."""
    last = max(0, (len(items) - 1) // size)
    page = min(max(page, 0), last)
    return items[page * size : (page + 1) * size], page


def pager(total: int, page: int, previous: Action, following: Action, size: int = PAGE) -> Row:
    """Buttons to the pages before and after, where there are any."""
    row = []
    if page > 0:
        row.append(Button(Msg("Previous"), previous, "⬅️"))
    if (page + 1) * size < total:
        row.append(Button(Msg("More"), following, "➡️"))
    return tuple(row)


def numbers(actions: Sequence[Action]) -> Row:
    """One small button for each numbered line of a list."""
    return tuple(
        Button(Plain(str(number)), action) for number, action in enumerate(actions, start=1)
    )


def numbered(number: int, phrase: Phrase) -> Phrase:
    """A line of a list that a small button points to."""
    return Joined((Plain(f"{number}."), phrase))


def pairs(buttons: Sequence[Button]) -> tuple[Row, ...]:
    """Buttons two in a row, as many as fit a small phone."""
    return tuple(tuple(buttons[i : i + 2]) for i in range(0, len(buttons), 2))


def length_of(phrase: Phrase | None) -> int:
    """About how long a phrase gets in its longest language, in characters."""
    length = 40
    match phrase:
        case None:
            length = 0
        case Words(texts=texts):
            length = max(len(text) for text in texts.values())
        case Plain(text=text) | Copied(text=text):
            length = len(text)
        case Labelled(label=label, value=value):
            length = length_of(label) + 2 + length_of(value)
        case Joined(parts=parts) | Listed(parts=parts):
            length = sum(length_of(part) + 2 for part in parts)
        case Strong(phrase=inner):
            length = length_of(inner)
        case Msg(msgid=msgid):
            length = len(msgid) * 5 // 4
    return length


def pages_of(lines: Sequence[Phrase], limit: int = 600) -> list[list[Phrase]]:
    """Lines dealt out to pages that fit a small phone in every language.

    Args:
        limit: Characters on a page; a longer line has a page of its own.
    """
    pages: list[list[Phrase]] = [[]]
    room = limit
    for line in lines:
        need = length_of(line)
        if pages[-1] and need > room:
            pages.append([])
            room = limit
        pages[-1].append(line)
        room -= need
    return pages
