"""The list of all tables leaves none out, and a row is called unlike the values made of it."""

import ast
from pathlib import Path

from bot.storage.database.base import Base
from bot.storage.keys.tables import KeyBase, PersonKey
from bot.storage.people import Person
from bot.storage.tables import DATA, KEY_STORE, TABLE_MODULES

ROOT = Path(__file__).parents[2]
STORAGE = ROOT / "bot" / "storage"


def test_every_module_that_declares_a_table_is_on_the_list() -> None:
    declaring = {
        file for file in STORAGE.rglob("*.py") if "    __tablename__ = " in file.read_text()
    }
    listed = [Path(str(module.__file__)) for module in TABLE_MODULES]
    assert len(listed) == len(set(listed))
    assert set(listed) == declaring


def test_the_data_and_the_key_store_have_no_table_in_common() -> None:
    assert Person.__tablename__ in DATA.tables
    assert PersonKey.__tablename__ in {table.name for table in KEY_STORE.tables.values()}
    names = [table.name for tables in (DATA, KEY_STORE) for table in tables.tables.values()]
    assert len(names) == len(set(names))


def test_no_other_class_is_called_like_a_row() -> None:
    """Two classes of one name are told apart by nobody who reads a line; the row yields."""
    rows = {mapper.class_.__name__ for base in (Base, KeyBase) for mapper in base.registry.mappers}
    others = [
        f"{file.relative_to(ROOT)}: {node.name}"
        for package in ("bot", "handlers", "scheduler")
        for file in sorted((ROOT / package).rglob("*.py"))
        if "sandbox" not in file.parts  # a Telegram of its own, which knows nothing of the bot
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ClassDef) and node.name in rows
        if not any(
            isinstance(base, ast.Name) and base.id in {"Base", "KeyBase"} for base in node.bases
        )
    ]
    assert others == []
