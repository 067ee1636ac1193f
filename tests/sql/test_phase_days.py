"""core.phase_days: what each phase earned and was billed, evening after evening."""

from tests.sql.office import broken, day, eur, office

TIME = """
    phase_id | billing_mode | amount | hourly_rate | cap_amount
    A        | time         | 10000  | 80          |
"""


def _earned(**tables: object) -> list[tuple[str, str]]:
    found = office("core.phase_days", **tables)
    return [(f"{row['day_date']:%m-%d}", str(row["earned_amount"])) for row in found]


def test_progress_earns_its_share_rounded_once() -> None:
    """1 000 at 33.33, 66.67 and 100 %: cumulative amounts, so that the deltas add up."""
    progress = """
        validated_on | progress
        2026-02-01   | 0.3333
        2026-03-01   | 0.6667
        2026-04-01   | 1
    """
    assert _earned(raw__progress=progress) == [("02-01", "333.30"), ("03-01", "666.70"), ("04-01", "1000.00")]


def test_half_a_cent_goes_up() -> None:
    """0.5 x 1.01 is 0.51, and -0.51 for a negative phase."""
    phases = """
        phase_id | amount
        A        | 1.01
        B        | -1.01
    """
    progress = """
        phase_id | validated_on | progress
        A        | 2026-02-01   | 0.5
        B        | 2026-02-01   | 0.5
    """
    assert _earned(raw__phases=phases, raw__progress=progress) == [("02-01", "0.51"), ("02-01", "-0.51")]


def test_a_milestone_earns_all_or_nothing() -> None:
    """Half a milestone earns nothing, and is produced all the same."""
    progress = """
        validated_on | progress
        2026-02-01   | 0.5
        2026-03-01   | 1
    """
    phases = [{"billing_mode": "milestone"}]
    found = office("core.phase_days", raw__phases=phases, raw__progress=progress)
    assert [(row["earned_amount"], row["produced_amount"]) for row in found] == [
        (eur("0.00"), eur("500.00")),
        (eur("1000.00"), eur("1000.00")),
    ]


def test_an_expense_earns_when_approved() -> None:
    """Its amount, at progress 1."""
    progress = [{"validated_on": "2026-02-01", "progress": 1}]
    assert _earned(raw__phases=[{"billing_mode": "expense"}], raw__progress=progress) == [
        ("02-01", "1000.00")
    ]


def test_a_deposit_earns_from_the_signature_on() -> None:
    """Whatever is stated about it; an unsigned quote's earns nothing."""
    phases = [{"billing_mode": "deposit"}]
    assert _earned(raw__phases=phases) == [("01-05", "1000.00")]
    assert _earned(raw__phases=phases, raw__quotes=[{"status": "sent", "signed_on": None}]) == []
    assert _earned(raw__phases=phases, raw__quotes=[{"signed_on": None}]) == []
    assert _earned(raw__phases=phases, raw__quotes=[{"signed_on": "2026-07-01"}]) == []


def test_an_unsigned_quote_still_earns() -> None:
    """Work done before the signature is worth something; it only cannot be invoiced."""
    quotes = [{"status": "sent", "signed_on": None}]
    assert _earned(raw__quotes=quotes, raw__progress=[{"validated_on": "2026-02-01"}]) == [
        ("02-01", "1000.00")
    ]


def test_time_earns_approved_hours() -> None:
    """The entry's own rate, else the phase's; from the day it is both worked and approved."""
    timesheets = """
        entry_id | worked_on  | hours | approved_on | billing_rate
        1        | 2026-02-02 | 7     | 2026-02-10  |
        2        | 2026-02-03 | 2     | 2026-02-10  | 100
        3        | 2026-02-20 | 1     | 2026-02-15  |
        4        | 2026-02-04 | 5     |             |
        5        | 2026-02-05 | 5     | 2026-07-01  |
        6        | 2026-02-05 | -1    | 2026-03-01  |
    """
    assert _earned(raw__phases=TIME, raw__timesheets=timesheets) == [
        ("02-10", "760.00"),
        ("02-20", "840.00"),
        ("03-01", "760.00"),
    ]


def test_time_is_rounded_on_its_sum() -> None:
    """Three entries of a third of a cent are worth one cent."""
    timesheets = """
        entry_id | hours    | approved_on | billing_rate
        1        | 1.000000 | 2026-02-10  | 0.003334
        2        | 1.000000 | 2026-02-10  | 0.003334
        3        | 1.000000 | 2026-02-10  | 0.003334
    """
    assert _earned(raw__phases=TIME, raw__timesheets=timesheets) == [("02-10", "0.01")]


