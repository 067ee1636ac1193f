"""The eleven source templates: the one place where a source column is described."""

from ingest.columns import Choice, Column, Kind, Reference, Template


def _text(
    name: str, heading: str, *aliases: str, required: bool = False, default: str | None = None
) -> Column:
    return Column(
        name=name, kind=Kind.TEXT, heading=heading, aliases=aliases, is_required=required, default=default
    )


def _date(name: str, heading: str, *aliases: str, required: bool = False) -> Column:
    return Column(name=name, kind=Kind.DATE, heading=heading, aliases=aliases, is_required=required)


def _money(
    name: str, heading: str, *aliases: str, required: bool = False, default: str | None = None
) -> Column:
    return Column(
        name=name, kind=Kind.MONEY, heading=heading, aliases=aliases, is_required=required, default=default
    )


def _quantity(
    name: str,
    heading: str,
    *aliases: str,
    required: bool = False,
    minimum: str | None = None,
    maximum: str | None = None,
) -> Column:
    return Column(
        name=name,
        kind=Kind.QUANTITY,
        heading=heading,
        aliases=aliases,
        is_required=required,
        minimum=minimum,
        maximum=maximum,
    )


def _rate(
    name: str, heading: str, *aliases: str, required: bool = False, default: str | None = None
) -> Column:
    return Column(
        name=name,
        kind=Kind.RATE,
        heading=heading,
        aliases=aliases,
        is_required=required,
        default=default,
        minimum="0",
        maximum="1",
    )


def _integer(
    name: str,
    heading: str,
    *aliases: str,
    required: bool = False,
    default: str | None = None,
    minimum: str | None = None,
    maximum: str | None = None,
) -> Column:
    return Column(
        name=name,
        kind=Kind.INTEGER,
        heading=heading,
        aliases=aliases,
        is_required=required,
        default=default,
        minimum=minimum,
        maximum=maximum,
    )


def _flag(name: str, heading: str, *aliases: str) -> Column:
    return Column(name=name, kind=Kind.BOOLEAN, heading=heading, aliases=aliases, default="false")


def _choice(
    name: str,
    heading: str,
    *aliases: str,
    codes: dict[str, tuple[str, ...]],
    required: bool = False,
    default: str | None = None,
) -> Column:
    return Column(
        name=name,
        kind=Kind.CHOICE,
        heading=heading,
        aliases=aliases,
        is_required=required,
        default=default,
        choices=tuple(Choice(code=code, spellings=spellings) for code, spellings in codes.items()),
    )


def _refers(column: str, template: str, target: str | None = None) -> Reference:
    return Reference(column=column, template=template, target=target or column)


_PROJECT_STATUSES = {
    "open": ("ouvert", "ouverte", "en cours"),
    "closed": ("clos", "close", "clôturé", "clôturée", "fermé", "fermée"),
}
_QUOTE_STATUSES = {
    "draft": ("brouillon",),
    "sent": ("envoyé", "envoyée"),
    "signed": ("signé", "signée"),
    "lost": ("perdu", "perdue"),
}
_DEPOSIT_POLICIES = {
    "pro_rata": ("au prorata", "prorata"),
    "first_out": ("en premier",),
    "public_advance": ("avance publique",),
}
_BILLING_MODES = {
    "milestone": ("jalon",),
    "progress": ("avancement", "à l'avancement"),
    "time": ("régie", "en régie"),
    "deposit": ("acompte",),
    "expense": ("débours",),
}
_DOCUMENT_KINDS: dict[str, tuple[str, ...]] = {
    "invoice": ("facture",),
    "credit_note": ("avoir",),
    "deposit": ("acompte",),
}
_LINE_KINDS = {
    "work": ("travaux",),
    "deposit": ("acompte",),
    "deposit_deduction": ("reprise d'acompte", "reprise acompte"),
    "revision": ("révision",),
    "penalty": ("pénalité",),
    "other": ("autre",),
}

