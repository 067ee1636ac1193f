"""core.source_findings: oddities that are loaded as they stand, and told."""

from tests.sql.office import broken, office


def _findings(**tables: object) -> list[tuple[str, int, str | None]]:
    assert broken("core.source_findings", **tables) == []
    found = office("core.source_findings", **tables)
    return [(row["code"], row["row_number"], row["value"]) for row in found]


def test_a_signature_needs_both_date_and_status() -> None:
    """Signed without a date is not signed; dated without the status neither; a lost one had its day."""
    quotes = """
        quote_id | status | signed_on
        Q1       | signed |
        Q2       | sent   | 2026-01-05
        Q3       | lost   | 2026-01-05
        Q4       | signed | 2026-01-05
    """
    assert _findings(raw__quotes=quotes) == [
        ("quote_dated_not_signed", 3, "sent"),
        ("quote_signed_without_date", 2, None),
    ]


def test_time_without_any_rate() -> None:
    """On a time phase only, where neither the entry nor the phase has one."""
    phases = """
        phase_id | billing_mode | hourly_rate
        A        | time         |
        B        | time         | 80
        C        | progress     |
    """
    timesheets = """
        entry_id | phase_id | billing_rate
        1        | A        |
        2        | A        | 90
        3        | B        |
        4        | C        |
    """
    assert _findings(raw__phases=phases, raw__timesheets=timesheets) == [("time_entry_without_rate", 2, None)]


def test_corrections_that_take_away_too_much() -> None:
    """A person's day or a phase that becomes negative, told on its latest correction."""
    timesheets = """
        entry_id | person | phase_id | worked_on  | hours
        1        | X      | A        | 2026-02-02 | 7
        2        | X      | A        | 2026-02-02 | -7
        3        | X      | A        | 2026-02-03 | 2
        4        | X      | A        | 2026-02-03 | -3.5
        5        | Y      | B        | 2026-02-02 | 3
        6        | Y      | A        | 2026-02-02 | 1
        7        | Y      | B        | 2026-02-04 | -4
        8        | Y      | A        | 2026-02-04 | 4
    """
    phases = "phase_id\nA\nB"
    assert _findings(raw__phases=phases, raw__timesheets=timesheets) == [
        ("person_day_negative", 5, "-1.5"),
        ("phase_hours_negative", 8, "-1"),
    ]


def test_documents_that_do_not_add_up() -> None:
    """Gross beside net + VAT, lines beside net; a document without lines is silent."""
    invoices = """
        invoice_number | issued_on  | net_amount | vat_amount | gross_amount
        F1             | 2026-02-01 | 100        | 20         | 120
        F2             | 2026-02-01 | 100        | 20         | 120.01
        F3             | 2026-02-01 | 100        | 20         | 120
        F4             | 2026-02-01 | 100        | 20         | 120
    """
    lines = """
        invoice_number | line_number | net_amount
        F1             | 1           | 60
        F1             | 2           | 40
        F3             | 1           | 99.99
    """
    assert _findings(raw__invoices=invoices, raw__invoice_lines=lines) == [
        ("document_lines_differ", 4, "100.00"),
        ("document_total_wrong", 3, "120.01"),
    ]


def test_deductions_that_take_nothing_back() -> None:
    """A positive one on an invoice, or one that names no deposit; a credit note gives deductions back."""
    phases = """
        phase_id | billing_mode
        A        | progress
        D        | deposit
    """
    invoices = """
        invoice_number | document_kind | issued_on  | net_amount | gross_amount
        F1             | invoice       | 2026-02-01 | 100        | 100
        AV1            | credit_note   | 2026-02-01 | -100       | -100
    """
    lines = """
        invoice_number | line_number | phase_id | line_kind         | net_amount
        F1             | 1           | D        | deposit_deduction | -10
        F1             | 2           | D        | deposit_deduction | 10
        F1             | 3           | A        | deposit_deduction | -10
        F1             | 4           | A        | work              | 110
        AV1            | 1           | D        | deposit_deduction | 10
        AV1            | 2           | A        | work              | -110
    """
    assert _findings(raw__phases=phases, raw__invoices=invoices, raw__invoice_lines=lines) == [
        ("deduction_positive", 3, "10.00"),
        ("deduction_without_deposit", 4, "A"),
    ]