def test_an_entry_without_any_rate_earns_nothing() -> None:
    """It is a finding; the others count."""
    phases = [{"billing_mode": "time"}]
    timesheets = """
        entry_id | hours | approved_on | billing_rate
        1        | 3     | 2026-02-10  |
        2        | 2     | 2026-02-11  | 100
    """
    assert _earned(raw__phases=phases, raw__timesheets=timesheets) == [("02-11", "200.00")]


def test_f4_time_over_its_cap() -> None:
    """F4: 12 180.00 on top of 9 500 billed; cap 20 000: 20 000 earned, 1 680.00 out of cap."""
    phases = """
        phase_id | billing_mode | amount | hourly_rate | cap_amount
        A        | time         | 20000  |             | 20000
    """
    timesheets = """
        entry_id | hours | approved_on | billing_rate
        0        | 10    | 2026-02-01  | 950
        1        | 12.5  | 2026-03-01  | 680
        2        | 4     | 2026-03-01  | 920
    """
    invoices = [{"invoice_number": "F1", "issued_on": "2026-02-15"}]
    lines = [{"invoice_number": "F1", "net_amount": 9500}]
    last = office(
        "core.phase_days",
        raw__phases=phases,
        raw__timesheets=timesheets,
        raw__invoices=invoices,
        raw__invoice_lines=lines,
    )[-1]
    assert (last["earned_amount"], last["out_of_cap_amount"]) == (eur("20000.00"), eur("1680.00"))
    assert last["earned_amount"] - last["billed_amount"] == eur("10500.00")


QUOTES = """
    quote_id | amends_quote_id | signed_on  | status
    Q1       |                 | 2026-01-05 | signed
    Q2       | Q1              | 2026-03-01 | signed
"""


def test_f10_an_amendment_rebases_by_amount() -> None:
    """F10: 50 % of 20 000 stays 10 000 when 4 000 come on top; at 60 % the phase earned 14 400."""
    phases = """
        phase_id | quote_id | amount | amends_phase_id
        A        | Q1       | 20000  |
        A2       | Q2       | 4000   | A
    """
    progress = """
        validated_on | progress
        2026-02-01   | 0.5
        2026-04-01   | 0.6
    """
    assert _earned(raw__quotes=QUOTES, raw__phases=phases, raw__progress=progress) == [
        ("02-01", "10000.00"),
        ("03-01", "10000.00"),
        ("04-01", "14400.00"),
    ]


def test_an_amendment_counts_on_its_signature_day() -> None:
    """A progress stated that day is of the new contract."""
    phases = """
        phase_id | quote_id | amount | amends_phase_id
        A        | Q1       | 20000  |
        A2       | Q2       | 4000   | A
    """
    progress = [{"validated_on": "2026-03-01", "progress": "0.5"}]
    assert _earned(raw__quotes=QUOTES, raw__phases=phases, raw__progress=progress) == [("03-01", "12000.00")]


def test_a_kept_amount_never_exceeds_todays_contract() -> None:
    """An amendment that takes away lowers what was earned; a negative contract is met from above."""
    phases = """
        phase_id | quote_id | amount | amends_phase_id
        A        | Q1       | 1000   |
        A2       | Q2       | -400   | A
        B        | Q1       | -1000  |
        B2       | Q2       | 400    | B
    """
    progress = """
        phase_id | validated_on | progress
        A        | 2026-02-01   | 0.8
        B        | 2026-02-01   | 0.8
    """
    found = office("core.phase_days", raw__quotes=QUOTES, raw__phases=phases, raw__progress=progress)
    assert [(row["phase_id"], row["earned_amount"]) for row in found] == [
        ("A", eur("800.00")),
        ("A", eur("600.00")),
        ("B", eur("-800.00")),
        ("B", eur("-600.00")),
    ]


def test_a_milestone_reached_before_an_amendment_keeps_its_amount() -> None:
    """It does not fall back to nothing because there is more to do."""
    phases = """
        phase_id | quote_id | amount | amends_phase_id | billing_mode
        A        | Q1       | 1000   |                 | milestone
        A2       | Q2       | 500    | A               | milestone
    """
    progress = [{"validated_on": "2026-02-01"}]
    assert _earned(raw__quotes=QUOTES, raw__phases=phases, raw__progress=progress)[-1] == ("03-01", "1000.00")


