"""The state directory: where it is, and secrets in files that only their owner can read."""

import os
from pathlib import Path
import secrets
from typing import Final

OWNER_ONLY: Final = 0o600
OWNER_ONLY_DIRECTORY: Final = 0o700
TOKEN_BYTES: Final = 24


def default_directory() -> Path:
    """Below $XDG_STATE_HOME, or ~/.local/state without it."""
    base = os.environ.get("XDG_STATE_HOME")
    return (Path(base) if base else Path.home() / ".local" / "state") / "clova-cic-emulator"


def prepare(directory: Path) -> None:
    """Make the directory, for its owner only, if it is not there."""
    directory.mkdir(mode=OWNER_ONLY_DIRECTORY, parents=True, exist_ok=True)


def write_secret(path: Path, data: bytes) -> None:
    """Replace a file at once by one that was never readable by others."""
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    temporary.replace(path)


def new_token() -> str:
    """A token that cannot be guessed."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def kept_token(path: Path) -> str:
    """The token in the file; a new one is made and kept there if there is none."""
    try:
        token = path.read_text(encoding="ascii").strip()
    except FileNotFoundError, UnicodeDecodeError:
        token = ""
    if not token:
        token = new_token()
        write_secret(path, token.encode())
    return token
