"""Every wish that cannot be granted is answered with a sentence of its own."""

from collections.abc import Iterator

import pytest

from bot.domain.errors import DomainError, NotAllowedError
from bot.domain.text.languages import COMPLETE
from bot.i18n.catalogues import Catalogues
from bot.i18n.translator import Translator
from bot.screens.problems import _SENTENCES, explain
from handlers.registry import ROUTES
from tests.conftest import ROOT

assert ROUTES  # with the registry every module is read that makes an error of its own


def kinds_of(error: type[DomainError]) -> Iterator[type[DomainError]]:
    for kind in error.__subclasses__():
        yield kind
        yield from kinds_of(kind)


ALL = sorted(set(kinds_of(DomainError)), key=lambda kind: kind.__name__)


def an(error: type[DomainError]) -> DomainError:
    """An error of a kind, however it is made."""
    return NotAllowedError(1, "act") if error is NotAllowedError else error.__new__(error)


@pytest.mark.parametrize("error", [one for one in ALL if one.__module__.startswith("bot.domain.")])
def test_every_error_of_the_domain_has_a_sentence_of_its_own(error: type[DomainError]) -> None:
    assert error in _SENTENCES
    others = [sentence for kind, sentence in _SENTENCES.items() if kind is not error]
    assert _SENTENCES[error] not in others


@pytest.mark.parametrize("error", ALL)
def test_no_error_lands_where_nothing_is_said(error: type[DomainError]) -> None:
    screen = explain(an(error))
    assert screen.title
    assert screen.lines
    translator = Translator(Catalogues.load(ROOT / "locales"))
    for language in COMPLETE:
        assert translator.plain(screen.title, language)


def test_a_kind_of_error_is_said_as_the_nearest_that_has_a_sentence() -> None:
    class OfTodayError(NotAllowedError):
        """Not today."""

    assert explain(OfTodayError(1, "act")) == explain(NotAllowedError(1, "act"))


def test_an_error_without_a_sentence_is_a_fault() -> None:
    with pytest.raises(KeyError, match="DomainError"):
        explain(DomainError())
