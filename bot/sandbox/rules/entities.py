"""Entities of a text: those a caller gave, those Telegram finds itself, and safe HTML of both."""

import html
import re
from typing import Any

from bot.sandbox.rules.markup import Entity, parse_html, sort_entities, utf16_length
from bot.sandbox.rules.refusals import bad_request

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

PLAIN_TYPES = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
    }
)
TYPES_WITH_FIELD = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}

_FOUND = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"]*[^\s<>\".,;:!?)])"
    r"|(?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/@.])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/])"
    r"|(?<![\w@/])(?P<mention>@[A-Za-z0-9_]{4,32})\b"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d]\w*)"
)
_HINTS = re.compile(r"[/@#]")
_OPENING = {
    "bold": "<b>",
    "italic": "<i>",
    "underline": "<u>",
    "strikethrough": "<s>",
    "spoiler": '<span class="tg-spoiler">',
    "blockquote": "<blockquote>",
    "expandable_blockquote": "<blockquote>",
    "code": "<code>",
    "pre": "<pre>",
}
_CLOSING = {
    "bold": "</b>",
    "italic": "</i>",
    "underline": "</u>",
    "strikethrough": "</s>",
    "spoiler": "</span>",
    "blockquote": "</blockquote>",
    "expandable_blockquote": "</blockquote>",
    "code": "</code>",
    "pre": "</pre>",
    "text_link": "</a>",
    "url": "</a>",
}


def read_text(
    source: str, parse_mode: str | None, given: list[Entity] | None
) -> tuple[str, list[Entity]]:
    """Make plain text and entities of what a call gave: HTML, or text with entities beside it.

    White space around the text is cut off, as Telegram does.

    Raises:
        RefusalError: 400 for markup that cannot be read or entities that do not fit the text.
    """
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad_request("unsupported parse_mode (the sandbox reads HTML only)")
        text, entities = parse_html(source)
    else:
        text, entities = source, check_entities(source, given or [])
    if "\r" in text:
        text = text.replace("\r", " ")
    if text[:1].isspace() or text[-1:].isspace():
        text, entities = _strip(text, entities)
    if _HINTS.search(text):
        entities = sort_entities([*entities, *_not_inside(find_entities(text), entities)])
    return text, entities


def check_entities(text: str, entities: list[Entity]) -> list[Entity]:
    """Check entities against their text: known kinds, UTF-16 offsets inside it, no overlaps."""
    length = utf16_length(text)
    for entity in entities:
        kind = entity.get("type")
        if kind not in PLAIN_TYPES and kind not in TYPES_WITH_FIELD:
            raise bad_request("can't parse MessageEntity: Type must be a known one")
        needed = TYPES_WITH_FIELD.get(kind)
        if needed and not entity.get(needed):
            raise bad_request(f'can\'t parse MessageEntity: Field "{needed}" must be given')
        offset, size = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(size, int) or size <= 0 or offset < 0:
            raise bad_request("can't parse MessageEntity: offset and length must be numbers")
        if offset + size > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
                f"at UTF-16 offset {offset + size}"
            )
    return sort_entities([{k: v for k, v in one.items() if v is not None} for one in entities])


def find_entities(text: str) -> list[Entity]:
    """Find what Telegram marks by itself: commands, links, addresses, mentions, hashtags."""
    return [
        {
            "type": match.lastgroup,
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match.group()),
        }
        for match in _FOUND.finditer(text)
    ]


def _not_inside(found: list[Entity], known: list[Entity]) -> list[Entity]:
    """Drop what was found inside code and links, or is there already."""
    closed = [e for e in known if e["type"] in _LEAVE_ALONE]
    return [
        entity
        for entity in found
        if not any(
            entity["offset"] < other["offset"] + other["length"]
            and other["offset"] < entity["offset"] + entity["length"]
            for other in closed
        )
    ]


_LEAVE_ALONE = frozenset(
    {
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "url",
        "email",
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "phone_number",
    }
)


def _strip(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    stripped = text.strip()
    before = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(stripped)
    kept: list[Entity] = []
    for entity in entities:
        start = max(entity["offset"] - before, 0)
        stop = min(entity["offset"] + entity["length"] - before, end)
        if stop > start:
            kept.append({**entity, "offset": start, "length": stop - start})
    return stripped, kept


def render_html(text: str, entities: list[Entity]) -> str:
    """Render a text as HTML that is safe to show: escaped, and only the tags named here."""
    units = text.encode("utf-16-le", "surrogatepass")
    marks: list[tuple[int, int, str]] = []  # place, order at that place, tag
    for number, entity in enumerate(sort_entities(entities)):
        start, stop = entity["offset"], entity["offset"] + entity["length"]
        piece = units[start * 2 : stop * 2].decode("utf-16-le", "replace")
        opening = _opening_tag(entity, piece)
        if opening:
            marks.append((start, number, opening))
            marks.append((stop, -number - 1, _CLOSING[entity["type"]]))
    pieces: list[str] = []
    position = 0
    for place, _, tag in sorted(marks):
        pieces.append(_escape(units[position * 2 : place * 2]))
        pieces.append(tag)
        position = place
    pieces.append(_escape(units[position * 2 :]))
    return "".join(pieces)


def _opening_tag(entity: dict[str, Any], piece: str) -> str | None:
    kind = entity["type"]
    if kind in ("text_link", "url"):
        return f'<a href="{html.escape(entity.get("url") or piece)}" rel="noopener noreferrer">'
    return _OPENING.get(kind)


def _escape(units: bytes) -> str:
    return html.escape(units.decode("utf-16-le", "replace"), quote=False)
