"""A firm of a few rows, and how its items are read."""

from ingest.command import Ingested
from tests.ingest.conftest import Office

CLIENTS = "client_id;name\nC1;A\nC2;B\n"
PROJECTS = "project_id;client_id;name\nA1;C1;École\n"
QUOTES = "quote_id;project_id;status;signed_on\nD1;A1;signed;2026-01-01\n"
PHASES = "phase_id;quote_id;label;billing_mode;amount\nP1;D1;APD;progress;1000\nP2;D1;AMO;time;500\n"
INVOICE = "invoice_number;client_id;issued_on;net_amount;vat_amount;gross_amount\n"
WHOLE = {"clients.csv": CLIENTS, "projects.csv": PROJECTS, "quotes.csv": QUOTES, "phases.csv": PHASES}


def counts(ingested: Ingested) -> list[tuple[int, int, int, int]]:
    """Give read, accepted, rejected, unchanged of each item, once they are seen to add up."""
    for item in ingested.items:
        assert item.read == item.accepted + item.rejected + item.unchanged
    return [(item.read, item.accepted, item.rejected, item.unchanged) for item in ingested.items]


def firm(office: Office) -> Ingested:
    """Ingest a small firm in one command."""
    return office.ingest(*(office.write(name, content) for name, content in WHOLE.items()))
