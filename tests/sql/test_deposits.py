"""marts.deposits: what of a deposit was taken back, beside the work it is an advance on."""

from tests.sql.harness import Rows
from tests.sql.office import broken, eur, office, only

PHASES = """
    phase_id | amount | billing_mode | vat_rate
    D        | 9000   | deposit      | 0.2
    D2       | 100    | deposit      | 0.1
    A        | 20000  | progress     | 0.2
    B        | 10000  | time         | 0.2
"""
INVOICES = """
    invoice_number | document_kind | issued_on
    F1             | deposit       | 2026-01-10
    F2             | invoice       | 2026-03-01
"""
LINES = """
    invoice_number | line_number | phase_id | line_kind         | net_amount | vat_rate
    F1             | 1           | D        | deposit           | 9000       | 0.055
    F2             | 1           | A        | work              | 8000       | 0.2
    F2             | 2           | B        | work              | 4000       | 0.2
    F2             | 3           | D        | deposit_deduction | -3600      | 0.055
"""
OPEN: dict[str, Rows] = {
    "ledger__drafts": [{"draft_id": "E1", "drafted_on": "2026-06-01"}],
    "ledger__draft_lines": [
        {"draft_id": "E1", "line_number": 1, "phase_id": "A", "net_amount": 10500},
        {
            "draft_id": "E1",
            "line_number": 2,
            "phase_id": "D",
            "line_kind": "deposit_deduction",
            "net_amount": -3150,
        },
    ],
    "ledger__draft_states": [{"state_id": "S1", "seq": 1, "draft_id": "E1", "stated_on": "2026-06-01"}],
}


def test_f6_where_a_deposit_stands() -> None:
    """F6 after its first situation and a draft of the second: A 9 000, H 30 000, 3 600 + 3 150 taken back."""
    facts: dict[str, Rows] = {
        "raw__phases": PHASES,
        "raw__invoices": INVOICES,
        "raw__invoice_lines": LINES,
        **OPEN,
        "raw__quotes": [{"deposit_policy": "first_out"}],
    }
    first, second = office("marts.deposits", **facts)
    assert first == first | {
        "quote_id": "Q1",
        "deposit_phase_id": "D",
        "label": "APD",
        "vat_rate": eur("0.055"),
        "deposit_policy": "first_out",
        "deposit_billed_amount": eur("9000.00"),
        "deducted_amount": eur("3600.00"),
        "drafted_deduction_amount": eur("3150.00"),
        "contract_amount": eur("30000.00"),
        "other_billed_amount": eur("12000.00"),
        "other_drafted_amount": eur("10500.00"),
    }
    assert (second["deposit_phase_id"], second["vat_rate"], second["deposit_billed_amount"]) == (
        "D2",
        eur("0.1"),
        eur("0.00"),
    )
    assert broken("marts.deposits", **facts) == []


def test_a_credit_note_gives_a_deduction_back() -> None:
    """Its positive deduction line lowers what was taken back."""
    invoices = f"{INVOICES}    AV1 | credit_note | 2026-04-01\n"
    lines = f"{LINES}    AV1 | 1 | D | deposit_deduction | 600 | 0.055\n"
    row = only(
        "marts.deposits",
        raw__phases=[{"phase_id": "D", "billing_mode": "deposit"}, {"phase_id": "A"}, {"phase_id": "B"}],
        raw__invoices=invoices,
        raw__invoice_lines=lines,
    )
    assert row["deducted_amount"] == eur("3000.00")
