"""A picture and a sound, small and made by hand, that people of the sandbox send."""

import struct
import zlib


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
