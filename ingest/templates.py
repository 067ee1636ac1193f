"""The eleven source templates: the one place where a source column is described."""

from ingest.columns import Column, Kind, Template
from ingest.described import choice, day, flag, integer, money, quantity, rate, refers, text

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
        text("client_id", "Code client", "Code tiers", "N° client", "Réf. client", required=True),
        text("name", "Raison sociale", "Nom", "Nom du client", "Client", required=True),
        text("siren", "SIREN", "N° SIREN"),
        text("siret", "SIRET", "N° SIRET"),
        text("vat_number", "N° TVA", "TVA intracommunautaire", "N° TVA intracommunautaire", "TVA intracom"),
        text("email", "E-mail", "Email", "Courriel", "Mail", "Adresse e-mail"),
        text("address", "Adresse", "Adr.", "Rue"),
        text("postcode", "Code postal", "CP"),
        text("city", "Ville", "Commune"),
        text("country", "Pays", "Code pays", default="FR"),
        integer(
            "payment_terms_days",
            "Délai de paiement",
            "Délai paiement",
            "Délai",
            "Délai de paiement (jours)",
            default="30",
            minimum="0",
            maximum="3650",
        ),
        flag("end_of_month", "Fin de mois", "FDM"),
        flag("is_public", "Client public", "Public", "Secteur public"),
        text("service_code", "Code service", "Service"),
        text("language", "Langue", default="fr"),
    ),
)

PROJECTS = Template(
    name="projects",
    title="Affaires",
    key=("project_id",),
    references=(refers("client_id", "clients"),),
    columns=(
        text("project_id", "Code affaire", "N° affaire", "Code projet", "Réf. affaire", required=True),
        text("client_id", "Code client", "N° client", "Code tiers", required=True),
        text("name", "Nom de l'affaire", "Nom affaire", "Intitulé", "Nom du projet", "Nom", required=True),
        text("manager", "Chef de projet", "CDP", "Chef de projets", "Responsable"),
        choice("status", "Statut", "État", codes=_PROJECT_STATUSES, default="open"),
    ),
)

QUOTES = Template(
    name="quotes",
    title="Devis",
    key=("quote_id",),
    references=(refers("project_id", "projects"), refers("amends_quote_id", "quotes", "quote_id")),
    columns=(
        text("quote_id", "N° devis", "Code devis", "Devis", "Réf. devis", required=True),
        text("project_id", "Code affaire", "N° affaire", "Code projet", required=True),
        text("amends_quote_id", "Avenant au devis", "Avenant de", "Avenant"),
        day("signed_on", "Date de signature", "Signé le", "Date signature"),
        choice("status", "Statut", "État", codes=_QUOTE_STATUSES, default="draft"),
        choice(
            "deposit_policy",
            "Reprise de l'acompte",
            "Reprise acompte",
            codes=_DEPOSIT_POLICIES,
            default="pro_rata",
        ),
        text("market_number", "N° marché", "N° de marché"),
        text("commitment_number", "N° engagement", "N° d'engagement", "Engagement"),
        day("reception_on", "Date de réception", "Réception", "Date réception"),
    ),
)

PHASES = Template(
    name="phases",
    title="Phases",
    key=("phase_id",),
    references=(refers("quote_id", "quotes"), refers("amends_phase_id", "phases", "phase_id")),
    columns=(
        text("phase_id", "Code phase", "N° phase", "Réf. phase", required=True),
        text("quote_id", "N° devis", "Code devis", "Devis", "Réf. devis", required=True),
        text("label", "Libellé", "Désignation", "Intitulé", "Lib.", required=True),
        text("code", "Code", "Élément de mission"),
        integer("position", "Ordre", "Rang", "Position"),
        choice(
            "billing_mode",
            "Mode de facturation",
            "Mode facturation",
            "Mode",
            codes=_BILLING_MODES,
            required=True,
        ),
        money("amount", "Montant HT", "Mt HT", "Mont. HT", "Total HT", "Montant", required=True),
        rate("vat_rate", "Taux TVA", "TVA", "Tx TVA", "Taux de TVA", default="0.20"),
        quantity("budget_hours", "Heures prévues", "H prévues", "Budget heures", minimum="0"),
        quantity("hourly_rate", "Taux horaire", "Tx horaire", minimum="0"),
        money("cap_amount", "Plafond HT", "Plafond"),
        rate("retention_rate", "Taux de retenue", "Retenue", "Tx retenue", "Taux de RG", default="0"),
        day("planned_on", "Date prévue", "Prévue le", "Échéance prévue"),
        text("amends_phase_id", "Avenant à la phase", "Avenant phase"),
    ),
)

PROGRESS = Template(
    name="progress",
    title="Avancements",
    key=("phase_id", "validated_on"),
    references=(refers("phase_id", "phases"),),
    columns=(
        text("phase_id", "Code phase", "N° phase", required=True),
        day("validated_on", "Date de validation", "Validé le", "Date validation", required=True),
        Column(
            name="progress",
            kind=Kind.PROGRESS,
            heading="Avancement",
            aliases=("Av.", "% avancement", "Avancement %", "Avct"),
            is_required=True,
            minimum="0",
            maximum="1",
        ),
        text("validated_by", "Validé par", "Valideur"),
        text("evidence", "Justificatif", "Preuve", "Pièce justificative"),
    ),
)

