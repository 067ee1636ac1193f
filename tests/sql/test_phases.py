"""core.phases, marts.phases and marts.projects: contract, work in progress, cost and margin."""

from tests.sql.harness import Rows, run_model
from tests.sql.office import broken, eur, office, only

AMENDED = """
    quote_id | amends_quote_id | status | signed_on
    Q1       |                 | signed | 2026-01-05
    Q2       | Q1              | signed | 2026-03-01
    Q3       | Q1              | sent   |
    Q4       | Q2              | signed | 2026-07-01
"""


def test_signed_amendments_add_to_the_phase_they_amend() -> None:
    """From their signature on; unsigned ones wait; none has a row of its own."""
    phases = """
        phase_id | quote_id | amount | amends_phase_id
        A        | Q1       | 20000  |
        A2       | Q2       | 4000   | A
        A3       | Q3       | 700    | A
        A4       | Q4       | 50     | A2
    """
    facts: dict[str, Rows] = {"raw__quotes": AMENDED, "raw__phases": phases}
    before = only("core.phases", today="2026-02-28", **facts)
    after = only("core.phases", today="2026-06-30", **facts)
    later = only("core.phases", today="2026-07-01", **facts)
    assert [row["contract_amount"] for row in (before, after, later)] == [
        eur("20000.00"),
        eur("24000.00"),
        eur("24050.00"),
    ]
    assert [row["pending_amendment_amount"] for row in (before, later)] == [eur("4750.00"), eur("700.00")]
    assert broken("core.phases", **facts) == []
    assert [row["phase_id"] for row in office("marts.phases", **facts)] == ["A"]


def test_f12_work_in_progress() -> None:
    """F12: 100 000 at 62 %; billed 50 000 gives FAE 12 000, billed 70 000 gives PCA 8 000; never netted."""
    phases = """
        phase_id | amount
        A        | 100000
        B        | 100000
    """
    progress = """
        phase_id | validated_on | progress
        A        | 2026-02-01   | 0.62
        B        | 2026-02-01   | 0.62
    """
    lines = """
        invoice_number | line_number | phase_id | net_amount
        F1             | 1           | A        | 50000
        F1             | 2           | B        | 70000
    """
    facts: dict[str, Rows] = {
        "raw__phases": phases,
        "raw__progress": progress,
        "raw__invoices": [{"invoice_number": "F1", "issued_on": "2026-03-01"}],
        "raw__invoice_lines": lines,
    }
    first, second = office("marts.phases", **facts)
    assert (first["fae_amount"], first["pca_amount"]) == (eur("12000.00"), eur("0.00"))
    assert (second["fae_amount"], second["pca_amount"]) == (eur("0.00"), eur("8000.00"))
    assert broken("marts.phases", **facts) == []
    project = only("marts.projects", **facts)
    assert (project["fae_amount"], project["pca_amount"]) == (eur("12000.00"), eur("8000.00"))


def test_work_in_progress_counts_production_not_billability() -> None:
    """Half a milestone is produced though it earned nothing; a deposit is neither FAE nor PCA."""
    phases = """
        phase_id | billing_mode
        A        | milestone
        D        | deposit
    """
    progress = [{"validated_on": "2026-02-01", "progress": "0.5"}]
    milestone, deposit = office("marts.phases", raw__phases=phases, raw__progress=progress)
    assert (milestone["earned_amount"], milestone["fae_amount"]) == (eur("0.00"), eur("500.00"))
    assert (deposit["earned_amount"], deposit["fae_amount"], deposit["pca_amount"]) == (
        eur("1000.00"),
        eur("0.00"),
        eur("0.00"),
    )


def test_f13_margin() -> None:
    """F13: 62 000 spent + 31 000 left = 93 000; 110 000 leave 17 000."""
    row = only(
        "marts.phases",
        raw__phases=[{"amount": 110000}],
        raw__timesheets=[{"entry_id": str(n), "hours": 10, "cost_rate": 620} for n in range(10)],
        raw__remaining="as_of | remaining_cost\n2026-01-01 | 99999\n2026-03-01 | 31000\n2026-07-01 | 1",
    )
    assert (row["spent_amount"], row["raf_amount"], row["is_raf_estimated"]) == (
        eur("62000.00"),
        eur("31000.00"),
        False,
    )
    assert (row["eac_amount"], row["margin_amount"]) == (eur("93000.00"), eur("17000.00"))


def test_spent_counts_what_was_worked_approved_or_not() -> None:
    """Rounded once on its sum; what is worked later, or has no cost, does not count."""
    timesheets = """
        entry_id | worked_on  | hours | approved_on | cost_rate
        1        | 2026-02-02 | 1.5   |             | 33.33
        2        | 2026-02-03 | 1.5   | 2026-02-10  | 33.33
        3        | 2026-07-01 | 7     |             | 50
        4        | 2026-02-04 | 7     |             |
    """
    assert only("marts.phases", raw__timesheets=timesheets)["spent_amount"] == eur("99.99")


