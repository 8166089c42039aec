"""Formatted text as Telegram tells it, written as HTML that Telegram reads back alike.

Offsets and lengths count UTF-16 units: https://core.telegram.org/bots/api#messageentity
"""

import html
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

_TAGS: Final[Mapping[str, str]] = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote expandable",
}


def as_html(text: str, entities: Sequence[Mapping[str, Any]] = ()) -> str:
    """The text with bold, italic, links and the like kept, everything else escaped.

    What is no formatting, such as a command or an address that Telegram finds by itself, stays
    plain. Entities that cross one another are closed and opened again.
    """
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    units = text.encode("utf-16-le")
    known = sorted(
        (
            (_whole(units, one[0]), _whole(units, one[1]), *one[2:])
            for one in (_span(entity) for entity in entities)
            if one is not None
        ),
        key=lambda one: (one[0], -one[1]),
    )
    if not known:
        return html.escape(text, quote=False)
    end = len(units) // 2
    cuts = sorted({0, end, *(min(max(at, 0), end) for one in known for at in one[:2])})
    said = []
    for start, stop in pairwise(cuts):
        around = [one for one in known if one[0] <= start and stop <= one[1]]
        piece = units[start * 2 : stop * 2].decode("utf-16-le", "ignore")
        said.append((tuple((one[2], one[3]) for one in around), html.escape(piece, quote=False)))
    return _joined(said)


def utf16_length(text: str) -> int:
    """How long Telegram finds a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _whole(units: bytes, at: int) -> int:
    """A place between letters: in the middle of one it moves behind it."""
    high = units[at * 2 + 1 : at * 2 + 2]
    return at + 1 if high and 0xDC <= high[0] <= 0xDF else at


def _span(entity: Mapping[str, Any]) -> tuple[int, int, str, str] | None:
    kind, start = str(entity.get("type")), int(entity["offset"])
    end = start + int(entity["length"])
    if kind == "text_link":
        address = html.escape(str(entity.get("url", "")))
        return start, end, f'<a href="{address}">', "</a>"
    if kind in _TAGS:
        return start, end, f"<{_TAGS[kind]}>", f"</{_TAGS[kind].partition(' ')[0]}>"
    return None


def _joined(pieces: Sequence[tuple[tuple[tuple[str, str], ...], str]]) -> str:
    said: list[str] = []
    opened: tuple[tuple[str, str], ...] = ()
    for wanted, piece in (*pieces, ((), "")):
        same = 0
        while same < min(len(opened), len(wanted)) and opened[same] == wanted[same]:
            same += 1
        said += [closing for _opening, closing in reversed(opened[same:])]
        said += [opening for opening, _closing in wanted[same:]]
        said.append(piece)
        opened = wanted
    return "".join(said)
