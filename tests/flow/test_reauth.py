"""Signing in again: the way of the entry, or a token; the device stays."""

from dataclasses import replace

from homeassistant.const import CONF_ACCESS_TOKEN, CONF_DEVICE_ID
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.util import dt as dt_util
import pytest

from custom_components.clova_cic.account.credentials import Credentials
from custom_components.clova_cic.account.entry_settings import SignIn
from custom_components.clova_cic.const import (
    CONF_ACCOUNT_TOKEN,
    CONF_MODEL_ID,
    CONF_REFRESH_TOKEN,
    CONF_SIGN_IN,
)
from emulator import Answer, Emulator, directive
from emulator.auth.faults import AuthFault, AuthFaultKind
from tests.flow.dialogs import CLIENT, fill_in, signed_in, stored_by
from tests.ha import CONNECTIVITY, ask, coordinator_of, hurry, set_up, speech, trust, wait_for_state

OTHER_TOKEN = "other-token-5f3c"


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    return emulator


async def test_signing_in_again_takes_a_new_token(hass: HomeAssistant, cloud: Emulator) -> None:
    cloud.tokens.add(OTHER_TOKEN)
    entry = await set_up(hass, cloud)
    device_uuid = coordinator_of(entry).account.credentials.device_uuid
    result = await entry.start_reauth_flow(hass)
    assert result["step_id"] == "reauth_token"
    assert result["description_placeholders"] == {"name": "CLOVA"}

    result = await fill_in(hass, result["flow_id"], {CONF_ACCESS_TOKEN: "still-wrong"})
    assert result["errors"] == {CONF_ACCESS_TOKEN: "token"}
    await wait_for_state(hass, CONNECTIVITY, "on")
    result = await fill_in(hass, result["flow_id"], {CONF_ACCESS_TOKEN: OTHER_TOKEN})
    assert result["reason"] == "reauth_successful"
    stored = await stored_by(hass, entry)
    assert stored.device_uuid == device_uuid
    assert replace(stored, device_uuid=None) == Credentials(
        access_token=OTHER_TOKEN, has_connected=True
    )
    assert coordinator_of(entry).account.credentials.access_token == OTHER_TOKEN
    await wait_for_state(hass, CONNECTIVITY, "on")


WAYS = [
    (SignIn.NAVER, ["reauth_naver", "reauth_token"]),
    (SignIn.LINE, ["reauth_line", "reauth_token"]),
    (SignIn.GUEST, ["reauth_naver", "reauth_line", "reauth_guest", "reauth_token"]),
    (SignIn.OWN_SERVER, ["reauth_own_server", "reauth_token"]),
]


@pytest.mark.parametrize(("way", "steps"), WAYS)
async def test_signing_in_again_offers_the_way_of_the_entry_and_a_token(
    hass: HomeAssistant, cloud: Emulator, way: SignIn, steps: list[str]
) -> None:
    entry = await signed_in(hass, cloud, way)
    result = await entry.start_reauth_flow(hass)
    assert result["type"] is FlowResultType.MENU
    assert result["step_id"] == "reauth_confirm"
    assert result["menu_options"] == steps
    assert result["description_placeholders"] == {"name": "CLOVA"}


@pytest.mark.parametrize(
    ("way", "step", "typed"),
    [
        (SignIn.NAVER, "naver", {CONF_ACCOUNT_TOKEN: "naver-demo"}),
        (SignIn.LINE, "line", {CONF_ACCOUNT_TOKEN: "line-demo"}),
        (SignIn.GUEST, "guest", {}),
        (SignIn.GUEST, "naver", {CONF_ACCOUNT_TOKEN: "naver-demo"}),
        (SignIn.OWN_SERVER, "own_server", {}),
        (SignIn.OWN_SERVER, "own_server", {CONF_ACCOUNT_TOKEN: "naver-demo"}),
    ],
)
@pytest.mark.cic("CIC-A-008")
async def test_signing_in_again_keeps_the_device(
    hass: HomeAssistant, cloud: Emulator, way: SignIn, step: str, typed: dict[str, str]
) -> None:
    entry = await signed_in(hass, cloud, way)
    before, old = dict(entry.data), await stored_by(hass, entry)
    result = await entry.start_reauth_flow(hass)
    result = await fill_in(hass, result["flow_id"], {"next_step_id": f"reauth_{step}"})
    assert result["type"] is FlowResultType.FORM
    assert result["description_placeholders"] == {"name": "CLOVA"}
    result = await fill_in(hass, result["flow_id"], typed)
    assert result["reason"] == "reauth_successful"
    assert entry.data == before | {CONF_SIGN_IN: step}
    new = await stored_by(hass, entry)
    assert new.access_token != old.access_token
    assert new.device_uuid == old.device_uuid
    assert cloud.auth.counters.deletes == 0
    await wait_for_state(hass, CONNECTIVITY, "on")


