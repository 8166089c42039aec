"""The words of each consent and their version move together."""

import hashlib

import pytest

from bot.domain.privacy.consent import CURRENT, Purpose
from bot.screens.privacy.consents import TEXTS, ask

WORDS = {
    Purpose.ANSWERS: (1, "333996543efaf757"),
    Purpose.SPECIAL: (1, "52ab05b5ac28ea3f"),
    Purpose.MATCHING: (1, "9d6e58d5e7d170ff"),
}
"""Version and fingerprint of each text. Who changes a text counts its version up here and in
``bot.domain.privacy.consent.CURRENT``, so that everybody is asked again."""


def _fingerprint(purpose: Purpose) -> str:
    words = "\n".join(text.msgid for text in TEXTS[purpose])
    return hashlib.sha256(words.encode()).hexdigest()[:16]


@pytest.mark.parametrize("purpose", Purpose)
def test_a_changed_text_takes_a_new_version(purpose: Purpose) -> None:
    assert (CURRENT[purpose], _fingerprint(purpose)) == WORDS[purpose]


@pytest.mark.parametrize("purpose", Purpose)
def test_a_consent_says_what_for_who_reads_how_long_and_offers_a_no_first(
    purpose: Purpose,
) -> None:
    screen = ask(purpose, "", changed=False)
    assert len(screen.lines) == 5
    assert len(screen.rows) == 2
