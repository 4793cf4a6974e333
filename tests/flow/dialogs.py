"""What the tests of the dialogs share: opening one, filling it in, waiting while it asks the network."""

from typing import Any

from homeassistant.config_entries import SOURCE_USER, ConfigFlowResult
from homeassistant.const import CONF_CLIENT_ID, CONF_CLIENT_SECRET, CONF_DEVICE_ID, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.account.credentials import Credentials, CredentialStore
from custom_components.clova_cic.account.entry_settings import ClientData, EntrySettings, SignIn
from custom_components.clova_cic.const import (
    CONF_ACCOUNT_TOKEN,
    CONF_AUTH_URL,
    CONF_BASE_URL,
    CONF_MODEL_ID,
    DOMAIN,
)
from emulator import Emulator
from tests.ha import CONNECTIVITY, LIMIT, add_entry, coordinator_of, prepare, wait_for_state

CLIENT = {
    CONF_CLIENT_ID: "demo-client",
    CONF_CLIENT_SECRET: "demo-secret",
    CONF_MODEL_ID: "demo-model",
}


def servers(cloud: Emulator, **changes: Any) -> dict[str, Any]:
    """The section that says where the servers are."""
    return {
        CONF_BASE_URL: cloud.base_url,
        CONF_AUTH_URL: cloud.auth_url,
        CONF_VERIFY_SSL: True,
    } | changes


def account(cloud: Emulator, token: str = "naver-demo", **changes: Any) -> dict[str, Any]:
    """What a person types to sign in with an account."""
    return {**CLIENT, CONF_ACCOUNT_TOKEN: token, "servers": servers(cloud)} | changes


async def choose(hass: HomeAssistant, way: str) -> str:
    """Open the dialog, choose a way to sign in, and return the dialog's id."""
    await prepare(hass)
    menu = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert menu["type"] is FlowResultType.MENU
    form = await hass.config_entries.flow.async_configure(menu["flow_id"], {"next_step_id": way})
    assert form["type"] is FlowResultType.FORM
    assert form["step_id"] == way
    assert not form["errors"]
    return form["flow_id"]


async def fill_in(
    hass: HomeAssistant, flow_id: str, user_input: dict[str, Any] | None
) -> ConfigFlowResult:
    """Submit a form and wait for what follows, the way the frontend does; then for the entry."""
    result = await hass.config_entries.flow.async_configure(flow_id, user_input)
    while result["type"] is FlowResultType.SHOW_PROGRESS:
        await hass.async_block_till_done()
        result = await hass.config_entries.flow.async_configure(flow_id)
    await hass.async_block_till_done()
    if str(result.get("reason")).endswith("_successful"):
        for entry in hass.config_entries.async_loaded_entries(DOMAIN):
            await coordinator_of(entry).client.wait_ready(LIMIT)
    return result


async def sign_in(hass: HomeAssistant, way: str, user_input: dict[str, Any]) -> ConfigFlowResult:
    """Open the dialog, choose a way, fill its form in and wait for what follows."""
    return await fill_in(hass, await choose(hass, way), user_input)


def typed_again(result: ConfigFlowResult) -> dict[str, Any]:
    """What a form shows as typed, sections included."""
    schema = result["data_schema"]
    assert schema is not None
    return _suggested(schema)


def _suggested(schema: Any) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for marker, value in schema.schema.items():
        if hasattr(value, "schema") and hasattr(value, "options"):
            shown[str(marker)] = _suggested(value.schema)
        elif marker.description and "suggested_value" in marker.description:
            shown[str(marker)] = marker.description["suggested_value"]
    return shown


async def signed_in(
    hass: HomeAssistant, cloud: Emulator, way: SignIn = SignIn.NAVER
) -> MockConfigEntry:
    """Set up an entry that got its tokens from the authorization server."""
    settings = EntrySettings(
        base_url=cloud.base_url,
        auth_url=cloud.auth_url,
        verify_ssl=True,
        sign_in=way,
        client=ClientData(
            client_id=CLIENT[CONF_CLIENT_ID],
            client_secret=CLIENT[CONF_CLIENT_SECRET],
            model_id=CLIENT[CONF_MODEL_ID],
        ),
    )
    await prepare(hass)
    entry = await add_entry(hass, cloud.base_url, None, settings=settings)
    pair = cloud.auth.grant(entry.data[CONF_DEVICE_ID], CLIENT[CONF_MODEL_ID])
    await CredentialStore.of(hass, entry).async_save(
        Credentials(access_token=pair.access, refresh_token=pair.refresh)
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    await wait_for_state(hass, CONNECTIVITY, "on")
    return entry


async def stored_by(hass: HomeAssistant, entry: MockConfigEntry) -> Credentials:
    """Return what an entry keeps."""
    stored = await CredentialStore.of(hass, entry).async_load()
    assert stored is not None
    return stored
