"""The account at the keyboard."""

import os
import pwd


def account() -> str:
    """Name the account that runs jalon, as the system knows it and not as the environment claims."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return f"uid-{os.geteuid()}"
