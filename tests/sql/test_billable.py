"""marts.billable: what can be invoiced, and every reason why the rest cannot."""

import pytest

from tests.sql.harness import Rows
from tests.sql.office import broken, day, eur, office, only

DONE = [{"validated_on": "2026-02-01"}]


def test_a_row_says_what_waits_and_since_when() -> None:
    """Earned - billed - drafted, before VAT."""
    row = only(
        "marts.billable",
        raw__phases=[{"amount": 20000, "position": 2, "retention_rate": "0.05"}],
        raw__progress=[{"validated_on": "2026-02-01", "progress": "0.5"}],
        raw__invoices=[{"invoice_number": "F1", "issued_on": "2026-03-01"}],
        raw__invoice_lines=[{"invoice_number": "F1", "net_amount": 4000}],
        ledger__drafts=[{"draft_id": "E1", "drafted_on": "2026-06-01"}],
        ledger__draft_lines=[{"draft_id": "E1", "net_amount": 1000}],
        ledger__draft_states=[{"state_id": "S1", "seq": 1, "draft_id": "E1", "stated_on": "2026-06-01"}],
    )
    assert row == row | {
        "phase_id": "A",
        "quote_id": "Q1",
        "project_id": "P1",
        "client_id": "C1",
        "phase_label": "APD",
        "mission_element": "APD",
        "billing_mode": "progress",
        "contract_amount": eur("20000.00"),
        "progress_ratio": eur("0.5"),
        "earned_amount": eur("10000.00"),
        "billed_amount": eur("4000.00"),
        "drafted_amount": eur("1000.00"),
        "billable_amount": eur("5000.00"),
        "out_of_cap_amount": eur("0.00"),
        "vat_rate": eur("0.2"),
        "validated_date": day("2026-02-01"),
        "waiting_since_date": day("2026-02-01"),
        "waiting_days": 149,
        "is_billable": True,
        "blocked_by": [],
        "notices": [],
        "project_name": "École",
        "client_name": "Ville d'Orme",
        "manager": "Camille",
        "retention_rate": eur("0.05"),
        "quote_label": "Q1",
        "position": 2,
        "document_kind": "invoice",
    }


def test_what_is_billed_or_drafted_in_full_is_not_there() -> None:
    """Nor what earned nothing."""
    phases = "phase_id\nA\nB\nC"
    progress = """
        phase_id | validated_on
        A        | 2026-02-01
        B        | 2026-02-01
    """
    found = office(
        "marts.billable",
        raw__phases=phases,
        raw__progress=progress,
        raw__invoices=[{"invoice_number": "F1", "issued_on": "2026-03-01"}],
        raw__invoice_lines=[{"invoice_number": "F1", "net_amount": 1000}],
        ledger__drafts=[{"draft_id": "E1", "drafted_on": "2026-06-01"}],
        ledger__draft_lines=[{"draft_id": "E1", "phase_id": "B", "net_amount": 1000}],
        ledger__draft_states=[{"state_id": "S1", "seq": 1, "draft_id": "E1", "stated_on": "2026-06-01"}],
    )
    assert found == []


def test_progress_lowered_under_what_is_billed() -> None:
    """The row is negative, waits for nothing, and is no invoice."""
    row = only(
        "marts.billable",
        raw__progress=[
            {"validated_on": "2026-02-01", "progress": "0.8"},
            {"validated_on": "2026-04-01", "progress": "0.5"},
        ],
        raw__invoices=[{"invoice_number": "F1", "issued_on": "2026-03-01"}],
        raw__invoice_lines=[{"invoice_number": "F1", "net_amount": 800}],
    )
    assert (row["billable_amount"], row["is_billable"]) == (eur("-300.00"), False)
    assert (row["waiting_since_date"], row["waiting_days"]) == (None, None)


