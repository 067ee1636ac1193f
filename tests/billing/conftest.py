"""A small firm, loaded once through its files and copied for each test."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from billing.desk import Desk
from firm import settings
from firm.home import Home
from ingest import store
from ingest.command import ingest
from ledger import audit as ledger_audit
from ledger import people
from ledger.identity import Actor
from ledger.store import Ledger
from warehouse import audit as warehouse_audit
from warehouse import published
from warehouse.refresh import refresh

TODAY = date(2026, 6, 30)
FILES = {
    "clients": """\
client_id,name,siren,address,postcode,city,is_public,service_code
C1,Ateliers du Lac,732829320,1 rue du Four,74000,Annecy,false,
C2,Sans Adresse SARL,,,,,false,
C3,Commune de Saint-Exemple,200000008,1 place de la Mairie,38000,Saint-Exemple,true,
""",
    "projects": """\
project_id,client_id,name,manager,status
P1,C1,Halle,Ana Roy,open
P2,C2,Quai,Luc Bel,open
P3,C3,École,Ana Roy,open
P4,C1,Ancien,Ana Roy,closed
""",
    "quotes": """\
quote_id,project_id,amends_quote_id,signed_on,status
Q1,P1,,2026-01-10,signed
Q2,P2,,,sent
Q3,P1,,2026-02-01,signed
Q4,P3,,2026-02-01,signed
Q5,P4,,2026-02-01,signed
Q6,P1,Q1,,sent
Q7,P1,,2026-02-01,signed
""",
    "phases": """\
phase_id,quote_id,label,billing_mode,amount,vat_rate,retention_rate,position,amends_phase_id
APS,Q1,Avant-projet sommaire,progress,12000,0.20,0,1,
APD,Q1,Avant-projet définitif,progress,10500,0.20,0,2,
PRO,Q1,Projet,milestone,7500,0.20,0,3,
ACO,Q1,Acompte,deposit,9000,0.20,0,0,
ETU,Q2,Étude,progress,1000,0.20,0,1,
REG,Q3,Suivi,time,5000,0.20,0.05,1,
TRX,Q3,Travaux,progress,10000,0.20,0.05,2,
LOG,Q3,Logement,progress,1000,0.10,0,3,
PUB,Q4,Diagnostic,progress,2000,0.20,0,1,
OLD,Q5,Reprise,progress,2000,0.20,0,1,
AVN,Q6,Avenant PRO,milestone,4000,0.20,0,1,PRO
DEP,Q7,Acompte de démarrage,deposit,3000,0.20,0,0,
MIS,Q7,Mission,progress,10000,0.20,0,1,
FAI,Q1,Faisabilité,progress,0,0.20,0,9,
""",
    "invoices": """\
invoice_number,document_kind,client_id,project_id,quote_id,issued_on,net_amount,vat_amount,gross_amount
FA1,deposit,C1,P1,Q1,2026-01-15,9000,1800,10800
FA2,invoice,C1,P1,Q3,2026-03-15,500,50,550
""",
    "invoice_lines": """\
invoice_number,line_number,phase_id,line_kind,label,net_amount,vat_rate
FA1,1,ACO,deposit,Acompte,9000,0.20
FA2,1,LOG,work,Logement,500,0.10
""",
    "progress": """\
phase_id,validated_on,progress,validated_by
LOG,2026-03-10,0.5,Ana Roy
TRX,2026-04-01,0.2,Ana Roy
""",
}


@dataclass(frozen=True, slots=True)
class Firm:
    """A home with people in it, and what tests ask about it."""

    home: Home
    ledger: Ledger

    def desk(self, name: str = "root", *, today: date = TODAY) -> Desk:
        """Sit down for someone."""
        return Desk(
            home=self.home,
            ledger=self.ledger,
            settings=settings.load(self.home),
            actor=Actor("root", name),
            today=today,
            now=datetime.combine(today, time(9), tzinfo=UTC),
            sync=store.sync,
        )

    def load(self, folder: Path, **files: str) -> None:
        """Ingest files given as text, by template."""
        paths = []
        for name, text in files.items():
            paths.append(folder / f"{name}.csv")
            paths[-1].write_text(text, encoding="utf-8")
        desk = self.desk()
        ingest(self.home, self.ledger, desk.settings, paths, actor=desk.actor, now=desk.now, today=desk.today)

    def rows(self, query: str, *parameters: object) -> list[dict[str, Any]]:
        """Ask the warehouse, as it is published now."""
        with published.reading(self.home) as connection:
            found = connection.execute(query, list(parameters))
            names = [column[0] for column in found.description or ()]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def billable(self, phase_id: str) -> Decimal:
        """What can be billed of a phase."""
        rows = self.rows("select billable_amount from marts.billable where phase_id = ?", phase_id)
        return rows[0]["billable_amount"] if rows else Decimal(0)

    def lines(self, draft_id: str) -> list[tuple[str, str, Decimal]]:
        """Phase, kind and amount of a draft's lines."""
        query = "select * from marts.draft_lines where draft_id = ? order by line_number"
        found = self.rows(query, draft_id)
        return [(row["phase_id"], row["line_kind"], row["net_amount"]) for row in found]

    def journal(self) -> list[tuple[str, str, str]]:
        """Verb, actor and outcome of each command."""
        with self.ledger.read() as connection:
            found = connection.exec_driver_sql("select verb, actor, outcome from journal order by seq")
            return [(row.verb, row.actor, row.outcome) for row in found]

    def wrong(self) -> list[str]:
        """Everything that an audit finds."""
        found = [*ledger_audit.audit(self.ledger), *warehouse_audit.audit(self.home, self.ledger).findings]
        return [f"{each.code}: {each.message}" for each in found]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The firm's home after its files came in; nobody writes here."""
    home = Home(tmp_path_factory.mktemp("firm") / "home").create()
    now = datetime.combine(TODAY, time(8), tzinfo=UTC)
    chosen = settings.load(home)
    ledger = Ledger.open(home, chosen, account="root", now=now)
    firm = Firm(home, ledger)
    firm.load(tmp_path_factory.mktemp("files"), **FILES)
    for name, role, manager in (
        ("bill", "billing", None),
        ("ana", "project_manager", "Ana Roy"),
        ("ann", "analyst", None),
    ):
        people.add(ledger, name, role=role, manager=manager, actor=Actor("root"), now=now)
    refresh(home, ledger, chosen, today=TODAY, sync=store.sync)
    ledger.close()
    return home.root


@pytest.fixture
def firm(loaded: Path, tmp_path: Path) -> Iterator[Firm]:
    """The firm, for one test."""
    home = Home(shutil.copytree(loaded, tmp_path / "home"))
    ledger = Ledger.open(
        home, settings.load(home), account="root", now=datetime.combine(TODAY, time(8), tzinfo=UTC)
    )
    yield Firm(home, ledger)
    ledger.close()
