"""A small invented firm, from its files to a published warehouse: what the tests of the pages work on."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from billing.desk import Desk
from firm.home import Home
from firm.settings import Settings
from ingest import store
from ingest.command import ingest
from ledger.identity import Actor
from ledger.store import Ledger

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)

# ruff: noqa: E501 -- a header is one line

FILES = {
    "clients": """client_id,name,siren,email,address,postcode,city,is_public,service_code
C1,Commune de Valmont,210000017,compta@valmont.example,1 place du Marché,44000,Valmont,true,SERV1
C2,Habitat du Bocage,552100554,,12 rue des Haies,49000,Bocage,false,
C3,<b>SCI</b> [Tilleuls](http://x.example) *promo*,,,,,,false,
""",
    "projects": """project_id,client_id,name,manager
A1,C1,Groupe scolaire des Prés,S. Haddad
A2,C2,Logements du Bocage,C. Morel
A3,C3,Bureaux des Tilleuls,S. Haddad
""",
    "quotes": """quote_id,project_id,signed_on,status
D1,A1,2026-01-15,signed
D2,A2,2026-02-10,signed
D3,A3,,sent
""",
    "phases": """phase_id,quote_id,label,code,position,billing_mode,amount,vat_rate
P-ESQ,D1,Esquisse,ESQ,1,progress,5000.00,0.20
P-APS,D1,Avant-projet sommaire,APS,2,progress,9500.00,0.20
P-APD,D1,Avant-projet définitif,APD,3,progress,17500.00,0.20
P-DEP,D1,Dépôt du permis,DIV,4,milestone,1200.00,0.20
P-PRO,D2,Projet,PRO,1,progress,20000.00,0.20
P-DET,D2,Direction des travaux,DET,2,progress,26000.00,0.20
P-TIL,D3,Diagnostic,DIA,1,progress,3000.00,0.20
""",
    "progress": """phase_id,validated_on,progress
P-ESQ,2026-03-01,1
P-APS,2026-10-01,0.5
P-PRO,2026-11-02,0.30
P-DET,2026-06-01,0.5
P-TIL,2026-09-15,0.2
""",
    "invoices": """invoice_number,document_kind,client_id,project_id,quote_id,issued_on,sent_on,due_on,net_amount,vat_amount,gross_amount
FA2026-001,invoice,C1,A1,D1,2026-03-05,2026-03-06,2026-04-05,5000.00,1000.00,6000.00
FA2026-002,invoice,C2,A2,D2,2026-06-10,2026-06-12,2026-07-10,15600.00,3120.00,18720.00
FA2026-003,invoice,C2,A2,,2026-11-10,2026-11-10,2026-12-10,400.00,80.00,480.00
""",
    "invoice_lines": """invoice_number,line_number,phase_id,line_kind,label,net_amount,vat_rate
FA2026-001,1,P-ESQ,work,Esquisse,5000.00,0.20
FA2026-002,1,P-DET,work,Direction des travaux,15600.00,0.20
FA2026-003,1,,other,Frais de dossier,400.00,0.20
""",
    "payments": """payment_id,paid_on,amount,payer,invoice_number
R1,2026-04-10,6000.00,TRESORERIE VALMONT,FA2026-001
R2,2026-11-23,8000.00,HABITAT DU BOCAGE,FA2026-002
""",
}


@dataclass(frozen=True, slots=True)
class House:
    """The firm at its desk."""

    home: Home
    ledger: Ledger
    account: str

    def desk(self, name: str = "") -> Desk:
        """Sit down as the account, or for someone else."""
        return Desk(
            home=self.home,
            ledger=self.ledger,
            settings=Settings(),
            actor=Actor(self.account, name),
            today=TODAY,
            now=NOW,
            sync=store.sync,
        )


def found(root: Path, *, account: str) -> House:
    """Open a firm that holds nothing yet."""
    home = Home.find(root).create()
    return House(home, Ledger.open(home, Settings(), account=account, now=NOW), account)


def move_in(root: Path, files: Path, *, account: str) -> House:
    """Open a firm, load its files and publish."""
    house = found(root, account=account)
    files.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (files / f"{name}.csv").write_text(text, encoding="utf-8")
    ingest(
        house.home,
        house.ledger,
        Settings(),
        sorted(files.iterdir()),
        actor=Actor(account),
        now=NOW,
        today=TODAY,
    )
    house.desk().refresh()
    return house