def test_f5_situations() -> None:
    """F5: APS, APD, PRO at three dates give 14 750, 18 910 and 13 340, and the deltas add up."""
    phases = """
        phase_id | amount
        APS      | 9500
        APD      | 17500
        PRO      | 20000
    """
    progress = """
        phase_id | validated_on | progress
        APS      | 2026-01-31   | 1
        APD      | 2026-01-31   | 0.3
        APD      | 2026-02-28   | 1
        PRO      | 2026-02-28   | 0.333
        PRO      | 2026-03-31   | 1
    """
    invoices: list[dict[str, object]] = []
    lines: list[dict[str, object]] = []
    bases = []
    for number, today in enumerate(("2026-01-31", "2026-02-28", "2026-03-31"), start=1):
        found = office(
            "marts.billable",
            today=today,
            raw__phases=phases,
            raw__progress=progress,
            raw__invoices=invoices,
            raw__invoice_lines=lines,
        )
        bases.append(sum(row["billable_amount"] for row in found))
        invoices.append({"invoice_number": f"F{number}", "issued_on": today})
        lines += [
            {
                "invoice_number": f"F{number}",
                "line_number": line,
                "phase_id": row["phase_id"],
                "net_amount": row["billable_amount"],
            }
            for line, row in enumerate(found, start=1)
        ]
    assert bases == [eur("14750.00"), eur("18910.00"), eur("13340.00")]
    assert sum(bases) == eur("47000.00")


@pytest.mark.parametrize(
    ("facts", "reasons"),
    [
        ({}, []),
        ({"raw__quotes": [{"status": "sent", "signed_on": None}]}, ["quote_not_signed"]),
        ({"raw__quotes": [{"signed_on": None}]}, ["quote_not_signed"]),
        ({"raw__quotes": [{"signed_on": "2026-07-01"}]}, ["quote_not_signed"]),
        ({"raw__quotes": [{"status": "lost"}]}, ["quote_not_signed"]),
        ({"raw__clients": [{"address": None}]}, ["client_incomplete"]),
        ({"raw__clients": [{"postcode": None}]}, ["client_incomplete"]),
        ({"raw__clients": [{"city": None}]}, ["client_incomplete"]),
        ({"raw__clients": [{"siren": None}]}, ["client_incomplete"]),
        ({"raw__clients": [{"siren": None, "country": "BE"}]}, []),
        ({"raw__clients": [{"siren": None, "is_public": True, "service_code": "TRX"}]}, []),
        ({"raw__clients": [{"is_public": True}]}, ["public_reference_missing"]),
        ({"raw__clients": [{"is_public": True}], "raw__quotes": [{"commitment_number": "ENG1"}]}, []),
        ({"raw__projects": [{"status": "closed"}]}, ["project_closed"]),
        ({"core__firm": [{"is_evidence_required": True}]}, ["evidence_missing"]),
        (
            {
                "core__firm": [{"is_evidence_required": True}],
                "raw__progress": [{"validated_on": "2026-02-01", "evidence": "PV"}],
            },
            [],
        ),
        (
            {
                "core__firm": [{"is_evidence_required": True}],
                "raw__clients": [{"is_public": True, "city": None}],
                "raw__quotes": [{"status": "draft", "signed_on": None}],
                "raw__projects": [{"status": "closed"}],
            },
            [
                "quote_not_signed",
                "client_incomplete",
                "public_reference_missing",
                "project_closed",
                "evidence_missing",
            ],
        ),
    ],
)
def test_all_reasons_at_once(facts: dict[str, Rows], reasons: list[str]) -> None:
    """A phase is billable when none is left."""
    row = only("marts.billable", **({"raw__progress": DONE} | facts))
    assert (row["blocked_by"], row["is_billable"]) == (reasons, not reasons)


def test_proof_is_asked_of_statements_only() -> None:
    """Time has its approvals, a deposit its signature."""
    phases = """
        phase_id | billing_mode | hourly_rate
        A        | time         | 80
        D        | deposit      |
    """
    found = office(
        "marts.billable",
        core__firm=[{"is_evidence_required": True}],
        raw__phases=phases,
        raw__timesheets=[{"entry_id": "1", "approved_on": "2026-02-10"}],
    )
    assert [(row["phase_id"], row["blocked_by"]) for row in found] == [("A", []), ("D", [])]


def test_what_a_blocked_phase_lacks_is_named() -> None:
    """So that a page can ask for it in place."""
    row = only("marts.billable", raw__progress=DONE, raw__clients=[{"postcode": None, "siren": None}])
    assert row["missing_fields"] == ["postcode", "siren"]
    row = only("marts.billable", raw__progress=DONE, raw__clients=[{"is_public": True}])
    assert row["missing_fields"] == ["service_code", "commitment_number"]


