"""The tables of the raw store, written from the templates into sql/raw.sql."""

from pathlib import Path

from ingest.columns import Template
from ingest.templates import TEMPLATES

SQL_FILE = Path(__file__).resolve().parent.parent / "sql" / "raw.sql"

_HEAD = """\
-- The raw store: what the source files say, typed and defaulted, one table per template.
-- Written from ingest/templates.py by `python -m ingest.ddl`; a test compares them.
"""

_BOOKS = """\
create table if not exists rejected_rows (
    load_id BIGINT not null,
    file_name VARCHAR not null,
    row_number BIGINT not null,
    template VARCHAR not null,
    column_name VARCHAR,
    value VARCHAR,
    code VARCHAR not null,
    reason VARCHAR not null,
);

create table if not exists loaded (
    load_id BIGINT primary key,
    batch_id VARCHAR not null,
    source VARCHAR not null,
    template VARCHAR,
    file_name VARCHAR not null,
    file_hash VARCHAR not null,
    mapping_hash VARCHAR,
    read_count BIGINT not null,
    unreadable_count BIGINT not null,
    unchanged_count BIGINT not null,
);
"""


def ddl() -> str:
    """Write the DDL of all raw tables, in the order of the templates."""
    tables = [text for template in TEMPLATES for text in (_table(template), _superseded(template))]
    return "\n".join([_HEAD, *tables, _BOOKS])


def _table(template: Template) -> str:
    return f"create table if not exists {template.name} (\n{_lines(template)});\n"


def _superseded(template: Template) -> str:
    extra = "    superseded_by_load_id BIGINT not null,\n"
    return f"create table if not exists {template.name}_superseded (\n{_lines(template)}{extra});\n"


def _lines(template: Template) -> str:
    columns = [f"    {column.name} {column.sql_type},\n" for column in template.columns]
    evidence = ["load_id BIGINT not null", "file_name VARCHAR not null", "row_number BIGINT not null"]
    return "".join(columns + [f"    {line},\n" for line in evidence])


if __name__ == "__main__":
    SQL_FILE.write_text(ddl(), encoding="utf-8")
