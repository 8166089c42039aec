"""What the import contracts cannot see."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.domain.content import Content
from bot.domain.staff.roles import Act
from bot.domain.text.languages import TEXT_KEYS
from bot.screens.actions import all_actions
from bot.transport.routing import Command, Input, Router, RoutingError, Tap
from handlers.commands import COMMANDS
from handlers.registry import ROUTES

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "handlers", "scheduler")
LONGEST_FILE = 340
MOST_MODULES = 12
SUBJECTS = {
    "text", "reading", "privacy", "staff", "delivery", "calls", "rounds", "screening", "inbox",
    "interests", "broadcasts", "figures", "rights", "home", "workshops", "listening",
}  # fmt: skip
"""What the bot is about, ground floor first. The same names stand in every layer."""
OTHER_FOLDERS = {
    "bot/domain/eligibility", "bot/storage/database", "bot/storage/keys", "bot/storage/upkeep",
    "bot/storage/migrations",
}  # fmt: skip
"""Folders of a layer that are about no subject of people's."""
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "common", "misc"}


def _modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def test_package_files_import_nothing() -> None:
    guilty = [
        str(module.relative_to(ROOT))
        for module in _modules()
        if module.name == "__init__.py"
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert guilty == []


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


def test_only_storage_reaches_for_the_session() -> None:
    """Whoever has a unit of work asks its repositories; what they cannot do is a method to add."""
    guilty = [
        f"{module.relative_to(ROOT)}:{node.lineno}"
        for module in _modules()
        if "storage" not in module.parts
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Attribute)
        and node.attr in {"session", "_session"}
        and (
            (isinstance(node.value, ast.Name) and node.value.id == "uow")
            or (isinstance(node.value, ast.Attribute) and node.value.attr == "uow")
        )
    ]
    assert guilty == []


SHORTEST_PROMISE = 25


def test_a_docstring_promises_more_than_the_name() -> None:
    """A line that fits on a button says what the thing is called, and not what one gets."""
    short = [
        f"{module.relative_to(ROOT)}:{node.lineno} {promise}"
        for module in _modules()
        if "versions" not in module.parts
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and (promise := (ast.get_docstring(node) or "").partition("\n")[0])
        and len(promise) < SHORTEST_PROMISE
    ]
    assert short == []


def test_handlers_read_and_write_through_services() -> None:
    """A handler knows no repository, and sets nothing on the row of a person."""
    guilty = [
        f"{module.relative_to(ROOT)}:{node.lineno}"
        for module in sorted((ROOT / "handlers").rglob("*.py"))
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.Attribute)
        and (_ends_with(node.value, "uow") or _sets_on(node, "person"))
    ]
    assert guilty == []


def _ends_with(node: ast.expr, name: str) -> bool:
    return (isinstance(node, ast.Name) and node.id == name) or (
        isinstance(node, ast.Attribute) and node.attr == name
    )


def _sets_on(node: ast.Attribute, name: str) -> bool:
    return isinstance(node.ctx, ast.Store) and _ends_with(node.value, name)


def test_a_class_name_stands_for_one_thing() -> None:
    """Who meets a name knows what it is, whichever file it comes from."""
    homes: dict[str, list[str]] = {}
    for module in _modules():
        for node in ast.parse(module.read_text()).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(str(module.relative_to(ROOT)))
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def test_what_has_three_parts_has_names_for_them() -> None:
    """Three or more different things in a bare tuple are told apart by counting."""
    guilty = [
        f"{module.relative_to(ROOT)}:{node.lineno}"
        for module in _modules()
        for node in _promises(ast.parse(module.read_text()))
        if any(_is_bare(part) for part in ast.walk(node))
    ]
    assert guilty == []


