"""What the codes of the marts are called on screen, in which colour, and what to do about them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A French label, its colour in the theme, and the remedy where there is one."""

    label: str
    colour: str = "gray"
    remedy: str = ""


STATUSES: dict[str, Word] = {
    "draft": Word("Ébauche", "gray"),
    "to_send": Word("À envoyer", "orange"),
    "sent": Word("Envoyée", "blue"),
    "overdue": Word("En retard", "red"),
    "partially_paid": Word("Partielle", "yellow"),
    "disputed": Word("Litige", "violet"),
    "paid": Word("Réglée", "green"),
    "cancelled": Word("Annulée", "gray"),
}

REASONS: dict[str, Word] = {
    "quote_not_signed": Word(
        "Devis non signé", "orange", "Faire signer le devis, puis importer sa date de signature."
    ),
    "client_incomplete": Word(
        "Client incomplet", "orange", "Compléter l'adresse, le code postal, la ville et le SIREN du client."
    ),
    "public_reference_missing": Word(
        "Référence publique manquante",
        "orange",
        "Demander au client public son code service ou son numéro d'engagement.",
    ),
    "project_closed": Word("Affaire close", "gray", "Rouvrir l'affaire, ou ramener l'avancement au facturé."),
    "disputed": Word("Litige", "violet", "Régler le litige avec le client, puis le lever."),
    "deferred": Word("Reportée", "blue", "Attendre la date de report, ou lever le report."),
    "evidence_missing": Word(
        "Justificatif manquant", "yellow", "Valider l'avancement à nouveau en joignant le justificatif."
    ),
}

NOTICES: dict[str, Word] = {
    "no_email": Word("Sans e-mail", "gray", "Ajouter l'e-mail de facturation du client."),
    "phase_unmapped": Word("Élément inconnu", "gray", "Rattacher le libellé à un élément de mission."),
    "hours_not_approved": Word(
        "Heures à approuver", "gray", "Approuver les heures, puis importer les temps."
    ),
    "cap_reached": Word("Plafond atteint", "yellow", "Proposer un avenant : le reste est hors plafond."),
    "amendment_unsigned": Word(
        "Avenant non signé", "yellow", "Faire signer l'avenant, puis importer sa date."
    ),
}

FIELDS: dict[str, str] = {
    "address": "adresse",
    "postcode": "code postal",
    "city": "ville",
    "siren": "SIREN",
    "service_code": "code service",
    "commitment_number": "numéro d'engagement",
}

LINE_KINDS: dict[str, str] = {
    "work": "Travaux",
    "deposit": "Acompte",
    "deposit_deduction": "Reprise d'acompte",
    "revision": "Révision",
    "penalty": "Pénalité",
    "other": "Autre",
}

DOCUMENT_KINDS: dict[str, str] = {"invoice": "Facture", "credit_note": "Avoir", "deposit": "Acompte"}

BILLING_MODES: dict[str, str] = {
    "milestone": "Jalon",
    "progress": "Avancement",
    "time": "Régie",
    "deposit": "Acompte",
    "expense": "Débours",
}

ROLES: dict[str, str] = {
    "admin": "administration",
    "billing": "facturation",
    "project_manager": "chef de projet",
    "director": "direction",
    "analyst": "analyse",
}


def reason(code: str) -> Word:
    """Name what blocks a phase; a code nobody named yet stays readable."""
    return REASONS.get(code) or Word(_spelt(code), "orange")


def notice(code: str) -> Word:
    """Name what deserves a word."""
    return NOTICES.get(code) or Word(_spelt(code))


def status(code: str) -> Word:
    """Name where a document stands."""
    return STATUSES.get(code) or Word(_spelt(code))


def _spelt(code: str) -> str:
    return code.replace("_", " ").capitalize()


def plural(count: int, one: str, many: str | None = None) -> str:
    """Spell a count with its noun: `1 phase`, `48 364 phases`."""
    spelt = f"{count:,}".replace(",", "\u00a0")
    return f"{spelt}\u00a0{one if abs(count) < 2 else many or one + 's'}"  # noqa: PLR2004 (French: 0 and 1 are singular)
