"""Notices about what people want to apply for, as a lock screen shows them."""

from datetime import UTC, datetime

import pytest

from bot.domain.interests.declared import Decision, Interest, InterestState
from bot.domain.text.languages import OFFERED, Language
from bot.screens.codec import fits
from bot.screens.interests.notices import decided_notice, incomplete_notice
from bot.screens.notices import Notice, as_screen
from bot.screens.screen import Button
from bot.screens.screening.matching import fits_notice
from tests.repository import content
from tests.screens.test_notices import LONGEST_FIRST_LINE, LONGEST_LABEL, said, whole_text

_NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
_CALL = "untfhs-cso-joint"


def an_interest(decision: Decision | None = None) -> Interest:
    return Interest(
        id=7,
        reference="23456AE",
        person_id=1,
        call_id=_CALL,
        round_number=1,
        municipality="",
        state=InterestState.DECIDED if decision else InterestState.DECLARED,
        declared_at=_NOW,
        changed_at=_NOW,
        decision=decision,
        code="23456789A",
    )


def notices() -> list[Notice]:
    loaded = content()
    return [
        *(decided_notice(an_interest(one), loaded) for one in Decision),
        incomplete_notice(an_interest(), loaded),
        fits_notice(loaded.calls[_CALL], loaded),
    ]


@pytest.mark.parametrize("language", OFFERED)
def test_a_discreet_notice_tells_nothing(language: Language) -> None:
    assert len({whole_text(notice, language) for notice in notices()}) == 1
    assert "23456" not in whole_text(notices()[0], language)


@pytest.mark.parametrize("language", OFFERED)
def test_an_ordinary_notice_fits_a_lock_screen_and_its_buttons_a_phone(language: Language) -> None:
    for notice in notices():
        screen = as_screen(notice, discreet=False)
        assert 0 < len(said(screen.title, language)) <= LONGEST_FIRST_LINE
        assert 1 <= len(screen.lines) <= 6
        for button in (notice.act, notice.stop):
            assert isinstance(button, Button)
            assert len(said(button.label, language)) <= LONGEST_LABEL
            assert fits(button.action)
        assert fits(notice.read)


def test_a_decision_says_the_reason_and_how_to_disagree() -> None:
    for decision in Decision:
        notice = decided_notice(an_interest(decision), content())
        lines = "\n".join(said(line, Language.ENGLISH) for line in notice.lines)
        assert "You disagree?" in lines
        assert "2345-6AE" in lines