def _promises(tree: ast.Module) -> Iterator[ast.expr]:
    """What public functions give back, and what a module gives a public name as a type."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.FunctionDef(name=name, returns=given)
                | ast.AsyncFunctionDef(name=name, returns=given)
            ) if given is not None and not name.startswith("_"):
                yield given
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Subscript() as alias):
                if not name.startswith("_"):
                    yield alias


def _is_bare(part: ast.AST) -> bool:
    return (
        isinstance(part, ast.Subscript)
        and isinstance(part.value, ast.Name)
        and part.value.id == "tuple"
        and isinstance(part.slice, ast.Tuple)
        and len(part.slice.elts) > 2
    )


def test_files_are_short_and_named_for_what_they_hold() -> None:
    modules = list(_modules())
    assert not [m for m in modules if m.stem in FORBIDDEN_NAMES]
    long = {
        str(m.relative_to(ROOT)): len(m.read_text().splitlines())
        for m in modules
        if len(m.read_text().splitlines()) > LONGEST_FILE
    }
    assert long == {}


def test_no_folder_is_crowded() -> None:
    """A reader sees at a glance what a folder holds; transport is cut next."""
    crowded = {
        folder: len(modules)
        for folder, modules in _folders().items()
        if len(modules) > MOST_MODULES and folder != "bot/transport"
    }
    assert crowded == {}


def test_the_folders_of_a_layer_are_the_subjects() -> None:
    layers = ("bot/domain", "bot/storage", "bot/services", "bot/screens", "handlers")
    strange = {
        folder
        for folder in _folders()
        for layer in layers
        if Path(folder).parent == Path(layer) and Path(folder).name not in SUBJECTS
    }
    assert strange <= OTHER_FOLDERS


def _folders() -> dict[str, list[str]]:
    """The modules of each folder of code, by its path; migrations are a list that only grows."""
    folders: dict[str, list[str]] = {}
    for module in _modules():
        folder = str(module.parent.relative_to(ROOT))
        if module.name != "__init__.py" and not folder.endswith("migrations/versions"):
            folders.setdefault(folder, []).append(module.stem)
    return folders


def test_taps_stand_below_every_screen() -> None:
    """Screens of all subjects lead to one another, so what they share must know none of them."""
    allowed = ("bot.domain", "bot.screens.codec")
    for module in (ROOT / "bot/screens").glob("*/actions.py"):
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module and node.module != "enum":
                assert node.module.startswith(allowed), (module, node.module)


def _lists_languages(node: ast.AST) -> bool:
    """Whether a literal of the code lists languages, by their constants or by their keys.

    Two scripts of Serbian may stand side by side, and the languages of a place, which are its own:
    Albanian, Serbian and Turkish.
    """
    match node:
        case ast.Dict(keys=items) | ast.Tuple(elts=items) | ast.List(elts=items):
            listed: Sequence[ast.expr | None] = items
        case ast.Set(elts=items):
            listed = items
        case _:
            return False
    constants = [ast.unparse(one) for one in listed if isinstance(one, ast.Attribute)]
    by_constant = sum(name.startswith("Language.") for name in constants)
    keys = [one.value for one in listed if isinstance(one, ast.Constant)]
    return by_constant > 2 or len(set(TEXT_KEYS) & set(keys)) > 3


def test_languages_are_listed_in_one_table_and_in_the_formats_of_days() -> None:
    """Who adds a language adds a row to the table, a shape of its days and a catalogue."""
    allowed = {"bot/domain/text/languages.py", "bot/i18n/formats.py"}
    guilty = [
        f"{module.relative_to(ROOT)}:{node.lineno}"
        for module in _modules()
        if str(module.relative_to(ROOT)) not in allowed
        for node in ast.walk(ast.parse(module.read_text()))
        if isinstance(node, ast.expr) and _lists_languages(node)
    ]
    assert guilty == []


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


@pytest.mark.parametrize(
    "whose", [{}, {"own": True, "open": True}, {"act": Act.VIEW_PANEL, "own": True}]
)
def test_a_tap_that_does_not_say_whose_it_is_stops_the_start(whose: dict[str, Any]) -> None:
    first = next(route for route in ROUTES if isinstance(route, Tap))
    rest = [route for route in ROUTES if route is not first]
    with pytest.raises(RoutingError, match="is one of act=, own=True and open=True"):
        Router([*rest, Tap(first.action, first.handler, **whose)])


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