CLIENTS = Template(
    name="clients",
    title="Clients",
    key=("client_id",),
    columns=(
        _text("client_id", "Code client", "Code tiers", "N° client", "Réf. client", required=True),
        _text("name", "Raison sociale", "Nom", "Nom du client", "Client", required=True),
        _text("siren", "SIREN", "N° SIREN"),
        _text("siret", "SIRET", "N° SIRET"),
        _text("vat_number", "N° TVA", "TVA intracommunautaire", "N° TVA intracommunautaire", "TVA intracom"),
        _text("email", "E-mail", "Email", "Courriel", "Mail", "Adresse e-mail"),
        _text("address", "Adresse", "Adr.", "Rue"),
        _text("postcode", "Code postal", "CP"),
        _text("city", "Ville", "Commune"),
        _text("country", "Pays", "Code pays", default="FR"),
        _integer(
            "payment_terms_days",
            "Délai de paiement",
            "Délai paiement",
            "Délai",
            "Délai de paiement (jours)",
            default="30",
            minimum="0",
            maximum="3650",
        ),
        _flag("end_of_month", "Fin de mois", "FDM"),
        _flag("is_public", "Client public", "Public", "Secteur public"),
        _text("service_code", "Code service", "Service"),
        _text("language", "Langue", default="fr"),
    ),
    examples=(
        {
            "client_id": "C001",
            "name": "Commune de Saint-Exemple",
            "siren": "200000008",
            "siret": "20000000800017",
            "email": "comptabilite@saint-exemple.example",
            "address": "1 place de la Mairie",
            "postcode": "38000",
            "city": "Saint-Exemple",
            "payment_terms_days": "30",
            "is_public": "true",
            "service_code": "TRAVAUX",
        },
        {
            "client_id": "C002",
            "name": "Atelier Modèle SAS",
            "siren": "732829320",
            "email": "factures@atelier-modele.example",
            "address": "12 rue du Four",
            "postcode": "69002",
            "city": "Lyon",
            "payment_terms_days": "45",
            "end_of_month": "true",
        },
    ),
)

PROJECTS = Template(
    name="projects",
    title="Affaires",
    key=("project_id",),
    references=(_refers("client_id", "clients"),),
    columns=(
        _text("project_id", "Code affaire", "N° affaire", "Code projet", "Réf. affaire", required=True),
        _text("client_id", "Code client", "N° client", "Code tiers", required=True),
        _text("name", "Nom de l'affaire", "Nom affaire", "Intitulé", "Nom du projet", "Nom", required=True),
        _text("manager", "Chef de projet", "CDP", "Chef de projets", "Responsable"),
        _choice("status", "Statut", "État", codes=_PROJECT_STATUSES, default="open"),
    ),
    examples=(
        {"project_id": "A2601", "client_id": "C001", "name": "Groupe scolaire", "manager": "Camille Exemple"},
        {"project_id": "A2602", "client_id": "C002", "name": "Siège social", "status": "open"},
    ),
)

QUOTES = Template(
    name="quotes",
    title="Devis",
    key=("quote_id",),
    references=(_refers("project_id", "projects"), _refers("amends_quote_id", "quotes", "quote_id")),
    columns=(
        _text("quote_id", "N° devis", "Code devis", "Devis", "Réf. devis", required=True),
        _text("project_id", "Code affaire", "N° affaire", "Code projet", required=True),
        _text("amends_quote_id", "Avenant au devis", "Avenant de", "Avenant"),
        _date("signed_on", "Date de signature", "Signé le", "Date signature"),
        _choice("status", "Statut", "État", codes=_QUOTE_STATUSES, default="draft"),
        _choice(
            "deposit_policy",
            "Reprise de l'acompte",
            "Reprise acompte",
            codes=_DEPOSIT_POLICIES,
            default="pro_rata",
        ),
        _text("market_number", "N° marché", "N° de marché"),
        _text("commitment_number", "N° engagement", "N° d'engagement", "Engagement"),
        _date("reception_on", "Date de réception", "Réception", "Date réception"),
    ),
    examples=(
        {
            "quote_id": "D2601",
            "project_id": "A2601",
            "signed_on": "2026-01-15",
            "status": "signed",
            "commitment_number": "ENG-2026-001",
        },
        {"quote_id": "D2602", "project_id": "A2602", "status": "sent"},
    ),
)

