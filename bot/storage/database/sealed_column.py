"""How a table declares a column whose text is sealed."""

import json
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Dialect, LargeBinary, TypeDecorator

VERSION: Final = b"\x01"
"""The first byte of every sealed value: AES-256-GCM, 12 bytes of nonce, padded text, tag."""
NONCE_BYTES: Final = 12
BLOCK_BYTES: Final = 64
"""Text is padded to whole blocks: else the length of a sealed answer would tell which it is."""
TAG_BYTES: Final = 16
SHORTEST: Final = len(VERSION) + NONCE_BYTES + BLOCK_BYTES + TAG_BYTES

RowKey = int | str | tuple[int | str, ...]
"""What tells a row apart: its id, or a unique key that is known before the row is inserted."""


@dataclass(frozen=True, slots=True)
class SealedPlace:
    """Where a sealed value lies. It opens there and nowhere else."""

    table: str
    row: RowKey
    column: str

    def bound_to(self, person_id: int) -> bytes:
        """The associated data of the value: whose it is and where it lies, without ambiguity."""
        return json.dumps([self.table, self.column, self.row, person_id]).encode()


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """The lasting name of a sealed column.

    The name goes into every value. It stays as it is when a migration renames the table or the
    column, which is why it is written out and not derived.
    """

    table: str
    column: str

    def at(self, row: RowKey) -> SealedPlace:
        """The place of one row's value, where alone it opens."""
        return SealedPlace(self.table, row, self.column)


class SealedBytes(TypeDecorator[bytes]):
    """The type of a sealed column: it refuses text that nobody sealed."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Let only sealed bytes into the column.

        Raises:
            ValueError: if the value was not sealed.
        """
        if value is not None and (not value.startswith(VERSION) or len(value) < SHORTEST):
            raise ValueError("a sealed column takes only what was sealed")
        return value
