"""What an entry's data says, in today's form and in older ones; its tokens at its end."""

from dataclasses import replace
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_DEVICE_ID
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.account import tokens
from custom_components.clova_cic.account.credentials import Credentials, CredentialStore
from custom_components.clova_cic.account.entry_settings import (
    ENTRY_MINOR_VERSION,
    ClientData,
    EntrySettings,
    SignIn,
    migrated_data,
)
from custom_components.clova_cic.cic import DEFAULT_AUTH_URL, DEFAULT_BASE_URL
from custom_components.clova_cic.const import DOMAIN
from emulator import Emulator
from emulator.auth.faults import AuthFault, AuthFaultKind
from tests.flow.dialogs import signed_in, stored_by
from tests.ha import coordinator_of, hurry, prepare, trust

DEVICE = "7e3f1c1a-0f7d-4f0e-9a55-5d5c2c1b0a99"
FULL = EntrySettings(
    base_url="https://cloud.example",
    verify_ssl=True,
    sign_in=SignIn.LINE,
    auth_url="https://auth.example",
    client=ClientData(client_id="id-1", client_secret="secret-1", model_id="model-1"),
    user_agent="Maker/Thing/1.0.0 (OS;HW)",
    device_tags=("a", "b"),
)
LEAST = EntrySettings(base_url="https://cloud.example", verify_ssl=False, sign_in=SignIn.OWN_SERVER)


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


@pytest.mark.parametrize("settings", [FULL, LEAST])
def test_what_is_stored_is_read(settings: EntrySettings) -> None:
    entry = MockConfigEntry(domain=DOMAIN, data=settings.to_data())
    assert EntrySettings.of(entry) == settings
    assert "secret-1" not in repr(settings)
    assert "id-1" not in repr(settings)


@pytest.mark.parametrize(
    ("base_url", "added"),
    [
        (DEFAULT_BASE_URL, {"sign_in": "token", "auth_url": DEFAULT_AUTH_URL}),
        ("https://localhost:8443", {"sign_in": "own_server"}),
    ],
)
def test_an_older_entry_keeps_all_it_has(base_url: str, added: dict[str, str]) -> None:
    old = {"base_url": base_url, "verify_ssl": True, CONF_DEVICE_ID: DEVICE}
    assert migrated_data(old, 1) == old | added | {"device_tags": []}
    assert migrated_data(old, ENTRY_MINOR_VERSION) == old


def older_entry(cloud: Emulator, **version: int) -> MockConfigEntry:
    """An entry as it was before there were ways to sign in."""
    data = {"base_url": cloud.base_url, "verify_ssl": True, CONF_DEVICE_ID: DEVICE}
    return MockConfigEntry(domain=DOMAIN, unique_id=DEVICE, data=data, **version)


async def test_an_older_entry_goes_on_with_its_token(hass: HomeAssistant, cloud: Emulator) -> None:
    await prepare(hass)
    entry = older_entry(cloud, version=1, minor_version=1)
    entry.add_to_hass(hass)
    await CredentialStore.of(hass, entry).async_save(
        Credentials(access_token=cloud.token, device_uuid="uuid-1")
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.LOADED
    assert entry.minor_version == ENTRY_MINOR_VERSION
    assert entry.unique_id == entry.data[CONF_DEVICE_ID] == DEVICE
    assert EntrySettings.of(entry).sign_in is SignIn.OWN_SERVER
    assert (await stored_by(hass, entry)).device_uuid == "uuid-1"


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ({"version": 2, "minor_version": 1}, ConfigEntryState.MIGRATION_ERROR),
        ({"version": 1, "minor_version": 99}, ConfigEntryState.LOADED),
    ],
)
async def test_an_entry_of_a_newer_release_is_left_as_it_is(
    hass: HomeAssistant, cloud: Emulator, version: dict[str, int], state: ConfigEntryState
) -> None:
    await prepare(hass)
    entry = older_entry(cloud, **version)
    entry.add_to_hass(hass)
    before = dict(entry.data)
    await CredentialStore.of(hass, entry).async_save(Credentials(access_token=cloud.token))
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is state
    assert entry.data == before


@pytest.mark.cic("CIC-A-028")
async def test_a_renewed_token_is_on_the_disk_beside_what_else_is_there(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await signed_in(hass, cloud)
    old = await stored_by(hass, entry)
    assert old.has_connected
    cloud.auth.expire()
    assert await hass.config_entries.async_reload(entry.entry_id)
    await coordinator_of(entry).client.wait_ready(10)
    new = await stored_by(hass, entry)
    assert cloud.auth.counters.refreshes == 1
    assert cloud.requests[-1].header("authorization") == f"Bearer {new.access_token}"
    assert new.refresh_token != old.refresh_token
    kept = replace(
        new,
        access_token=old.access_token,
        refresh_token=old.refresh_token,
        expires_at=old.expires_at,
    )
    assert kept == old


@pytest.mark.cic("CIC-A-029")
async def test_removing_an_entry_has_its_token_revoked(
    hass: HomeAssistant, cloud: Emulator, hass_storage: dict[str, Any]
) -> None:
    entry = await signed_in(hass, cloud)
    token = (await stored_by(hass, entry)).access_token
    await hass.config_entries.async_remove(entry.entry_id)
    assert cloud.auth.counters.deletes == 1
    assert token not in str(hass_storage)


FAULTS = [
    AuthFault(kind=AuthFaultKind.STATUS, status=500),
    AuthFault(kind=AuthFaultKind.STATUS, status=400),
    AuthFault(kind=AuthFaultKind.DROP),
    AuthFault(kind=AuthFaultKind.HANG),
]


@pytest.mark.parametrize("fault", FAULTS, ids=["500", "400", "dropped", "hangs"])
async def test_an_entry_is_removed_though_its_token_cannot_be_revoked(
    hass: HomeAssistant,
    cloud: Emulator,
    monkeypatch: pytest.MonkeyPatch,
    hass_storage: dict[str, Any],
    fault: AuthFault,
) -> None:
    monkeypatch.setattr(tokens, "REVOKE_LIMIT", 0.2)
    entry = await signed_in(hass, cloud)
    token = (await stored_by(hass, entry)).access_token
    cloud.auth.inject(fault)
    await hass.config_entries.async_remove(entry.entry_id)
    assert not hass.config_entries.async_entries(DOMAIN)
    assert token not in str(hass_storage)
    cloud.auth.lift_faults()