PHASES = Template(
    name="phases",
    title="Phases",
    key=("phase_id",),
    references=(_refers("quote_id", "quotes"), _refers("amends_phase_id", "phases", "phase_id")),
    columns=(
        _text("phase_id", "Code phase", "N° phase", "Réf. phase", required=True),
        _text("quote_id", "N° devis", "Code devis", "Devis", "Réf. devis", required=True),
        _text("label", "Libellé", "Désignation", "Intitulé", "Lib.", required=True),
        _text("code", "Code", "Élément de mission"),
        _integer("position", "Ordre", "Rang", "Position"),
        _choice(
            "billing_mode",
            "Mode de facturation",
            "Mode facturation",
            "Mode",
            codes=_BILLING_MODES,
            required=True,
        ),
        _money("amount", "Montant HT", "Mt HT", "Mont. HT", "Total HT", "Montant", required=True),
        _rate("vat_rate", "Taux TVA", "TVA", "Tx TVA", "Taux de TVA", default="0.20"),
        _quantity("budget_hours", "Heures prévues", "H prévues", "Budget heures", minimum="0"),
        _quantity("hourly_rate", "Taux horaire", "Tx horaire", minimum="0"),
        _money("cap_amount", "Plafond HT", "Plafond"),
        _rate("retention_rate", "Taux de retenue", "Retenue", "Tx retenue", "Taux de RG", default="0"),
        _date("planned_on", "Date prévue", "Prévue le", "Échéance prévue"),
        _text("amends_phase_id", "Avenant à la phase", "Avenant phase"),
    ),
    examples=(
        {
            "phase_id": "D2601-APD",
            "quote_id": "D2601",
            "label": "Avant-projet définitif",
            "code": "APD",
            "position": "1",
            "billing_mode": "progress",
            "amount": "17500.00",
            "vat_rate": "0.20",
            "planned_on": "2026-04-30",
        },
        {
            "phase_id": "D2601-AMO",
            "quote_id": "D2601",
            "label": "Assistance en régie",
            "position": "2",
            "billing_mode": "time",
            "amount": "8000.00",
            "budget_hours": "80",
            "hourly_rate": "100",
            "cap_amount": "10000.00",
        },
    ),
)

PROGRESS = Template(
    name="progress",
    title="Avancements",
    key=("phase_id", "validated_on"),
    references=(_refers("phase_id", "phases"),),
    columns=(
        _text("phase_id", "Code phase", "N° phase", required=True),
        _date("validated_on", "Date de validation", "Validé le", "Date validation", required=True),
        Column(
            name="progress",
            kind=Kind.PROGRESS,
            heading="Avancement",
            aliases=("Av.", "% avancement", "Avancement %", "Avct"),
            is_required=True,
            minimum="0",
            maximum="1",
        ),
        _text("validated_by", "Validé par", "Valideur"),
        _text("evidence", "Justificatif", "Preuve", "Pièce justificative"),
    ),
    examples=(
        {
            "phase_id": "D2601-APD",
            "validated_on": "2026-02-28",
            "progress": "0.30",
            "validated_by": "Camille Exemple",
        },
        {
            "phase_id": "D2601-APD",
            "validated_on": "2026-03-31",
            "progress": "0.75",
            "evidence": "PV du 31 mars",
        },
    ),
)

