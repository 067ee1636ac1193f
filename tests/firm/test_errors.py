"""Refusals as values."""

from firm.errors import DiskFull, Refusal
from firm.findings import Finding


def test_a_refusal_says_itself_as_a_finding() -> None:
    """Scripts get the same words as people, with a code."""
    finding = DiskFull("/srv/jalon").finding()
    assert finding.code == "disk_full"
    assert finding.as_dict() == {
        "code": "disk_full",
        "message": finding.message,
        "remedy": finding.remedy,
        "file_name": "/srv/jalon",
    }


def test_a_refused_batch_gives_every_reason() -> None:
    """The first reason comes first; the others follow."""
    other = Finding("refused", "L'autre.", "Corriger.", subject="P2")
    refusal = Refusal("La première.", remedy="Corriger.", subject="P1", others=(other,))
    assert [finding.subject for finding in refusal.findings()] == ["P1", "P2"]
