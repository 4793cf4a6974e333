"""Diagnostics: enough to say which stage failed, and nothing secret, whatever state the entry is in."""

import json
from typing import Any

from homeassistant.components.diagnostics import REDACTED
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import __version__ as ha_version
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.clova_cic.account.credentials import Credentials
from custom_components.clova_cic.const import DOMAIN
from emulator import Emulator, Fault, FaultKind
from tests.ha import (
    LIMIT,
    add_entry,
    ask,
    coordinator_of,
    free_port,
    hurry,
    mute,
    phase,
    prepare,
    set_up,
    trust,
)
from tests.pushing import device_of

REFRESH_TOKEN = "refresh-me-quietly"
SENTENCE = "a sentence that stays private"
# What later releases, other sign-ins and people's choices may put into an entry.
SECRET_DATA = {
    "client_id": "the-client-id",
    "client_secret": "the-client-secret",
    "model_id": "the-model-id",
    "device_tags": ["tag-of-somebody"],
    "a_thing_of_tomorrow": "tomorrows-secret",
}
SECRET_OPTIONS = {
    "speaker": "media_player.grandmas_bedroom",
    "home_zone": "zone.grandmas_home",
    "office_zone": "zone.secret_office",
}
SPEAKER_NAME = "Grandma's bedroom"


