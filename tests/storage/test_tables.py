"""The list of all tables leaves none out."""

from pathlib import Path

from bot.storage.keys.tables import PersonKey
from bot.storage.people import Person
from bot.storage.tables import DATA, KEY_STORE, TABLE_MODULES

STORAGE = Path(__file__).parents[2] / "bot" / "storage"


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
