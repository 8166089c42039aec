"""The form of a file checked, and pydantic's findings said in words for those who write content."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from rapidfuzz import process

from bot.catalogue.report import Report
from bot.catalogue.source import Source, Where

M = TypeVar("M", bound=BaseModel)

_LIKE_ENOUGH = 70
_KEY = "[key]"  # how pydantic marks that the key itself is meant
_QUOTED = re.compile(r"'([^']+)'")
_PATTERNS: dict[str | int, str] = {
    "values": "Use small letters a-z, digits and underscores, as in own_part.",
    "id": "Use small letters a-z, digits and single hyphens, as in akt-startup.",
    "kind": "Use small letters a-z, digits and single underscores, as in startup_grant.",
    "phone": 'Write it with the country in quotes, as in "+383 38 200 000", or null.',
    "emoji": "Put one emoji.",
}
# What pydantic found, and how to say it and mend it.
_SENTENCES = {
    "missing": ("{name} is missing.", "Add a line `{key}:`."),
    "extra_forbidden": ("{name} is not known here.", "{suggestion}"),
    "string_too_long": ("{name} has {length} characters; {most} fit.", "Say it in fewer words."),
    "string_too_short": ("{name} is empty.", "Write the text, or remove the line."),
    "too_short": ("{name} needs at least {least}.", "Add what is missing."),
    "too_long": ("{name} has more than {most}.", "Remove what matters least."),
    "value_error": ("{name} does not fit.", "{reason}."),
    "string_pattern_mismatch": ("{name} is not written as it should be.", "{pattern}"),
    "literal_error": ("{name} is not a word known here.", "{suggestion}"),
    "enum": ("{name} is not a word known here.", "{suggestion}"),
    "string_type": ("{name} is not text.", "Put it in double quotes."),
    "int_type": ("{name} is not a whole number.", "Write digits only, without quotes."),
    "float_type": ("{name} is not a number.", "Write digits and a point, without quotes."),
    "bool_type": ("{name} is not yes or no.", "Write true or false, without quotes."),
    "list_type": ("{name} is not a list.", "Begin each line with `- `, or use square brackets."),
    "dict_type": ("{name} is not a text by language.", "Write one language a line: sq, sr, en."),
    "model_type": ("{name} is not a group of keys.", "Write `key: value` lines below it."),
}
_UNKNOWN_LANGUAGE = ("{name} is not a language known here.", "{suggestion}")
_OTHERWISE = ("{name} does not fit: {message}.", "Compare it with the other files.")


def validate(model: type[M], source: Source, report: Report) -> M | None:
    """Read a file as the model says; what does not fit goes into the report with its line."""
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        for finding in error.errors(include_url=False):
            where = tuple(finding["loc"])
            what, mend = _explain(finding, where, model)
            report.error(source.file, source.line(where), what, mend)
        return None


def _explain(finding: Mapping[str, Any], where: Where, model: type[BaseModel]) -> tuple[str, str]:
    context: Mapping[str, Any] = finding.get("ctx", {})
    written = finding["input"]
    what, mend = _SENTENCES.get(finding["type"], _OTHERWISE)
    if finding["type"] == "literal_error" and where[-1] == _KEY:
        what, mend = _UNKNOWN_LANGUAGE
    facts = {
        "name": _name(where),
        "key": str(where[-1]) if where else "",
        "length": len(written) if isinstance(written, str) else 0,
        "least": context.get("min_length"),
        "most": context.get("max_length"),
        "reason": context.get("error"),
        "message": finding["msg"],
        "pattern": _pattern(where),
        "suggestion": _suggestion(finding, where, model),
    }
    return what.format(**facts), mend.format(**facts)


def _name(where: Where) -> str:
    """The way to a value as people say it: `outcomes` no. 2 `text` `sq`."""
    parts = [f"no. {part + 1}" if isinstance(part, int) else f"`{part}`" for part in where]
    return " ".join(part for part in parts if part != f"`{_KEY}`") or "The file"


def _pattern(where: Where) -> str:
    return next((_PATTERNS[part] for part in where[::-1] if part in _PATTERNS), _PATTERNS["id"])


def _suggestion(finding: Mapping[str, Any], where: Where, model: type[BaseModel]) -> str:
    if finding["type"] == "extra_forbidden":
        return _suggest(str(where[-1]), _known_keys(where, model))
    expected = str(finding.get("ctx", {}).get("expected", ""))
    return _suggest(str(finding["input"]), _QUOTED.findall(expected))


def _suggest(written: str, known: Iterable[str]) -> str:
    choices = list(known)
    best = process.extractOne(written, choices, score_cutoff=_LIKE_ENOUGH)
    if best is not None:
        return f"Do you mean `{best[0]}`?"
    return f"Known here: {', '.join(choices)}." if choices else "Remove it."


def _known_keys(where: Where, model: type[BaseModel]) -> list[str]:
    """The keys of the model that a way leads into."""
    for part in where[:-1]:
        if isinstance(part, str) and (inner := _inner_model(model, part)) is not None:
            model = inner
    return [field.alias or name for name, field in model.model_fields.items()]


def _inner_model(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    for name, field in model.model_fields.items():
        if key in {name, field.alias}:
            return _find_model(field.annotation)
    return None


def _find_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if (found := _find_model(argument)) is not None:
            return found
    return None
