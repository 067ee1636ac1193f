"""How people spell a progress."""

from decimal import Decimal

import pytest

from billing.rules import progress
from firm.errors import Refusal


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("0", "0"),
        ("0.30", "0.3"),
        ("0,3", "0.3"),
        (",5", "0.5"),
        ("1", "1"),
        ("2", "0.02"),
        ("30", "0.3"),
        ("33,3", "0.333"),
        ("30 %", "0.3"),
        ("30\u00a0%", "0.3"),
        ("30\u202f%", "0.3"),
        ("1,5 %", "0.015"),
        ("100%", "1"),
        ("100", "1"),
    ],
)
def test_a_share_or_a_percentage(text: str, share: str) -> None:
    """Above 1 it is a percentage; the sign settles it below."""
    assert progress.read(text) == Decimal(share)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.5", "progress_ambiguous"),
        ("1,01", "progress_ambiguous"),
        ("100.5", "progress_unreadable"),
        ("101 %", "progress_unreadable"),
        ("-0.1", "progress_unreadable"),
        ("nan", "progress_unreadable"),
        ("inf", "progress_unreadable"),
        ("1e-1", "progress_unreadable"),
        ("1_0", "progress_unreadable"),
        ("٣٠", "progress_unreadable"),
        ("", "progress_unreadable"),
        ("trente", "progress_unreadable"),
        ("0.1234567890123", "progress_too_fine"),
        ("33.33333333333333", "progress_too_fine"),
    ],
)
def test_what_cannot_be_kept_is_refused(text: str, code: str) -> None:
    """Nothing is guessed and nothing is rounded."""
    with pytest.raises(Refusal) as refusal:
        progress.read(text)
    assert refusal.value.code == code
