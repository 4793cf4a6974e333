"""What is typed to add a device: checked before any network is asked; pasted tokens."""

import logging
from types import SimpleNamespace
from typing import Any

from homeassistant.const import (
    CONF_ACCESS_TOKEN,
    CONF_CLIENT_ID,
    CONF_CLIENT_SECRET,
    CONF_DEVICE_ID,
    CONF_VERIFY_SSL,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.clova_cic.account.credentials import CredentialStore
from custom_components.clova_cic.account.entry_settings import ClientData
from custom_components.clova_cic.const import (
    CONF_ACCOUNT_TOKEN,
    CONF_AUTH_URL,
    CONF_BASE_URL,
    CONF_EXPIRES_IN,
    CONF_MODEL_ID,
    CONF_REFRESH_TOKEN,
    CONF_SIGN_IN,
    DOMAIN,
)
from custom_components.clova_cic.flow import input as flow_input
from custom_components.clova_cic.flow.input import looks_swapped
from emulator import Emulator
from tests.flow.dialogs import CLIENT, account, fill_in, servers, sign_in
from tests.ha import hurry, set_up, trust

DEVICE = "3f0c2c5e-7a51-4a3c-9d1e-0b8f6f1d2a90"
ADDRESSES = {
    CONF_BASE_URL: "cloud.example",
    CONF_AUTH_URL: "auth.example",
    CONF_VERIFY_SSL: True,
}


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


def pasted(token: str, addresses: dict[str, Any], **renewal: Any) -> dict[str, Any]:
    """What a person types who has a token."""
    return {CONF_ACCESS_TOKEN: token, "renewal": renewal, "servers": addresses}


async def test_a_token_alone_is_enough(hass: HomeAssistant, cloud: Emulator) -> None:
    result = await sign_in(hass, "token", pasted(cloud.token, servers(cloud)))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["result"].data[CONF_SIGN_IN] == "token"
    assert CONF_CLIENT_ID not in result["result"].data


@pytest.mark.cic("CIC-A-008")
@pytest.mark.parametrize("device_id", [DEVICE, "00:1b:44:11:3a:b7", "001B44113AB7"])
async def test_a_token_is_renewed_for_the_device_that_it_was_made_for(
    hass: HomeAssistant, cloud: Emulator, device_id: str
) -> None:
    pair = cloud.auth.grant(device_id, CLIENT[CONF_MODEL_ID])
    renewal = {CONF_REFRESH_TOKEN: pair.refresh, CONF_DEVICE_ID: device_id, **CLIENT}
    result = await sign_in(hass, "token", pasted(pair.access, servers(cloud), **renewal))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    entry = result["result"]
    assert entry.unique_id == entry.data[CONF_DEVICE_ID] == device_id

    cloud.auth.expire()
    assert await hass.config_entries.async_reload(entry.entry_id)
    await cloud.wait_for(lambda: cloud.downchannels_open == 1, 10)
    assert cloud.auth.counters.refreshes == 1
    stored = await CredentialStore.of(hass, entry).async_load()
    assert stored is not None
    assert stored.refresh_token not in (None, pair.refresh)


async def test_a_pasted_token_whose_time_is_over_is_renewed_at_once(
    hass: HomeAssistant, cloud: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = cloud.auth.grant(DEVICE, CLIENT[CONF_MODEL_ID])
    cloud.auth.expire()
    # As if it had been pasted long ago.
    monkeypatch.setattr(flow_input, "time", SimpleNamespace(time=lambda: 1.0))
    renewal = {
        CONF_REFRESH_TOKEN: pair.refresh,
        CONF_DEVICE_ID: DEVICE,
        CONF_EXPIRES_IN: 10,
        **CLIENT,
    }
    result = await sign_in(hass, "token", pasted(pair.access, servers(cloud), **renewal))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert cloud.auth.counters.refreshes == 1
    stored = await CredentialStore.of(hass, result["result"]).async_load()
    assert stored is not None
    assert pair.access != stored.access_token
    assert pair.refresh != stored.refresh_token


async def test_a_device_is_added_once(hass: HomeAssistant, cloud: Emulator) -> None:
    entry = await set_up(hass, cloud)
    made = cloud.connections_made
    typed = pasted("another", servers(cloud), **{CONF_DEVICE_ID: entry.data[CONF_DEVICE_ID]})
    result = await sign_in(hass, "token", typed)
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"
    assert cloud.connections_made == made


async def test_the_refresh_token_of_another_entry_is_refused(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    first = await sign_in(hass, "naver", account(cloud))
    stored = await CredentialStore.of(hass, first["result"]).async_load()
    assert stored is not None
    renewal = {CONF_REFRESH_TOKEN: stored.refresh_token, **CLIENT}
    result = await sign_in(hass, "token", pasted(cloud.token, servers(cloud), **renewal))
    assert result["errors"] == {CONF_ACCESS_TOKEN: "token_in_use"}


TOKEN_FORM = pasted("x", ADDRESSES)
ACCOUNT_FORM = {**CLIENT, CONF_ACCOUNT_TOKEN: "x", "servers": ADDRESSES}
OWN_FORM = {CONF_BASE_URL: "cloud.example", CONF_VERIFY_SSL: True, "auth_server": {}}
AUTH = {CONF_AUTH_URL: "auth.example", **CLIENT}


@pytest.mark.parametrize(
    ("way", "typed", "errors"),
    [
        ("naver", {CONF_CLIENT_ID: " "}, {"base": "client_missing"}),
        ("line", {CONF_CLIENT_SECRET: ""}, {"base": "client_missing"}),
        ("naver", {CONF_MODEL_ID: ""}, {"base": "client_missing"}),
        ("naver", {CONF_ACCOUNT_TOKEN: " "}, {CONF_ACCOUNT_TOKEN: "account_missing"}),
        ("line", {CONF_ACCOUNT_TOKEN: "Bearer x"}, {CONF_ACCOUNT_TOKEN: "invalid_token"}),
        ("naver", {CONF_BASE_URL: "http://localhost"}, {"base": "http_refused"}),
        ("naver", {CONF_BASE_URL: "cloud.example/v1"}, {"base": "invalid_address"}),
        ("naver", {CONF_AUTH_URL: "http://auth.example"}, {"base": "auth_http_refused"}),
        ("naver", {CONF_AUTH_URL: "HTTP://192.168.1.2:8444"}, {"base": "auth_http_refused"}),
        ("naver", {CONF_AUTH_URL: "https://auth.example/x"}, {"base": "invalid_auth_address"}),
        ("naver", {CONF_AUTH_URL: "http://"}, {"base": "invalid_auth_address"}),
        (
            "guest",
            {CONF_AUTH_URL: "https://auth.clova.ai", CONF_VERIFY_SSL: False},
            {"base": "verify_ssl_required"},
        ),
        ("token", {CONF_ACCESS_TOKEN: ""}, {CONF_ACCESS_TOKEN: "token_missing"}),
        ("token", {"renewal": {CONF_REFRESH_TOKEN: "r"}}, {"base": "client_missing"}),
        ("token", {"renewal": {CONF_CLIENT_ID: "a"}}, {"base": "client_missing"}),
        ("token", {"renewal": {CONF_DEVICE_ID: "my kitchen"}}, {"base": "invalid_device_id"}),
        (
            "token",
            {"renewal": {CONF_DEVICE_ID: "00:1b-44:11:3a:b7"}},
            {"base": "invalid_device_id"},
        ),
        ("own_server", {}, {CONF_ACCESS_TOKEN: "token_missing"}),
        ("own_server", {"auth_server": CLIENT}, {CONF_ACCESS_TOKEN: "token_missing"}),
        (
            "own_server",
            {"auth_server": {CONF_AUTH_URL: "auth.example"}},
            {"base": "client_missing"},
        ),
        (
            "own_server",
            {"auth_server": {**AUTH, CONF_ACCOUNT_TOKEN: "a b"}},
            {"base": "invalid_token"},
        ),
        (
            "own_server",
            {"auth_server": {**AUTH, CONF_AUTH_URL: "auth.clova.ai"}, CONF_VERIFY_SSL: False},
            {CONF_VERIFY_SSL: "verify_ssl_required"},
        ),
    ],
)
async def test_what_cannot_be_right_is_told_without_a_connection(
    hass: HomeAssistant, way: str, typed: dict[str, Any], errors: dict[str, str]
) -> None:
    # Sockets are disabled in this test, so an attempt to connect would fail otherwise.
    form = {"token": TOKEN_FORM, "own_server": OWN_FORM}.get(way, ACCOUNT_FORM)
    if way == "guest":
        form = {key: value for key, value in form.items() if key != CONF_ACCOUNT_TOKEN}
    if "servers" in form:
        addresses = {key: typed.get(key, value) for key, value in ADDRESSES.items()}
        typed = {key: value for key, value in typed.items() if key not in ADDRESSES}
        form = form | {"servers": addresses}
    result = await sign_in(hass, way, form | typed)
    assert result["type"] is FlowResultType.FORM
    assert result["errors"] == errors


@pytest.mark.parametrize(
    ("client_id", "client_secret", "swapped"),
    [
        ("c2VjcmV0Cg==", "id-1", True),
        ("id-1", "c2VjcmV0Cg==", False),
        ("a+b", "c/d", False),
        ("id-1", "secret-1", False),
    ],
)
def test_an_id_that_looks_like_a_secret_is_noticed(
    client_id: str, client_secret: str, swapped: bool
) -> None:
    client = ClientData(client_id=client_id, client_secret=client_secret, model_id="m")
    assert looks_swapped(client) is swapped
    assert client_secret not in repr(client)


async def test_no_secret_of_a_sign_in_reaches_the_log(
    hass: HomeAssistant, cloud: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("aiohttp").setLevel(logging.DEBUG)
    wrong = account(cloud, "naver-left", **{CONF_CLIENT_SECRET: "wrong-secret-77"})
    result = await sign_in(hass, "naver", wrong)
    assert result["errors"] == {"base": "account_withdrawn"}
    result = await fill_in(hass, result["flow_id"], account(cloud))
    entry = result["result"]
    stored = await CredentialStore.of(hass, entry).async_load()
    assert stored is not None
    await hass.config_entries.async_remove(entry.entry_id)
    assert cloud.auth.counters.deletes == 1
    # The emulator is no part of what is tested; neither is the storage mock, which shows files.
    own = [
        record.getMessage() + str(record.exc_info or "")
        for record in caplog.records
        if not record.name.startswith(("emulator", "pytest_homeassistant"))
    ]
    assert any(DOMAIN in text for text in own)
    secrets = [
        "naver-demo",
        "naver-left",
        CLIENT[CONF_CLIENT_SECRET],
        "wrong-secret-77",
        stored.access_token,
        stored.refresh_token,
        entry.data[CONF_DEVICE_ID],
    ]
    found = [(secret, text) for secret in secrets for text in own if str(secret) in text]
    assert found == []
