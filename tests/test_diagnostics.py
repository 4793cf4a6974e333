"""Diagnostics: useful, and without anything secret."""

import json
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.json import JSONEncoder
import pytest

from custom_components.clova_cic.credentials import Credentials
from custom_components.clova_cic.diagnostics import async_get_config_entry_diagnostics
from emulator import Emulator
from tests.ha import LIMIT, ask, coordinator_of, hurry, set_up, trust

REFRESH_TOKEN = "refresh-me-quietly"
SENTENCE = "a sentence that stays private"


async def test_a_dump_tells_the_state_and_no_secret(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(emulator, monkeypatch)
    hurry(monkeypatch)
    entry = await set_up(
        hass,
        emulator,
        title="Bedroom of somebody",
        credentials=Credentials(
            access_token=emulator.token, refresh_token=REFRESH_TOKEN, expires_at=1800000000.0
        ),
    )
    emulator.push("Clova", "RenderText", {"text": "of a dialogue that is over"}, dialogue_id="x")
    answer = await ask(hass, SENTENCE, agent_id="conversation.bedroom_of_somebody")
    dump = await async_get_config_entry_diagnostics(hass, entry)
    text = json.dumps(dump, cls=JSONEncoder)

    secrets: list[Any] = [emulator.token, REFRESH_TOKEN, entry.unique_id, SENTENCE]
    secrets += [answer.conversation_id, answer.response.speech["plain"]["speech"], "Bedroom"]
    for request in emulator.requests:
        if request.event:
            secrets += [
                request.event["event"]["header"]["messageId"],
                request.event["event"]["header"]["dialogRequestId"],
            ]
    assert len(secrets) > 8
    for secret in secrets:
        assert secret not in text

    assert dump["connected"] is True
    assert dump["entry"]["data"]["base_url"] == emulator.base_url
    assert dump["credentials"]["expires_at"] == 1800000000.0
    assert dump["statistics"]["turns"] == 1
    assert dump["statistics"]["dropped"] == {"stale": 1}
    assert dump["integration_version"] == "0.1.0"
    assert dump["last_directive"]["name"]


async def test_a_dump_of_a_device_that_never_heard_anything(
    hass: HomeAssistant, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust(emulator, monkeypatch)
    entry = await set_up(hass, emulator)
    await coordinator_of(entry).client.wait_ready(LIMIT)
    dump = await async_get_config_entry_diagnostics(hass, entry)
    assert dump["last_directive"] is None
    assert dump["statistics"]["connects"] == 1
