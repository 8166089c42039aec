"""What the import contracts cannot see."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.content import Content
from bot.screens.actions import all_actions
from bot.transport.routing import Command, Input, Router, RoutingError, Tap
from handlers.registry import COMMANDS, ROUTES

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "scheduler")
LONGEST_FILE = 340
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "common", "misc"}


def _modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("module", list(_modules()), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_package_file_imports_nothing(module: Path) -> None:
    if module.name != "__init__.py":
        return
    tree = ast.parse(module.read_text())
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


def test_only_storage_ends_a_transaction() -> None:
    guilty = [
        str(module.relative_to(ROOT))
        for module in _modules()
        if "storage" not in module.parts
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"}
    ]
    assert guilty == []


def test_files_are_short_and_named_for_what_they_hold() -> None:
    modules = list(_modules())
    assert not [m for m in modules if m.stem in FORBIDDEN_NAMES]
    long = {
        str(m.relative_to(ROOT)): len(m.read_text().splitlines())
        for m in modules
        if len(m.read_text().splitlines()) > LONGEST_FILE and m.stem != "actions"
    }
    assert long == {}


def test_nobody_reads_the_real_clock_but_the_clock() -> None:
    """Time is an argument; the real clock is read in the composition root and in the sandbox."""
    allowed = {"bot/app.py", "bot/sandbox/world/clock.py"}
    guilty = [
        str(module.relative_to(ROOT))
        for module in _modules()
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
    ]
    assert set(guilty) <= allowed


def test_every_action_has_exactly_one_route() -> None:
    routed = [route.action for route in ROUTES if isinstance(route, Tap)]
    assert sorted(routed, key=lambda a: a.code) == sorted(all_actions(), key=lambda a: a.code)


def test_commands_do_not_shadow_one_another() -> None:
    names = [command.name for command in COMMANDS]
    assert len(names) == len(set(names))
    with pytest.raises(RoutingError, match="two routes for /start"):
        Router([*ROUTES, Command("start", COMMANDS[0].about)])


def test_a_second_route_for_a_tap_or_an_input_is_refused() -> None:
    tap = next(route for route in ROUTES if isinstance(route, Tap))
    typed = next(route for route in ROUTES if isinstance(route, Input))
    for double in (tap, typed):
        with pytest.raises(RoutingError, match="two routes"):
            Router([*ROUTES, double])


def test_an_input_without_a_route_is_refused_at_the_start() -> None:
    with pytest.raises(RoutingError, match="no route"):
        Router([route for route in ROUTES if not isinstance(route, Input)])


def test_every_command_does_what_a_button_does() -> None:
    routed = {route.action for route in ROUTES if isinstance(route, Tap)}
    assert {type(command.action) for command in COMMANDS if command.action} <= routed


def test_content_is_one_frozen_value() -> None:
    assert Content.__dataclass_params__.frozen  # type: ignore[attr-defined]
