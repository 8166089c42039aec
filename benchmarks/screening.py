"""How many questions a conversation takes beside other ways to ask, and what choosing one costs."""

import random
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks import orders, publicodes
from benchmarks.optimum import optimum, shares_of
from benchmarks.orders import Course, Order, Person, converse, course
from benchmarks.random_rules import Size, random_rules
from bot.catalogue.loader import load_content
from bot.domain.content import Content
from bot.domain.eligibility.asking.greedy import GREEDIES
from bot.domain.eligibility.asking.planning import Plan, expected_left, next_question, plan
from bot.domain.eligibility.asking.prospects import Prospects
from bot.domain.eligibility.compilation import Compiled, compile_rules
from bot.domain.eligibility.verdicts import CheckState, Verdict, judge

PEOPLE: Final = 1_000
SETS: Final = 100
SMALL: Final = Size(10, 5)
SIZES: Final = ((8, 18), (15, 20), (30, 30), (60, 30))
"""Calls and questions."""
WHOLE: Final = 10**7
"""More situations than any of these sets has."""


def run(*, quick: bool) -> None:
    """Measure and print the tables."""
    content, report = load_content(Path("content"), samples=False)
    if content is None:
        raise SystemExit(report.as_text())
    _print_portfolios(content, quick=quick)
    _print_random(10 if quick else SETS)
    _print_times(10 if quick else 100)


def _print_portfolios(content: Content, *, quick: bool) -> None:
    compiled = compile_rules(content.rules)
    everything = tuple(content.rules.rules)
    people = orders.sample(compiled, shares_of(compiled), 200 if quick else PEOPLE, seed=1)
    with_rival = publicodes.install()
    _print_courses(f"all {len(everything)} calls", compiled, everything, people, rival=with_rival)
    _print_aims(content, compiled, people, rival=with_rival)


def _print_courses(
    name: str, compiled: Compiled, calls: Sequence[str], people: Sequence[Person], *, rival: bool
) -> None:
    start = judge(compiled, {}, calls)
    shares, prospects = shares_of(compiled), Prospects(compiled)
    made = plan(compiled, calls)
    print(
        f"\nThe real rules, {name}, the same {len(people)} people\n\n"
        f"{'':<44}{'mean':>7}{'exact':>7}{'worst':>7}{'sensitive':>11}{'returns':>9}"
    )
    for form in (orders.forms_one_by_one, orders.union_form):
        asked = [form(compiled, calls, person) for person in people]
        _print_course(_NAMES[form.__name__], course(compiled.rules, asked))
    ways: Mapping[str, Order] = {
        "fixed order, what no call needs skipped": orders.fixed,
        "call by call, answers reused": orders.call_by_call,
        "most mentioned": orders.most_mentioned,
        **{_greedy_name(n): orders.greedy(prospects, n) for n in range(len(GREEDIES))},
        "Komshi": _order(made),
        "Komshi, topics not kept together": _order(plan(compiled, calls, slack=False)),
    }
    if rival:
        _print_rival(start, people)
    for way, order in ways.items():
        asked = [converse(start, person, order)[0] for person in people]
        _print_course(way, course(compiled.rules, asked), orders.exact(start, order))
    _print_course("the same, were nothing sensitive", *_without_sensitive(compiled, calls, people))
    print(f"{'optimum, sensitive last':<51}{optimum(start, shares, sensitive_last=True):>7.3f}")
    print(f"{'optimum, any order':<51}{optimum(start, shares):>7.3f}", flush=True)


_NAMES: Final = {
    "forms_one_by_one": "every form one by one",
    "union_form": "one form for all calls",
}


def _greedy_name(which: int) -> str:
    return f"greedy: {GREEDIES[which].__name__.replace('_', ' ')}"


def _order(made: Plan) -> Order:
    return lambda state: next_question(state, made)


def _without_sensitive(
    compiled: Compiled, calls: Sequence[str], people: Sequence[Person]
) -> tuple[Course, float]:
    """Komshi where no question has to come last; counted are those that really are sensitive."""
    questions = {
        id_: replace(question, sensitive=False)
        for id_, question in compiled.rules.questions.items()
    }
    start = judge(compile_rules(replace(compiled.rules, questions=questions)), {}, calls)
    made = plan(start.compiled, calls, slack=False)
    asked = [converse(start, person, _order(made))[0] for person in people]
    return course(compiled.rules, asked), expected_left(start, made)


def _print_course(name: str, found: Course, mean: float | None = None) -> None:
    exact = "" if mean is None else f"{mean:.3f}"
    print(
        f"{name:<44}{found.mean:>7.3f}{exact:>7}{found.worst:>7}{found.sensitive:>11.3f}"
        f"{found.returns:>9.3f}",
        flush=True,
    )


def _print_rival(start: CheckState, people: Sequence[Person]) -> None:
    compiled, calls = start.compiled, tuple(start.residuals)
    found = publicodes.converse(compiled.rules, calls, people)
    wrong = 0
    for person, talk in zip(people, found.talks, strict=True):
        verdicts = judge(compiled, person, calls).verdicts
        wrong += sum(
            (verdicts[call] is Verdict.FITS) is not said
            for call, said in zip(calls, talk.verdicts, strict=True)
        )
    _print_course(publicodes.PACKAGE, course(compiled.rules, [talk.asked for talk in found.talks]))
    print(
        f"    {len(people) * len(calls)} verdicts compared with it: {wrong} differ; "
        f"{found.seconds * 1e3:.1f} ms for each question",
        flush=True,
    )


