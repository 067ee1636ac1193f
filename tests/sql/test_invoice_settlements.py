"""core.invoice_settlements: what each payment or credit note settles, one after the other."""

from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sql.books import Row, books, credit_note, document, payment

DAYS = [f"2026-0{month}-{number:02}" for month in (1, 2, 3, 4) for number in (5, 10, 20)]
RETENTION_DUE = "2026-03-31"


def settled(documents: list[Row], payments: list[Row]) -> dict[str, tuple[float, float]]:
    """By source, what it settles of the main instalment and of the retention."""
    rows = books("core.invoice_settlements", documents, payments)
    return {row["source_id"]: (float(row["main_amount"]), float(row["retention_amount"])) for row in rows}


def test_a_payment_settles_up_to_what_is_open() -> None:
    """The rest of an over-payment settles nothing."""
    payments = [payment("P1", "2026-02-01", 80, "F1"), payment("P2", "2026-02-02", 30, "F1")]
    assert settled([document("F1", 100)], payments) == {"P1": (80, 0), "P2": (20, 0)}


def test_a_refund_after_full_payment_opens_the_invoice_again() -> None:
    """A bounced payment takes back what it had brought."""
    payments = [payment("P1", "2026-02-01", 100, "F1"), payment("P2", "2026-02-02", -40, "F1")]
    assert settled([document("F1", 100)], payments) == {"P1": (100, 0), "P2": (-40, 0)}


def test_a_refund_takes_back_what_was_allocated_and_no_more() -> None:
    """Nor does it take back what a credit note settled."""
    documents = [document("F1", 100), credit_note("A1", -70, "F1", "2026-01-20")]
    payments = [payment("P1", "2026-02-01", 100, "F1"), payment("P2", "2026-02-02", -50, "F1")]
    assert settled(documents, payments) == {"A1": (70, 0), "P1": (30, 0), "P2": (-30, 0)}


def test_a_refund_before_any_payment_takes_back_nothing() -> None:
    """What was never allocated cannot be taken back."""
    payments = [payment("P1", "2026-02-01", -40, "F1"), payment("P2", "2026-02-02", 100, "F1")]
    assert settled([document("F1", 100)], payments) == {"P1": (0, 0), "P2": (100, 0)}


def test_a_credit_note_after_payment_is_absorbed_by_what_is_left() -> None:
    """The invoice takes 30 of 50."""
    documents = [document("F1", 100), credit_note("A1", -50, "F1", "2026-02-02")]
    assert settled(documents, [payment("P1", "2026-02-01", 70, "F1")]) == {"P1": (70, 0), "A1": (30, 0)}


def test_each_event_sees_its_own_day() -> None:
    """A credit note that found nothing open does not come back when a refund opens the invoice later."""
    documents = [document("F1", 100), credit_note("A1", -50, "F1", "2026-02-02")]
    payments = [payment("P1", "2026-02-01", 100, "F1"), payment("P2", "2026-02-03", -100, "F1")]
    assert settled(documents, payments) == {"P1": (100, 0), "A1": (0, 0), "P2": (-100, 0)}


def test_a_payment_does_not_settle_a_retention_before_its_day() -> None:
    """What is not due is not open; from its day on it is, after the main instalment."""
    payments = [
        payment("P1", "2026-03-30", 100, "F1"),
        payment("P2", RETENTION_DUE, 3, "F1"),
        payment("P3", "2026-04-01", 3, "F1"),
    ]
    documents = [document("F1", 100, retention_amount=5)]
    assert settled(documents, payments) == {"P1": (95, 0), "P2": (0, 3), "P3": (0, 2)}


def test_the_main_instalment_comes_before_the_retention() -> None:
    """Even when both are due."""
    documents = [document("F1", 100, retention_amount=5)]
    assert settled(documents, [payment("P1", "2026-04-01", 98, "F1")]) == {"P1": (95, 3)}


def test_a_credit_note_also_takes_the_retention_not_yet_due() -> None:
    """The open part first."""
    documents = [document("F1", 100, retention_amount=5), credit_note("A1", -98, "F1", "2026-02-02")]
    assert settled(documents, []) == {"A1": (95, 3)}