def test_an_amendment_raises_the_cap_of_time() -> None:
    """From its signature on, and only where there is a cap."""
    phases = """
        phase_id | quote_id | amount | amends_phase_id | billing_mode | cap_amount | hourly_rate
        A        | Q1       | 1000   |                 | time         | 1000       | 100
        A2       | Q2       | 500    | A               | time         |            |
        B        | Q1       | 1000   |                 | time         |            | 100
        B2       | Q2       | 500    | B               | time         |            |
    """
    timesheets = """
        entry_id | phase_id | hours | approved_on
        1        | A        | 20    | 2026-02-10
        2        | B        | 20    | 2026-02-10
    """
    found = office("core.phase_days", raw__quotes=QUOTES, raw__phases=phases, raw__timesheets=timesheets)
    assert [(row["phase_id"], row["earned_amount"], row["out_of_cap_amount"]) for row in found] == [
        ("A", eur("1000.00"), eur("1000.00")),
        ("A", eur("1500.00"), eur("500.00")),
        ("B", eur("2000.00"), eur("0.00")),
        ("B", eur("2000.00"), eur("0.00")),
    ]


def test_billed_is_the_signed_sum_of_work_and_deposit_lines() -> None:
    """Credit notes are negative; deductions, revisions, penalties and the rest do not count."""
    invoices = """
        invoice_number | document_kind | issued_on
        F1             | invoice       | 2026-02-01
        AV1            | credit_note   | 2026-03-01
        F2             | invoice       | 2026-07-01
    """
    lines = """
        invoice_number | line_number | line_kind         | net_amount
        F1             | 1           | work              | 500
        F1             | 2           | deposit           | 50
        F1             | 3           | deposit_deduction | -100
        F1             | 4           | revision          | 30
        F1             | 5           | penalty           | -20
        F1             | 6           | other             | 10
        AV1            | 1           | work              | -200
        F2             | 1           | work              | 999
    """
    found = office("core.phase_days", raw__invoices=invoices, raw__invoice_lines=lines)
    assert [row["billed_amount"] for row in found] == [eur("550.00"), eur("350.00")]


def test_waiting_runs_without_interruption() -> None:
    """Neither restating a progress nor billing a part restarts it; billed in full, a new wait starts."""
    progress = """
        validated_on | progress
        2026-02-01   | 0.3
        2026-02-10   | 0.3
        2026-03-01   | 0.5
        2026-04-10   | 0.5
        2026-04-20   | 0.9
    """
    invoices = """
        invoice_number | issued_on
        F1             | 2026-02-20
        F2             | 2026-04-01
    """
    lines = """
        invoice_number | net_amount
        F1             | 200
        F2             | 300
    """
    found = office(
        "core.phase_days", raw__progress=progress, raw__invoices=invoices, raw__invoice_lines=lines
    )
    waits = [
        (row["day_date"], row["waiting_since_date"], row["waiting_since_before_billing_date"])
        for row in found
    ]
    first, second = day("2026-02-01"), day("2026-04-20")
    assert waits == [
        (day("2026-02-01"), first, first),
        (day("2026-02-10"), first, first),
        (day("2026-02-20"), first, first),
        (day("2026-03-01"), first, first),
        (day("2026-04-01"), None, first),
        (day("2026-04-10"), None, None),
        (day("2026-04-20"), second, second),
    ]


def test_billed_on_the_day_it_was_earned() -> None:
    """It waited on that day, before the document's lines."""
    found = office(
        "core.phase_days",
        raw__progress=[{"validated_on": "2026-02-01"}],
        raw__invoices=[{"invoice_number": "F1", "issued_on": "2026-02-01"}],
        raw__invoice_lines=[{"invoice_number": "F1", "net_amount": 1000}],
    )
    [row] = found
    assert (row["waiting_since_date"], row["waiting_since_before_billing_date"]) == (None, day("2026-02-01"))


def test_facts_dated_later_do_not_exist_yet() -> None:
    """As of 15 February only what is dated by then is there."""
    progress = """
        validated_on | progress
        2026-02-01   | 0.3
        2026-03-01   | 0.5
    """
    found = office("core.phase_days", today="2026-02-15", raw__progress=progress)
    assert [row["earned_amount"] for row in found] == [eur("300.00")]


def test_the_days_hold_their_own_checks() -> None:
    """On a mixture of everything above."""
    progress = """
        validated_on | progress
        2026-02-01   | 0.8
        2026-05-01   | 0.2
    """
    invoices = [{"invoice_number": "F1", "issued_on": "2026-03-01"}]
    lines = [{"invoice_number": "F1", "net_amount": 800}]
    facts = {"raw__progress": progress, "raw__invoices": invoices, "raw__invoice_lines": lines}
    assert broken("core.phase_days", **facts) == []
    assert office("core.phase_days", **facts)[-1]["waiting_since_date"] is None
