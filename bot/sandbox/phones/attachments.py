"""What people attach to their messages: a picture, a voice, a sticker, a file, all made up."""

import struct
import zlib

from bot.sandbox.rules.files import FileStore
from bot.sandbox.world.chats import Wire

MADE_UP_LIMIT = 1024 * 1024  # bytes; a larger file is only said to be large


def photo(files: FileStore, caption: str = "") -> Wire:
    """Make a picture, in two sizes as Telegram does."""
    stored = files.keep("photos", "photo.png", PICTURE, "image/png")
    small = {**stored.wire, "width": 90, "height": 90}
    content: Wire = {"photo": [small, {**stored.wire, "width": 320, "height": 320}]}
    return content | ({"caption": caption} if caption else {})


def voice(files: FileStore, duration: int) -> Wire:
    """Make a voice message of some seconds."""
    stored = files.keep("voice", "voice.oga", SOUND, "audio/ogg")
    return {"voice": {**stored.wire, "duration": duration, "mime_type": "audio/ogg"}}


def sticker(files: FileStore, emoji: str) -> Wire:
    """Make a sticker as Telegram describes one."""
    stored = files.keep("stickers", "sticker.webp", PICTURE, "image/webp")
    looks = {"type": "regular", "width": 512, "height": 512, "emoji": emoji}
    return {"sticker": {**stored.wire, **looks, "is_animated": False, "is_video": False}}


def document(files: FileStore, name: str, size: int, content: bytes | None = None) -> Wire:
    """Make a file of ``size`` bytes, or with a content of its own."""
    if content is not None:
        size = len(content)
    else:
        content = bytes(min(size, MADE_UP_LIMIT))
    kind = "application/pdf" if name.endswith(".pdf") else "application/octet-stream"
    stored = files.keep("documents", name, content, kind, size)
    return {"document": {**stored.wire, "file_name": name, "mime_type": kind}}


def _draw_picture(width: int, height: int) -> bytes:
    """Draw a picture of soft stripes, as a PNG."""
    lines = b"".join(
        b"\x00" + bytes((220 - row * 90 // height, 120 + row * 60 // height, 90)) * width
        for row in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


PICTURE = _draw_picture(320, 320)
SOUND = b"OggS" + bytes(60)  # the beginning of a sound file; nobody plays it
