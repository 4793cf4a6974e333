"""The state directory."""

from pathlib import Path
import stat

import pytest

from emulator import state


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_secrets_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("old")
    path.chmod(0o644)
    state.write_secret(path, b"new")
    assert path.read_bytes() == b"new"
    assert mode(path) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_the_directory_is_for_its_owner_only(tmp_path: Path) -> None:
    state.prepare(tmp_path / "a" / "b")
    assert mode(tmp_path / "a" / "b") == 0o700
    state.prepare(tmp_path / "a" / "b")


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff"])
def test_a_token_is_made_once(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)
    token = state.kept_token(path)
    assert len(token) >= 32
    assert state.kept_token(path) == token
    assert mode(path) == 0o600


def test_tokens_differ() -> None:
    assert state.new_token() != state.new_token()


def test_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "/xdg")
    assert state.default_directory() == Path("/xdg/clova-cic-emulator")
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", "/its-home")
    assert state.default_directory() == Path("/its-home/.local/state/clova-cic-emulator")
