"""A question is answered in the contract's spelling, within its limits, or refused whole."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from firm.errors import Refusal
from tests.warehouse.conftest import Firm
from warehouse import query
from warehouse.published import NotBuilt


def _ask(firm: Firm, sql: str, output: query.Output = "json", **more: float) -> bytes:
    with query.run(firm.home, sql, output=output, **more) as answer:  # type: ignore[arg-type]
        return answer.read()


@pytest.fixture
def built(firm: Firm) -> Firm:
    """A firm with two phases, one of them named by someone with a sense of humour."""
    firm.load(1, {"=cmd()": "50.50", "P1": "100.00"})
    firm.build()
    return firm


def test_json_is_an_array_of_rows_in_exact_digits(built: Firm) -> None:
    """Amounts as text, dates ISO, unknown null."""
    sql = (
        "select phase_id, contract_amount, validated_date, 1::double as x, date '2026-01-31' as day, "
        "0::decimal(18, 12) as nil, [1.5, null] as parts, true as yes, 7 as n, 7 as n "
        "from billable where phase_id = 'P1'"
    )
    assert json.loads(_ask(built, sql)) == [
        {
            "phase_id": "P1",
            "contract_amount": "100.00",
            "validated_date": None,
            "x": 1.0,
            "day": "2026-01-31",
            "nil": "0.000000000000",
            "parts": ["1.5", None],
            "yes": True,
            "n": 7,
            "n_1": 7,
        }
    ]


def test_no_row_is_an_empty_array(built: Firm) -> None:
    """Nothing found is an answer."""
    assert json.loads(_ask(built, "from billable where false")) == []


def test_csv_holds_no_formula(built: Firm) -> None:
    """A text that a spreadsheet would run is quoted away; a negative amount stays a number."""
    answer = _ask(
        built,
        "select phase_id, -contract_amount as amount, 'a,\"b\"\n' as t from billable order by all",
        "csv",
    )
    rows = list(csv.reader(io.StringIO(answer.decode())))
    assert rows == [
        ["phase_id", "amount", "t"],
        ["'=cmd()", "-50.50", 'a,"b"\n'],
        ["P1", "-100.00", 'a,"b"\n'],
    ]


def test_a_table_moves_no_cursor(built: Firm) -> None:
    """Control signs from a file do not reach the terminal."""
    answer = _ask(built, "select chr(27) || '[2J' as t, 1 as n", "table").decode()
    assert "\x1b" not in answer
    assert answer.splitlines()[-1] == "(1 ligne)"


def test_parquet_keeps_the_types(built: Firm) -> None:
    """DECIMAL stays DECIMAL."""
    answer = pq.read_table(io.BytesIO(_ask(built, "from billable order by phase_id", "parquet")))
    assert str(answer.schema.field("contract_amount").type) == "decimal128(18, 2)"
    assert answer.num_rows == 2


def test_every_batch_arrives(built: Firm) -> None:
    """Answers longer than one batch are whole, in every format; a limit cuts them."""
    sql = "select i, i::varchar as t from range(12345) as r(i)"
    assert len(json.loads(_ask(built, sql))) == 12345
    assert len(_ask(built, sql, "csv").splitlines()) == 12346
    assert pq.read_table(io.BytesIO(_ask(built, sql, "parquet"))).num_rows == 12345
    assert len(json.loads(_ask(built, sql, limit=7000))) == 7000
    assert pq.read_table(io.BytesIO(_ask(built, sql, "parquet", limit=7))).num_rows == 7


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('/etc/passwd')",
        "select getenv('PATH')",
        "select nothing from marts.billable",
        "select * from marts.nothing",
        "select 1 +",
        "select error('a problem')",
        "select 'x'::integer",
    ],
)
def test_a_refused_question_says_why_in_one_sentence(built: Firm, sql: str) -> None:
    """No traceback, no drawing, no other code."""
    with pytest.raises(query.QueryRefused) as refused:
        _ask(built, sql)
    assert "\n" not in refused.value.message
    assert refused.value.code == "query_refused"


@pytest.mark.parametrize(
    "sql",
    [
        "select repeat('x', 2000000000) as t",
        "select list(i) from range(400000000) as r(i)",
        "select string_agg(repeat('x', 1000), '') from range(4000000)",
    ],
)
def test_memory_is_bounded(built: Firm, sql: str) -> None:
    """A question that needs more than 1.5 GiB is refused; nobody else feels it."""
    with pytest.raises(query.QueryTooLarge, match="1,5 Gio"):
        _ask(built, sql)


def test_time_is_bounded(built: Firm) -> None:
    """A question that does not end is ended."""
    start = time.monotonic()
    with pytest.raises(query.QueryTooLarge, match="secondes"):
        _ask(
            built,
            "select count(*) from range(10000000) a, range(10000000) b where a.range < b.range",
            seconds=1.5,
        )
    assert time.monotonic() - start < 10


def test_without_a_warehouse_nothing_is_asked(firm: Firm) -> None:
    """The remedy is to build."""
    with pytest.raises(NotBuilt):
        _ask(firm, "select 1")


def test_nothing_is_left_behind(built: Firm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scratch files go, whatever the outcome."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    _ask(built, "select 1")
    with pytest.raises(Refusal):
        _ask(built, "select")
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_read_only_home_answers(built: Firm) -> None:
    """Nothing is written in the home to read it."""
    before = sorted(found.name for found in built.home.work.iterdir())
    folders = (built.home.root, built.home.work)
    for folder in folders:
        folder.chmod(0o555)
    try:
        assert json.loads(_ask(built, "select count(*) as n from billable")) == [{"n": 2}]
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert sorted(found.name for found in built.home.work.iterdir()) == before


ASKING = """
import os, sys
sys.path.insert(0, os.getcwd())
from firm.home import Home
from warehouse import query
print("asking", flush=True)
sql = "select count(*) from range(10000000) a, range(10000000) b where a.range < b.range"
with query.run(Home.find(sys.argv[1]), sql):
    pass
"""


def test_a_question_dies_with_who_asked(built: Firm) -> None:
    """A killed command leaves no process that goes on computing."""
    asking = subprocess.Popen([sys.executable, "-c", ASKING, str(built.home.root)], stdout=subprocess.PIPE)
    assert asking.stdout is not None
    asking.stdout.readline()
    child = _wait_for_child(asking.pid)
    asking.send_signal(signal.SIGKILL)
    asking.wait()
    asking.stdout.close()
    for _ in range(100):
        if not Path(f"/proc/{child}").exists() or _is_zombie(child):
            return
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the child went on")


def _wait_for_child(parent: int) -> int:
    for _ in range(200):
        children = Path(f"/proc/{parent}/task/{parent}/children")
        found = children.read_text().split() if children.exists() else []
        if found:
            time.sleep(0.5)  # until it has asked to die with its parent
            return int(found[0])
        time.sleep(0.05)
    pytest.skip("this system does not tell children")


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True