def test_a_refund_takes_back_the_last_first() -> None:
    """The retention was paid last."""
    documents = [document("F1", 100, retention_amount=5)]
    payments = [payment("P1", "2026-04-01", 100, "F1"), payment("P2", "2026-04-02", -8, "F1")]
    assert settled(documents, payments) == {"P1": (95, 5), "P2": (-3, -5)}


def test_a_negative_invoice_is_settled_by_refunds() -> None:
    """The signs are turned, the rules are the same."""
    payments = [payment("P1", "2026-02-01", -80, "F1"), payment("P2", "2026-02-02", -30, "F1")]
    assert settled([document("F1", -100)], payments) == {"P1": (-80, 0), "P2": (-20, 0)}


@dataclass
class Ledger:
    """The same rules by hand, one event at a time."""

    main: Decimal
    retention: Decimal
    paid: list[tuple[str, Decimal]] = field(default_factory=list)

    def credit(self, amount: Decimal) -> tuple[Decimal, Decimal]:
        """A credit note: the open part, then the retention."""
        main = min(amount, self.main)
        retention = min(amount - main, self.retention)
        self.main -= main
        self.retention -= retention
        return main, retention

    def pay(self, amount: Decimal, *, is_retention_due: bool) -> tuple[Decimal, Decimal]:
        """A payment: what is open that day."""
        main = min(amount, self.main)
        retention = min(amount - main, self.retention) if is_retention_due else Decimal(0)
        self.main -= main
        self.retention -= retention
        self.paid += [("main", main), ("retention", retention)]
        return main, retention

    def take_back(self, amount: Decimal) -> tuple[Decimal, Decimal]:
        """A refund: retention money first, then the main one, never more than was paid."""
        taken = {"main": Decimal(0), "retention": Decimal(0)}
        for part in ("retention", "main"):
            held = sum((paid for name, paid in self.paid if name == part), Decimal(0))
            taken[part] = min(held, amount - sum(taken.values()))
            self.paid.append((part, -taken[part]))
        self.main += taken["main"]
        self.retention += taken["retention"]
        return -taken["main"], -taken["retention"]


Event = tuple[str, str, int]
EVENTS = st.lists(
    st.tuples(st.sampled_from(["payment", "credit_note"]), st.sampled_from(DAYS), st.integers(-9000, 15000)),
    max_size=9,
)
FIRMS = st.lists(st.tuples(st.integers(0, 20000), st.integers(0, 3000), EVENTS), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(FIRMS)
def test_any_mix_of_events_settles_as_by_hand(firms: list[tuple[int, int, list[Event]]]) -> None:
    """Payments, refunds and credit notes in any number and order, on many documents at once."""
    documents: list[Row] = []
    payments: list[Row] = []
    expected: dict[str, tuple[Decimal, Decimal]] = {}
    for place, (gross, retention, events) in enumerate(firms):
        number, euros = f"F{place}", Decimal(gross) / 100
        kept = min(Decimal(retention) / 100, euros)
        documents.append(
            document(number, str(euros), issued_on="2026-01-10", retention_amount=str(retention / 100))
        )
        ledger = Ledger(euros - kept, kept)
        dated = [
            (max(on, "2026-01-10"), kind == "payment", f"{number}-{index}", on, Decimal(cents) / 100)
            for index, (kind, on, cents) in enumerate(events)
        ]
        for event_date, is_payment, source, on, amount in sorted(dated):
            if not is_payment:
                documents.append(credit_note(source, str(-abs(amount)), number, on))
                expected[source] = ledger.credit(abs(amount))
            elif amount >= 0:
                payments.append(payment(source, on, str(amount), number))
                expected[source] = ledger.pay(amount, is_retention_due=event_date >= RETENTION_DUE)
            else:
                payments.append(payment(source, on, str(amount), number))
                expected[source] = ledger.take_back(-amount)
    rows = books("core.invoice_settlements", documents, payments)
    assert {row["source_id"]: (row["main_amount"], row["retention_amount"]) for row in rows} == expected
