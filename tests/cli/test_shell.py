"""What every verb has in common: help, JSON, exit codes, refusals in French."""

import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import VERBS
from cli.reference import commands
from tests.billing.conftest import Firm
from tests.cli.conftest import ROOT, Shell, loaded_modules

HEAVY = {"duckdb", "polars", "sqlalchemy", "pydantic", "streamlit", "rich", "sqlglot", "pyarrow"}


def test_help_is_light() -> None:
    """Reading help loads no engine."""
    assert not HEAVY & loaded_modules(["--help"])
    assert not HEAVY & loaded_modules(["draft", "--help"])


def test_help_names_every_verb_in_french(empty: Shell) -> None:
    """Each verb with its own help; nothing is created by reading it."""
    said = empty.run("--help")
    assert said.code == 0
    assert all(f"  {verb} " in said.stdout for verb in VERBS)
    assert empty.run("validate", "--help").stdout.startswith("Usage : jalon validate")
    assert not empty.home.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["frob"], "Le verbe « frob » n'existe pas."),
        (["draft", "--frob"], "L'option --frob n'existe pas."),
        (["validate"], "Il manque l'argument PHASE."),
        (["validate", "APS"], "Il manque l'option --progress."),
        (["validate", "APS", "--progress"], "L'option --progress attend une valeur."),
        (["validate", "APS", "X", "--progress", "1"], "Il y a un argument de trop : X."),
        (["validate", "APS", "--progress", "1.5"], "L'avancement « 1.5 » est ambigu"),
        (["validate", "APS", "--progress", "1", "--on", "2026-02-30"], "« 2026-02-30 » n'est pas une date."),
        (["validate", "", "--progress", "1"], "Un argument est vide"),
        (["validate", "APS", "--progress", "1", "--key", ""], "--key ne peut pas être vide."),
        (["draft"], "Il faut soit des codes de phases, soit --all."),
        (["draft", "--all", "APS"], "Il faut soit des codes de phases, soit --all."),
        (["query", "select 1", "--format", "xml"], "Le format « xml » n'existe pas."),
        (["users"], "Usage : jalon users"),
        (["serve", "--port", "0"], "« 0 » n'est pas un port."),
    ],
)
def test_a_bad_command_line_is_refused_in_french(empty: Shell, arguments: list[str], message: str) -> None:
    """Exit 2, one sentence and where to read more; nothing is created."""
    said = empty.run(*arguments)
    assert message in said.stderr + said.stdout
    assert said.code == (0 if arguments == ["users"] else 2)
    assert not empty.home.exists()


@pytest.mark.parametrize(
    "arguments", [["validate"], ["frob"], ["draft", "--frob"], ["query", "drop table x"]]
)
def test_a_refusal_is_one_json_object(empty: Shell, arguments: list[str]) -> None:
    """Nothing else on stdout, nothing at all on stderr."""
    said = empty.run(*arguments, "--json")
    assert said.code == 2
    assert (said.json["outcome"], said.json["items"]) == ("refused", [])
    assert {"code", "message", "remedy"} <= said.json["findings"][0].keys()
    assert said.stderr == ""


def test_a_firm_from_nothing(empty: Shell, tmp_path: Path) -> None:
    """Templates, ingest, build, query, check: a new home, in order, each exact in JSON."""
    written = empty.run("templates", "files", "--json").json
    assert len(written["items"]) == 22
    taken = empty.run("ingest", "files", "--json")
    assert taken.code in (0, 1)
    assert all(
        item["read"] == item["accepted"] + item["rejected"] + item["unchanged"]
        for item in taken.json["items"]
    )
    built = empty.run("build", "--json")
    assert {"checks", "failed_checks", "items"} <= built.json.keys()
    assert {item["relation"] for item in built.json["items"]} >= {"marts.billable", "marts.invoices"}
    rows = empty.run("query", "select count(*) as n from marts.clients", "--json").json
    assert rows["items"] == [{"n": 2}]
    checked = empty.run("check", "--json")
    assert (checked.code, checked.json["findings"]) == (0, [])
    assert all(item["offending_rows"] == 0 for item in checked.json["items"])


