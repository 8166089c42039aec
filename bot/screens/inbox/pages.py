"""The messages of a question, dealt out to screens that fit a phone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.delivery.media import Enclosure
from bot.domain.inbox.threads import ThreadEntry
from bot.domain.text.phrases import Joined, Moment, Msg, Phrase, Plain, Strong
from bot.screens.codec import Action
from bot.screens.home.hints import NAMES
from bot.screens.screen import Button, Row

PIECE: Final = 600
"""Characters of a typed text on one screen; longer ones go on over several pages."""


@dataclass(frozen=True, slots=True)
class Page:
    """Messages of a question that fit a screen.

    Args:
        files: What came with them, and who sent it: a staff number, None for the person who asks.
    """

    lines: tuple[Phrase, ...]
    files: tuple[tuple[int | None, Enclosure], ...] = ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a message that fits a screen."""

    lines: tuple[Phrase, ...]
    length: int
    entry: ThreadEntry
    is_first: bool = False


def paged(
    entries: Sequence[ThreadEntry], names: Mapping[int, Phrase], *, mine: bool
) -> Sequence[Page]:
    """Messages dealt out to screens, the newest first screen; within one the oldest on top.

    Args:
        names: How the colleagues who wrote are called, by staff number.
        mine: Who reads is the person who asked.
    """
    if not entries:
        return [Page((Msg("The words are erased."),))]
    pages: list[list[_Piece]] = [[]]
    room = PIECE
    pieces = [piece for entry in entries for piece in _pieces(entry, names, mine=mine)]
    for piece in reversed(pieces):
        if pages[-1] and piece.length > room:
            pages.append([])
            room = PIECE
        pages[-1].insert(0, piece)
        room -= piece.length
    return [_page(pieces) for pieces in pages]


def _page(pieces: Sequence[_Piece]) -> Page:
    files = [
        (piece.entry.author, piece.entry.enclosed)
        for piece in pieces
        if piece.is_first and piece.entry.enclosed is not None
    ]
    return Page(tuple(line for piece in pieces for line in piece.lines), tuple(files))


def turn_row(page: int, pages: int, show: Callable[[int], Action]) -> Row:
    """The way to earlier and later messages, where a question has several pages.

    Args:
        pages: How many there are; the first one has the newest messages.
        show: Gives the action that shows a page.
    """
    row: list[Button] = []
    if page + 1 < pages:
        row.append(Button(Msg("Earlier"), show(page + 1), "⬅️"))
    if page > 0:
        row.append(Button(Msg("Later"), show(page - 1), "➡️"))
    return tuple(row)


def files_row(page: Page, action: Action) -> Row:
    """The way to the pictures, files and voice messages of a page, where it has any."""
    return (Button(Msg("Show what was sent"), action, "📎"),) if page.files else ()


def _pieces(entry: ThreadEntry, names: Mapping[int, Phrase], *, mine: bool) -> list[_Piece]:
    who: Phrase
    if entry.author is None:
        who = Msg("You") if mine else Msg("The person")
    else:
        who = names.get(entry.author, Msg("The team"))
    changed = (Msg("changed"),) if entry.is_change else ()
    head: tuple[Phrase, ...] = (Strong(Joined((who, Moment(entry.sent_at), *changed), ", ")),)
    if entry.enclosed is not None:
        head += (Joined((Plain("📎"), NAMES[entry.enclosed.medium])),)
    parts = [entry.text[offset : offset + PIECE] for offset in range(0, len(entry.text), PIECE)]
    first = _Piece(
        (*head, *map(Plain, parts[:1])), len("".join(parts[:1])) + 60, entry, is_first=True
    )
    return [first, *(_Piece((Plain(part),), len(part) + 40, entry) for part in parts[1:])]
