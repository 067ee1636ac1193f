"""core.progress, marts.validations and marts.progress: which statement counts, and what can be stated."""

from tests.sql.office import broken, day, eur, office, only

QUOTES = """
    quote_id | amends_quote_id | signed_on  | status
    Q1       |                 | 2026-01-05 | signed
    Q2       | Q1              | 2026-03-01 | signed
"""
IMPORTED = """
    validated_on | progress | evidence
    2026-02-01   | 0.3      | PV
    2026-03-01   | 0.5      |
"""
STATED = """
    validation_id | seq | validated_on | progress
    V1            | 4   | 2026-02-01   | 0.4
    V3            | 6   | 2026-02-01   | 0.35
    V2            | 5   | 2026-02-01   | 0.45
"""


def test_jalons_own_statement_wins_the_day() -> None:
    """Over an imported row of the same day; of several, the one recorded last."""
    first, second = office("core.progress", raw__progress=IMPORTED, ledger__validations=STATED)
    assert (first["validation_id"], first["progress_ratio"], first["has_evidence"]) == (
        "V3",
        eur("0.35"),
        False,
    )
    assert (second["origin"], second["progress_ratio"]) == ("imported", eur("0.5"))


def test_a_later_day_wins_over_a_later_record() -> None:
    """What is in force is the latest by its own date, whoever recorded it last."""
    row = only("core.phase_balances", raw__progress=IMPORTED, ledger__validations=STATED)
    assert (row["progress_ratio"], row["validated_date"], row["has_evidence"]) == (
        eur("0.5"),
        day("2026-03-01"),
        False,
    )


def test_a_statement_keeps_its_amount() -> None:
    """Of the contract of its own day, rounded once."""
    phases = """
        phase_id | quote_id | amount | amends_phase_id
        A        | Q1       | 99.99  |
        A2       | Q2       | 50     | A
    """
    first, second = office(
        "core.progress",
        raw__quotes=QUOTES,
        raw__phases=phases,
        raw__progress="validated_on | progress\n2026-02-28 | 0.5\n2026-03-01 | 0.5",
    )
    assert (first["contract_amount"], first["kept_amount"]) == (eur("99.99"), eur("50.00"))
    assert (second["contract_amount"], second["kept_amount"]) == (eur("149.99"), eur("75.00"))


def test_f10_progress_is_shown_of_todays_contract() -> None:
    """F10: 50 % of 20 000 is 41.67 % of 24 000, with ten decimals at least."""
    phases = """
        phase_id | quote_id | amount | amends_phase_id
        A        | Q1       | 20000  |
        A2       | Q2       | 4000   | A
    """
    progress = [{"validated_on": "2026-02-01", "progress": "0.5"}]
    row = only("core.phase_balances", raw__quotes=QUOTES, raw__phases=phases, raw__progress=progress)
    assert (row["progress_ratio"], row["stated_ratio"]) == (eur("0.416666666667"), eur("0.5"))


def test_progress_is_nil_without_a_statement() -> None:
    """And a ratio stays within 0 and 1 when the contract shrinks."""
    assert only("core.phase_balances")["progress_ratio"] == 0
    phases = """
        phase_id | quote_id | amount | amends_phase_id
        A        | Q1       | 1000   |
        A2       | Q2       | -400   | A
    """
    progress = [{"validated_on": "2026-02-01", "progress": "0.8"}]
    assert (
        only("core.phase_balances", raw__quotes=QUOTES, raw__phases=phases, raw__progress=progress)[
            "progress_ratio"
        ]
        == 1
    )


def test_every_statement_stays_on_record() -> None:
    """With the one that counts for its day, and the one in force."""
    found = office("marts.validations", raw__progress=IMPORTED, ledger__validations=STATED)
    assert [(row["origin"], row["validation_id"], row["is_counting"], row["is_latest"]) for row in found] == [
        ("stated", "V1", False, False),
        ("stated", "V2", False, False),
        ("stated", "V3", True, False),
        ("imported", None, False, False),
        ("imported", None, True, True),
    ]
    assert broken("marts.validations", raw__progress=IMPORTED, ledger__validations=STATED) == []


def test_whose_progress_can_be_stated() -> None:
    """Milestones, progress and expenses of open projects, on quotes that went out."""
    projects = """
        project_id | status
        P1         | open
        P2         | closed
    """
    quotes = """
        quote_id | project_id | status | signed_on
        Q1       | P1         | signed | 2026-01-05
        Q2       | P1         | sent   |
        Q3       | P1         | lost   |
        Q4       | P1         | draft  |
        Q5       | P2         | signed | 2026-01-05
    """
    phases = """
        phase_id | quote_id | billing_mode
        A        | Q1       | progress
        B        | Q1       | milestone
        C        | Q1       | expense
        D        | Q1       | time
        E        | Q1       | deposit
        F        | Q2       | progress
        G        | Q3       | progress
        H        | Q4       | progress
        I        | Q5       | progress
    """
    found = office("marts.progress", raw__projects=projects, raw__quotes=quotes, raw__phases=phases)
    assert [(row["phase_id"], row["is_signed"]) for row in found] == [
        ("A", True),
        ("B", True),
        ("C", True),
        ("F", False),
    ]