@pytest.fixture
async def cloud(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> Emulator:
    """An emulator that Home Assistant trusts, beside what shows diagnostics."""
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    monkeypatch.setattr("custom_components.clova_cic.coordinator.FIRST_CONNECTION_LIMIT", 1.5)
    await prepare(hass)
    assert await async_setup_component(hass, "diagnostics", {})
    return emulator


async def download(
    hass_client: ClientSessionGenerator, entry: MockConfigEntry, device: str | None = None
) -> dict[str, Any]:
    """Download the diagnostics as a person does."""
    client = await hass_client()
    path = f"/api/diagnostics/config_entry/{entry.entry_id}"
    response = await client.get(path if device is None else f"{path}/device/{device}")
    assert response.status == 200
    content: dict[str, Any] = await response.json()
    return content


def strings(node: Any) -> list[str]:
    """Return every key and value of a document as text."""
    if isinstance(node, dict):
        return [text for key, value in node.items() for text in (str(key), *strings(value))]
    if isinstance(node, list):
        return [text for value in node for text in strings(value)]
    return [str(node)]


def secrets_of(emulator: Emulator, entry: MockConfigEntry) -> set[str]:
    """Return what must not be in a dump, as far as the entry and the emulator know it."""
    found = {emulator.token, REFRESH_TOKEN, SENTENCE, str(entry.unique_id), entry.title}
    found |= {text for value in SECRET_DATA.values() for text in strings(value)}
    found |= {SPEAKER_NAME, *SECRET_OPTIONS.values()}
    for request in emulator.requests:
        if request.event:
            header = request.event["event"]["header"]
            found |= {header["messageId"], header.get("dialogRequestId", "")} - {""}
    return found


def assert_no_secret(dump: dict[str, Any], secrets: set[str]) -> None:
    """Walk over a dump and find none of the secrets anywhere in it."""
    found = {
        (secret, text) for text in strings(dump["data"]) for secret in secrets if secret in text
    }
    assert found == set()


async def test_a_dump_tells_the_state_and_no_secret(
    hass: HomeAssistant, cloud: Emulator, hass_client: ClientSessionGenerator
) -> None:
    entry = await add_entry(
        hass,
        cloud.base_url,
        Credentials(access_token=cloud.token, refresh_token=REFRESH_TOKEN, expires_at=1800000000.0),
        title="Bedroom of somebody",
    )
    hass.config_entries.async_update_entry(
        entry,
        data={**entry.data, **SECRET_DATA},
        options={**SECRET_OPTIONS, "directive_content": "shown", "language": "ko"},
    )
    hass.states.async_set(
        SECRET_OPTIONS["speaker"],
        "idle",
        {"friendly_name": SPEAKER_NAME, "supported_features": 5},
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await coordinator_of(entry).client.wait_ready(LIMIT)
    cloud.push("Clova", "RenderText", {"text": "of a dialogue that is over"}, dialogue_id="x")
    cloud.push("Clova", "RenderText", {"text": 5})
    answer = await ask(hass, SENTENCE, agent_id="conversation.bedroom_of_somebody")
    dump = await download(hass_client, entry)

    secrets = secrets_of(cloud, entry)
    secrets |= {str(answer.conversation_id), answer.response.speech["plain"]["speech"]}
    assert len(secrets) > 16
    assert_no_secret(dump, secrets)

    data = dump["data"]
    assert data["home_assistant_version"] == ha_version
    assert data["integration_version"] == "0.1.0"
    assert data["user_agent"].startswith("Home Assistant/clova-cic/0.1.0 (")
    assert (data["entry"]["state"], data["entry"]["problem"]) == ("loaded", None)
    assert data["entry"]["data"]["base_url"] == cloud.base_url
    assert data["entry"]["data"]["client_secret"] == REDACTED
    assert data["entry"]["options"] == {
        "speaker": REDACTED,
        "home_zone": REDACTED,
        "office_zone": REDACTED,
        "directive_content": "shown",
        "language": "ko",
    }
    assert data["credentials"] == {
        "access_token": REDACTED,
        "refresh_token": REDACTED,
        "expires_at": 1800000000.0,
        "has_connected": True,
    }
    assert data["speaker"] == {"integration": None, "state": "idle", "supported_features": 5}
    assert data["device"]["connected"] is True
    assert data["device"]["last_directive"]["name"]
    assert data["device"]["misfits"] == {"Clova.RenderText": 1}
    assert "Device.DeviceState" in data["device"]["context_objects"]
    assert data["statistics"]["counters"]["turns"] == 1
    assert data["statistics"]["counters"]["dropped"] == {"stale": 1}
    (turn,) = data["statistics"]["turns"]
    assert (turn["kind"], turn["cause"]) == ("typed", None)
    (connection,) = data["statistics"]["connections"]
    assert (connection["stage"], connection["lasted"]) == ("connected", None)
    assert abs(data["statistics"]["clock_ahead"]) <= 2


async def test_a_dump_of_a_device_that_never_heard_anything(
    hass: HomeAssistant, cloud: Emulator, hass_client: ClientSessionGenerator
) -> None:
    mute(cloud)
    entry = await set_up(hass, cloud)
    data = (await download(hass_client, entry))["data"]
    assert data["device"]["last_directive"] is None
    assert data["speaker"] is None
    assert data["last_trouble"] is None
    assert data["statistics"]["counters"]["connects"] == 1
    assert data["statistics"]["turns"] == []


async def test_a_speaker_that_is_gone(
    hass: HomeAssistant, cloud: Emulator, hass_client: ClientSessionGenerator
) -> None:
    entry = await set_up(hass, cloud)
    hass.config_entries.async_update_entry(entry, options={"speaker": "media_player.gone"})
    data = (await download(hass_client, entry))["data"]
    assert data["speaker"] == {"integration": None, "state": None, "supported_features": None}


@pytest.mark.parametrize(
    ("fault", "stage", "problem"),
    [
        (Fault(FaultKind.HTTP11, times=None), "alpn", "alpn"),
        (Fault(FaultKind.NO_HELLO, times=None), "hello", "hello"),
        (
            Fault(FaultKind.DOWNCHANNEL_STATUS, status=500, times=None),
            "downchannel",
            "downchannel_status",
        ),
    ],
    ids=["no HTTP/2", "no Hello", "status 500"],
)
async def test_the_dump_of_a_broken_set_up_says_which_stage_failed(
    hass: HomeAssistant,
    cloud: Emulator,
    hass_client: ClientSessionGenerator,
    fault: Fault,
    stage: str,
    problem: str,
) -> None:
    cloud.inject(fault)
    credentials = Credentials(access_token=cloud.token, refresh_token=REFRESH_TOKEN)
    entry = await add_entry(hass, cloud.base_url, credentials, title="Bedroom of somebody")
    hass.config_entries.async_update_entry(entry, data={**entry.data, **SECRET_DATA})
    for attempt in (1, 2):
        if attempt == 1:
            assert not await hass.config_entries.async_setup(entry.entry_id)
        else:
            assert not await hass.config_entries.async_reload(entry.entry_id)
        assert phase(entry) is ConfigEntryState.SETUP_RETRY
        dump = await download(hass_client, entry)
        data = dump["data"]
        assert (data["entry"]["state"], data["entry"]["problem"]) == ("setup_retry", problem)
        failures = [one for one in data["statistics"]["connections"] if one["cause"]]
        assert stage in {one["stage"] for one in failures}
        assert data["last_trouble"].startswith(f"{stage}: ")
        assert_no_secret(dump, secrets_of(cloud, entry))
        # The history of the first try is still there after the second.
        assert sum(one["cause"] == "stopped here" for one in failures) <= attempt
    assert len(failures) >= 2


async def test_the_dump_of_a_set_up_that_nobody_answers(
    hass: HomeAssistant, cloud: Emulator, hass_client: ClientSessionGenerator
) -> None:
    entry = await add_entry(
        hass, f"https://localhost:{free_port()}", Credentials(access_token=cloud.token)
    )
    assert not await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()  # diagnostics takes note of the integration
    data = (await download(hass_client, entry))["data"]
    assert data["statistics"]["connections"][0]["stage"] == "tcp"
    assert data["statistics"]["connections"][0]["cause"] == "the connection was refused"


async def test_the_dump_of_a_set_up_whose_token_is_refused(
    hass: HomeAssistant, cloud: Emulator, hass_client: ClientSessionGenerator
) -> None:
    entry = await add_entry(hass, cloud.base_url, Credentials(access_token="not-this-one"))
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert phase(entry) is ConfigEntryState.SETUP_ERROR
    dump = await download(hass_client, entry)
    assert dump["data"]["entry"]["problem"] == "token"
    assert [one["stage"] for one in dump["data"]["statistics"]["connections"]][-1] == "token"
    assert_no_secret(dump, {"not-this-one"})


async def test_the_dump_of_an_entry_without_credentials(
    hass: HomeAssistant, cloud: Emulator, hass_client: ClientSessionGenerator
) -> None:
    entry = await add_entry(hass, cloud.base_url, None)
    assert not await hass.config_entries.async_setup(entry.entry_id)
    data = (await download(hass_client, entry))["data"]
    assert (data["entry"]["problem"], data["credentials"]) == ("credentials_missing", None)
    assert data["device"] is None
    assert data["statistics"]["connections"] == []


async def test_the_history_goes_with_the_entry(
    hass: HomeAssistant, cloud: Emulator, hass_client: ClientSessionGenerator
) -> None:
    entry = await set_up(hass, cloud)
    stats = coordinator_of(entry).stats
    assert await hass.config_entries.async_reload(entry.entry_id)
    await coordinator_of(entry).client.wait_ready(LIMIT)
    assert coordinator_of(entry).stats is stats
    assert (stats.connects, stats.reconnects) == (2, 0)
    assert await hass.config_entries.async_remove(entry.entry_id)
    assert entry.entry_id not in hass.data[f"{DOMAIN}.stats"]


async def test_the_dump_of_a_device_names_its_entities_by_key(
    hass: HomeAssistant,
    cloud: Emulator,
    hass_client: ClientSessionGenerator,
    entity_registry: er.EntityRegistry,
) -> None:
    entry = await set_up(hass, cloud, title="Bedroom of somebody")
    device: dr.DeviceEntry = device_of(hass, entry)
    dump = await download(hass_client, entry, device.id)
    data = dump["data"]
    assert data["entry"]["state"] == "loaded"
    found = {(one["platform"], one["key"]): one for one in data["entities"]}
    assert len(found) == len(er.async_entries_for_device(entity_registry, device.id, True))
    assert found["binary_sensor", "connected"] == {
        "platform": "binary_sensor",
        "key": "connected",
        "disabled_by": None,
        "available": True,
    }
    assert found["sensor", "round_trip"]["disabled_by"] == "integration"
    assert_no_secret(dump, secrets_of(cloud, entry))
    assert "bedroom_of_somebody" not in json.dumps(data)
