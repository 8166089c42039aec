"""Files: what the bot uploads and what people send, each with an id one can download by."""

import struct
from dataclasses import dataclass
from typing import Any

from bot.sandbox.rules.refusals import RefusalError, bad_request

MEGABYTE = 1024 * 1024
DOWNLOAD_LIMIT = 20 * MEGABYTE
UPLOAD_LIMIT = 50 * MEGABYTE
PHOTO_LIMIT = 10 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart call."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file Telegram keeps; ``size`` may be larger than the content a test made up."""

    file_id: str
    folder: str
    name: str
    content_type: str
    content: bytes
    size: int

    @property
    def unique_id(self) -> str:
        """The id that is the same for all bots."""
        return f"U{self.file_id}"

    @property
    def path(self) -> str:
        """Where ``/file/bot<token>/`` gives it out."""
        extension = self.name.rpartition(".")[2] if "." in self.name else "bin"
        return f"{self.folder}/file_{self.file_id}.{extension}"

    @property
    def wire(self) -> dict[str, Any]:
        """The fields that every kind of file has in the Bot API."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        }


class FileStore:
    """All files of the sandbox, by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(
        self,
        folder: str,
        name: str,
        content: bytes,
        content_type: str = "application/octet-stream",
        size: int | None = None,
    ) -> StoredFile:
        """Keep a file and give it an id."""
        number = len(self._by_id) + 1
        file_id = f"{folder[:3].upper()}{number:08d}"
        size = len(content) if size is None else size
        stored = StoredFile(file_id, folder, name, content_type, content, size)
        self._by_id[file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def get(self, file_id: str) -> StoredFile:
        """Find a file by its id, as getFile does.

        Raises:
            RefusalError: 400 for an id that the sandbox never gave out.
        """
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return stored

    def at(self, path: str) -> StoredFile | None:
        """Find a file by the path that getFile gave."""
        return self._by_path.get(path)

    def take(self, source: Upload | str, folder: str) -> StoredFile:
        """Keep an upload, or find the file that a call names by id."""
        if isinstance(source, str):
            return self.get(source)
        if not source.content:
            raise bad_request("file must be non-empty")
        if len(source.content) > UPLOAD_LIMIT:
            raise RefusalError(413, "Request Entity Too Large")
        return self.keep(folder, source.name, source.content, source.content_type)


def photo_wire(stored: StoredFile) -> list[dict[str, Any]]:
    """Describe a photo in the sizes Telegram makes of it; one is enough here."""
    width, height = picture_size(stored.content)
    return [{**stored.wire, "width": width, "height": height}]


def picture_size(content: bytes) -> tuple[int, int]:
    """Read width and height of a PNG, GIF or JPEG picture, in pixels.

    Raises:
        RefusalError: 400 for anything that is not a picture.
    """
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width), int(height)
    if content.startswith((b"GIF87a", b"GIF89a")) and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return int(width), int(height)
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return 512, 512
    if content.startswith(b"\xff\xd8"):
        return _jpeg_size(content)
    raise bad_request("IMAGE_PROCESS_FAILED")


def _jpeg_size(content: bytes) -> tuple[int, int]:
    position = 2
    while position + 9 <= len(content) and content[position] == 0xFF:
        marker = content[position + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[position + 5 : position + 9])
            return int(width), int(height)
        position += 2 + int.from_bytes(content[position + 2 : position + 4], "big")
    raise bad_request("IMAGE_PROCESS_FAILED")
