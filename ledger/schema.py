"""The version of the ledger's tables, compared by one query and migrated only when it is behind."""

from pathlib import Path

from sqlalchemy import Connection, text

from firm.errors import Refusal

REVISION = "0001"
MIGRATIONS = Path(__file__).parent / "migrations"


class LedgerTooNew(Refusal):
    """A newer jalon wrote this ledger."""

    code = "ledger_too_new"

    def __init__(self, version: str) -> None:
        super().__init__(
            f"Le registre est à la version {version}, que cette installation ne connaît pas ({REVISION}).",
            remedy="Installer la version de jalon qui a écrit ce registre, ou une plus récente.",
        )


def version(connection: Connection) -> str | None:
    """Read the version of the tables; None where there are none yet."""
    if connection.dialect.name == "sqlite":
        there = text("select 1 from sqlite_master where name = 'alembic_version'")
    else:
        there = text("select 1 where to_regclass('alembic_version') is not null")
    if connection.execute(there).first() is None:
        return None
    return connection.execute(text("select version_num from alembic_version")).scalar()


def migrate(connection: Connection) -> None:
    """Bring the tables to the present version, inside the caller's transaction.

    Raises:
        LedgerTooNew: their version is none of ours.
    """
    # Slow to import and needed once in a ledger's life.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.util import CommandError  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise LedgerTooNew(version(connection) or "?") from error
