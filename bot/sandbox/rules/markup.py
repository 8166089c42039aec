"""Telegram's HTML: text and entities out of it, refused where Telegram refuses it.

Error words and rules follow the parser of TDLib (``MessageEntity.cpp``), including byte offsets.
"""

import re
from typing import Any, NamedTuple

from bot.sandbox.rules.refusals import RefusalError, bad_request

Entity = dict[str, Any]

SIMPLE_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}
OTHER_TAGS = frozenset({"a", "span", "blockquote", "tg-emoji"})
NAMED_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_TAG_NAME = re.compile(r"[^\s/>]*")
_ATTRIBUTE = re.compile(
    r"""\s*(?P<name>[^\s=>/]+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>"'=]+)))?"""
)


def utf16_length(text: str) -> int:
    """Count the UTF-16 units of a text, the unit of every offset and length in the Bot API."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


class _OpenTag(NamedTuple):
    name: str
    attributes: dict[str, str]
    offset: int


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Read Telegram's HTML into plain text and entities.

    Raises:
        RefusalError: 400 "can't parse entities: ..." for anything Telegram would not accept.
    """
    if "<" not in source and "&" not in source:
        return source, []
    return _HtmlReader(source).read()


class _HtmlReader:
    """One pass over one text, with a stack of the tags that are open."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._position = 0
        self._pieces: list[str] = []
        self._length = 0
        self._open: list[_OpenTag] = []
        self._entities: list[Entity] = []

    def read(self) -> tuple[str, list[Entity]]:
        source = self._source
        while self._position < len(source):
            tag = source.find("<", self._position)
            end = len(source) if tag < 0 else tag
            self._add(_replace_references(source[self._position : end]))
            self._position = end
            if tag >= 0:
                if source.startswith("</", tag):
                    self._close_tag()
                else:
                    self._open_tag()
        if self._open:
            raise self._refusal(
                f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"', None
            )
        return "".join(self._pieces), sort_entities(self._entities)

    def _add(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            self._length += utf16_length(text)

    def _open_tag(self) -> None:
        start = self._position
        match = _TAG_NAME.match(self._source, start + 1)
        if match is None or match.end() == len(self._source):
            raise self._refusal("Unclosed start tag", start)
        name = match.group().lower()
        if name not in SIMPLE_TAGS and name not in OTHER_TAGS:
            raise self._refusal(f'Unsupported start tag "{name}"', start)
        attributes, self._position = self._read_attributes(name, start)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._refusal('Tag "span" must have class "tg-spoiler"', start)
        self._open.append(_OpenTag(name, attributes, self._length))

    def _read_attributes(self, name: str, start: int) -> tuple[dict[str, str], int]:
        source, position = self._source, start + 1 + len(name)
        attributes: dict[str, str] = {}
        while position < len(source):
            rest = source[position:].lstrip()
            position = len(source) - len(rest)
            if rest.startswith(">"):
                return attributes, position + 1
            match = _ATTRIBUTE.match(source, position)
            if match is None:
                raise self._refusal(f'Empty attribute name in the tag "{name}"', start)
            value = match["double"] or match["single"] or match["bare"] or ""
            attributes[match["name"].lower()] = _replace_references(value)
            position = match.end()
        raise self._refusal("Unclosed start tag", start)

    def _close_tag(self) -> None:
        start = self._position
        end = self._source.find(">", start)
        if end < 0:
            raise self._refusal("Unclosed end tag", start)
        name = self._source[start + 2 : end].strip().lower()
        if not self._open:
            raise self._refusal("Unexpected end tag", start)
        tag = self._open.pop()
        if name not in ("", tag.name):
            raise self._refusal(
                f"Unmatched end tag at byte offset {self._byte_offset(start)}, "
                f'expected "</{tag.name}>", found "</{name}>"',
                None,
            )
        self._position = end + 1
        length = self._length - tag.offset
        if length:
            self._add_entity(tag, length)

    def _add_entity(self, tag: _OpenTag, length: int) -> None:
        entity: Entity = {"type": "", "offset": tag.offset, "length": length}
        if tag.name in SIMPLE_TAGS:
            entity["type"] = SIMPLE_TAGS[tag.name]
            if tag.name == "code" and self._names_language_of_pre(tag):
                return
            if tag.name == "pre" and "language" in tag.attributes:
                entity["language"] = tag.attributes["language"]
        elif tag.name == "span":
            entity["type"] = "spoiler"
        elif tag.name == "blockquote":
            expandable = "expandable" in tag.attributes
            entity["type"] = "expandable_blockquote" if expandable else "blockquote"
        elif tag.name == "tg-emoji":
            entity |= {
                "type": "custom_emoji",
                "custom_emoji_id": tag.attributes.get("emoji-id", ""),
            }
        else:
            url = tag.attributes.get("href", "")
            if not url.startswith(("http://", "https://", "tg://", "mailto:", "tel:")):
                return  # Telegram keeps the words and drops a link that leads nowhere
            entity |= {"type": "text_link", "url": url}
        self._entities.append(entity)

    def _names_language_of_pre(self, tag: _OpenTag) -> bool:
        """Tell whether ``<code class="language-x">`` only says the language of its ``<pre>``."""
        language = tag.attributes.get("class", "")
        around = self._open[-1] if self._open else None
        if around is None or (around.name, around.offset) != ("pre", tag.offset):
            return False
        if not language.startswith("language-"):
            return False
        around.attributes["language"] = language.removeprefix("language-")
        return True

    def _byte_offset(self, position: int) -> int:
        return len(self._source[:position].encode())

    def _refusal(self, reason: str, position: int | None) -> RefusalError:
        where = "" if position is None else f" at byte offset {self._byte_offset(position)}"
        return bad_request(f"can't parse entities: {reason}{where}")


def _replace_references(text: str) -> str:
    """Replace the character references Telegram knows; others stay as they were written."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return NAMED_CHARACTERS[match[3]]
    code = int(match[1]) if match[1] else int(match[2], 16)
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return match.group()
    return chr(code)


def sort_entities(entities: list[Entity]) -> list[Entity]:
    """Put entities in Telegram's order: by offset, the longer one first."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
