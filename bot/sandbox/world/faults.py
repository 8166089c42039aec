"""Trouble on purpose: rules that make some calls fail the way the real network fails."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Literal

from bot.sandbox.rules.refusals import RefusalError, forbidden, too_many_requests

BAD_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"

FaultKind = Literal["502", "refusal", "delay", "drop_after", "drop_before"]


@dataclass(slots=True)
class Fault:
    """One rule: which calls it meets, how often, and what then happens to them."""

    kind: FaultKind
    name: str
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    probability: float = 1.0
    seconds: float = 0.0
    refusal: Callable[[], RefusalError] | None = None
    random: Random = field(default_factory=lambda: Random(0))  # noqa: S311 - not a secret
    fired: int = 0

    def meets(self, method: str, chat_id: int | None) -> bool:
        """Tell whether this call is the rule's, and count it if so."""
        if self.method is not None and self.method != method:
            return False
        if self.chat_id is not None and self.chat_id != chat_id:
            return False
        if self.times is not None and self.fired >= self.times:
            return False
        if self.probability < 1.0 and self.random.random() >= self.probability:
            return False
        self.fired += 1
        return True


class Faults:
    """The rules in force; the first that meets a call decides about it.

    Every maker takes ``method`` and ``chat_id`` (None: any), ``times`` (None: without end),
    ``probability`` and the ``seed`` of its dice. It returns the rule, whose ``fired`` counts.
    """

    def __init__(self) -> None:
        self.rules: list[Fault] = []

    def bad_gateway(self, method: str | None = None, **rule: float | None) -> Fault:
        """Answer 502 with a page of HTML, as Telegram's gateway does."""
        return self._add("502", "502", method, rule)

    def flood(self, retry_after: int, method: str | None = None, **rule: float | None) -> Fault:
        """Answer 429 and ask to wait ``retry_after`` seconds."""
        return self._add(
            "refusal", "429", method, rule, refusal=lambda: too_many_requests(retry_after)
        )

    def forbid(
        self,
        method: str | None = None,
        reason: str = "bot was blocked by the user",
        **rule: float | None,
    ) -> Fault:
        """Answer 403 with a reason in Telegram's words."""
        return self._add("refusal", "403", method, rule, refusal=lambda: forbidden(reason))

    def refuse(
        self, code: int, description: str, method: str | None = None, **rule: float | None
    ) -> Fault:
        """Answer any error of the Bot API."""
        return self._add(
            "refusal", str(code), method, rule, refusal=lambda: RefusalError(code, description)
        )

    def delay(self, seconds: float, method: str | None = None, **rule: float | None) -> Fault:
        """Do what was asked, but only after ``seconds`` of real time."""
        fault = self._add("delay", "delay", method, rule)
        fault.seconds = seconds
        return fault

    def drop_after(self, method: str | None = None, **rule: float | None) -> Fault:
        """Do what was asked, then close the connection without an answer."""
        return self._add("drop_after", "drop_after", method, rule)

    def drop_before(self, method: str | None = None, **rule: float | None) -> Fault:
        """Close the connection without doing anything."""
        return self._add("drop_before", "drop_before", method, rule)

    def clear(self) -> None:
        """Let everything work again."""
        self.rules.clear()

    def meet(self, method: str, chat_id: int | None) -> Fault | None:
        """Give the rule for this call, if there is one."""
        return next((rule for rule in self.rules if rule.meets(method, chat_id)), None)

    def _add(
        self,
        kind: FaultKind,
        name: str,
        method: str | None,
        rule: dict[str, float | None],
        refusal: Callable[[], RefusalError] | None = None,
    ) -> Fault:
        known = {"chat_id", "times", "probability", "seed"}
        if rule.keys() - known:
            raise TypeError(f"a fault knows {sorted(known)}, not {sorted(rule.keys() - known)}")
        chat_id, times = rule.get("chat_id"), rule.get("times", 1)
        fault = Fault(
            kind,
            name,
            method,
            chat_id=None if chat_id is None else int(chat_id),
            times=None if times is None else int(times),
            probability=float(rule.get("probability") or 1.0),
            refusal=refusal,
            random=Random(rule.get("seed") or 0),  # noqa: S311 - not a secret
        )
        self.rules.append(fault)
        return fault