def test_money_goes_through_the_shell(shell: Shell) -> None:
    """Validate, draft, discard: the contract's keys, exact digits, exit codes."""
    done = shell.run("validate", "APS", "--progress", "50 %", "--json")
    assert done.code == 0
    assert done.json["items"][0]["progress"] == "0.5"
    made = shell.run("draft", "APS", "nope", "--json")
    (item,) = made.json["items"]
    assert (made.code, made.json["outcome"], made.codes) == (1, "findings", ["unknown_phase"])
    assert (item["net_amount"], item["vat_amount"], item["gross_amount"]) == ("4200.00", "840.00", "5040.00")
    assert (item["project_id"], item["quote_id"], item["phase_ids"]) == ("P1", "Q1", ["APS"])
    again = shell.run("draft", "APS", "--json")
    assert (again.code, again.codes) == (2, ["already_drafted"])
    gone = shell.run("discard", item["draft_id"], "--json")
    assert gone.json["items"] == [{"draft_id": item["draft_id"], "phase_ids": ["APS"]}]
    assert shell.run("discard", item["draft_id"]).code == 2


def test_people_read_french(shell: Shell) -> None:
    """Amounts as in France; results on stdout, findings on stderr."""
    shell.run("validate", "APS", "--progress", "50")
    said = shell.run("draft", "APS", "nope")
    assert "4\u00a0200,00\u00a0€" in said.stdout
    assert "La phase nope n'existe pas." in said.stderr


def test_nothing_ready_is_no_refusal(shell: Shell) -> None:
    """`draft --all` twice: the second has nothing to do and is done."""
    assert shell.run("draft", "--all", "--json").code == 0
    again = shell.run("draft", "--all", "--json")
    assert (again.code, again.json["items"]) == (0, [])


def test_acting_for_someone(shell: Shell, firm: Firm) -> None:
    """An admin acts for an analyst: the analyst's rights count, and the journal names both."""
    said = shell.run("draft", "TRX", "--actor", "ann", "--json")
    assert (said.code, said.codes) == (2, ["not_allowed"])
    assert firm.journal()[-1] == ("draft", "ann", "refused")
    assert shell.run("query", "select 1 as one", "--actor", "ann", "--json").json["items"] == [{"one": 1}]
    assert shell.run("query", "select 1", "--actor", "ana").code == 2


def test_the_same_key_is_the_same_answer(shell: Shell) -> None:
    """A script that repeats itself after a doubt writes nothing twice."""
    shell.run("validate", "APS", "--progress", "0,5", "--key", "k1")
    first = shell.run("draft", "APS", "--key", "k2", "--json")
    assert shell.run("draft", "APS", "--key", "k2", "--json").stdout == first.stdout
    assert shell.run("draft", "APD", "--key", "k2", "--json").codes == ["key_reused"]
    assert shell.run("users", "add", "zoe", "--role", "analyst", "--key", "k3").code == 0
    assert shell.run("users", "add", "zoe", "--role", "analyst", "--key", "k3").code == 0


def test_people_come_and_go(shell: Shell) -> None:
    """Added, listed, removed; the last admin stays."""
    assert shell.run("users", "add", "zoe", "--role", "analyst").code == 0
    listed = shell.run("users", "list", "--json").json["items"]
    assert {"actor": "zoe", "role": "analyst", "manager": None} in listed
    assert shell.run("users", "remove", "zoe").code == 0
    (admin,) = [item["actor"] for item in listed if item["role"] == "admin"]
    assert shell.run("users", "remove", admin, "--json").codes == ["last_admin"]
    assert shell.run("users", "add", "zoe", "--role", "boss", "--json").codes == ["role_unknown"]


def test_a_reader_that_goes_away_is_no_failure(shell: Shell) -> None:
    """`jalon query ... | head -1` ends quietly."""
    process = shell.start("query", "select * from range(200000)", "--format", "csv")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=60) == 0


def test_an_unforeseen_error_is_one_sentence(shell: Shell) -> None:
    """The detail goes to a log under the home, never to the person."""
    script = (
        "import sys, cli.places\n"
        "def broken(call): raise ZeroDivisionError('by nought')\n"
        "cli.places.opened = broken\n"
        "from cli.main import main\nsys.exit(main(['check', '--json']))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=shell.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert '"internal_error"' in run.stdout
    assert "Traceback" not in run.stdout + run.stderr
    assert "by nought" in (shell.home / "work" / "jalon.log").read_text()


def test_the_reference_is_fresh() -> None:
    """`make docs` was run after the last change of a verb."""
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == commands()
