"""Addresses that a button under a broadcast may open: such as people can read and trust."""

import re
from enum import Enum, auto
from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 200
"""Characters of the address that a button opens."""
_ADDRESS: Final = re.compile(r"(?i:https)://[^\s<>\"\\^`{|}]+")
_NAME: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
_NUMBERS: Final = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)|.*:.*")


class AddressFault(Enum):
    """Why an address is not put behind a button."""

    UNREADABLE = auto()  # too long, not https, or nothing that a browser opens
    WITH_NAME = auto()  # https://bank.example@elsewhere.example/ looks like another host
    NUMBERS = auto()  # https://192.0.2.1/ says nothing about whose it is
    OTHER_LETTERS = auto()  # xn--..., or letters that look like others


def fault_of(address: str) -> AddressFault | None:
    """What speaks against an address; None if nothing does."""
    if len(address) > LONGEST or _ADDRESS.fullmatch(address) is None:
        return AddressFault.UNREADABLE
    try:
        parts = urlsplit(address)
        host, _port = (parts.hostname or "").removesuffix("."), parts.port
    except ValueError:
        return AddressFault.UNREADABLE
    if "@" in parts.netloc:
        return AddressFault.WITH_NAME
    if _NUMBERS.fullmatch(host):
        return AddressFault.NUMBERS
    if not host.isascii() or any(label.startswith("xn--") for label in host.split(".")):
        return AddressFault.OTHER_LETTERS
    return None if _NAME.fullmatch(host) else AddressFault.UNREADABLE
