"""The settings of a firm, read from jalon.toml: strict, typed, and refused with the key that is wrong."""

import tomllib
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from firm.errors import Refusal
from firm.findings import Finding
from firm.home import Home

_REMEDY = "Corriger cette clé, ou la retirer pour garder la valeur par défaut."


class SettingsError(Refusal):
    """jalon.toml cannot be read as settings."""

    code = "settings_invalid"

    def __init__(self, file: Path, *, key: str | None, reason: str, others: tuple[Finding, ...] = ()) -> None:
        where = f"{file}, clé {key}" if key else str(file)
        super().__init__(
            f"{where} : {reason}.",
            remedy=_REMEDY if key else "Corriger le fichier (format TOML, encodage UTF-8).",
            file_name=str(file),
            column_name=key,
            others=others,
        )


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class FirmSettings(_Section):
    """Who the firm is, as its invoices say it."""

    name: str = ""
    siren: str = ""
    vat_number: str = ""
    address: str = ""
    postcode: str = ""
    city: str = ""
    iban: str = ""


class BillingSettings(_Section):
    """The firm's own rules of billing."""

    evidence_required: bool = False


class IngestSettings(_Section):
    """Limits on what is taken in."""

    max_file_mb: int = Field(default=2048, ge=1, le=1_000_000)


class Settings(_Section):
    """Everything that jalon.toml may say."""

    ledger_url: str | None = None
    firm: FirmSettings = FirmSettings()
    billing: BillingSettings = BillingSettings()
    ingest: IngestSettings = IngestSettings()

    @cached_property
    def fingerprint(self) -> str:
        """Identify the settings that models read; where the ledger lives is not one of them."""
        return sha256(self.model_dump_json(exclude={"ledger_url"}).encode()).hexdigest()


def load(home: Home) -> Settings:
    """Read the settings of a home; without a file, everything is at its default.

    Raises:
        SettingsError: the file is not TOML, or a key is unknown or of the wrong type.
    """
    file = home.settings_file
    try:
        text = file.read_bytes().decode("utf-8-sig")
        found = tomllib.loads(text, parse_float=Decimal)
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(file, key=None, reason=f"lecture impossible ({error})") from error
    try:
        return Settings.model_validate(found)
    except ValidationError as error:
        raise _refused(file, error) from error


def _refused(file: Path, error: ValidationError) -> SettingsError:
    wrong = [
        (".".join(str(part) for part in each["loc"]), _reason(each["type"], each["input"]))
        for each in error.errors(include_url=False)
    ]
    findings = tuple(
        Finding(
            code=SettingsError.code,
            message=f"{file}, clé {key} : {reason}.",
            remedy=_REMEDY,
            file_name=str(file),
            column_name=key,
        )
        for key, reason in wrong[1:]
    )
    key, reason = wrong[0]
    return SettingsError(file, key=key, reason=reason, others=findings)


def _reason(kind: str, value: object) -> str:
    expected = {
        "string_type": "un texte entre guillemets est attendu",
        "bool_type": "true ou false est attendu",
        "int_type": "un nombre entier est attendu",
        "greater_than_equal": "la valeur est trop petite",
        "less_than_equal": "la valeur est trop grande",
        "model_type": "une section est attendue",
    }
    if kind == "extra_forbidden":
        return "cette clé est inconnue"
    return f"{expected.get(kind, 'la valeur ne convient pas')}, reçu {value!r:.80}"
