"""What can be told about a translation without knowing its language."""

import re
from collections.abc import Iterator, Sequence

from bot.domain.text.languages import Language
from bot.domain.text.serbian import to_cyrillic, to_latin
from bot.i18n.extraction import Sentence

LONGEST_LABEL = 24
"""Characters on a button that a small phone shows without cutting them."""

_SERBIAN_FORMS = 3
_PLACE = re.compile(r"\{(\w*)\}")
_COMMAND = re.compile(r"(?<![\w/])/[a-z]+")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_END = re.compile(r"[.?!:…]+$")


def proofread(
    sentence: Sentence, forms: Sequence[str], language: Language, *, is_label: bool
) -> Iterator[str]:
    """Compare a translation with its English sentence and tell what does not agree.

    Args:
        sentence: What the code says.
        forms: The translation; for a counted sentence, one for each plural form.
        language: The language of the translation.
        is_label: The sentence stands on a button, where room is short.
    """
    for number, form in enumerate(forms):
        if not form:
            yield f"plural form {number} is empty"
            continue
        yield from _compare(sentence, form)
        missing, unknown = _places(sentence, form, is_for_one=_is_for_one(forms, number))
        if missing:
            yield f"a translation lacks {_named(missing)}"
        if unknown:
            yield f"a translation has {_named(unknown)}, which nothing fills"
        if language is Language.SERBIAN_LATIN and to_latin(to_cyrillic(form)) != form:
            yield "does not come back from Cyrillic unchanged"
        if is_label and len(_PLACE.sub("", form)) > LONGEST_LABEL:
            yield f"longer than {LONGEST_LABEL} characters: {form!r} stands on a button"


def _compare(sentence: Sentence, form: str) -> Iterator[str]:
    english = sentence.many or sentence.one
    if _margins(form) != _margins(english):
        yield "begins or ends with other spaces than the English"
    if _ending(form) != _ending(english):
        yield "ends with other punctuation than the English"
    if set(_COMMAND.findall(form)) != set(_COMMAND.findall(english)):
        yield "names other commands than the English"
    if _TAG.search(form) or _TAG.search(english):
        yield "has markup in it, which would be shown as it is"
    if form.count("\n") != english.count("\n"):
        yield "has other line breaks than the English"


def _places(sentence: Sentence, form: str, *, is_for_one: bool) -> tuple[set[str], set[str]]:
    """The places that a form lacks, and those it has and should not."""
    wanted = set(_PLACE.findall(sentence.one + (sentence.many or "")))
    here = set(_PLACE.findall(form))
    optional = {"n"} if is_for_one else set()
    return wanted - here - optional, here - wanted


def _is_for_one(forms: Sequence[str], number: int) -> bool:
    """Whether a form is for 1 alone and may spell it out; the Serbian one is for 21 too."""
    return number == 0 and 1 < len(forms) < _SERBIAN_FORMS


def _margins(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _ending(text: str) -> str:
    found = _END.search(text.rstrip())
    return found[0] if found else ""


def _named(places: set[str]) -> str:
    return ", ".join(f"{{{place}}}" for place in sorted(places))
