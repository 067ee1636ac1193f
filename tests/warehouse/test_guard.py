"""What a question may be: one reading statement on the warehouse's own relations."""

import pytest

from warehouse import guard

READINGS = [
    "select 1",
    "select 1; -- said last",
    "/* said first */ select 1;",
    "SELECT * FROM marts.billable;",
    "with a as (select 1 as x) select x from a",
    "from marts.billable select phase_id where earned_amount > 0",
    "from billable",
    "values (1), (2)",
    "(select 1) union all (select 2)",
    "describe marts.billable",
    "describe select 1",
    "show tables",
    "show all tables",
    "show marts.billable",
    "summarize marts.billable",
    "pivot marts.billable on phase_id using sum(earned_amount)",
    "unpivot marts.aging on open_amount into name what value amount",
    "select * from warehouse.marts.billable",
    "select * from information_schema.columns",
    "select comment from duckdb_columns()",
    "select unnest([1, 2]), generate_series(1, 3), json_extract('{}', '$.a')",
    "select * from range(3) as t(i), unnest(['a'])",
    "select list_transform([1], lambda x: x + 1), [y for y in [1, 2] if y > 1]",
    "select 'copy x to y; drop table z', \"at\" from ledger.journal -- attach 'x'",
    "select a.* exclude (b) from core.phases as a asof join core.progress as b on a.x >= b.x",
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) from n",
    "select sum(amount) over (partition by 1), date_trunc('month', day) from marts.calendar",
    "select * from marts.billable tablesample 10 rows",
]

REFUSED = [
    "",
    "-- nothing",
    "select 1; select 2",
    "select 1; copy (select 1) to '/tmp/x'",
    "create table x (a int)",
    "insert into ledger.journal values (1)",
    "update ledger.journal set seq = 1",
    "delete from ledger.journal",
    "drop table marts.billable",
    "copy marts.billable to '/tmp/x.csv'",
    "export database '/tmp/x'",
    "attach '/tmp/x.duckdb'",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "reset memory_limit",
    "pragma database_list",
    "call pragma_version()",
    "explain analyze select 1",
    "execute x",
    "prepare x as select 1",
    "checkpoint",
    "vacuum",
    "use raw",
    "begin",
    "with x as (insert into t values (1) returning *) select * from x",
    "select * from 'secret.csv'",
    "select * from '/etc/passwd'",
    'select * from "x.parquet"',
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/passwd')",
    "select * from parquet_scan('x')",
    "select * from sniff_csv('x')",
    "select * from glob('*')",
    "select * from query('select 1')",
    "select * from query_table('x')",
    "select * from json_execute_serialized_sql('{}')",
    "select getenv('HOME')",
    "select GetEnv('HOME')",
    "select \"getenv\"('HOME')",
    "select 'HOME'.getenv()",
    "select main.getenv('HOME')",
    "select current_setting('secret_directory')",
    "select * from duckdb_settings()",
    "select * from duckdb_settings",
    "select * from duckdb_secrets()",
    "select * from duckdb_databases()",
    "select * from pragma_database_list",
    "select * from pg_catalog.pg_settings",
    "select * from system.main.duckdb_settings",
    "select * from sqlite_master",
    "select * from raw.timesheets",
    "select * from other.marts.billable",
    "select (select content from read_text('/etc/passwd'))",
    "select 1 where exists (from read_csv('x'))",
    "select * from pandas_scan(1)",
    "select * from enable_logging()",
    "select write_log('x')",
    "select pg_sleep(100)",
    "select nextval('s')",
    "select " + "(" * 5000 + "1" + ")" * 5000,
    "select '" + "x" * guard.LONGEST + "'",
]


@pytest.mark.parametrize("sql", READINGS)
def test_a_reading_passes(sql: str) -> None:
    """Whatever only reads and computes."""
    guard.admit(sql)


@pytest.mark.parametrize("sql", REFUSED, ids=lambda sql: sql[:40] or "nothing")
def test_anything_else_is_refused(sql: str) -> None:
    """Writing, several statements, files, settings, environment, what is not understood."""
    with pytest.raises(guard.Inadmissible):
        guard.admit(sql)