TIMESHEETS = Template(
    name="timesheets",
    title="Temps passés",
    key=("entry_id",),
    references=(refers("phase_id", "phases"),),
    columns=(
        text("entry_id", "N° saisie", "Code saisie", "Id saisie", required=True),
        text("person", "Collaborateur", "Collab.", "Salarié", "Intervenant", required=True),
        text("phase_id", "Code phase", "N° phase", required=True),
        day("worked_on", "Date", "Jour", "Date de travail", required=True),
        quantity("hours", "Heures", "H", "Nb heures", "Durée", required=True, minimum="-24", maximum="24"),
        day("approved_on", "Date d'approbation", "Approuvé le", "Date approbation"),
        quantity("billing_rate", "Taux de vente", "Tx vente", "Taux vente", minimum="0"),
        quantity("cost_rate", "Coût horaire", "Coût h", minimum="0"),
    ),
)

REMAINING = Template(
    name="remaining",
    title="Restes à faire",
    key=("phase_id", "as_of"),
    references=(refers("phase_id", "phases"),),
    columns=(
        text("phase_id", "Code phase", "N° phase", required=True),
        day("as_of", "Date", "Au", "Date d'estimation", required=True),
        money("remaining_cost", "Reste à faire", "RAF", "Coût restant", required=True),
    ),
)

INVOICES = Template(
    name="invoices",
    title="Factures",
    key=("invoice_number",),
    references=(
        refers("client_id", "clients"),
        refers("project_id", "projects"),
        refers("quote_id", "quotes"),
        refers("corrects_invoice_number", "invoices", "invoice_number"),
    ),
    columns=(
        text("invoice_number", "N° facture", "N° de facture", "N° pièce", "Facture", required=True),
        choice(
            "document_kind", "Type de pièce", "Type pièce", "Type", codes=_DOCUMENT_KINDS, default="invoice"
        ),
        text("client_id", "Code client", "N° client", "Code tiers", required=True),
        text("project_id", "Code affaire", "N° affaire", "Code projet"),
        text("quote_id", "N° devis", "Code devis", "Devis"),
        text("corrects_invoice_number", "Facture corrigée", "Facture d'origine"),
        day("issued_on", "Date de facture", "Date facture", "Émise le", "Date d'émission", required=True),
        day("sent_on", "Date d'envoi", "Envoyée le", "Date envoi"),
        day("due_on", "Date d'échéance", "Échéance", "Date échéance"),
        money("net_amount", "Montant HT", "Mt HT", "Mont. HT", "Total HT", required=True),
        money("vat_amount", "Montant TVA", "Mt TVA", "Mont. TVA", "Total TVA", "TVA", required=True),
        money("gross_amount", "Montant TTC", "Mt TTC", "Mont. TTC", "Total TTC", required=True),
        money("retention_amount", "Retenue de garantie", "RG", "Retenue", default="0"),
    ),
)

INVOICE_LINES = Template(
    name="invoice_lines",
    title="Lignes de facture",
    key=("invoice_number", "line_number"),
    references=(refers("invoice_number", "invoices"), refers("phase_id", "phases")),
    columns=(
        text("invoice_number", "N° facture", "N° de facture", "N° pièce", "Facture", required=True),
        integer("line_number", "N° ligne", "N° de ligne", "Ligne", required=True),
        text("phase_id", "Code phase", "N° phase"),
        choice("line_kind", "Type de ligne", "Type ligne", "Type", codes=_LINE_KINDS, default="work"),
        text("label", "Libellé", "Désignation", "Lib."),
        money("net_amount", "Montant HT", "Mt HT", "Mont. HT", "Total HT", required=True),
        rate("vat_rate", "Taux TVA", "TVA", "Tx TVA", "Taux de TVA", required=True),
    ),
)

PAYMENTS = Template(
    name="payments",
    title="Règlements",
    key=("payment_id",),
    columns=(
        text("payment_id", "N° règlement", "N° de règlement", "Code règlement", "N° paiement", required=True),
        day("paid_on", "Date de règlement", "Date règlement", "Réglé le", "Date de paiement", required=True),
        money("amount", "Montant", "Mt", "Montant réglé", "Montant TTC", required=True),
        text("payer", "Payeur", "Client"),
        text("reference", "Référence", "Réf."),
        text("method", "Mode de règlement", "Mode règlement", "Mode de paiement"),
        text("invoice_number", "N° facture", "N° de facture", "Facture"),
    ),
)

REMINDERS = Template(
    name="reminders",
    title="Relances",
    key=("invoice_number", "sent_on", "level"),
    references=(refers("invoice_number", "invoices"),),
    columns=(
        text("invoice_number", "N° facture", "N° de facture", "Facture", required=True),
        day("sent_on", "Date d'envoi", "Envoyée le", "Date envoi", "Date de relance", required=True),
        text("level", "Niveau", "Niv."),
        text("channel", "Canal", "Moyen"),
        flag("is_automatic", "Automatique", "Auto"),
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