def test_notices_do_not_block() -> None:
    """No e-mail, no mission element, hours to approve, cap reached, amendment to sign."""
    quotes = """
        quote_id | amends_quote_id | status | signed_on
        Q1       |                 | signed | 2026-01-05
        Q2       | Q1              | sent   |
    """
    phases = """
        phase_id | quote_id | label   | billing_mode | amends_phase_id | hourly_rate | cap_amount | amount
        A        | Q1       | Phase 3 | time         |                 | 100         | 1000       | 1000
        A2       | Q2       | Avenant | time         | A               |             |            | 500
    """
    timesheets = """
        entry_id | hours | approved_on
        1        | 12    | 2026-02-10
        2        | 3     |
    """
    row = only(
        "marts.billable",
        raw__clients=[{"email": None}],
        raw__quotes=quotes,
        raw__phases=phases,
        raw__timesheets=timesheets,
    )
    assert row["notices"] == [
        "no_email",
        "phase_unmapped",
        "hours_not_approved",
        "cap_reached",
        "amendment_unsigned",
    ]
    assert (row["is_billable"], row["billable_amount"], row["out_of_cap_amount"]) == (
        True,
        eur("1000.00"),
        eur("200.00"),
    )
    assert (row["unapproved_hours"], row["pending_amendment_amount"]) == (eur("3"), eur("500.00"))
    assert row["validated_date"] == day("2026-02-10")


def test_a_lost_amendment_is_unsigned_too() -> None:
    """It is told, and adds nothing, neither now nor later."""
    quotes = """
        quote_id | amends_quote_id | status | signed_on
        Q1       |                 | signed | 2026-01-05
        Q2       | Q1              | lost   |
    """
    phases = """
        phase_id | quote_id | amends_phase_id
        A        | Q1       |
        A2       | Q2       | A
    """
    row = only("marts.billable", raw__quotes=quotes, raw__phases=phases, raw__progress=DONE)
    assert (row["notices"], row["contract_amount"]) == (["amendment_unsigned"], eur("1000.00"))
    assert row["pending_amendment_amount"] == 0


def test_f10_amendment() -> None:
    """F10: 20 000 at 50 %, billed 10 000; 4 000 more signed; at 60 % 4 400.00 are billable."""
    quotes = """
        quote_id | amends_quote_id | status | signed_on
        Q1       |                 | signed | 2026-01-05
        Q2       | Q1              | signed | 2026-04-01
    """
    phases = """
        phase_id | quote_id | amount | amends_phase_id
        A        | Q1       | 20000  |
        A2       | Q2       | 4000   | A
    """
    facts: dict[str, Rows] = {
        "raw__quotes": quotes,
        "raw__phases": phases,
        "raw__progress": "validated_on | progress\n2026-02-01 | 0.5\n2026-05-01 | 0.6",
        "raw__invoices": [{"invoice_number": "F1", "issued_on": "2026-03-01"}],
        "raw__invoice_lines": [{"invoice_number": "F1", "net_amount": 10000}],
    }
    assert office("marts.billable", today="2026-04-15", **facts) == []
    [row] = office("marts.billable", **facts)
    assert (row["billable_amount"], row["contract_amount"]) == (eur("4400.00"), eur("24000.00"))


def test_a_deposit_is_a_document_of_its_own() -> None:
    """Billable from the signature on, which is its validation."""
    row = only("marts.billable", raw__phases=[{"billing_mode": "deposit", "label": "Acompte"}])
    assert (row["document_kind"], row["validated_date"], row["is_billable"]) == (
        "deposit",
        day("2026-01-05"),
        True,
    )


def test_the_marts_own_checks_hold() -> None:
    """On a negative, a blocked and a free row."""
    phases = "phase_id\nA\nB\nC"
    progress = """
        phase_id | validated_on
        A        | 2026-02-01
        C        | 2026-02-01
    """
    facts: dict[str, Rows] = {
        "raw__phases": phases,
        "raw__progress": progress,
        "raw__invoices": [{"invoice_number": "F1", "issued_on": "2026-03-01"}],
        "raw__invoice_lines": [{"invoice_number": "F1", "phase_id": "B", "net_amount": 1}],
    }
    assert broken("marts.billable", **facts) == []
    assert broken("core.phase_balances", **facts) == []
