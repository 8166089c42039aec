"""YAML files read into plain data that still knows on which line everything stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from bot.catalogue.report import Report

Where: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys of mappings and positions in lists, from the outside in."""

_MAX_BYTES = 200_000
_MAX_DEPTH = 12
# The parser in C is about ten times as fast; PyYAML without libyaml still works.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

# Words that YAML 1.1 would turn into something else (no, on, 08:00, 2022-12-01) stay text here.
_TRUE_OR_FALSE = {"true": True, "false": False}
_NOTHING = {"", "~", "null"}
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,17}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Source:
    """What stands in one file, and on which line each part of it stands.

    Args:
        file: The file, from the content folder on.
        stem: Its name without folder and ending.
        data: Its values: mappings, lists, text, numbers, yes or no, nothing.
        lines: The line of every value, by the way to it.
    """

    file: str
    stem: str
    data: dict[str, Any]
    lines: dict[Where, int]

    def line(self, where: Where) -> int:
        """The line of a value, or of the nearest thing around it that exists."""
        while where not in self.lines:
            where = where[:-1]
        return self.lines[where]

    def find(self, *pattern: str) -> Iterator[tuple[Where, Any]]:
        """All values whose way fits; ``*`` stands for every position or key."""
        yield from _find(self.data, pattern, ())


def _find(value: Any, pattern: tuple[str, ...], where: Where) -> Iterator[tuple[Where, Any]]:
    if not pattern:
        yield where, value
        return
    head, *rest = pattern
    if isinstance(value, dict):
        for key in value if head == "*" else (head,):
            if key in value:
                yield from _find(value[key], tuple(rest), (*where, key))
    elif isinstance(value, list) and head == "*":
        for position, item in enumerate(value):
            yield from _find(item, tuple(rest), (*where, position))


def read_source(file: str, raw: bytes, report: Report) -> Source | None:
    """Read one file; every reason why it cannot be read goes into the report with its line.

    Args:
        file: The file, from the content folder on, for the report.
        raw: What is in it.
        report: Takes the problems.
    """
    text = _decode(file, raw, report)
    if text is None or not _is_clean(file, text, report):
        return None
    builder = _build(file, text, report)
    if builder is None or builder.is_broken:
        return None
    if not isinstance(builder.root, dict):
        what = "The file is empty." if builder.root is None else "The file is not a mapping."
        report.error(file, 1, what, "Write `key: value` lines, as the other files do.")
        return None
    return Source(file, Path(file).stem, builder.root, builder.lines)


def _build(file: str, text: str, report: Report) -> "_Builder | None":
    builder = _Builder(file, report)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if not builder.take(event):
                return None
    except yaml.MarkedYAMLError as error:
        _report_syntax(file, error, report)
        return None
    except yaml.YAMLError as error:
        what = f"This is not YAML: {str(error).splitlines()[0]}."
        report.error(file, 1, what, "Compare it with the other files.")
        return None
    return builder


def _decode(file: str, raw: bytes, report: Report) -> str | None:
    if len(raw) > _MAX_BYTES:
        what = f"The file is larger than {_MAX_BYTES // 1000} kB."
        report.error(file, 0, what, "Content files are small; was another file put here?")
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        report.error(file, line, "A letter is not in UTF-8.", "Save the file as UTF-8.")
        return None


def _is_clean(file: str, text: str, report: Report) -> bool:
    clean = True
    for number, line in enumerate(text.split("\n"), start=1):
        if "\t" in line:
            report.error(file, number, "There is a tab.", "Use spaces instead.")
            clean = False
        if _CONTROL.search(line):
            report.error(file, number, "There is a control character.", "Type the line anew.")
            clean = False
    return clean


def _report_syntax(file: str, error: yaml.MarkedYAMLError, report: Report) -> None:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    why = error.problem or error.context or "it cannot be understood"
    if error.context_mark and error.context_mark.line + 1 != line:
        why += f" (what is not finished began on line {error.context_mark.line + 1})"
    report.error(
        file,
        line,
        f"This is not YAML: {why}.",
        'Check the indentation, and put text with ": " or special signs in double quotes.',
    )


@dataclass(slots=True)
class _Open:
    """A mapping or a list that has not ended yet."""

    value: dict[str, Any] | list[Any]
    where: Where
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Builds values from the events of the parser, without recursion, so depth cannot hurt."""

    file: str
    report: Report
    root: Any = None
    lines: dict[Where, int] = field(default_factory=lambda: {(): 1})
    is_broken: bool = False
    _stack: list[_Open] = field(default_factory=list)
    _documents: int = 0

    def take(self, event: Any) -> bool:
        """Take in one event; False if the rest of the file makes no sense."""
        line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                return self._give_up(line, "A second document begins.", "Remove the `---` line.")
        elif isinstance(event, yaml.AliasEvent):
            return self._give_up(line, "`*` refers to another place.", "Write the value out.")
        elif isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            return self._begin(event, line)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._stack.pop()
        return True

    def _scalar(self, event: Any, line: int) -> bool:
        if self._refuses(event, line):
            return False
        if self._awaits_key():
            return self._take_key(event.value, line)
        self._put(event.value if event.style else _plain_value(event.value), line)
        return True

    def _begin(self, event: Any, line: int) -> bool:
        if self._refuses(event, line):
            return False
        if self._awaits_key():
            what = "A key is a list or a mapping."
            mend = "Put text that begins with [ or { in double quotes."
            return self._give_up(line, what, mend)
        if len(self._stack) == _MAX_DEPTH:
            return self._give_up(line, "Values are nested too deeply.", "Check the indentation.")
        value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._stack.append(_Open(value, self._put(value, line)))
        return True

    def _refuses(self, event: Any, line: int) -> bool:
        if event.anchor or event.tag:
            mark = f"&{event.anchor}" if event.anchor else str(event.tag)
            mend = "Write plain values; put text that begins with & or ! in double quotes."
            self._give_up(line, f"`{mark}` is not used here.", mend)
            return True
        return False

    def _awaits_key(self) -> bool:
        return (
            bool(self._stack)
            and isinstance(self._stack[-1].value, dict)
            and (self._stack[-1].key is None)
        )

    def _take_key(self, key: str, line: int) -> bool:
        around = self._stack[-1]
        around.key = key
        if key in around.value:
            first = self.lines[(*around.where, key)]
            what = f"`{key}` stands here a second time; it is on line {first} already."
            self.report.error(self.file, line, what, "Keep one of them.")
            self.is_broken = True
        self.lines[(*around.where, key)] = line
        return True

    def _put(self, value: Any, line: int) -> Where:
        """Put a value where it belongs and say where that is."""
        if not self._stack:
            self.root = value
            return ()
        around = self._stack[-1]
        if isinstance(around.value, list):
            where: Where = (*around.where, len(around.value))
            around.value.append(value)
            self.lines[where] = line
            return where
        key = around.key or ""
        around.value[key] = value
        around.key = None
        return (*around.where, key)

    def _give_up(self, line: int, what: str, mend: str) -> bool:
        self.report.error(self.file, line, what, mend)
        self.is_broken = True
        return False


def _plain_value(text: str) -> Any:
    if text in _TRUE_OR_FALSE:
        return _TRUE_OR_FALSE[text]
    if text in _NOTHING:
        return None
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text
