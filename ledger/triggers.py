"""Triggers that make a table append-only, whoever opens it and with whatever tool."""

from sqlalchemy import Connection, text

FUNCTION = "jalon_append_only"
_BODY = "begin raise exception 'append-only: %', tg_table_name; end"


def protect(connection: Connection, table: str, key: tuple[str, ...]) -> None:
    """Refuse from now on UPDATE, DELETE and REPLACE on a table whose primary key is `key`."""
    for statement in _statements(connection.dialect.name, table, key).values():
        connection.execute(text(statement))


def prepare(connection: Connection) -> None:
    """Create what the triggers call, where the engine wants it apart."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text(
                f"create or replace function {FUNCTION}() returns trigger language plpgsql "
                f"as $jalon${_BODY}$jalon$"
            )
        )


def missing(connection: Connection, tables: dict[str, tuple[str, ...]]) -> list[str]:
    """Name the triggers that should be there and are not, or that say something else now."""
    if connection.dialect.name == "postgresql":
        return _missing_in_postgresql(connection, tables)
    found = {
        row.name: row.sql
        for row in connection.execute(text("select name, sql from sqlite_master where type = 'trigger'"))
    }
    wanted = {
        name: sql for table, key in tables.items() for name, sql in _statements("sqlite", table, key).items()
    }
    changed = [name for name, sql in wanted.items() if found.get(name) != sql]
    return sorted(changed + [name for name in found if name not in wanted])


def _statements(dialect: str, table: str, key: tuple[str, ...]) -> dict[str, str]:
    return _postgresql(table) if dialect == "postgresql" else _sqlite(table, key)


def _sqlite(table: str, key: tuple[str, ...]) -> dict[str, str]:
    refuse = f"begin select raise(abort, 'append-only: {table}'); end"
    same_key = " and ".join(f"{column} = new.{column}" for column in key)
    return {
        f"{table}_no_update": f"CREATE TRIGGER {table}_no_update before update on {table} {refuse}",
        f"{table}_no_delete": f"CREATE TRIGGER {table}_no_delete before delete on {table} {refuse}",
        # INSERT OR REPLACE deletes without firing the trigger above, unless its connection asks for it.
        f"{table}_no_replace": (
            f"CREATE TRIGGER {table}_no_replace before insert on {table} "
            f"when exists (select 1 from {table} where {same_key}) {refuse}"
        ),
    }


def _postgresql(table: str) -> dict[str, str]:
    return {
        f"{table}_append_only": (
            f"create trigger {table}_append_only before update or delete or truncate on {table} "
            f"for each statement execute function {FUNCTION}()"
        )
    }


def _missing_in_postgresql(connection: Connection, tables: dict[str, tuple[str, ...]]) -> list[str]:
    # tgtype 58: before, statement level, for update (16), delete (8) and truncate (32).
    found = connection.execute(
        text(
            "select t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid "
            "join pg_proc p on p.oid = t.tgfoid "
            "where t.tgenabled in ('O', 'A') and t.tgtype = 58 and t.tgname = c.relname || '_append_only' "
            "and c.relnamespace = current_schema()::regnamespace "
            "and p.proname = :function and p.prosrc = :body"
        ),
        {"function": FUNCTION, "body": _BODY},
    )
    names = set(found.scalars())
    return sorted(name for table in tables for name in _postgresql(table) if name not in names)