TIMESHEETS = Template(
    name="timesheets",
    title="Temps passés",
    key=("entry_id",),
    references=(_refers("phase_id", "phases"),),
    columns=(
        _text("entry_id", "N° saisie", "Code saisie", "Id saisie", required=True),
        _text("person", "Collaborateur", "Collab.", "Salarié", "Intervenant", required=True),
        _text("phase_id", "Code phase", "N° phase", required=True),
        _date("worked_on", "Date", "Jour", "Date de travail", required=True),
        _quantity("hours", "Heures", "H", "Nb heures", "Durée", required=True, minimum="-24", maximum="24"),
        _date("approved_on", "Date d'approbation", "Approuvé le", "Date approbation"),
        _quantity("billing_rate", "Taux de vente", "Tx vente", "Taux vente", minimum="0"),
        _quantity("cost_rate", "Coût horaire", "Coût h", minimum="0"),
    ),
    examples=(
        {
            "entry_id": "T0001",
            "person": "Camille Exemple",
            "phase_id": "D2601-AMO",
            "worked_on": "2026-03-02",
            "hours": "7.5",
            "approved_on": "2026-03-06",
            "billing_rate": "100",
            "cost_rate": "55",
        },
        {
            "entry_id": "T0002",
            "person": "Dominique Modèle",
            "phase_id": "D2601-AMO",
            "worked_on": "2026-03-03",
            "hours": "4",
        },
    ),
)

REMAINING = Template(
    name="remaining",
    title="Restes à faire",
    key=("phase_id", "as_of"),
    references=(_refers("phase_id", "phases"),),
    columns=(
        _text("phase_id", "Code phase", "N° phase", required=True),
        _date("as_of", "Date", "Au", "Date d'estimation", required=True),
        _money("remaining_cost", "Reste à faire", "RAF", "Coût restant", required=True),
    ),
    examples=(
        {"phase_id": "D2601-APD", "as_of": "2026-03-31", "remaining_cost": "4200.00"},
        {"phase_id": "D2601-AMO", "as_of": "2026-03-31", "remaining_cost": "3800.00"},
    ),
)

INVOICES = Template(
    name="invoices",
    title="Factures",
    key=("invoice_number",),
    references=(
        _refers("client_id", "clients"),
        _refers("project_id", "projects"),
        _refers("quote_id", "quotes"),
        _refers("corrects_invoice_number", "invoices", "invoice_number"),
    ),
    columns=(
        _text("invoice_number", "N° facture", "N° de facture", "N° pièce", "Facture", required=True),
        _choice(
            "document_kind", "Type de pièce", "Type pièce", "Type", codes=_DOCUMENT_KINDS, default="invoice"
        ),
        _text("client_id", "Code client", "N° client", "Code tiers", required=True),
        _text("project_id", "Code affaire", "N° affaire", "Code projet"),
        _text("quote_id", "N° devis", "Code devis", "Devis"),
        _text("corrects_invoice_number", "Facture corrigée", "Facture d'origine"),
        _date("issued_on", "Date de facture", "Date facture", "Émise le", "Date d'émission", required=True),
        _date("sent_on", "Date d'envoi", "Envoyée le", "Date envoi"),
        _date("due_on", "Date d'échéance", "Échéance", "Date échéance"),
        _money("net_amount", "Montant HT", "Mt HT", "Mont. HT", "Total HT", required=True),
        _money("vat_amount", "Montant TVA", "Mt TVA", "Mont. TVA", "Total TVA", "TVA", required=True),
        _money("gross_amount", "Montant TTC", "Mt TTC", "Mont. TTC", "Total TTC", required=True),
        _money("retention_amount", "Retenue de garantie", "RG", "Retenue", default="0"),
    ),
    examples=(
        {
            "invoice_number": "FA2026-0001",
            "client_id": "C001",
            "project_id": "A2601",
            "quote_id": "D2601",
            "issued_on": "2026-03-02",
            "sent_on": "2026-03-02",
            "net_amount": "5250.00",
            "vat_amount": "1050.00",
            "gross_amount": "6300.00",
        },
        {
            "invoice_number": "AV2026-0001",
            "document_kind": "credit_note",
            "client_id": "C001",
            "project_id": "A2601",
            "quote_id": "D2601",
            "corrects_invoice_number": "FA2026-0001",
            "issued_on": "2026-03-10",
            "net_amount": "-250.00",
            "vat_amount": "-50.00",
            "gross_amount": "-300.00",
        },
    ),
)

