"""What a message can consist of, and a file that Telegram keeps."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Medium(StrEnum):
    """What kind of message somebody sends."""

    TEXT = "text"
    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    CONTACT = "contact"
    LOCATION = "location"
    OTHER = "other"  # a sticker, a video, a poll: nothing here takes it


FILES: Final = (Medium.PHOTO, Medium.DOCUMENT, Medium.VOICE)
"""What Telegram keeps under an id, by which a bot sends it on."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes along with words, or instead of them.

    Args:
        medium: One of :data:`FILES`.
        file_id: By which Telegram sends it again.
    """

    medium: Medium
    file_id: str = field(repr=False)

    def __post_init__(self) -> None:
        if self.medium not in FILES or not self.file_id:
            raise ValueError("only a file can be enclosed")
