"""What a draft says, before anything is written."""

from dataclasses import replace
from decimal import Decimal

from billing.composition import Billable, Deposit, Document, compose
from ledger.ids import ClientId, PhaseId, ProjectId, QuoteId

D = Decimal
WORK = Billable(
    phase_id=PhaseId("A"),
    quote_id=QuoteId("Q"),
    project_id=ProjectId("P"),
    client_id=ClientId("C"),
    phase_label="Étude",
    position=1,
    document_kind="invoice",
    billable_amount=D("1000.00"),
    vat_rate=D("0.20"),
    retention_rate=D(0),
    validated_date=None,
)
PAID = Deposit(
    quote_id=QuoteId("Q"),
    deposit_phase_id=PhaseId("D"),
    label="Acompte",
    vat_rate=D("0.20"),
    deposit_policy="first_out",
    deposit_billed_amount=D(600),
    deducted_amount=D(0),
    drafted_deduction_amount=D(0),
    contract_amount=D(10000),
    other_billed_amount=D(0),
    other_drafted_amount=D(0),
)


def amounts(document: Document) -> list[tuple[str, Decimal]]:
    """Kind and amount of each line."""
    return [(line.line_kind, line.net_amount) for line in document.lines]


def test_several_deposits_share_the_work() -> None:
    """One line each, together never more than the work."""
    document = compose([WORK], deposits=[replace(PAID, deposit_phase_id=PhaseId("E")), PAID])

    assert amounts(document) == [
        ("work", D(1000)),
        ("deposit_deduction", D(-600)),
        ("deposit_deduction", D(-400)),
    ]
    assert [line.phase_id for line in document.lines] == ["A", "D", "E"]
    assert document.gross_amount == 0


def test_the_deduction_carries_the_vat_of_its_deposit() -> None:
    """Work at 10 %, deposit at 20 %: 100.00 - 120.00 of VAT would be negative, so less is deducted."""
    document = compose(
        [replace(WORK, vat_rate=D("0.10"))], deposits=[replace(PAID, deposit_billed_amount=D(1000))]
    )

    assert document.lines[1].vat_rate == D("0.20")
    assert document.gross_amount >= 0
    assert document.lines[1].net_amount == D("-916.65")


def test_nothing_is_taken_back_of_a_deposit_that_is_used_up() -> None:
    """No empty line."""
    used = replace(PAID, deducted_amount=D(500), drafted_deduction_amount=D(100))
    assert amounts(compose([WORK], deposits=[used])) == [("work", D(1000))]


def test_a_deposit_invoice_deducts_nothing_and_keeps_nothing() -> None:
    """It is the advance itself."""
    deposit = replace(WORK, document_kind="deposit", retention_rate=D("0.05"))

    document = compose([deposit], deposits=[PAID])

    assert amounts(document) == [("deposit", D(1000))]
    assert document.retention_amount == 0


def test_the_client_keeps_no_more_than_is_due() -> None:
    """5 % of 1 200 is 60, but only 24 are left to pay after the deduction."""
    kept = replace(WORK, retention_rate=D("0.05"))
    document = compose([kept], deposits=[replace(PAID, deposit_billed_amount=D(980))])

    assert document.gross_amount == D("24.00")
    assert document.retention_amount == D("24.00")


def test_lines_follow_the_quote() -> None:
    """By position, those without one last, then by id."""
    phases = [
        replace(WORK, phase_id=PhaseId("Z"), position=1),
        replace(WORK, phase_id=PhaseId("B"), position=None),
        replace(WORK, phase_id=PhaseId("C"), position=2),
        replace(WORK, phase_id=PhaseId("A"), position=2),
    ]
    assert [line.phase_id for line in compose(phases, deposits=[]).lines] == ["Z", "A", "C", "B"]
