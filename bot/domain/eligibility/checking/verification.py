"""The static verifier: what the rules do to everybody who can exist, before anybody is asked."""

from collections.abc import Mapping

from bot.domain.eligibility.checking.calls import verify_calls
from bot.domain.eligibility.checking.conversations import verify_conversations
from bot.domain.eligibility.checking.findings import Finding
from bot.domain.eligibility.checking.questions import verify_questions, verify_texts
from bot.domain.eligibility.checking.warnings import find_warnings
from bot.domain.eligibility.compilation import Compiled


def verify(
    compiled: Compiled, series: Mapping[str, str], *, thorough: bool = True
) -> tuple[Finding, ...]:
    """Find everything that the rules do and their author can hardly have meant.

    Whatever is said holds for all people who can exist, not only for those who were tried.

    Args:
        compiled: The rules; gates in a circle and unknown names were refused before.
        series: By call, what it is a round of, for calls that have several rounds.
        thorough: Whether conversations are walked through too, which takes most of the time and
            finds what the other checks cannot have missed unless the program itself is at fault.
    """
    return (
        *verify_calls(compiled),
        *verify_questions(compiled),
        *verify_texts(compiled),
        *(verify_conversations(compiled) if thorough else ()),
        *find_warnings(compiled, series),
    )
