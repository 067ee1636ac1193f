"""Retention: the worked figure of domain F8."""

from decimal import Decimal

from billing.rules.retention import WorkLine, retained, total

D = Decimal


def test_five_percent_of_the_gross() -> None:
    """F8: 8 001.95 at 5 % keeps 400.10 (half up), leaves 7 601.85."""
    kept = retained(D("8001.95"), rate=D("0.05"))

    assert kept == D("400.10")
    assert D("8001.95") - kept == D("7601.85")


def test_it_is_taken_on_the_gross_of_the_work() -> None:
    """10 000 of work at 20 % is 12 000 gross: 5 % of it is 600, whatever is deducted besides."""
    assert total([WorkLine(D(10000), D("0.20"), D("0.05"))]) == 600


def test_each_rate_is_rounded_once() -> None:
    """Two lines at one rate are one base; a line without retention adds nothing."""
    lines = [
        WorkLine(D("10.10"), D("0.20"), D("0.05")),
        WorkLine(D("10.10"), D("0.20"), D("0.05")),
        WorkLine(D("99.99"), D("0.20"), D("0")),
    ]
    assert total(lines) == D("1.21")
