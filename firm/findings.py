"""A finding: something that a person should look at, as a value."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: what it is, what to do about it, and where it is.

    Texts are French, `code` is English and stable; places that do not apply are None.
    """

    code: str
    message: str
    remedy: str
    file_name: str | None = None
    row_number: int | None = None
    column_name: str | None = None
    value: str | None = None
    subject: str | None = None

    def as_dict(self) -> dict[str, str | int]:
        """Give what `--json` prints: the places that are known, and no others."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in named.items() if value is not None}
