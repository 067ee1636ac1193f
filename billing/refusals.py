"""What billing declines to do, each with its sentence and its remedy."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from firm.clock import PARIS
from firm.errors import Refusal
from firm.findings import Finding
from firm.money import euros, percent

# Contract 6 gives the complete list; (what prevents, what to do).
BLOCKED = {
    "quote_not_signed": ("le devis n'est pas signé", "renseigner la date de signature du devis"),
    "client_incomplete": ("la fiche du client est incomplète", "compléter la fiche du client"),
    "public_reference_missing": (
        "le client public n'a ni code service ni numéro d'engagement",
        "renseigner l'un des deux",
    ),
    "project_closed": ("l'affaire est close", "rouvrir l'affaire"),
    "disputed": ("un litige est ouvert", "lever le litige"),
    "deferred": ("la facturation est reportée", "attendre la date du report"),
    "evidence_missing": ("le justificatif de l'avancement manque", "valider à nouveau avec un justificatif"),
}


class UnknownPhase(Refusal):
    """No phase has this id."""

    code = "unknown_phase"

    def __init__(self, phase_id: str) -> None:
        super().__init__(
            f"La phase {phase_id} n'existe pas.",
            remedy="Vérifier le code de la phase, ou importer le devis qui la contient.",
            subject=phase_id,
        )


class PhaseIsAmendment(Refusal):
    """The row only adds its amount to another phase."""

    code = "phase_is_amendment"

    def __init__(self, phase_id: str, *, amends: str) -> None:
        super().__init__(
            f"La phase {phase_id} est un avenant à la phase {amends} : son montant s'y ajoute.",
            remedy=f"Demander la phase {amends}.",
            subject=phase_id,
        )


class PhaseBlocked(Refusal):
    """Something is billable and may not be invoiced yet; says every reason."""

    code = "phase_blocked"

    def __init__(self, phase_id: str, *, reasons: Sequence[str], missing: Sequence[str] = ()) -> None:
        said = [_reason(reason, missing=missing) for reason in reasons]
        remedies = [BLOCKED[reason][1] for reason in reasons if reason in BLOCKED]
        super().__init__(
            f"La phase {phase_id} ne peut pas être facturée : {' ; '.join(said)}.",
            remedy=f"{' ; '.join(remedies) or 'lever le blocage'}.".capitalize(),
            subject=phase_id,
        )
        self.reasons = tuple(reasons)

    def finding(self) -> Finding:
        """Give the codes of the reasons as the value."""
        return Finding(
            code=self.code,
            message=self.message,
            remedy=self.remedy,
            subject=self.subject,
            value=", ".join(self.reasons),
        )


class NothingToBill(Refusal):
    """What was earned is billed already, or nothing was earned."""

    code = "nothing_to_bill"

    def __init__(self, phase_id: str, *, earned: Decimal, billed: Decimal) -> None:
        state = f"{euros(earned)} acquis, {euros(billed)} facturés"
        super().__init__(
            f"La phase {phase_id} n'a rien à facturer : {state}.",
            remedy="Attendre un nouvel acquis : avancement validé, heures approuvées ou devis signé.",
            subject=phase_id,
        )


class NegativeAmount(Refusal):
    """More was billed than is earned: a credit note corrects it, never a draft."""

    code = "negative_amount"

    def __init__(self, phase_id: str, *, amount: Decimal, invoice_number: str | None) -> None:
        document = f"la facture {invoice_number}" if invoice_number else "la dernière facture"
        super().__init__(
            f"La phase {phase_id} est facturée au-delà de l'acquis : {euros(amount)}.",
            remedy=f"Régulariser par un avoir sur {document}, ou relever l'avancement.",
            subject=phase_id,
        )


class AlreadyDrafted(Refusal):
    """An open draft holds the phase."""

    code = "already_drafted"

    def __init__(self, phase_id: str, *, draft_id: str, created_at: datetime, created_by: str) -> None:
        super().__init__(
            f"La phase {phase_id} est déjà dans l'ébauche {draft_id}, {_made(created_at, created_by)}.",
            remedy="Reprendre cette ébauche, ou la supprimer pour libérer la phase.",
            subject=phase_id,
        )
        self.draft_id = draft_id

    def finding(self) -> Finding:
        """Give the draft that holds the phase as the value."""
        return Finding(
            code=self.code,
            message=self.message,
            remedy=self.remedy,
            subject=self.subject,
            value=self.draft_id,
        )


class AmountChanged(Refusal):
    """What the person saw is no longer so."""

    code = "amount_changed"

    def __init__(self, phase_id: str, *, seen: Decimal, present: Decimal) -> None:
        super().__init__(
            f"La phase {phase_id} valait {euros(seen)} à l'écran et vaut {euros(present)} maintenant.",
            remedy="Relire la ligne, puis recommencer.",
            subject=phase_id,
        )


class ProgressChanged(Refusal):
    """The progress that the person started from is no longer the present one."""

    code = "progress_changed"

    def __init__(self, phase_id: str, *, seen: Decimal, present: Decimal) -> None:
        super().__init__(
            f"La phase {phase_id} était à {percent(seen)} à l'écran et est à {percent(present)} maintenant.",
            remedy="Relire la ligne, puis valider à nouveau.",
            subject=phase_id,
        )


class NoProgressHere(Refusal):
    """Time and deposit phases earn by themselves."""

    code = "mode_without_progress"

    def __init__(self, phase_id: str, *, billing_mode: str) -> None:
        sentence, remedy = {
            "time": (
                "est en régie : ce sont les heures approuvées qui la font avancer",
                "Approuver les heures.",
            ),
            "deposit": (
                "est un acompte : il est dû à la signature du devis",
                "Renseigner la date de signature.",
            ),
        }[billing_mode]
        super().__init__(f"La phase {phase_id} {sentence}.", remedy=remedy, subject=phase_id)


class DateInFuture(Refusal):
    """A fact cannot be dated later than today."""

    code = "date_in_future"

    def __init__(self, day: date, *, today: date) -> None:
        super().__init__(
            f"La date du {day:%d/%m/%Y} est dans le futur (nous sommes le {today:%d/%m/%Y}).",
            remedy="Donner la date du jour ou une date passée.",
        )


class EvidenceUnreadable(Refusal):
    """The proof is not a file that can be kept."""

    code = "evidence_unreadable"

    def __init__(self, file_name: str, *, reason: str) -> None:
        super().__init__(
            f"Le justificatif {file_name} ne peut pas être conservé : {reason}.",
            remedy="Désigner un fichier ordinaire et lisible.",
            file_name=file_name,
        )


class UnknownDraft(Refusal):
    """No draft has this id."""

    code = "unknown_draft"

    def __init__(self, draft_id: str) -> None:
        super().__init__(
            f"L'ébauche {draft_id} n'existe pas.", remedy="Vérifier le numéro de l'ébauche.", subject=draft_id
        )


class DraftNotOpen(Refusal):
    """The draft was issued or discarded before."""

    code = "draft_not_open"

    def __init__(self, draft_id: str, *, state: str, at: datetime, actor: str) -> None:
        states = {
            "discarded": "supprimée",
            "issued": "émise",
            "submitted": "soumise",
            "approved": "approuvée",
        }
        super().__init__(
            f"L'ébauche {draft_id} a été {states.get(state, state)} {_moment(at)} par {actor}.",
            remedy="Rien à faire : ses phases suivent leur cours.",
            subject=draft_id,
        )


def gathered(refusals: Sequence[Refusal]) -> Refusal:
    """Make one refusal of a batch of which no item could be done: the first speaks, the others follow."""
    first, *rest = refusals
    first.others = tuple(finding for refusal in rest for finding in refusal.findings())
    return first


def _reason(reason: str, *, missing: Sequence[str]) -> str:
    sentence = BLOCKED.get(reason, (reason, ""))[0]
    if reason == "client_incomplete" and missing:
        return f"{sentence} ({', '.join(missing)})"
    return sentence


def _made(at: datetime, actor: str) -> str:
    return f"créée {_moment(at)} par {actor}"


def _moment(at: datetime) -> str:
    local = at.astimezone(PARIS)
    return f"le {local:%d/%m/%Y} à {local:%H:%M}"
