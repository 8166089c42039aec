"""The log of every Bot API call: what the bot asked and what it was answered, in order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call: its method, the parameters as they were understood, and the answer as JSON."""

    method: str
    params: Mapping[str, Any]
    answer: Mapping[str, Any]
    status: int
    at: datetime
    fault: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the sandbox did what was asked (the bot may not have heard of it)."""
        return bool(self.answer.get("ok"))

    @property
    def description(self) -> str:
        """Why it was refused; empty when it was not."""
        return str(self.answer.get("description", ""))


class CallLog:
    """Calls in the order in which they were answered."""

    def __init__(self) -> None:
        self._calls: list[ApiCall] = []

    def add(self, call: ApiCall) -> None:
        """Write down a call that was answered."""
        self._calls.append(call)

    def of(self, *methods: str) -> list[ApiCall]:
        """List the calls of some methods, oldest first."""
        return [call for call in self._calls if call.method in methods]

    @property
    def refused(self) -> list[ApiCall]:
        """List the calls that were not done."""
        return [call for call in self._calls if not call.ok]

    def clear(self) -> None:
        """Forget everything, for the next part of a test."""
        self._calls.clear()

    def __iter__(self) -> Iterator[ApiCall]:
        return iter(tuple(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    def __getitem__(self, index: int) -> ApiCall:
        return self._calls[index]
