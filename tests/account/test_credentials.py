"""The private file with a device's token."""

from pathlib import Path
import stat
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_test_home_assistant

from custom_components.clova_cic.account.credentials import Credentials, CredentialStore
from custom_components.clova_cic.const import DOMAIN

DEVICE_ID = "7e3f1c1a-0f7d-4f0e-9a55-5d5c2c1b0a99"
FULL = Credentials(
    access_token="access-1",
    refresh_token="refresh-1",
    expires_at=1.5,
    has_connected=True,
    device_uuid="uuid-1",
)


async def test_what_is_saved_is_loaded(hass: HomeAssistant) -> None:
    await CredentialStore(hass, DEVICE_ID).async_save(FULL)
    assert await CredentialStore(hass, DEVICE_ID).async_load() == FULL
    assert await CredentialStore(hass, "another device").async_load() is None


async def test_a_removed_file_is_gone(hass: HomeAssistant) -> None:
    store = CredentialStore(hass, DEVICE_ID)
    await store.async_save(FULL)
    await store.async_remove()
    assert await CredentialStore(hass, DEVICE_ID).async_load() is None


def test_tokens_stay_out_of_the_repr() -> None:
    assert "access-1" not in repr(FULL)
    assert "refresh-1" not in repr(FULL)
    assert "uuid-1" not in repr(FULL)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"access_token": "a"}, Credentials(access_token="a")),
        (
            {"access_token": "a", "refresh_token": 1, "expires_at": "x", "has_connected": "yes"},
            Credentials(access_token="a"),
        ),
        ({"access_token": "a", "device_uuid": 7}, Credentials(access_token="a")),
        ({"access_token": "a", "device_uuid": ""}, Credentials(access_token="a")),
        ({"refresh_token": "r"}, None),
        (["a"], None),
        ("a", None),
        (None, None),
    ],
)
def test_whatever_is_stored_is_read_without_failing(
    data: Any, expected: Credentials | None
) -> None:
    assert Credentials.from_dict(data) == expected


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not json",
        "[]",
        "7",
        "{}",
        '{"version": 99, "minor_version": 1, "data": {"access_token": "newer-1"}}',
        '{"version": 0, "minor_version": 1, "data": {"access_token": "older-1"}}',
        '{"version": "x", "data": {"access_token": "odd-1"}}',
        '{"version": 1}',
    ],
)
async def test_a_damaged_file_is_as_good_as_none(
    tmp_path: Path, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with async_test_home_assistant(config_dir=str(tmp_path)) as hass:
        store = CredentialStore(hass, DEVICE_ID)
        await store.async_save(FULL)
        (file,) = (tmp_path / ".storage").glob(f"{DOMAIN}.*")
        file.write_text(content)
        assert await CredentialStore(hass, DEVICE_ID).async_load() is None
        await hass.async_stop(force=True)
    assert "-1" not in "".join(r.getMessage() for r in caplog.records if DOMAIN in r.name)


async def test_the_file_is_private_and_its_name_does_not_tell_the_device_id(
    tmp_path: Path,
) -> None:
    async with async_test_home_assistant(config_dir=str(tmp_path)) as hass:
        await CredentialStore(hass, DEVICE_ID).async_save(FULL)
        (file,) = (tmp_path / ".storage").glob(f"{DOMAIN}.*")
        assert stat.S_IMODE(file.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR
        assert DEVICE_ID not in file.name
        await hass.async_stop(force=True)
