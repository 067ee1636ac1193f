"""Who acts: the account at the keyboard, and the person whose rights count."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

Role = Literal["admin", "billing", "project_manager", "director", "analyst"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Actor:
    """The account that runs jalon, and the person it acts for: itself, unless an admin says otherwise."""

    account: str
    name: str = ""

    def __post_init__(self) -> None:
        if not self.name:
            object.__setattr__(self, "name", self.account)

    @property
    def is_for_other(self) -> bool:
        """Say whether the account acts for someone else."""
        return self.account != self.name


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who may use jalon, as the latest row of `users` says."""

    name: str
    role: Role
    manager: str | None = None

    def manages(self, manager: str | None) -> bool:
        """Say whether a project with this manager is one of theirs; names match exactly."""
        return manager is not None and manager in (self.name, self.manager)