def test_raf_without_an_estimate_comes_from_the_budget() -> None:
    """Budget at the mean cost rate less spent, never below nothing, and marked; to the cent, half up."""
    timesheets = """
        entry_id | phase_id | hours | cost_rate
        1        | A        | 2     | 33.335
        2        | B        | 7     | 50
        3        | C        | 7     | 50
    """
    phases = """
        phase_id | amount | budget_hours
        A        | 1000   | 3
        B        | 1000   | 5
        C        | 1000   |
        D        | 1000   | 40
    """
    found = office("marts.phases", raw__phases=phases, raw__timesheets=timesheets)
    assert [(row["raf_amount"], row["is_raf_estimated"], row["margin_amount"]) for row in found] == [
        (eur("33.34"), True, eur("899.99")),
        (eur("0.00"), True, eur("650.00")),
        (None, False, None),
        (None, False, None),
    ]


def test_a_deduction_counts_for_its_deposit_only() -> None:
    """Positive in deducted_amount, never in billed_amount."""
    phases = """
        phase_id | billing_mode
        A        | progress
        D        | deposit
    """
    lines = """
        invoice_number | line_number | phase_id | line_kind         | net_amount
        F1             | 1           | D        | deposit           | 300
        F2             | 1           | A        | work              | 500
        F2             | 2           | D        | deposit_deduction | -150
    """
    invoices = """
        invoice_number | document_kind | issued_on
        F1             | deposit       | 2026-01-10
        F2             | invoice       | 2026-03-01
    """
    work, deposit = office(
        "marts.phases", raw__phases=phases, raw__invoices=invoices, raw__invoice_lines=lines
    )
    assert (work["billed_amount"], work["deducted_amount"]) == (eur("500.00"), eur("0.00"))
    assert (deposit["billed_amount"], deposit["deducted_amount"]) == (eur("300.00"), eur("150.00"))


def test_a_project_sums_its_phases() -> None:
    """Contract of signed quotes, the rest whatever the quote; deposits left out; collected beside."""
    quotes = """
        quote_id | status | signed_on
        Q1       | signed | 2026-01-05
        Q2       | sent   |
    """
    phases = """
        phase_id | quote_id | amount | billing_mode
        A        | Q1       | 1000   | progress
        B        | Q2       | 500    | progress
        D        | Q1       | 300    | deposit
    """
    progress = """
        phase_id | validated_on | progress
        A        | 2026-02-01   | 0.5
        B        | 2026-02-01   | 1
    """
    invoices = """
        invoice_number | project_id | allocated_amount
        F1             | P1         | 120
        F2             | P1         | -20
        F3             | P2         | 999
    """
    project = only(
        "marts.projects",
        raw__quotes=quotes,
        raw__phases=phases,
        raw__progress=progress,
        marts__invoices=invoices,
    )
    assert project == project | {
        "contract_amount": eur("1000.00"),
        "earned_amount": eur("1000.00"),
        "billed_amount": eur("0.00"),
        "fae_amount": eur("1000.00"),
        "pca_amount": eur("0.00"),
        "collected_amount": eur("100.00"),
        "raf_amount": None,
        "margin_amount": None,
        "raf_unknown_count": 1,
    }


def test_a_projects_margin_is_that_of_its_known_phases() -> None:
    """Phases of signed quotes whose RAF is known; how many are not is said beside."""
    phases = """
        phase_id | amount
        A        | 1000
        B        | 500
    """
    project = only(
        "marts.projects",
        raw__phases=phases,
        raw__remaining=[{"as_of": "2026-02-01", "remaining_cost": 400}],
    )
    assert (project["raf_amount"], project["eac_amount"], project["margin_amount"]) == (
        eur("400.00"),
        eur("400.00"),
        eur("600.00"),
    )
    assert project["raf_unknown_count"] == 1


def test_a_project_without_phases_has_its_row() -> None:
    """All sums nil."""
    phase = {"phase_id": "A", "quote_id": "Q9"}
    project = only("marts.projects", raw__phases=[phase])
    assert (project["earned_amount"], project["contract_amount"]) == (eur("0.00"), eur("0.00"))


def test_cost_rates_stay_private() -> None:
    """No published relation but the sums per phase reads them."""
    assert run_model("core.phase_costs") == []
    assert "cost_rate" not in {
        name for row in office("staging.timesheets", raw__timesheets=[{"entry_id": "1"}]) for name in row
    }
