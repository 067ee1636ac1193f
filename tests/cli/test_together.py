"""Many processes at once, and processes that die: one truth, and `check` stays clean."""

import json
import os
import random
import signal
import time

import pytest

from tests.billing.conftest import Firm
from tests.cli.conftest import Shell, finished


@pytest.mark.slow
def test_eight_processes_want_the_same_phase(shell: Shell, firm: Firm) -> None:
    """One draws the draft; seven are refused with the reason; nobody sees a locked database."""
    shell.run("validate", "APS", "--progress", "0.5")
    running = [shell.start("draft", "APS", "--json") for _ in range(8)]
    said = [finished(each) for each in running]

    assert sorted(each.code for each in said) == [0, *[2] * 7]
    losers = [each for each in said if each.code == 2]
    assert [each.codes for each in losers] == [["already_drafted"]] * 7
    assert all("locked" not in each.stdout + each.stderr for each in said)
    assert firm.wrong() == []


@pytest.mark.slow
def test_a_key_that_eight_processes_share_is_one_draft(shell: Shell, firm: Firm) -> None:
    """All eight get the same answer."""
    shell.run("validate", "APS", "--progress", "0.5")
    running = [shell.start("draft", "APS", "--key", "once", "--json") for _ in range(8)]

    assert len({finished(each).stdout for each in running}) == 1
    assert len(firm.rows("from marts.drafts")) == 1


@pytest.mark.slow
def test_killed_while_drafting(shell: Shell, firm: Firm) -> None:
    """Whenever it dies, the draft is there wholly or not at all, and `check` is clean."""
    shell.run("validate", "APS", "--progress", "0.5")
    chance = random.Random(3)  # noqa: S311 -- moments, not secrets
    for _ in range(6):
        process = shell.start("draft", "APS", "--json")
        time.sleep(chance.uniform(0.3, 2.5))
        os.kill(process.pid, signal.SIGKILL)
        stdout, _ = process.communicate(timeout=60)
        checked = shell.run("check", "--json")
        assert (checked.code, checked.json["findings"]) == (0, [])
        assert shell.run("build").code == 0
        drafts = firm.rows("select draft_id from marts.drafts where is_open")
        if stdout.strip():
            assert [json.loads(stdout)["items"][0]["draft_id"]] == [row["draft_id"] for row in drafts]
        for row in drafts:
            assert shell.run("discard", row["draft_id"]).code == 0


@pytest.mark.slow
def test_drafting_while_files_come_in(shell: Shell, firm: Firm) -> None:
    """Ingest and decisions at the same moment wait for each other, in both orders."""
    shell.run("validate", "APS", "--progress", "0.5")
    running = []
    for number in range(3):
        file = shell.folder / f"clients-{number}.csv"
        file.write_text(f"client_id,name\nN{number},Nouveau {number}\n", encoding="utf-8")
        running.append(shell.start("ingest", str(file), "--json"))
        running.append(shell.start("draft", "APS", "--json"))
    said = [finished(each) for each in running]

    assert sorted(each.code for each in said) == [0, 0, 0, 0, 2, 2]
    assert all(each.codes == ["already_drafted"] for each in said if each.code == 2)
    assert firm.wrong() == []