INVOICE_LINES = Template(
    name="invoice_lines",
    title="Lignes de facture",
    key=("invoice_number", "line_number"),
    references=(_refers("invoice_number", "invoices"), _refers("phase_id", "phases")),
    columns=(
        _text("invoice_number", "N° facture", "N° de facture", "N° pièce", "Facture", required=True),
        _integer("line_number", "N° ligne", "N° de ligne", "Ligne", required=True),
        _text("phase_id", "Code phase", "N° phase"),
        _choice("line_kind", "Type de ligne", "Type ligne", "Type", codes=_LINE_KINDS, default="work"),
        _text("label", "Libellé", "Désignation", "Lib."),
        _money("net_amount", "Montant HT", "Mt HT", "Mont. HT", "Total HT", required=True),
        _rate("vat_rate", "Taux TVA", "TVA", "Tx TVA", "Taux de TVA", required=True),
    ),
    examples=(
        {
            "invoice_number": "FA2026-0001",
            "line_number": "1",
            "phase_id": "D2601-APD",
            "label": "Avant-projet définitif, 30 %",
            "net_amount": "5250.00",
            "vat_rate": "0.20",
        },
        {
            "invoice_number": "AV2026-0001",
            "line_number": "1",
            "phase_id": "D2601-APD",
            "label": "Correction",
            "net_amount": "-250.00",
            "vat_rate": "0.20",
        },
    ),
)

PAYMENTS = Template(
    name="payments",
    title="Règlements",
    key=("payment_id",),
    columns=(
        _text(
            "payment_id", "N° règlement", "N° de règlement", "Code règlement", "N° paiement", required=True
        ),
        _date(
            "paid_on", "Date de règlement", "Date règlement", "Réglé le", "Date de paiement", required=True
        ),
        _money("amount", "Montant", "Mt", "Montant réglé", "Montant TTC", required=True),
        _text("payer", "Payeur", "Client"),
        _text("reference", "Référence", "Réf."),
        _text("method", "Mode de règlement", "Mode règlement", "Mode de paiement"),
        _text("invoice_number", "N° facture", "N° de facture", "Facture"),
    ),
    examples=(
        {
            "payment_id": "R0001",
            "paid_on": "2026-04-02",
            "amount": "6000.00",
            "payer": "Trésorerie de Saint-Exemple",
            "method": "virement",
            "invoice_number": "FA2026-0001",
        },
        {"payment_id": "R0002", "paid_on": "2026-04-09", "amount": "120.00", "reference": "VIR 4471"},
    ),
)

REMINDERS = Template(
    name="reminders",
    title="Relances",
    key=("invoice_number", "sent_on", "level"),
    references=(_refers("invoice_number", "invoices"),),
    columns=(
        _text("invoice_number", "N° facture", "N° de facture", "Facture", required=True),
        _date("sent_on", "Date d'envoi", "Envoyée le", "Date envoi", "Date de relance", required=True),
        _text("level", "Niveau", "Niv."),
        _text("channel", "Canal", "Moyen"),
        _flag("is_automatic", "Automatique", "Auto"),
    ),
    examples=(
        {"invoice_number": "FA2026-0001", "sent_on": "2026-04-10", "level": "1", "channel": "email"},
        {
            "invoice_number": "FA2026-0001",
            "sent_on": "2026-04-25",
            "level": "2",
            "channel": "email",
            "is_automatic": "true",
        },
    ),
)

TEMPLATES: tuple[Template, ...] = (
    CLIENTS,
    PROJECTS,
    QUOTES,
    PHASES,
    PROGRESS,
    TIMESHEETS,
    REMAINING,
    INVOICES,
    INVOICE_LINES,
    PAYMENTS,
    REMINDERS,
)
BY_NAME: dict[str, Template] = {template.name: template for template in TEMPLATES}
