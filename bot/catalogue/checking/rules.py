"""The findings of the verifier, put at the lines of the files that they are about."""

from collections.abc import Mapping
from datetime import date

from bot.catalogue.library import Library, Subject
from bot.catalogue.report import Report
from bot.catalogue.source import Source
from bot.domain.content import Call, Content
from bot.domain.eligibility.checking.comparison import find_changes
from bot.domain.eligibility.checking.findings import Finding
from bot.domain.eligibility.checking.verification import verify
from bot.domain.eligibility.compilation import Compiled
from bot.domain.eligibility.rules import RuleSet

_MOST_SHOWN = 8
"""An example with more answers than that is no help."""


def report_findings(
    library: Library, content: Content, compiled: Compiled, report: Report, *, today: date | None
) -> None:
    """Verify the rules and report what is found.

    Args:
        library: The files that the rules were made from.
        report: Takes the problems.
        today: The day of a thorough check; None for what serving needs.
    """
    calls = {source.stem: source for source in library.sources.get(Subject.CALLS, [])}
    attributes = {
        source.stem: source
        for subject in (Subject.QUESTIONS, Subject.DERIVED)
        for source in library.sources.get(subject, [])
    }
    for finding in verify(compiled, _series(content.calls), thorough=today is not None):
        source = (calls if finding.call else attributes)[finding.call or finding.question]
        note = report.error if finding.is_error else report.warning
        what = f"{finding.what}{example(finding)}"
        note(source.file, _line(source, finding), what, finding.mend)
    if today is not None:
        _check_periods(library, today, report)


def report_differences(folder: str, before: RuleSet, after: RuleSet, report: Report) -> None:
    """Report which verdicts change from one version of the rules to the next (W7)."""
    for finding in find_changes(before, after):
        what = f"{finding.what}{example(finding)}"
        file = f"{folder}/calls/{finding.call}.yml"
        report.warning(file, finding.line, what, finding.mend)


def _check_periods(library: Library, today: date, report: Report) -> None:
    """Find programmes that have ended: their calls cannot be open any more (W3)."""
    for filed in library.programmes:
        end = filed.entry.period.end
        if end is not None and end.last_day < today:
            what = f"W3: the programme has ended ({end.last_day}), and its calls with it."
            line = filed.source.line(("period",))
            report.warning(filed.source.file, line, what, "Remove its calls, or mend `period`.")


def _series(calls: Mapping[str, Call]) -> Mapping[str, str]:
    return {
        call.id: f"{call.component} {call.kind}"
        for call in calls.values()
        if call.sequence is not None
    }


def _line(source: Source, finding: Finding) -> int:
    return finding.line or source.line(finding.where or ("id",))


def example(finding: Finding) -> str:
    """Somebody in whom the finding shows, by the answers that matter."""
    if not finding.witness:
        return ""
    names = dict.fromkeys(finding.about or finding.witness)
    answers = [f"{name} {finding.witness[name]}" for name in names if name in finding.witness]
    further = ["..."] if len(answers) > _MOST_SHOWN else []
    return f" Example: {', '.join([*answers[:_MOST_SHOWN], *further])}."