async def test_signing_in_again_may_fail_and_be_mended(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await signed_in(hass, cloud)
    result = await entry.start_reauth_flow(hass)
    await fill_in(hass, result["flow_id"], {"next_step_id": "reauth_naver"})
    empty = await fill_in(hass, result["flow_id"], {CONF_ACCOUNT_TOKEN: " "})
    assert empty["errors"] == {CONF_ACCOUNT_TOKEN: "account_missing"}
    wrong = await fill_in(hass, result["flow_id"], {CONF_ACCOUNT_TOKEN: "wrong"})
    assert wrong["step_id"] == "reauth_naver"
    assert wrong["errors"] == {CONF_ACCOUNT_TOKEN: "account_refused"}
    cloud.auth.inject(AuthFault(kind=AuthFaultKind.STATUS))
    failed = await fill_in(hass, result["flow_id"], {CONF_ACCOUNT_TOKEN: "naver-demo"})
    assert failed["errors"] == {"base": "auth_server_error"}
    done = await fill_in(hass, result["flow_id"], {CONF_ACCOUNT_TOKEN: "naver-demo"})
    assert done["reason"] == "reauth_successful"


async def test_a_pasted_refresh_token_needs_client_data(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    typed = {CONF_ACCESS_TOKEN: "a", CONF_REFRESH_TOKEN: "r"}
    entry = await set_up(hass, cloud)
    result = await entry.start_reauth_flow(hass)
    result = await fill_in(hass, result["flow_id"], typed)
    assert result["errors"] == {CONF_REFRESH_TOKEN: "client_missing"}


async def test_a_pasted_token_may_come_with_its_renewal(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await signed_in(hass, cloud)
    pair = cloud.auth.grant(entry.data[CONF_DEVICE_ID], CLIENT[CONF_MODEL_ID])
    result = await entry.start_reauth_flow(hass)
    await fill_in(hass, result["flow_id"], {"next_step_id": "reauth_token"})
    typed = {
        CONF_ACCESS_TOKEN: pair.access,
        CONF_REFRESH_TOKEN: pair.refresh,
        "expires_in": 3600,
    }
    result = await fill_in(hass, result["flow_id"], typed)
    assert result["reason"] == "reauth_successful"
    stored = await stored_by(hass, entry)
    assert stored.refresh_token == pair.refresh
    assert stored.expires_at == pytest.approx(dt_util.utcnow().timestamp() + 3600, abs=60)
    assert entry.data[CONF_SIGN_IN] == "naver"


@pytest.mark.cic("CIC-A-036", "CIC-A-037")
async def test_a_sign_in_that_clova_asks_for_says_so_and_repeats_nothing(
    hass: HomeAssistant, cloud: Emulator
) -> None:
    entry = await signed_in(hass, cloud, SignIn.GUEST)
    wants_account = [
        directive("Clova", "RenderText", {"text": "Please sign in."}),
        directive("Clova", "ExpectLogin", {}),
    ]
    cloud.answer_next(Answer(wants_account))
    assert speech(await ask(hass, "read my mail")) == "Please sign in."
    await hass.async_block_till_done()
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["step_id"] == "reauth_login"
    assert flow["context"]["entry_id"] == entry.entry_id

    await fill_in(hass, flow["flow_id"], {"next_step_id": "reauth_naver"})
    result = await fill_in(hass, flow["flow_id"], {CONF_ACCOUNT_TOKEN: "naver-demo"})
    assert result["reason"] == "reauth_successful"
    await wait_for_state(hass, CONNECTIVITY, "on")
    asked = [request for request in cloud.requests if request.name == "TextRecognizer.Recognize"]
    assert len(asked) == 1


async def test_the_token_of_another_entry_is_refused(hass: HomeAssistant, cloud: Emulator) -> None:
    cloud.tokens.add(OTHER_TOKEN)
    await set_up(hass, cloud, title="Kitchen")
    bedroom = await set_up(
        hass, cloud, title="Bedroom", credentials=Credentials(access_token=OTHER_TOKEN)
    )
    made = cloud.connections_made
    result = await bedroom.start_reauth_flow(hass)
    result = await fill_in(hass, result["flow_id"], {CONF_ACCESS_TOKEN: cloud.token})
    assert result["errors"] == {CONF_ACCESS_TOKEN: "token_in_use"}
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert placeholders["other"] == "Kitchen"
    assert cloud.connections_made == made


async def test_the_same_token_may_be_entered_again(hass: HomeAssistant, cloud: Emulator) -> None:
    entry = await set_up(hass, cloud)
    result = await entry.start_reauth_flow(hass)
    result = await fill_in(hass, result["flow_id"], {CONF_ACCESS_TOKEN: cloud.token})
    assert result["reason"] == "reauth_successful"
