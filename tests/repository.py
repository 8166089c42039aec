"""The content and the sentences of the repository, read once for all tests of a process.

They are read when a test first asks: what is read while tests are collected, every process reads.
"""

from functools import cache

from bot.catalogue.shelf import Edition, Shelf
from bot.domain.content import Content
from bot.i18n.catalogues import Catalogues
from bot.i18n.translator import Translator
from tests.conftest import ROOT


@cache
def edition() -> Edition:
    """All content, samples included."""
    return Shelf(ROOT / "content", samples=True).current


def content() -> Content:
    """All programmes, calls and places, samples included."""
    return edition().content


@cache
def translator() -> Translator:
    """A translator that knows no names of the content."""
    return Translator(Catalogues.load(ROOT / "locales"))
