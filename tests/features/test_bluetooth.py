"""Bluetooth, by what the user names: radio, pairing, peers."""

from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.clova_cic.features import pairing, reports
from emulator import Emulator
from tests.featured import order, outcomes, told_state

from .radio import NEW, PHONE, PORCH, Radio, connected, until_reported


@pytest.mark.cic("CIC-CX-070", "CIC-CX-071", "CIC-CX-073")
async def test_radio_and_peers_are_told(
    hass: HomeAssistant, entry: MockConfigEntry, radio: Radio
) -> None:
    assert (await told_state(hass, entry))["bluetooth"] == {
        "actions": ["BtConnect", "BtDisconnect", "BtStartPairing", "BtStopPairing"],
        "state": "on",
        "pairing": "off",
        "scanning": "off",
        "connecting": "off",
        "btlist": [
            PORCH | {"availableServiceClassList": ["AudioSink"]},
            PHONE | {"availableServiceClassList": ["AudioSource"]},
        ],
        "scanlist": [],
    }


@pytest.mark.cic("CIC-DC-131")
async def test_pairing_ends_by_itself(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pairing, "PAIRING_LIMIT", 0.2)
    await order(emulator, "BtStartPairing")
    told = await until_reported(emulator, 1)
    assert told["pairing"] == "off"
    assert len(outcomes(emulator)) == 1


@pytest.mark.cic("CIC-DC-130")
async def test_whoever_is_found_later_is_told(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    emulator: Emulator,
    radio: Radio,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reports, "QUIET", 0.1)
    await order(emulator, "BtStartPairing")
    radio.show(PORCH, found=[NEW])
    radio.show(PORCH, found=[NEW, NEW | {"address": "d0:44"}])
    told = await until_reported(emulator, 1)
    assert [each["address"] for each in told["scanlist"]] == ["c0:33", "d0:44"]


async def test_what_is_no_peer_is_left_out(
    hass: HomeAssistant, entry: MockConfigEntry, radio: Radio
) -> None:
    strange: list[Any] = ["x", 1, None, {}, {"address": 7}, {"address": ""}]
    many = [{"address": f"a{number}"} for number in range(200)]
    hass.states.async_set("sensor.peers", "x", {"peers": strange + many, "found": "nobody"})
    told = (await told_state(hass, entry))["bluetooth"]
    assert 50 < len(told["btlist"]) <= 64
    assert told["btlist"][0] == {
        "address": "a0",
        "name": "a0",
        "connected": False,
        "role": "source",
        "availableServiceClassList": ["AudioSink"],
    }
    assert told["scanlist"] == []


@pytest.mark.cic("CIC-DC-050", "CIC-CX-072")
async def test_pairing_begins_finds_and_ends(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    outcome, told = await order(emulator, "BtStartPairing")
    assert outcome == ("Executed", "BtStartPairing", "bluetooth")
    assert (told["bluetooth"]["pairing"], told["bluetooth"]["scanning"]) == ("on", "on")
    outcome, told = await order(emulator, "BtRescan")
    assert outcome == ("Executed", "BtRescan", "bluetooth")
    assert told["bluetooth"]["scanlist"] == [NEW]
    outcome, told = await order(emulator, "BtStopPairing")
    assert outcome == ("Executed", "BtStopPairing", "bluetooth")
    assert told["bluetooth"]["pairing"] == "off"


@pytest.mark.cic("CIC-DC-047")
async def test_parting_from_one_or_all(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    both = [each | {"connected": True} for each in (PORCH, PHONE)]
    radio.show(*both)
    outcome, told = await order(emulator, "BtDisconnect", PORCH | {"connected": True})
    assert outcome == ("Executed", "BtDisconnect", "bluetooth")
    assert connected(told["bluetooth"]) == ["b0:22"]
    radio.show(*both)
    outcome, told = await order(emulator, "BtDisconnect", {})
    assert outcome == ("Executed", "BtDisconnect", "bluetooth")
    assert connected(told["bluetooth"]) == []
    outcome, _ = await order(emulator, "BtDisconnect", PORCH | {"address": "ff:ff"})
    assert outcome == ("Failed", "BtDisconnect", "bluetooth")


@pytest.mark.cic("CIC-DC-049")
async def test_a_peer_is_forgotten_after_parting(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    radio.show(PORCH | {"connected": True}, PHONE)
    outcome, told = await order(emulator, "BtDelete", PORCH)
    assert outcome == ("Executed", "BtDelete", "bluetooth")
    assert [each["address"] for each in told["bluetooth"]["btlist"]] == ["b0:22"]
    assert [service for service, _ in radio.calls] == ["disconnect", "delete"]
    outcome, _ = await order(emulator, "BtDelete", PORCH)
    assert outcome == ("Failed", "BtDelete", "bluetooth")


@pytest.mark.cic("CIC-DC-048", "CIC-DC-150", "CIC-DC-151")
async def test_playing_needs_a_peer(
    hass: HomeAssistant, entry: MockConfigEntry, emulator: Emulator, radio: Radio
) -> None:
    outcome, _ = await order(emulator, "BtPlay")
    assert outcome == ("Failed", "BtPlay", "bluetooth")
    radio.change("a0:11", connected=True)
    outcome, _ = await order(emulator, "BtPlay")
    assert outcome == ("Executed", "BtPlay", "bluetooth")
    assert [service for service, _ in radio.calls] == ["play"]
