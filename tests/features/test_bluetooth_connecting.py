"""Bluetooth: attempts to connect, and what becomes of them."""

import asyncio
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_mock_service

from custom_components.clova_cic.features import connecting
from emulator import Emulator
from tests.featured import LAMP, REPORT, events, order, outcomes
from tests.ha import state_of

from .radio import NEW, PHONE, PORCH, REQUEST, Radio, connected, until_reported


@pytest.mark.cic("CIC-DC-141")
async def test_a_peer_that_is_known_needs_no_pairing(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    _, told = await order(emulator, "BtConnect", PORCH)
    assert told["bluetooth"]["pairing"] == "off"
    assert (await until_reported(emulator, 1))["pairing"] == "off"
    assert events(emulator, REQUEST) == []
    assert state_of(hass, LAMP) == "off"


@pytest.mark.cic("CIC-DC-040", "CIC-DC-041", "CIC-DC-042")
@pytest.mark.parametrize(
    ("payload", "address", "role"),
    [
        ({}, "a0:11", "source"),
        ({"role": "sink"}, "b0:22", "sink"),
        (PHONE, "b0:22", "sink"),
        (PORCH | {"address": "A0:11"}, "a0:11", "source"),
    ],
)
async def test_the_peer_is_the_one_that_is_meant(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    payload: dict[str, Any],
    address: str,
    role: str,
) -> None:
    outcome, _ = await order(emulator, "BtConnect", payload)
    assert outcome == ("Executed", "BtConnect", "bluetooth")
    assert radio.calls == [("connect", {"address": address, "role": role})]
    told = await until_reported(emulator, 1)
    assert connected(told) == [address]
    assert told["connecting"] == "off"


@pytest.mark.cic("CIC-DC-040", "CIC-DC-015")
@pytest.mark.parametrize(
    ("taken", "payload", "address"),
    [
        ({"a0:11"}, {}, "b0:22"),
        ({"a0:11", "b0:22"}, {}, "a0:11"),
        ({"b0:22"}, {"role": "sink"}, "b0:22"),
    ],
)
async def test_whoever_is_connected_is_chosen_last(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    taken: set[str],
    payload: dict[str, Any],
    address: str,
) -> None:
    radio.show(*(each | {"connected": each["address"] in taken} for each in (PORCH, PHONE)))
    outcome, _ = await order(emulator, "BtConnect", payload)
    assert outcome == ("Executed", "BtConnect", "bluetooth")
    assert [data["address"] for _, data in radio.calls] == [address]
    assert address in connected(await until_reported(emulator, 1))


@pytest.mark.cic("CIC-DC-042")
async def test_a_peer_that_was_only_found_can_be_connected(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    radio.show(PORCH, found=[NEW])
    await order(emulator, "BtConnect", NEW | {"connected": False})
    assert radio.calls[0][1]["address"] == "c0:33"
    hass.states.async_set("sensor.peers", "x", {"peers": [NEW | {"connected": True}], "found": []})
    assert connected(await until_reported(emulator, 1)) == ["c0:33"]


@pytest.mark.cic("CIC-DC-043", "CIC-DC-140", "CIC-DC-142")
async def test_an_attempt_is_told_first_and_its_outcome_later(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    radio.obeys = False
    outcome, told = await order(emulator, "BtConnect", PORCH)
    assert outcome == ("Executed", "BtConnect", "bluetooth")
    assert told["bluetooth"]["connecting"] == "on"
    assert events(emulator, REPORT) == []
    radio.change("a0:11", connected=True)
    told = await until_reported(emulator, 1)
    assert (connected(told), told["connecting"]) == (["a0:11"], "off")
    assert len(outcomes(emulator)) == 1


@pytest.mark.cic("CIC-DC-142")
async def test_an_attempt_without_success_ends_with_the_state_alone(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connecting, "OUTCOME_LIMIT", 0.2)
    radio.obeys = False
    await order(emulator, "BtConnect", PORCH)
    told = await until_reported(emulator, 1)
    assert (connected(told), told["connecting"]) == ([], "off")
    assert len(outcomes(emulator)) == 1


async def test_a_new_attempt_takes_the_place_of_the_old(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    radio.obeys = False
    await order(emulator, "BtConnect", PORCH)
    _, told = await order(emulator, "BtConnect", PHONE)
    assert told["bluetooth"]["connecting"] == "on"
    radio.change("b0:22", connected=True)
    assert connected(await until_reported(emulator, 1)) == ["b0:22"]


async def test_actions_that_take_long_are_an_attempt_under_way(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connecting, "LIMIT", 0.05)
    monkeypatch.setattr(connecting, "OUTCOME_LIMIT", 0.3)
    (subentry,) = entry.subentries.values()
    slow = {**subentry.data["actions"], "BtConnect": [{"delay": {"hours": 1}}]}
    hass.config_entries.async_update_subentry(
        entry, subentry, data={**subentry.data, "actions": slow}
    )
    outcome, _ = await order(emulator, "BtConnect", PORCH)
    assert outcome == ("Executed", "BtConnect", "bluetooth")
    assert connected(await until_reported(emulator, 1)) == []


@pytest.mark.cic("CIC-DC-142", "CIC-DC-140")
async def test_an_attempt_that_fails_while_it_is_under_way_is_told_then(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    gave_up = asyncio.Event()

    async def fail(call: ServiceCall) -> None:
        await gave_up.wait()
        raise HomeAssistantError("out of reach")

    hass.services.async_register("radio", "connect", fail)
    monkeypatch.setattr(connecting, "LIMIT", 0.05)
    outcome, told = await order(emulator, "BtConnect", PORCH)
    assert outcome == ("Executed", "BtConnect", "bluetooth")
    assert told["bluetooth"]["connecting"] == "on"
    assert events(emulator, REPORT) == []
    gave_up.set()
    told = await until_reported(emulator, 1)
    assert (connected(told), told["connecting"]) == ([], "off")
    assert len(outcomes(emulator)) == 1


@pytest.mark.cic("CIC-DC-143")
@pytest.mark.parametrize(
    "payload", [{"role": "sink"}, PORCH | {"address": "ff:ff"}, {"role": "juggler"}]
)
async def test_without_such_a_peer_connecting_fails(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    payload: dict[str, Any],
) -> None:
    radio.show(PORCH)
    outcome, _ = await order(emulator, "BtConnect", payload)
    assert outcome == ("Failed", "BtConnect", "bluetooth")
    assert radio.calls == []
    await until_reported(emulator, 1)


async def test_an_attempt_that_cannot_begin_fails(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    async_mock_service(hass, "radio", "connect", raise_exception=ValueError("asleep"))
    outcome, told = await order(emulator, "BtConnect", PORCH)
    assert outcome == ("Failed", "BtConnect", "bluetooth")
    assert told["bluetooth"]["connecting"] == "off"
    await until_reported(emulator, 1)