def _print_aims(
    content: Content, compiled: Compiled, people: Sequence[Person], *, rival: bool
) -> None:
    print(
        f"\nBy what a person looks for, as if all its calls were open: mean (worst)\n\n{'':<20}"
        f"{'calls':>6}{'one by one':>13}{'one form':>13}{'fixed':>13}{'Publicodes':>13}"
        f"{'Komshi':>13}{'exact':>8}{'optimum':>9}"
    )
    shares = shares_of(compiled)
    for aim in content.goals:
        calls = tuple(id_ for id_ in content.rules.rules if aim in content.calls[id_].goals)
        start, made = judge(compiled, {}, calls), plan(compiled, calls)
        ways: list[list[tuple[str, ...]]] = [
            [orders.forms_one_by_one(compiled, calls, person) for person in people],
            [orders.union_form(compiled, calls, person) for person in people],
            [converse(start, person, orders.fixed)[0] for person in people],
        ]
        if rival:
            talks = publicodes.converse(compiled.rules, calls, people).talks
            ways.append([talk.asked for talk in talks])
        else:
            ways.append([])
        ways.append([converse(start, person, _order(made))[0] for person in people])
        cells = "".join(f"{_mean_and_worst(asked):>13}" for asked in ways)
        best = optimum(start, shares, sensitive_last=True)
        print(
            f"{aim:<20}{len(calls):>6}{cells}{expected_left(start, made):>8.3f}{best:>9.3f}",
            flush=True,
        )


def _mean_and_worst(asked: Sequence[Sequence[str]]) -> str:
    if not asked:
        return "-"
    lengths = [len(questions) for questions in asked]
    return f"{statistics.mean(lengths):.2f} ({max(lengths)})"


def _print_random(sets: int) -> None:
    """The ratio to the fewest questions that any order can reach."""
    ratios: dict[str, list[float]] = {}
    for seed in range(sets):
        compiled = compile_rules(random_rules(seed, SMALL))
        calls, shares = tuple(compiled.calls), shares_of(compiled)
        start, prospects = judge(compiled, {}, calls), Prospects(compiled)
        best = optimum(start, shares)
        means = {
            "fixed order, what no call needs skipped": orders.exact(start, orders.fixed),
            "call by call, answers reused": orders.exact(start, orders.call_by_call),
            "most mentioned": orders.exact(start, orders.most_mentioned),
        }
        greedies = [orders.exact(start, orders.greedy(prospects, n)) for n in range(len(GREEDIES))]
        means.update({_greedy_name(n): mean for n, mean in enumerate(greedies)})
        means["best of the greedies"] = min(greedies)
        for name, slack in (("Komshi, topics not kept together", False), ("Komshi", True)):
            means[name] = expected_left(start, plan(compiled, calls, states=WHOLE, slack=slack))
        for name, mean in means.items():
            ratios.setdefault(name, []).append(mean / best)
    print(
        f"\n{sets} random sets of {SMALL.calls} calls and {SMALL.questions} questions: "
        f"questions for one of the optimum\n\n{'':<44}{'mean':>8}{'worst':>8}{'optimal':>9}"
    )
    for name, found in ratios.items():
        optimal = sum(ratio < 1 + 1e-9 for ratio in found)
        print(f"{name:<44}{statistics.mean(found):>8.4f}{max(found):>8.4f}{optimal:>9}", flush=True)


def _print_times(people: int) -> None:
    """What choosing a question costs where no table helps, and what making a table costs."""
    print(
        f"\n{'':<28}{'rules':>9}{'choosing, us':>14}{'':>10}{'':>10}{'questions':>11}"
        f"{'table':>8}{'steps':>7}\n{'calls x questions':<28}{'ms':>9}{'mean':>14}{'median':>10}"
        f"{'longest':>10}{'mean':>11}{'ms':>8}"
    )
    for calls, questions in SIZES:
        rules = random_rules(1, Size(questions, calls, sensitive=0.2))
        began = time.perf_counter()
        compiled = compile_rules(rules)
        compiling = time.perf_counter() - began
        start, empty = judge(compiled, {}, tuple(rules.rules)), Plan(Prospects(compiled))
        chance = random.Random(5)
        waits, asked = [], 0
        for _ in range(people):
            state = start
            while True:
                began = time.perf_counter()
                question = next_question(state, empty)
                waits.append(time.perf_counter() - began)
                if question is None:
                    break
                asked += 1
                state = state.with_cell(question, chance.randrange(len(compiled.cells[question])))
        began = time.perf_counter()
        made = plan(compiled, tuple(rules.rules))
        planning = time.perf_counter() - began
        print(
            f"{f'{calls} x {questions}':<28}{compiling * 1e3:>9.1f}"
            f"{statistics.mean(waits) * 1e6:>14.1f}{statistics.median(waits) * 1e6:>10.1f}"
            f"{max(waits) * 1e6:>10.0f}{asked / people:>11.2f}{planning * 1e3:>8.0f}"
            f"{len(made.table):>7}",
            flush=True,
        )
