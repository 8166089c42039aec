"""Engines of tests share their compiled statements, and no engine gets those of another kind."""

import pytest
from sqlalchemy import Select, literal_column, select
from sqlalchemy.sql.compiler import SQLCompiler

from bot.storage.unit_of_work import Database


async def test_a_second_engine_compiles_nothing_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = database.engine.dialect.name
    statement: Select[str] = select(
        literal_column(f"'a statement on {kind} that no other test has'")
    )
    compiled: list[str] = []
    begin = SQLCompiler.__init__

    def note_and_begin(self: SQLCompiler, *values: object, **named: object) -> None:
        begin(self, *values, **named)  # type: ignore[arg-type]
        compiled.append(self.dialect.name)

    monkeypatch.setattr(SQLCompiler, "__init__", note_and_begin)
    second = Database(database.url)
    for one in (database, second):
        async with one.engine.connect() as connection:
            await connection.execute(statement)
    assert compiled.count(kind) == 1
    await second.close()
